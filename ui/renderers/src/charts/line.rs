//! A trend.

use serde_json::json;
use trellis_model::Json;

use super::{Plot, fmt, grid, legend};

/// Lines over the categories; a single one has a quiet ground, the period before is dashed.
pub fn option(plot: &Plot) -> Json {
    let alone = plot.series.len() == 1;
    let series = plot.series.iter().map(|series| {
        let mut line = json!({ "type": "line", "name": series.name, "data": series.values, "connectNulls": true, "showSymbol": plot.categories.len() <= 31 });
        if series.previous {
            line["lineStyle"] = json!({ "type": "dashed", "width": 1.5, "opacity": 0.7 });
            line["symbol"] = json!("none");
        } else if alone {
            line["areaStyle"] = json!({ "opacity": 0.08 });
        }
        line
    });
    json!({
        "grid": grid(plot),
        "legend": legend(plot),
        "tooltip": { "trigger": "axis", "valueFormatter": fmt(plot.format.code()) },
        "xAxis": { "type": "category", "data": plot.categories, "boundaryGap": plot.categories.len() < 2, "axisLabel": { "hideOverlap": true } },
        "yAxis": { "type": "value", "axisLabel": { "formatter": fmt(plot.format.short_code()) } },
        "series": series.collect::<Vec<_>>(),
    })
}
