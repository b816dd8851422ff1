//! Declarations against their meta-schemas, with messages that say what was probably meant.

use std::sync::OnceLock;

use jsonschema::{Registry, ValidationError, Validator, error::ValidationErrorKind as Kind};
use trellis_model::{Json, Label, both};

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
            let validator = jsonschema::options().with_registry(&registry).should_validate_formats(true).build(schema).ok()?;
            Some((*kind, validator))
        };
        FileKind::ALL.iter().filter_map(compile).collect()
    })
}

fn uri(name: &str) -> String {
    format!("urn:trellis:schema:{name}")
}

/// An error of the validator in words for whoever writes declarations.
fn problems(file: &str, error: &ValidationError<'_>) -> Vec<Problem> {
    let pointer = error.instance_path().as_str();
    let here = |message: Label| vec![Problem::new(file, pointer, message)];
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
            let problem =
                Problem::new(file, pointer, both!("{} 不是以下之一：{}", "{} is not one of {}", error.instance(), all.join(", ")));
            vec![problem.suggesting(given, strings(options))]
        }
        Kind::Constant { expected_value } => {
            here(both!("必须是 {expected_value}，而不是 {}", "must be {expected_value}, not {}", error.instance()))
        }
        Kind::Pattern { .. } => here(both!("{} 的写法不正确", "{} is not written as it must be", error.instance())),
        Kind::OneOfNotValid { .. } | Kind::OneOfMultipleValid { .. } | Kind::AnyOf { .. } => {
            here(both!("{} 不是允许的形式", "{} has none of the allowed shapes", error.instance()))
        }
        Kind::MinLength { .. } => here(both!("不能为空", "must not be empty")),
        _ => here(Label::same(error.to_string())),
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
}
