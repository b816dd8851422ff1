//! Stages that narrow.

use serde_json::json;
use trellis_model::Json;

use super::{Plot, fmt};

/// A bar a stage, in the order of the stages, each with its value: lengths compare at a glance where slopes do not.
pub fn option(plot: &Plot) -> Json {
    let series = plot.series.iter().map(|series| {
        let mut bar = json!({ "type": "bar", "name": series.name, "data": series.values, "barMaxWidth": 26, "barMinHeight": 2 });
        if series.previous {
            bar["itemStyle"] = json!({ "opacity": 0.35 });
        } else {
            bar["colorBy"] = json!("data");
            bar["label"] = json!({ "show": true, "position": "right", "fontSize": 12, "color": "inherit", "textBorderWidth": 0, "formatter": fmt(plot.format.mark_code()) });
        }
        bar
    });
    json!({
        "grid": { "left": 4, "right": 56, "top": 4, "bottom": 4, "containLabel": true },
        "tooltip": { "trigger": "axis", "axisPointer": { "type": "shadow" }, "valueFormatter": fmt(plot.format.code()) },
        "xAxis": { "type": "value", "show": false },
        "yAxis": {
            "type": "category", "data": plot.categories, "inverse": true, "axisLine": { "show": false },
            "axisLabel": { "width": 110, "overflow": "truncate" },
        },
        "series": series.collect::<Vec<_>>(),
    })
}
