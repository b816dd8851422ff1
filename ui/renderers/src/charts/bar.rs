//! Bars.

use serde_json::json;
use trellis_model::Json;

use super::{Plot, fmt, grid, legend};

/// Bars by category; several series of one period are stacked. Many long names read better lying down.
pub fn option(plot: &Plot) -> Json {
    let compares = plot.series.iter().any(|series| series.previous);
    let stacked = plot.series.len() > 1 && !compares;
    let series = plot.series.iter().map(|series| {
        let mut bar = json!({ "type": "bar", "name": series.name, "data": series.values, "barMaxWidth": 32 });
        if stacked {
            bar["stack"] = json!("all");
            bar["itemStyle"] = json!({ "borderRadius": 0 });
        }
        if series.previous {
            bar["itemStyle"] = json!({ "opacity": 0.45 });
        }
        bar
    });
    let longest = plot.categories.iter().map(|name| width(name)).max().unwrap_or_default();
    let lies = !plot.is_time && longest * plot.categories.len() > 64;
    let names = json!({
        "type": "category", "data": plot.categories, "inverse": lies,
        "axisLabel": { "hideOverlap": true, "width": 140, "overflow": "truncate" },
    });
    let values = json!({ "type": "value", "axisLabel": { "formatter": fmt(plot.format.short_code()), "hideOverlap": true } });
    let (x, y) = if lies { (values, names) } else { (names, values) };
    json!({
        "grid": grid(plot),
        "legend": legend(plot),
        "tooltip": { "trigger": "axis", "axisPointer": { "type": "shadow" }, "valueFormatter": fmt(plot.format.code()) },
        "xAxis": x,
        "yAxis": y,
        "series": series.collect::<Vec<_>>(),
    })
}

/// About how wide a name is, in half-width characters.
fn width(name: &str) -> usize {
    name.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::{Format, Series};

    fn plot(categories: &[&str], series: usize) -> Plot {
        let series = (0..series).map(|n| Series { name: n.to_string(), values: vec![json!(1); categories.len()], previous: false });
        let categories = categories.iter().map(|name| (*name).to_owned()).collect();
        Plot { categories, series: series.collect(), format: Format::Integer, is_time: false }
    }

    #[test]
    fn long_names_lie_down_and_series_are_stacked() {
        let short = option(&plot(&["A", "B"], 2));
        assert_eq!((&short["xAxis"]["type"], &short["series"][1]["stack"]), (&json!("category"), &json!("all")));
        let long = option(&plot(&["企业级销售管理平台标准版", "企业级销售管理平台旗舰版", "企业级服务总线"], 1));
        assert_eq!((&long["yAxis"]["type"], &long["series"][0]["stack"]), (&json!("category"), &Json::Null));
    }
}
