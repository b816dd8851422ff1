//! Declarations against their meta-schemas, with messages that say what was probably meant.

use std::sync::OnceLock;

use jsonschema::{
    JsonType, Registry, ValidationError, Validator,
    error::{TypeKind, ValidationErrorKind as Kind},
};
use trellis_model::{
    Json, Label, both,
    label::{has_control, is_blank},
};

use crate::{
    Files, Problem,
    files::{FileKind, meta_schemas},
    problem::at,
};

/// What the meta-schema of `kind` finds wrong with a file.
pub(crate) fn check(file: &str, kind: FileKind, json: &Json) -> Vec<Problem> {
    let Some((_, validator)) = validators().iter().find(|(other, _)| *other == kind) else { return Vec::new() };
    validator.iter_errors(json).flat_map(|error| problems(file, &error)).collect()
}

fn schemas() -> &'static Files {
    static SCHEMAS: OnceLock<Files> = OnceLock::new();
    SCHEMAS.get_or_init(meta_schemas)
}

/// One validator a kind. A meta-schema that cannot be compiled is missing here, and a test finds it.
fn validators() -> &'static [(FileKind, Validator)] {
    static VALIDATORS: OnceLock<Vec<(FileKind, Validator)>> = OnceLock::new();
    VALIDATORS.get_or_init(|| {
        let mut registry = Registry::new();
        for (name, schema) in schemas() {
            registry = match registry.add(uri(name), schema) {
                Ok(registry) => registry,
                Err(_) => return Vec::new(),
            };
        }
        let Ok(registry) = registry.prepare() else { return Vec::new() };
        let compile = |kind: &FileKind| {
            let schema = schemas().get(kind.schema_name())?;
            let options = jsonschema::options().with_registry(&registry).should_validate_formats(true);
            let options = options.with_format("label", is_label).with_format("prose", is_prose);
            let validator = options.build(schema).ok()?;
            Some((*kind, validator))
        };
        FileKind::ALL.iter().filter_map(compile).collect()
    })
}

fn uri(name: &str) -> String {
    format!("urn:trellis:schema:{name}")
}

/// What people read in one line. That an empty text is none is `minLength`'s to say.
fn is_label(text: &str) -> bool {
    is_prose(text) && !text.contains(['\n', '\r', '\t'])
}

/// What people read, perhaps in several lines.
fn is_prose(text: &str) -> bool {
    text.is_empty() || !(is_blank(text) || has_control(text))
}

/// An error of the validator in words for whoever writes declarations.
fn problems(file: &str, error: &ValidationError<'_>) -> Vec<Problem> {
    let pointer = error.instance_path().as_str();
    match error.kind() {
        Kind::AdditionalProperties { unexpected } => {
            let known = siblings(error);
            let unknown = |key: &String| {
                Problem::new(file, at(pointer, key), both!("未知的键“{key}”", "unknown key `{key}`"))
                    .suggesting(key, known.iter().map(String::as_str))
            };
            unexpected.iter().map(unknown).collect()
        }
        Kind::PropertyNames { error } => {
            let key = error.instance().as_str().unwrap_or_default().to_owned();
            vec![bad_key(file, at(pointer, &key), &key, error.kind())]
        }
        Kind::Required { property } => {
            let key = property.as_str().unwrap_or_default();
            vec![Problem::new(file, at(pointer, key), both!("缺少“{key}”", "`{key}` is missing"))]
        }
        Kind::Enum { options } => {
            let all: Vec<String> = options.as_array().into_iter().flatten().map(Json::to_string).collect();
            let given = error.instance().as_str().unwrap_or_default();
            let problem = Problem::new(file, pointer, both!("{} 不是以下之一：{}", "{} is not one of {}", shown(error), all.join(", ")));
            vec![problem.suggesting(given, strings(options))]
        }
        kind => vec![Problem::new(file, pointer, words(kind, error))],
    }
}

