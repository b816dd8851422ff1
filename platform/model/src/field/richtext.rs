//! Text with headings, lists, tables and links.

use super::{Field, Kind, Setting, Shape, json::bounded, map, not_a, wrong};
use crate::{Json, JsonMap, Label, Value, Violation, filter::Op, object::Schema, violation::Code};

/// Most bytes of a document, and how deep it may nest.
const LONGEST: usize = 200 * 1024;
const DEEPEST: usize = 40;

/// A document as the editor (ProseMirror) writes it: a tree of the nodes and marks of an allow-list. What is not on it is
/// refused, so that whatever is stored can be drawn without a sanitiser.
pub(super) struct Richtext;

/// The nodes, with the nodes that may stand in them and their attributes.
const NODES: &[(&str, &[&str], &[&str])] = &[
    ("doc", BLOCKS, &[]),
    ("paragraph", INLINE, &["textAlign"]),
    ("heading", INLINE, &["level", "textAlign"]),
    ("blockquote", BLOCKS, &[]),
    ("codeBlock", &["text"], &["language"]),
    ("bulletList", &["listItem"], &[]),
    ("orderedList", &["listItem"], &["start", "type"]),
    ("listItem", BLOCKS, &[]),
    ("taskList", &["taskItem"], &[]),
    ("taskItem", BLOCKS, &["checked"]),
    ("table", &["tableRow"], &[]),
    ("tableRow", &["tableCell", "tableHeader"], &[]),
    ("tableCell", BLOCKS, &["colspan", "rowspan", "colwidth"]),
    ("tableHeader", BLOCKS, &["colspan", "rowspan", "colwidth"]),
    ("horizontalRule", &[], &[]),
    ("hardBreak", &[], &[]),
    ("text", &[], &[]),
];
const BLOCKS: &[&str] =
    &["paragraph", "heading", "blockquote", "codeBlock", "bulletList", "orderedList", "taskList", "table", "horizontalRule"];
const INLINE: &[&str] = &["text", "hardBreak"];
const MARKS: &[&str] = &["bold", "italic", "underline", "strike", "code", "link"];

impl Kind for Richtext {
    fn label(&self) -> Label {
        Label::new("富文本", "Rich text")
    }

    fn icon(&self) -> &'static str {
        "text-quote"
    }

    fn shape(&self, _: &Field) -> Shape {
        Shape::Json
    }

    fn parse(&self, field: &Field, json: &Json, _: &dyn Schema) -> Result<Value, Violation> {
        if json.get("type").and_then(Json::as_str) != Some("doc") {
            return Err(not_a("document"));
        }
        bounded(json, LONGEST, DEEPEST)?;
        node(json, "")?;
        if plain(json).trim().is_empty() && !has_content(json) {
            return if field.required { Err(wrong(Code::Required)) } else { Ok(Value::Null) };
        }
        Ok(Value::Json(Box::new(json.clone())))
    }

    fn schema(&self, _: &Field, _: &dyn Schema) -> JsonMap {
        let content = serde_json::json!({ "type": "array", "items": { "type": "object", "required": ["type"] } });
        map([
            ("type", "object".into()),
            ("properties", serde_json::json!({ "type": { "const": "doc" }, "content": content })),
            ("required", serde_json::json!(["type"])),
            ("additionalProperties", false.into()),
        ])
    }

    fn operators(&self) -> &'static [Op] {
        &[Op::IsNull]
    }

    fn settings(&self) -> &'static [Setting] {
        &[]
    }

    fn sample(&self, _: &Field, n: u32, _: &dyn Schema) -> Option<Json> {
        Some(serde_json::json!({ "type": "doc", "content": [
            { "type": "heading", "attrs": { "level": 2 }, "content": [{ "type": "text", "text": format!("标题 {n}") }] },
            { "type": "paragraph", "content": [{ "type": "text", "marks": [{ "type": "bold" }], "text": "正文" }] },
        ] }))
    }

    fn is_sortable(&self) -> bool {
        false
    }
}

fn refused(pointer: &str) -> Violation {
    Violation::at(pointer, Code::Format).with("expected", "document")
}

/// Refuses every node, mark and attribute that is not on the list.
fn node(json: &Json, pointer: &str) -> Result<(), Violation> {
    let map = json.as_object().ok_or_else(|| refused(pointer))?;
    let name = map.get("type").and_then(Json::as_str).unwrap_or_default();
    let (_, inside, attributes) = NODES.iter().find(|(node, ..)| *node == name).ok_or_else(|| refused(&format!("{pointer}/type")))?;
    for (key, value) in map {
        let here = format!("{pointer}/{}", crate::violation::escape(key));
        match key.as_str() {
            "type" => {}
            "text" if name == "text" && value.as_str().is_some_and(|text| !text.is_empty()) => {}
            "attrs" => attributes_of(value, attributes, &here)?,
            "marks" if name == "text" => marks(value, &here)?,
            "content" if !inside.is_empty() => {
                let items = value.as_array().ok_or_else(|| refused(&here))?;
                for (index, item) in items.iter().enumerate() {
                    let here = format!("{here}/{index}");
                    if !item.get("type").and_then(Json::as_str).is_some_and(|child| inside.contains(&child)) {
                        return Err(refused(&format!("{here}/type")));
                    }
                    node(item, &here)?;
                }
            }
            _ => return Err(refused(&here)),
        }
    }
    if name == "text" && !map.contains_key("text") { Err(refused(pointer)) } else { Ok(()) }
}

