//! A field as declarations write it: JSON Schema keywords with ours beside them.

use std::fmt;

use super::{Field, FieldKind, Lookup, Mask, OnDelete, RollupFunction};
use crate::{Decimal, Json, JsonMap, Label, Language, both, typed::typed, violation::suggest};

/// Every keyword that a field may have.
const KEYWORDS: &[&str] = &[
    "x-id",
    "x-type",
    "x-label",
    "x-help",
    "x-picklist",
    "x-lookup",
    "x-scale",
    "x-sequence",
    "x-unique",
    "x-index",
    "x-sensitive",
    "x-required",
    "x-lines",
    "x-formula",
    "x-rollup",
    "x-mirror",
    "x-file",
    "x-default",
    "x-visible",
    "x-readonly",
    "x-track",
    "x-column",
    "type",
    "format",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "pattern",
    "default",
    "readOnly",
    "writeOnly",
    "items",
    "minItems",
    "maxItems",
    "uniqueItems",
    "properties",
    "required",
    "additionalProperties",
    "title",
    "description",
];

/// The dictionary of an address that names none.
const REGIONS: &str = "region";

/// What a formula may come to.
pub(crate) const RESULTS: &[FieldKind] = &[
    FieldKind::Text,
    FieldKind::Integer,
    FieldKind::Decimal,
    FieldKind::Percent,
    FieldKind::Currency,
    FieldKind::Boolean,
    FieldKind::Date,
    FieldKind::DateTime,
    FieldKind::Duration,
];

/// What only a whole record can have.
const NOT_IN_LINES: &[FieldKind] = &[
    FieldKind::Lines,
    FieldKind::Rollup,
    FieldKind::Mirror,
    FieldKind::AutoNumber,
    FieldKind::Secret,
    FieldKind::File,
    FieldKind::Image,
    FieldKind::MultiLookup,
    FieldKind::AnyLookup,
];

/// One thing wrong with a field's declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    /// JSON pointer inside the field's declaration.
    pub pointer: String,
    /// What is wrong.
    pub message: Label,
}

impl fmt::Display for FieldProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.pointer, self.message.en)
    }
}

impl Field {
    /// Reads a property of an object's declaration.
    ///
    /// # Errors
    /// Every problem at once.
    pub fn from_schema(name: &str, declaration: &Json, required: bool) -> Result<Self, Vec<FieldProblem>> {
        let mut reader = Reader { problems: Vec::new() };
        let field = reader.field(name, declaration, required);
        match field {
            Some(field) if reader.problems.is_empty() => Ok(field),
            _ => Err(reader.problems),
        }
    }

    /// The field as a property of its object's declaration; [`Field::from_schema`] reads it back.
    pub fn to_schema(&self, schema: &dyn crate::Schema) -> JsonMap {
        let mut out = JsonMap::new();
        let text = |label: &Label| serde_json::json!({ "zh-CN": label.zh, "en": label.en });
        out.insert("x-id".into(), self.id.as_str().into());
        out.insert("x-type".into(), self.kind.name().into());
        out.insert("x-label".into(), text(&self.label));
        if let Some(help) = &self.help {
            out.insert("x-help".into(), text(help));
        }
        for (key, value) in self.kind.rules().schema(self, schema) {
            // What follows from the kind and from other declarations is not repeated.
            let declared = match key.as_str() {
                "minLength" | "maxLength" => true,
                "minimum" => self.minimum.is_some(),
                "maximum" => self.maximum.is_some(),
                "pattern"
                | "enum"
                | "multipleOf"
                | "items"
                | "uniqueItems"
                | "minItems"
                | "maxItems"
                | "writeOnly"
                | "readOnly"
                | "properties"
                | "required"
                | "additionalProperties" => false,
                "format" => !matches!(value.as_str(), Some("single-line" | "multi-line" | "phone")),
                _ => true,
            };
            if declared {
                out.insert(key, value);
            }
        }
        if self.max_length.is_none() {
            out.shift_remove("maxLength");
        }
        let mut put = |key: &str, value: Option<Json>| {
            if let Some(value) = value {
                out.insert(key.into(), value);
            }
        };
        put("x-picklist", self.picklist.as_deref().map(Json::from));
        put("x-lookup", self.lookup.as_ref().map(|lookup| lookup_json(lookup, self.kind)));
        put("x-scale", self.scale.map(Json::from));
        put("x-sequence", self.sequence.as_ref().and_then(|sequence| serde_json::to_value(sequence).ok()));
        put("x-unique", self.unique.then(|| if self.unique_with.is_empty() { true.into() } else { self.unique_with.clone().into() }));
        put("x-index", self.indexed.then_some(Json::Bool(true)));
        put("x-sensitive", self.mask.and_then(|mask| serde_json::to_value(mask).ok()));
        let required = self.required_when.as_deref().map(Json::from);
        put("x-required", required.or_else(|| self.required.then_some(Json::Bool(true))));
        put("x-visible", self.visible_when.as_deref().map(Json::from));
        put("x-readonly", self.read_only_when.as_deref().map(Json::from));
        put("x-default", self.default_when.as_deref().map(Json::from));
        put("x-formula", self.formula.as_deref().map(|expression| formula_json(expression, self)));
        put("x-rollup", self.rollup.as_ref().and_then(|rollup| serde_json::to_value(rollup).ok()));
        put("x-mirror", self.mirror.as_deref().map(Json::from));
        put("x-lines", self.lines.as_ref().map(|lines| lines_json(lines, schema)));
        put("x-file", self.file.as_ref().and_then(|file| serde_json::to_value(file).ok()));
        put("x-track", self.untracked.then_some(Json::Bool(false)));
        put("x-column", self.column.as_deref().map(Json::from));
        put("maxItems", self.max_items.map(Json::from));
        put("default", self.default.clone());
        put("readOnly", self.read_only.then_some(Json::Bool(true)));
        out
    }
}

