//! Stages that narrow.

use serde_json::json;
use trellis_model::Json;

use super::{Plot, fmt};

/// Stages in their own order, whatever their size; the names stand beside.
pub fn option(plot: &Plot) -> Json {
    let values = plot.series.first().map(|series| series.values.as_slice()).unwrap_or_default();
    let data: Vec<Json> = plot.categories.iter().zip(values).map(|(name, value)| json!({ "name": name, "value": value })).collect();
    json!({
        "tooltip": { "trigger": "item", "valueFormatter": fmt(plot.format.code()) },
        "series": [{
            "type": "funnel",
            "name": plot.series.first().map(|series| series.name.as_str()).unwrap_or_default(),
            "sort": "none",
            "gap": 3,
            "left": 8, "right": 132, "top": 8, "bottom": 8,
            "minSize": "8%",
            "label": { "show": true, "position": "right", "formatter": fmt(plot.format.named_code()), "fontSize": 12 },
            "labelLine": { "length": 12, "lineStyle": { "width": 1 } },
            "data": data,
        }],
    })
}
