//! JSON as a type: what does not fit is told at its place, in words of both languages.

use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};

use crate::{
    Json, Violation,
    record::unknown_field,
    violation::{Code, escape},
};

/// JSON as a type.
///
/// # Errors
/// The first thing that does not fit.
pub fn typed<T: DeserializeOwned>(json: Json) -> Result<T, Violation> {
    serde_path_to_error::deserialize(json).map_err(|error| violation(&pointer(error.path()), &error.inner().to_string()))
}

fn pointer(path: &Path) -> String {
    let step = |segment: &Segment| match segment {
        Segment::Seq { index } => format!("/{index}"),
        Segment::Map { key } => format!("/{}", escape(key)),
        Segment::Enum { .. } | Segment::Unknown => String::new(),
    };
    path.iter().map(step).collect()
}

/// What serde says in English, as a violation.
fn violation(at: &str, text: &str) -> Violation {
    let mut names = text.split('`').skip(1).step_by(2);
    if text.starts_with("unknown field") {
        let name = names.next().unwrap_or_default();
        // The place is that of the key itself.
        let parent = at.strip_suffix(&format!("/{}", escape(name))).unwrap_or(at);
        return unknown_field(name, names).under(parent);
    }
    if text.starts_with("missing field") {
        return Violation::new(names.next().unwrap_or_default(), Code::Required).under(at);
    }
    if text.starts_with("unknown variant") {
        let given = names.next().unwrap_or_default();
        return Violation::at(at, Code::Option).with("value", given).with("known", names.collect::<Vec<_>>().join(", "));
    }
    // Numbers keep their digits until somebody asks for a size, who is not named then.
    if text.ends_with("number out of range") || text.starts_with("invalid number") {
        return Violation::at(at, Code::Type).with("expected", "size");
    }
    let wanted = word(text.rsplit_once(", expected ").map_or("", |(_, wanted)| wanted));
    let code = if matches!(wanted, "object" | "array" | "label" | "valid") { Code::Shape } else { Code::Type };
    Violation::at(at, code).with("expected", wanted)
}

/// What serde expected, by the name that messages know it by.
fn word(wanted: &str) -> &'static str {
    match wanted {
        "a string" | "a borrowed string" | "a character" => "text",
        "a boolean" => "boolean",
        "i8" | "i16" | "i32" | "i64" | "isize" => "integer",
        "u16" | "u32" | "u64" | "usize" => "natural",
        "u8" => "byte",
        "f32" | "f64" | "a JSON number" => "number",
        "struct Label" => "label",
        "a map" => "object",
        other if other.starts_with("struct ") => "object",
        other if other.starts_with("enum ") || other.starts_with("string") || other.starts_with("variant") => "text",
        other if other.starts_with("a sequence") || other.starts_with("a tuple") || other.starts_with("an array") => "array",
        _ => "valid",
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use super::*;
    use crate::{FieldKind, Label, Language};

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only reading is tested")]
    struct Outer {
        text: String,
        #[serde(default)]
        flag: bool,
        #[serde(default)]
        small: Option<u8>,
        #[serde(default)]
        label: Option<Label>,
        #[serde(default)]
        kind: Option<FieldKind>,
        #[serde(default)]
        items: Vec<Inner>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only reading is tested")]
    struct Inner {
        count: i64,
    }

    #[test]
    fn every_misfit_has_its_place_and_words_of_both_languages() {
        for (input, pointer, zh, en) in [
            (json!({ "text": 5 }), "/text", "应为文本", "Must be a text"),
            (json!({}), "/text", "必填", "Required"),
            (json!({ "text": "", "flag": "yes" }), "/flag", "应为true 或 false", "Must be true or false"),
            (json!({ "text": "", "small": 300 }), "/small", "应为大小合适的整数", "Must be a whole number of a size that is kept"),
            (
                json!({ "text": "", "textt": 1 }),
                "/textt",
                "没有字段“textt”，是否为“text”？",
                "There is no field `textt`: did you mean `text`?",
            ),
            (json!({ "text": "", "items": {} }), "/items", "结构不正确，应为JSON 数组", "Wrong shape: must be a JSON array"),
            (
                json!({ "text": "", "items": [{ "count": 1 }, 7] }),
                "/items/1",
                "结构不正确，应为JSON 对象",
                "Wrong shape: must be a JSON object",
            ),
            (json!({ "text": "", "items": [{ "count": true }] }), "/items/0/count", "应为整数", "Must be a whole number"),
            (json!({ "text": "", "items": [{}] }), "/items/0/count", "必填", "Required"),
            (json!({ "text": "", "items": [{ "a/b": 1 }] }), "/items/0/a~1b", "没有字段“a/b”", "There is no field `a/b`"),
            (
                json!({ "text": "", "label": "x" }),
                "/label",
                "结构不正确，应为{\"zh-CN\": 中文, \"en\": 英文}",
                "Wrong shape: must be {\"zh-CN\": Chinese, \"en\": English}",
            ),
        ] {
            let found = typed::<Outer>(input.clone()).unwrap_err();
            assert_eq!((found.pointer.as_str(), found.message(Language::ZhCn).as_str()), (pointer, zh), "{input}");
            assert_eq!(found.message(Language::En), en, "{input}");
        }
        let kind = typed::<Outer>(json!({ "text": "", "kind": "nonsense" })).unwrap_err();
        assert_eq!(kind.pointer, "/kind");
        assert!(kind.message(Language::ZhCn).starts_with("没有选项“nonsense”，可选：text, "), "{}", kind.message(Language::ZhCn));
        assert!(kind.message(Language::En).starts_with("There is no option `nonsense`; there are text, "));
    }
}