fn formula_json(expression: &str, field: &Field) -> Json {
    match field.result {
        Some(kind) => serde_json::json!({ "expression": expression, "kind": kind.name() }),
        None => expression.into(),
    }
}

fn lines_json(lines: &[Field], schema: &dyn crate::Schema) -> Json {
    let properties: JsonMap = lines.iter().map(|line| (line.name.clone(), Json::Object(line.to_schema(schema)))).collect();
    serde_json::json!({ "properties": properties })
}

fn lookup_json(lookup: &Lookup, kind: FieldKind) -> Json {
    let mut out = JsonMap::new();
    if kind == FieldKind::AnyLookup {
        out.insert("objects".into(), lookup.objects.clone().into());
    } else if let Some(object) = lookup.objects.first() {
        out.insert("object".into(), object.as_str().into());
    }
    if let Ok(rule) = serde_json::to_value(lookup.on_delete) {
        out.insert("on_delete".into(), rule);
    }
    if let Some(filter) = &lookup.filter {
        out.insert("filter".into(), filter.clone());
    }
    Json::Object(out)
}

fn missing() -> Label {
    both!("缺失", "missing")
}

/// What was probably meant. A name reads the same in both languages, and so does the question.
fn meant(near: Option<&str>) -> String {
    near.map(|near| format!(" (`{near}`?)")).unwrap_or_default()
}

struct Reader {
    problems: Vec<FieldProblem>,
}

impl Reader {
    fn problem(&mut self, key: &str, message: Label) {
        let pointer = if key.is_empty() { String::new() } else { format!("/{key}") };
        self.problems.push(FieldProblem { pointer, message });
    }

