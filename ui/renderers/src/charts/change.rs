//! How much a number changed.

use trellis_model::Json;

/// The change from `before` to `now` in percent; nothing when there was nothing to compare with.
pub fn change(now: &Json, before: &Json) -> Option<f64> {
    let (now, before) = (now.as_f64().unwrap_or(0.0), before.as_f64()?);
    (before != 0.0).then(|| (now - before) / before.abs() * 100.0)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::change;

    #[test]
    fn nothing_before_is_no_change() {
        assert_eq!(change(&json!(150), &json!(100)), Some(50.0));
        assert_eq!(change(&json!(null), &json!(100)), Some(-100.0));
        assert_eq!(change(&json!(50), &json!(-100)), Some(150.0));
        assert_eq!(change(&json!(5), &json!(0)), None);
        assert_eq!(change(&json!(5), &json!(null)), None);
    }
}