fn attributes_of(json: &Json, allowed: &[&str], pointer: &str) -> Result<(), Violation> {
    for (key, value) in json.as_object().ok_or_else(|| refused(pointer))? {
        let small = |most: u64| value.as_u64().is_some_and(|number| number <= most);
        let right = value.is_null()
            || match key.as_str() {
                "level" => (1..=4).contains(&value.as_u64().unwrap_or_default()),
                "start" => small(1_000_000),
                "colspan" | "rowspan" => small(100),
                "checked" => value.is_boolean(),
                "colwidth" => {
                    value.as_array().is_some_and(|widths| widths.iter().all(|width| width.as_u64().is_some_and(|it| it <= 5_000)))
                }
                "textAlign" => matches!(value.as_str(), Some("left" | "center" | "right" | "justify")),
                "language" | "type" => {
                    value.as_str().is_some_and(|text| text.len() <= 40 && text.chars().all(|c| c.is_ascii_alphanumeric()))
                }
                _ => false,
            };
        if !allowed.contains(&key.as_str()) || !right {
            return Err(refused(&format!("{pointer}/{}", crate::violation::escape(key))));
        }
    }
    Ok(())
}

fn marks(json: &Json, pointer: &str) -> Result<(), Violation> {
    for (index, mark) in json.as_array().ok_or_else(|| refused(pointer))?.iter().enumerate() {
        let here = format!("{pointer}/{index}");
        let map = mark.as_object().ok_or_else(|| refused(&here))?;
        let name = map.get("type").and_then(Json::as_str).filter(|name| MARKS.contains(name)).ok_or_else(|| refused(&here))?;
        for (key, value) in map.iter().filter(|(key, _)| *key != "type") {
            let link = name == "link" && key == "attrs" && value.as_object().is_some_and(is_link);
            if !link {
                return Err(refused(&format!("{here}/{}", crate::violation::escape(key))));
            }
        }
    }
    Ok(())
}

/// A link leads to the web or to a mailbox. What else an editor says of it (`target`, `rel`) is how we draw it, not its.
fn is_link(attributes: &JsonMap) -> bool {
    let href = attributes.get("href").and_then(Json::as_str).unwrap_or_default();
    let known = attributes.keys().all(|key| ["href", "target", "rel", "class", "title"].contains(&key.as_str()));
    let plain =
        attributes.iter().all(|(key, value)| key == "href" || value.is_null() || value.as_str().is_some_and(|text| text.len() <= 100));
    let leads = super::url::is_url(href) || href.strip_prefix("mailto:").is_some_and(super::email::is_email);
    known && plain && leads && href.len() <= 2_000
}

/// The words of a document, blocks on lines of their own: for search, exports and short views.
pub fn plain(json: &Json) -> String {
    let mut out = String::new();
    words(json, &mut out);
    out.truncate(out.trim_end().len());
    out
}

fn words(json: &Json, out: &mut String) {
    match json.get("type").and_then(Json::as_str) {
        Some("text") => out.push_str(json.get("text").and_then(Json::as_str).unwrap_or_default()),
        Some("hardBreak") => out.push('\n'),
        kind => {
            for child in json.get("content").and_then(Json::as_array).into_iter().flatten() {
                words(child, out);
            }
            let block = kind.is_some_and(|kind| matches!(kind, "paragraph" | "heading" | "codeBlock"));
            if block && !out.ends_with('\n') {
                out.push('\n');
            }
        }
    }
}

/// Whether there is something beside words: a rule, a table.
fn has_content(json: &Json) -> bool {
    let children = json.get("content").and_then(Json::as_array);
    children.into_iter().flatten().any(|child| matches!(child.get("type").and_then(Json::as_str), Some("horizontalRule" | "table")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{FieldKind, object::NoSchema};

    fn verdict(content: Json) -> Result<Value, String> {
        let field = Field::new("f", FieldKind::Richtext, Label::default());
        Richtext.parse(&field, &json!({ "type": "doc", "content": content }), &NoSchema).map_err(|violation| violation.pointer)
    }

    #[test]
    fn only_what_is_on_the_list_is_taken() {
        let text = |marks: Json| json!([{ "type": "paragraph", "content": [{ "type": "text", "text": "x", "marks": marks }] }]);
        assert!(verdict(text(json!([{ "type": "link", "attrs": { "href": "https://example.com", "target": "_blank" } }]))).is_ok());
        for (content, pointer) in [
            (json!([{ "type": "script" }]), "/content/0/type"),
            (json!([{ "type": "paragraph", "content": [{ "type": "table" }] }]), "/content/0/content/0/type"),
            (json!([{ "type": "paragraph", "onclick": "x" }]), "/content/0/onclick"),
            (json!([{ "type": "heading", "attrs": { "level": 9 } }]), "/content/0/attrs/level"),
            (json!([{ "type": "paragraph", "attrs": { "style": "x" } }]), "/content/0/attrs/style"),
            (text(json!([{ "type": "link", "attrs": { "href": "javascript:alert(1)" } }])), "/content/0/content/0/marks/0/attrs"),
            (text(json!([{ "type": "html" }])), "/content/0/content/0/marks/0"),
        ] {
            assert_eq!(verdict(content.clone()), Err(pointer.to_owned()), "{content}");
        }
    }

    #[test]
    fn a_document_without_words_is_no_value() {
        assert_eq!(verdict(json!([{ "type": "paragraph" }])), Ok(Value::Null));
        assert!(verdict(json!([{ "type": "horizontalRule" }])).is_ok_and(|value| !value.is_null()));
        let document = json!({ "type": "doc", "content": [
            { "type": "heading", "content": [{ "type": "text", "text": "标题" }] },
            { "type": "bulletList", "content": [{ "type": "listItem", "content": [
                { "type": "paragraph", "content": [{ "type": "text", "text": "一" }, { "type": "hardBreak" }, { "type": "text", "text": "二" }] }] }] },
        ] });
        assert_eq!(plain(&document), "标题\n一\n二");
    }
}