    fn field(&mut self, name: &str, declaration: &Json, required: bool) -> Option<Field> {
        let Some(map) = declaration.as_object() else {
            self.problem("", both!("必须是对象", "must be an object"));
            return None;
        };
        for key in map.keys().filter(|key| !KEYWORDS.contains(&key.as_str())) {
            let hint = meant(suggest(key, KEYWORDS.iter().copied()));
            self.problem(key, both!("未知的关键字“{key}”{}", "unknown keyword `{key}`{}", hint));
        }
        let kind_name = self.text(map, "x-type");
        let kind = kind_name.as_deref().and_then(FieldKind::from_name);
        if let (Some(name), None) = (&kind_name, kind) {
            let hint = meant(suggest(name, FieldKind::ALL.iter().map(|kind| kind.name())));
            self.problem("x-type", both!("未知的字段类型“{name}”{}", "unknown kind `{name}`{}", hint));
        }
        if kind_name.is_none() {
            self.problem("x-type", missing());
        }
        let id = self.text(map, "x-id");
        if id.is_none() {
            self.problem("x-id", missing());
        }
        let label = self.parsed::<Label>(map, "x-label");
        if label.is_none() && !map.contains_key("x-label") {
            self.problem("x-label", missing());
        }
        let mut field = Field::new(name, kind?, label.unwrap_or_default());
        field.id = id.unwrap_or_default();
        // An overlay makes a field required here: the object's `required` is an array, which a patch could only replace whole.
        match map.get("x-required") {
            Some(Json::String(condition)) => (field.required, field.required_when) = (required, Some(condition.clone())),
            _ => field.required = required || self.parsed(map, "x-required").unwrap_or_default(),
        }
        field.help = self.parsed(map, "x-help");
        let regions = (kind == Some(FieldKind::Address)).then(|| REGIONS.to_owned());
        field.picklist = self.text(map, "x-picklist").or(regions);
        field.scale = self.parsed(map, "x-scale");
        field.sequence = self.parsed(map, "x-sequence");
        match map.get("x-unique") {
            Some(Json::Array(_)) => (field.unique, field.unique_with) = (true, self.parsed(map, "x-unique").unwrap_or_default()),
            _ => field.unique = self.parsed(map, "x-unique").unwrap_or_default(),
        }
        field.visible_when = self.text(map, "x-visible");
        field.read_only_when = self.text(map, "x-readonly");
        field.default_when = self.text(map, "x-default");
        field.mirror = self.text(map, "x-mirror");
        field.column = self.text(map, "x-column");
        field.rollup = self.parsed(map, "x-rollup");
        field.file = self.parsed(map, "x-file");
        field.max_items = self.parsed(map, "maxItems").filter(|_| kind != Some(FieldKind::Tags));
        field.untracked = self.parsed(map, "x-track").is_some_and(|track: bool| !track);
        self.formula(map, &mut field);
        field.lines = self.lines(map);
        field.indexed = self.parsed(map, "x-index").unwrap_or_default();
        field.mask = self.parsed::<Mask>(map, "x-sensitive");
        field.read_only = self.parsed(map, "readOnly").unwrap_or_default();
        field.min_length = self.parsed(map, "minLength");
        field.max_length = self.parsed(map, "maxLength");
        field.minimum = self.parsed::<Decimal>(map, "minimum");
        field.maximum = self.parsed::<Decimal>(map, "maximum");
        field.default = map.get("default").filter(|value| !value.is_null()).cloned();
        field.lookup = self.lookup(map, field.kind);
        self.consistent(&field, map);
        Some(field)
    }

    /// What must be there for the kind, and what must not.
    fn consistent(&mut self, field: &Field, map: &JsonMap) {
        let is_choice = matches!(field.kind, FieldKind::Picklist | FieldKind::MultiPicklist | FieldKind::Cascade);
        if is_choice != field.picklist.is_some() && field.kind != FieldKind::Address {
            self.problem("x-picklist", if is_choice { missing() } else { both!("只有选项字段才有", "only picklists have one") });
        }
        if (field.kind == FieldKind::AutoNumber) != field.sequence.is_some() {
            self.problem(
                "x-sequence",
                if field.sequence.is_none() { missing() } else { both!("只有自动编号才有", "only an auto_number has one") },
            );
        }
        for (kind, keyword, given) in [
            (FieldKind::Formula, "x-formula", field.formula.is_some()),
            (FieldKind::Rollup, "x-rollup", field.rollup.is_some()),
            (FieldKind::Mirror, "x-mirror", field.mirror.is_some()),
            (FieldKind::Lines, "x-lines", field.lines.is_some()),
        ] {
            if (field.kind == kind) != given {
                self.problem(keyword, if given { both!("只有类型为“{}”的字段才有", "only a {} has one", kind.name()) } else { missing() });
            }
        }
        if let Some(rollup) = &field.rollup
            && (rollup.function == RollupFunction::Count) != rollup.field.is_none()
        {
            self.problem("x-rollup/field", if rollup.field.is_none() { missing() } else { both!("计数不需要字段", "a count has none") });
        }
        if field.mirror.as_deref().is_some_and(|path| path.split('.').count() != 2) {
            self.problem("x-mirror", both!("须写作 `关联字段.字段`", "must be `lookup.field`"));
        }
        if let Some(sequence) = &field.sequence
            && sequence.format(1, chrono::NaiveDate::default()).is_none()
        {
            self.problem(
                "x-sequence/pattern",
                both!(
                    "须恰好有一组零，例如 {{0000}}；日期写作 {{YYYY}} {{MM}} {{DD}}",
                    "needs exactly one group of zeros such as {{0000}}, and dates as {{YYYY}} {{MM}} {{DD}}"
                ),
            );
        }
        if field.scale.is_some_and(|scale| scale > 9) {
            self.problem("x-scale", both!("最多为 9", "at most 9"));
        }
        if let Some(json_type) = map.get("type")
            && !field.kind.is_computed()
        {
            let expected = field.kind.rules().schema(field, &crate::object::NoSchema).get("type").cloned();
            if Some(json_type) != expected.as_ref() {
                let expected = expected.unwrap_or_default();
                self.problem(
                    "type",
                    both!("类型为“{}”的字段，其 type 是 {expected}", "a field of kind `{}` has the type {expected}", field.kind.name()),
                );
            }
        }
        if let (Some(min), Some(max)) = (field.min_length, field.max_length)
            && min > max
        {
            self.problem("minLength", both!("大于 maxLength", "larger than maxLength"));
        }
        if let (Some(min), Some(max)) = (field.minimum, field.maximum)
            && min > max
        {
            self.problem("minimum", both!("大于 maximum", "larger than maximum"));
        }
    }