/// What is wrong with the one value that an error is about.
fn words(kind: &Kind, error: &ValidationError<'_>) -> Label {
    match kind {
        Kind::Constant { expected_value } => both!("必须是 {expected_value}，而不是 {}", "must be {expected_value}, not {}", shown(error)),
        Kind::Pattern { .. } => both!("{} 的写法不正确", "{} is not written as it must be", shown(error)),
        Kind::OneOfNotValid { .. } | Kind::OneOfMultipleValid { .. } | Kind::AnyOf { .. } => {
            both!("{} 不是允许的形式", "{} has none of the allowed shapes", shown(error))
        }
        Kind::Type { kind } => {
            let types: Vec<Label> = match kind {
                TypeKind::Single(one) => vec![type_name(*one)],
                TypeKind::Multiple(several) => several.iter().map(type_name).collect(),
            };
            let all = |text: fn(&Label) -> &str, or: &str| types.iter().map(text).collect::<Vec<_>>().join(or);
            let (zh, en) = (all(|name| name.zh.as_str(), "或"), all(|name| name.en.as_str(), " or "));
            Label::new(format!("必须是{zh}，而不是 {}", shown(error)), format!("must be {en}, not {}", shown(error)))
        }
        Kind::Format { format } if format == "label" => {
            both!("须有可见的文字，不能有换行和控制字符", "must show something, without line breaks and control characters")
        }
        Kind::Format { format } if format == "prose" => {
            both!("须有可见的文字，不能有控制字符", "must show something, without control characters")
        }
        Kind::Format { .. } | Kind::ContentEncoding { .. } | Kind::ContentMediaType { .. } | Kind::FromUtf8 { .. } => {
            both!("{} 的写法不正确", "{} is not written as it must be", shown(error))
        }
        Kind::MinLength { limit: 0 | 1 } => both!("不能为空", "must not be empty"),
        Kind::MinLength { limit } => both!("至少 {limit} 个字符", "must have at least {limit} characters"),
        Kind::MaxLength { limit } => both!("最多 {limit} 个字符", "must have at most {limit} characters"),
        Kind::Minimum { limit } => both!("不能小于 {limit}", "must be at least {limit}"),
        Kind::Maximum { limit } => both!("不能大于 {limit}", "must be at most {limit}"),
        Kind::ExclusiveMinimum { limit } => both!("必须大于 {limit}", "must be more than {limit}"),
        Kind::ExclusiveMaximum { limit } => both!("必须小于 {limit}", "must be less than {limit}"),
        Kind::MultipleOf { multiple_of } => both!("必须是 {multiple_of} 的倍数", "must be a multiple of {multiple_of}"),
        Kind::MinItems { limit } => both!("至少需要 {limit} 项", "must have at least {limit} of them"),
        Kind::MaxItems { limit } => both!("最多 {limit} 项", "must have at most {limit} of them"),
        Kind::AdditionalItems { limit } => both!("最多 {limit} 项", "must have at most {limit} of them"),
        Kind::MinProperties { limit } => both!("至少需要 {limit} 个键", "must have at least {limit} keys"),
        Kind::MaxProperties { limit } => both!("最多 {limit} 个键", "must have at most {limit} keys"),
        Kind::UniqueItems => both!("不能有重复的项", "must not name the same twice"),
        Kind::Contains => both!("缺少必需的项", "lacks an item that must be there"),
        _ => both!("{} 在这里不允许", "{} is not allowed here", shown(error)),
    }
}

