//! Values of a field as values of one of another kind.

use trellis_model::{Decimal, Field, FieldKind, Json, Schema, Value, field::Shape};

/// A value of one field as a value of another; `None` when it does not fit.
pub fn convert(value: &Value, from: &Field, to: &Field, schema: &dyn Schema) -> Option<Value> {
    if value.is_null() {
        return Some(Value::Null);
    }
    let mut target = to.clone();
    // Whether a value must be there is not what is asked here.
    (target.required, target.required_when) = (false, None);
    let parse = |json: &Json| target.parse(json, schema).ok().filter(|value| !value.is_null());
    if let (FieldKind::Lookup, FieldKind::MultiLookup, Value::Id(id)) = (from.kind, to.kind, value) {
        return Some(Value::Codes(vec![id.to_string()]));
    }
    parse(&value.to_json()).or_else(|| readings(value, &target, schema).iter().find_map(parse))
}

/// The ways in which a value may be meant.
fn readings(value: &Value, to: &Field, schema: &dyn Schema) -> Vec<Json> {
    let text = match value {
        Value::Text(text) => text.trim().to_owned(),
        Value::Codes(codes) => codes.join(", "),
        Value::Date(day) => day.to_string(),
        other => other.to_json().to_string().trim_matches('"').to_owned(),
    };
    let mut readings: Vec<Json> = vec![text.as_str().into()];
    match to.kind {
        FieldKind::Integer | FieldKind::Decimal | FieldKind::Percent | FieldKind::Currency | FieldKind::Rating | FieldKind::Duration => {
            let bare: String = text.chars().filter(|c| !matches!(c, ',' | '，' | ' ' | '¥' | '￥' | '%')).collect();
            readings.extend(bare.parse::<Decimal>().ok().map(|number| Json::Number(number.into())));
        }
        FieldKind::Boolean => {
            let yes = ["true", "yes", "y", "1", "是", "对"].contains(&text.to_lowercase().as_str());
            let no = ["false", "no", "n", "0", "否", "错"].contains(&text.to_lowercase().as_str());
            readings.extend((yes || no).then_some(Json::Bool(yes)));
        }
        FieldKind::Date | FieldKind::DateTime => {
            let parts: Vec<u32> =
                text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).filter_map(|part| part.parse().ok()).collect();
            if let [year, month, day] = parts.as_slice()
                && *year > 31
            {
                readings.push(format!("{year:04}-{month:02}-{day:02}").into());
            }
            // An instant at the very start of a day is that day; any other would lose its time.
            readings.extend(text.strip_suffix("T00:00:00Z").map(Json::from));
            let day = readings.iter().filter_map(Json::as_str).find(|text| text.len() == 10).map(str::to_owned);
            readings.extend(day.map(|day| format!("{day}T00:00:00Z").into()));
        }
        FieldKind::Picklist | FieldKind::MultiPicklist => {
            let options =
                to.picklist.as_deref().and_then(|name| schema.picklist(name)).map(|list| list.options.as_slice()).unwrap_or_default();
            let code = |text: &str| {
                let is = |option: &&trellis_model::picklist::PicklistOption| {
                    option.code == text || option.label.zh == text || option.label.en.eq_ignore_ascii_case(text)
                };
                options.iter().find(is).map(|option| option.code.clone())
            };
            if to.kind == FieldKind::Picklist {
                readings.extend(code(&text).map(Json::from));
            } else {
                let codes: Option<Vec<String>> =
                    text.split([',', '，', ';', '；', '、']).map(str::trim).filter(|it| !it.is_empty()).map(code).collect();
                readings.extend(codes.map(Json::from));
            }
        }
        FieldKind::Tags => readings.push(text.split([',', '，', ';', '；', '、']).map(str::trim).filter(|it| !it.is_empty()).collect()),
        FieldKind::Text => readings.push(text.replace(['\n', '\r', '\t'], " ").into()),
        _ => {}
    }
    readings
}

/// The end of the name of a column that keeps values of another shape than the field's first.
pub fn column_suffix(shape: Shape) -> String {
    match shape {
        Shape::Text => "text".into(),
        Shape::Bool => "bool".into(),
        Shape::Integer => "int".into(),
        Shape::Decimal(scale) => format!("dec{scale}"),
        Shape::Date => "date".into(),
        Shape::DateTime => "time".into(),
        Shape::Id => "id".into(),
        Shape::Codes => "codes".into(),
        Shape::Reference => "ref".into(),
        Shape::DateRange => "range".into(),
        Shape::Address => "addr".into(),
        Shape::Json => "json".into(),
        Shape::Secret => "secret".into(),
        Shape::Lines => "lines".into(),
    }
}

#[cfg(test)]
mod tests {
    use trellis_model::{Label, object::NoSchema};

    use super::*;

    fn field(kind: FieldKind) -> Field {
        Field::new("f", kind, Label::default())
    }

    #[test]
    fn values_are_read_as_they_are_meant() {
        use FieldKind as K;
        let text = |text: &str| Value::Text(text.into());
        for (value, from, to, expected) in [
            (text("1,234.50"), K::Text, K::Currency, Some("1234.5")),
            (text("12"), K::Text, K::Integer, Some("12")),
            (text("twelve"), K::Text, K::Integer, None),
            (text("2026/3/9"), K::Text, K::Date, Some("\"2026-03-09\"")),
            (text("2026年3月9日"), K::Text, K::Date, Some("\"2026-03-09\"")),
            (text("soon"), K::Text, K::Date, None),
            (text("是"), K::Text, K::Boolean, Some("true")),
            (text("a, b"), K::Text, K::Tags, Some(r#"["a","b"]"#)),
            (Value::Integer(3), K::Integer, K::Text, Some("\"3\"")),
            (Value::Decimal(Decimal::new(150, 2)), K::Decimal, K::Integer, None),
            (Value::Decimal(Decimal::new(200, 2)), K::Decimal, K::Integer, Some("2")),
            (text("a\nb"), K::Textarea, K::Text, Some("\"a b\"")),
            (Value::Null, K::Text, K::Integer, Some("null")),
        ] {
            let found = convert(&value, &field(from), &field(to), &NoSchema).map(|value| value.to_json().to_string());
            assert_eq!(found.as_deref(), expected, "{value:?} {to:?}");
        }
    }
}