    /// `x-formula`: the expression alone, or with the kind of its values.
    fn formula(&mut self, map: &JsonMap, field: &mut Field) {
        match map.get("x-formula") {
            Some(Json::Object(formula)) => {
                field.formula = formula.get("expression").and_then(|json| self.read(json, "x-formula/expression"));
                field.result = formula.get("kind").and_then(|json| self.read(json, "x-formula/kind"));
                if !formula.contains_key("expression") {
                    self.problem("x-formula/expression", missing());
                }
                if field.result.is_some_and(|kind| !RESULTS.contains(&kind)) {
                    self.problem("x-formula/kind", both!("公式的结果不能是此类型", "a formula cannot come to this kind"));
                }
            }
            Some(_) => field.formula = self.text(map, "x-formula"),
            None => {}
        }
    }

    /// `x-lines`: like the properties of an object, without what only a whole record can have.
    fn lines(&mut self, map: &JsonMap) -> Option<Vec<Field>> {
        let declaration = map.get("x-lines")?;
        let (fields, problems) = crate::object::fields_of(declaration);
        for problem in problems {
            self.problem(&format!("x-lines{}", problem.pointer), problem.message);
        }
        for field in &fields {
            let pointer = format!("x-lines/properties/{}/x-type", field.name);
            if NOT_IN_LINES.contains(&field.kind) {
                self.problem(
                    &pointer,
                    both!("明细中不能有类型为“{}”的字段", "a field of kind `{}` does not stand in lines", field.kind.name()),
                );
            }
        }
        if fields.is_empty() {
            self.problem("x-lines/properties", both!("至少需要一个字段", "at least one field"));
        }
        Some(fields)
    }

    fn lookup(&mut self, map: &JsonMap, kind: FieldKind) -> Option<Lookup> {
        let declared = map.get("x-lookup").and_then(Json::as_object);
        let on_delete = match declared.and_then(|lookup| lookup.get("on_delete")) {
            None => OnDelete::SetNull,
            Some(rule) => serde_json::from_value(rule.clone()).unwrap_or_else(|_| {
                self.problem("x-lookup/on_delete", both!("必须是 restrict、set_null 或 cascade", "must be restrict, set_null or cascade"));
                OnDelete::SetNull
            }),
        };
        let filter = declared.and_then(|lookup| lookup.get("filter")).cloned();
        let one = |object: &str| Some(Lookup { objects: vec![object.to_owned()], on_delete, filter: filter.clone() });
        match kind {
            FieldKind::User => one("user"),
            FieldKind::Department => one("department"),
            FieldKind::Lookup | FieldKind::MultiLookup => {
                let object = declared.and_then(|lookup| lookup.get("object")).and_then(Json::as_str);
                if object.is_none() {
                    self.problem("x-lookup/object", missing());
                }
                object.and_then(one)
            }
            FieldKind::AnyLookup => {
                let objects: Vec<String> = declared
                    .and_then(|lookup| lookup.get("objects"))
                    .and_then(Json::as_array)
                    .map(|names| names.iter().filter_map(Json::as_str).map(str::to_owned).collect())
                    .unwrap_or_default();
                if objects.is_empty() {
                    self.problem("x-lookup/objects", missing());
                }
                Some(Lookup { objects, on_delete, filter })
            }
            _ => {
                if declared.is_some() {
                    self.problem("x-lookup", both!("只有关联字段才有", "only lookups have one"));
                }
                None
            }
        }
    }

