//! Shares of a whole.

use serde_json::json;
use trellis_model::Json;

use super::{Plot, fmt};

/// A ring with its legend below.
pub fn option(plot: &Plot) -> Json {
    let values = plot.series.first().map(|series| series.values.as_slice()).unwrap_or_default();
    let data: Vec<Json> = plot.categories.iter().zip(values).map(|(name, value)| json!({ "name": name, "value": value })).collect();
    json!({
        "legend": { "show": true, "type": "scroll", "bottom": 0, "left": "center" },
        "tooltip": { "trigger": "item", "valueFormatter": fmt(plot.format.code()) },
        "series": [{
            "type": "pie",
            "name": plot.series.first().map(|series| series.name.as_str()).unwrap_or_default(),
            "radius": ["48%", "72%"],
            "center": ["50%", "44%"],
            "padAngle": 1,
            "label": { "show": true, "formatter": "{d}%", "fontSize": 12, "textBorderWidth": 0 },
            "labelLine": { "length": 8, "length2": 6 },
            "emphasis": { "scaleSize": 4 },
            "data": data,
        }],
    })
}
