//! A web address.

use super::{
    Field, Kind, Setting, Shape, TEXT_OPS,
    text::{bounds, checked, kept},
    wrong,
};
use crate::{Json, JsonMap, Label, Value, Violation, filter::Op, object::Schema, violation::Code};

/// The most characters.
const LONGEST: usize = 2000;

/// A web address.
pub(super) struct Url;

impl Kind for Url {
    fn label(&self) -> Label {
        Label::new("网址", "Web address")
    }

    fn icon(&self) -> &'static str {
        "link"
    }

    fn shape(&self, _: &Field) -> Shape {
        Shape::Text
    }

    fn parse(&self, field: &Field, json: &Json, _: &dyn Schema) -> Result<Value, Violation> {
        let text = checked(field, json, LONGEST)?;
        if !(text.is_empty() || is_url(text)) {
            return Err(wrong(Code::Format).with("expected", "url"));
        }
        Ok(kept(text))
    }

    fn schema(&self, field: &Field, _: &dyn Schema) -> JsonMap {
        let mut schema = bounds(field, LONGEST);
        schema.insert("format".into(), "uri".into());
        schema
    }

    fn operators(&self) -> &'static [Op] {
        TEXT_OPS
    }

    fn settings(&self) -> &'static [Setting] {
        &[Setting::Unique, Setting::Mask]
    }

    fn sample(&self, _: &Field, n: u32, _: &dyn Schema) -> Option<Json> {
        Some(format!("https://example.com/{n}").into())
    }
}

/// Whether this is a web address: `http` or `https`, a host, no white space or control characters. Other schemes are
/// refused, so that a link never runs a script.
pub fn is_url(text: &str) -> bool {
    let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    let rest = if lower.starts_with("https://") {
        &text[8..]
    } else if lower.starts_with("http://") {
        &text[7..]
    } else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    !host.is_empty()
        && !host.starts_with([':', '@'])
        && text.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"<>\"\\^`{|}".contains(c))
}

#[cfg(test)]
mod tests {
    use super::is_url;

    #[test]
    fn tells_web_addresses_from_other_texts() {
        for good in ["http://a.cn", "HTTPS://例子.中国/路径?q=1#x", "https://localhost:8080"] {
            assert!(is_url(good), "{good}");
        }
        for bad in ["", "a.cn", "ftp://a.cn", "javascript:alert(1)", "http://", "https:///x", "http://a b", "http://a\n"] {
            assert!(!is_url(bad), "{bad}");
        }
    }
}