/// The value that an error is about, cut where it is long.
fn shown(error: &ValidationError<'_>) -> String {
    const MOST: usize = 80;
    let text = error.instance().to_string();
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

fn type_name(name: JsonType) -> Label {
    match name {
        JsonType::Array => both!("数组", "an array"),
        JsonType::Boolean => both!(" true 或 false", "true or false"),
        JsonType::Integer => both!("整数", "a whole number"),
        JsonType::Null => both!(" null", "null"),
        JsonType::Number => both!("数字", "a number"),
        JsonType::Object => both!("对象", "an object"),
        JsonType::String => both!("文本", "a text"),
    }
}

/// A key that its map does not allow: either it is none of the known ones, or it is no name.
fn bad_key(file: &str, pointer: String, key: &str, kind: &Kind) -> Problem {
    match kind {
        Kind::Enum { options } => {
            Problem::new(file, pointer, both!("未知的关键字“{key}”", "unknown keyword `{key}`")).suggesting(key, strings(options))
        }
        _ => Problem::new(
            file,
            pointer,
            both!(
                "“{key}”不能作为名称：只能使用小写字母、数字和下划线，最多 40 个字符",
                "`{key}` is no name: lower-case letters, digits and underscores, at most 40"
            ),
        ),
    }
}

/// The keys that are allowed where `error` found another one.
fn siblings(error: &ValidationError<'_>) -> Vec<String> {
    let location = error.absolute_keyword_location().map(ToString::to_string).unwrap_or_default();
    let Some((base, fragment)) = location.split_once('#') else { return Vec::new() };
    let Some((_, schema)) = schemas().iter().find(|(name, _)| uri(name) == base) else { return Vec::new() };
    let place = fragment.rsplit_once('/').map_or("", |(parent, _)| parent);
    let properties = schema.pointer(place).and_then(|found| found.get("properties")).and_then(Json::as_object);
    properties.map(|map| map.keys().cloned().collect()).unwrap_or_default()
}

fn strings(options: &Json) -> Vec<&str> {
    options.as_array().into_iter().flatten().filter_map(Json::as_str).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_kind_has_a_meta_schema_that_compiles() {
        let compiled: Vec<FileKind> = validators().iter().map(|(kind, _)| *kind).collect();
        assert_eq!(compiled, FileKind::ALL);
    }

    #[test]
    fn a_misspelt_key_is_named_with_what_was_meant() {
        let views = json!({ "columns": [{ "feild": "name" }], "veiws": {}, "views": {} });
        let found: Vec<String> = check("v", FileKind::Views, &views).iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "v /columns/0/feild: unknown key `feild`: did you mean `field`?",
                "v /columns/0/field: `field` is missing",
                "v /veiws: unknown key `veiws`: did you mean `views`?",
            ]
        );
    }

    #[test]
    fn limits_and_types_are_said_in_both_languages() {
        let label = |zh: Json| json!({ "zh-CN": zh, "en": "A" });
        let picklist = |label: Json| json!({ "name": "c_a", "label": label, "options": [] });
        let views = |columns: Json| json!({ "columns": columns, "views": {} });
        let object = json!({ "description": "字".repeat(2001) });
        for (kind, declaration, pointer, zh, en) in [
            (FileKind::Views, json!(true), "", "必须是对象，而不是 true", "must be an object, not true"),
            (FileKind::Views, views(json!([])), "/columns", "至少需要 1 项", "must have at least 1 of them"),
            (FileKind::Views, views(json!([{ "field": "a", "width": 0 }])), "/columns/0/width", "不能小于 40", "must be at least 40"),
            (FileKind::Views, views(json!([{ "field": "a", "width": 900 }])), "/columns/0/width", "不能大于 800", "must be at most 800"),
            (
                FileKind::Picklist,
                picklist(label(json!("字".repeat(201)))),
                "/label/zh-CN",
                "最多 200 个字符",
                "must have at most 200 characters",
            ),
            (FileKind::Picklist, picklist(label(json!(""))), "/label/zh-CN", "不能为空", "must not be empty"),
            (
                FileKind::Picklist,
                picklist(label(json!("\u{200b}\u{200d}"))),
                "/label/zh-CN",
                "须有可见的文字，不能有换行和控制字符",
                "must show something, without line breaks and control characters",
            ),
            (
                FileKind::Picklist,
                picklist(label(json!("a\u{202e}b"))),
                "/label/zh-CN",
                "须有可见的文字，不能有换行和控制字符",
                "must show something, without line breaks and control characters",
            ),
            (FileKind::Picklist, picklist(label(json!(7))), "/label/zh-CN", "必须是文本，而不是 7", "must be a text, not 7"),
            (FileKind::Object, object, "/description", "最多 2000 个字符", "must have at most 2000 characters"),
        ] {
            let found = check("f", kind, &declaration);
            let found: Vec<_> =
                found.iter().filter(|it| it.pointer == pointer).map(|it| (it.message.zh.as_str(), it.message.en.as_str())).collect();
            assert_eq!(found, [(zh, en)], "{pointer}");
        }
        assert!(check("f", FileKind::Picklist, &picklist(label(json!("字".repeat(200))))).is_empty());
    }

    #[test]
    fn a_long_value_is_not_repeated_whole() {
        let found = check("f", FileKind::Picklist, &json!({ "name": "A".repeat(100_000), "label": 1, "options": [] }));
        assert!(found.iter().all(|problem| problem.message.en.len() < 200));
    }
}
