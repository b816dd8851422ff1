//! Pure formatting: what needs neither the browser nor the language.

use trellis_model::{Field, Json};

/// Whether there is nothing to show.
pub fn is_empty(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::String(text) => text.is_empty(),
        Json::Array(items) => items.is_empty(),
        _ => false,
    }
}

/// The digits of a number as they came. One with an exponent is no amount, and is written out as near as may be.
pub fn digits(value: &Json) -> Option<String> {
    let text = value.as_number()?.to_string();
    if text.contains(['e', 'E']) { text.parse::<f64>().ok().map(|number| format!("{number}")) } else { Some(text) }
}

/// How many decimals a field of numbers shows.
pub fn scale(field: &Field) -> u8 {
    match field.shape() {
        trellis_model::field::Shape::Decimal(scale) => scale,
        _ => 0,
    }
}

/// Groups of a phone number as people say them: `138 1234 5678`. Anything else stays as it is.
pub fn phone(number: &str) -> String {
    let is_mobile = number.len() == 11 && number.starts_with('1') && number.bytes().all(|byte| byte.is_ascii_digit());
    if is_mobile { format!("{} {} {}", &number[..3], &number[3..7], &number[7..]) } else { number.to_owned() }
}

/// The address that calls a number.
pub fn tel(number: &str) -> String {
    let dialled: String = number.chars().filter(|c| c.is_ascii_digit() || matches!(c, '+' | '*' | '#')).collect();
    format!("tel:{dialled}")
}

/// A web address without what everybody knows.
pub fn url(address: &str) -> &str {
    let bare = address.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
    bare.strip_suffix('/').unwrap_or(bare)
}

/// Whether an address leads to the web; anything else is shown as text only.
pub fn is_web(address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    lower.starts_with("https://") || lower.starts_with("http://")
}

/// The texts of a list of codes.
pub fn codes(value: &Json) -> Vec<&str> {
    match value {
        Json::Array(items) => items.iter().filter_map(Json::as_str).collect(),
        Json::String(code) => vec![code],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use trellis_model::{FieldKind, Label};

    use super::*;

    #[test]
    fn no_digit_is_lost() {
        let exact: Json = serde_json::from_str("999999999999999.99").unwrap();
        assert_eq!(digits(&exact).as_deref(), Some("999999999999999.99"));
        assert_eq!(digits(&serde_json::from_str("1.5e3").unwrap()).as_deref(), Some("1500"));
        assert_eq!(digits(&json!("12")), None);
        let mut field = Field::new("amount", FieldKind::Currency, Label::default());
        assert_eq!(scale(&field), 2);
        field.kind = FieldKind::Integer;
        assert_eq!(scale(&field), 0);
    }

    #[test]
    fn phones_and_addresses_read_easily() {
        for (number, expected) in [("13812345678", "138 1234 5678"), ("010-88886666", "010-88886666"), ("138****1234", "138****1234")] {
            assert_eq!(phone(number), expected);
        }
        assert_eq!(tel("+86 (10) 8888-6666"), "tel:+861088886666");
        assert_eq!(url("https://www.example.com/"), "example.com");
        assert_eq!(url("http://example.com/a/"), "example.com/a");
        assert!(is_web("HTTPS://example.com") && !is_web("javascript:alert(1)"));
    }

    #[test]
    fn nothing_is_null_or_empty() {
        assert!([json!(null), json!(""), json!([])].iter().all(is_empty));
        assert!([json!(0), json!(false), json!(["a"])].iter().all(|value| !is_empty(value)));
        assert_eq!(codes(&json!(["a", "b"])), ["a", "b"]);
    }
}
