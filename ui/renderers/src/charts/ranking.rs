//! Names with bars, the largest first.

use serde_json::json;
use trellis_model::Json;

use super::{Plot, fmt};

/// Bars that lie down, each with its value at the end.
pub fn option(plot: &Plot) -> Json {
    let series = plot.series.iter().map(|series| {
        let mut bar = json!({ "type": "bar", "name": series.name, "data": series.values, "barMaxWidth": 14 });
        if series.previous {
            bar["itemStyle"] = json!({ "opacity": 0.45 });
        } else {
            bar["label"] = json!({ "show": true, "position": "right", "fontSize": 12, "color": "inherit", "textBorderWidth": 0, "formatter": fmt(plot.format.mark_code()) });
        }
        bar
    });
    json!({
        "grid": { "left": 4, "right": 84, "top": 4, "bottom": 4, "containLabel": true },
        "tooltip": { "trigger": "axis", "axisPointer": { "type": "shadow" }, "valueFormatter": fmt(plot.format.code()) },
        "xAxis": { "type": "value", "show": false },
        "yAxis": {
            "type": "category", "data": plot.categories, "inverse": true, "axisLine": { "show": false },
            "axisLabel": { "width": 120, "overflow": "truncate" },
        },
        "series": series.collect::<Vec<_>>(),
    })
}