    fn text(&mut self, map: &JsonMap, key: &str) -> Option<String> {
        self.parsed(map, key)
    }

    fn parsed<T: serde::de::DeserializeOwned>(&mut self, map: &JsonMap, key: &str) -> Option<T> {
        self.read(map.get(key)?, key)
    }

    /// A value as a type; what does not fit is a problem at its place under `pointer`.
    fn read<T: serde::de::DeserializeOwned>(&mut self, value: &Json, pointer: &str) -> Option<T> {
        match typed(value.clone()) {
            Ok(read) => Some(read),
            Err(wrong) => {
                let message = Label::new(wrong.message(Language::ZhCn), wrong.message(Language::En));
                self.problem(&format!("{pointer}{}", wrong.pointer), message);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::object::NoSchema;

    fn problems(declaration: Json) -> Vec<String> {
        match Field::from_schema("f", &declaration, false) {
            Ok(_) => Vec::new(),
            Err(problems) => problems.iter().map(ToString::to_string).collect(),
        }
    }

    #[test]
    fn reads_back_what_it_writes() {
        let declaration = json!({
            "x-id": "f_01", "x-type": "currency", "type": "number", "minimum": 0, "x-scale": 2, "default": 1.5,
            "x-label": { "zh-CN": "金额", "en": "Amount" }
        });
        let field = Field::from_schema("amount", &declaration, true).unwrap();
        let again = Field::from_schema("amount", &Json::Object(field.to_schema(&NoSchema)), true).unwrap();
        assert_eq!(field, again);
    }

    #[test]
    fn reports_every_problem() {
        let found = problems(json!({ "x-type": "txet", "x-labell": {}, "x-id": "f_1" }));
        assert_eq!(
            found,
            ["/x-labell: unknown keyword `x-labell` (`x-label`?)", "/x-type: unknown kind `txet` (`text`?)", "/x-label: missing",]
        );
        let label = json!({ "zh-CN": "甲", "en": "A" });
        assert_eq!(problems(json!({ "x-id": "f_1", "x-type": "picklist", "x-label": label })), ["/x-picklist: missing"]);
        assert_eq!(
            problems(json!({ "x-id": "f_1", "x-type": "integer", "type": "string", "x-label": label })),
            ["/type: a field of kind `integer` has the type \"integer\""]
        );
    }

    #[test]
    fn what_has_the_wrong_shape_is_said_at_its_place_in_both_languages() {
        let label = json!({ "zh-CN": "甲", "en": "A" });
        let rollup = json!({ "relation": "a.b", "fn": "sum", "feild": "c" });
        for (declaration, pointer, zh, en) in [
            (
                json!({ "x-id": "f_1", "x-type": "text", "x-label": null }),
                "/x-label",
                "结构不正确，应为{\"zh-CN\": 中文, \"en\": 英文}",
                "Wrong shape: must be {\"zh-CN\": Chinese, \"en\": English}",
            ),
            (
                json!({ "x-id": "f_1", "x-type": "text", "x-label": label, "maxLength": "9" }),
                "/maxLength",
                "应为非负整数",
                "Must be a whole number that is not negative",
            ),
            (
                json!({ "x-id": "f_1", "x-type": "rollup", "x-label": label, "x-rollup": rollup }),
                "/x-rollup/feild",
                "没有字段“feild”，是否为“field”？",
                "There is no field `feild`: did you mean `field`?",
            ),
            (
                json!({ "x-id": "f_1", "x-type": "formula", "x-label": label, "x-formula": { "expression": "1", "kind": 5 } }),
                "/x-formula/kind",
                "应为文本",
                "Must be a text",
            ),
        ] {
            let found = Field::from_schema("f", &declaration, false).unwrap_err();
            let texts: Vec<_> = found.iter().map(|it| (it.pointer.as_str(), it.message.zh.as_str(), it.message.en.as_str())).collect();
            assert!(texts.contains(&(pointer, zh, en)), "{declaration}: {texts:?}");
        }
    }
}
