//! A postal address.

use super::{Field, Kind, Setting, Shape, cascade, map, not_a, picklist::known, wrong};
use crate::{Decimal, Json, JsonMap, Label, Value, Violation, filter::Op, object::Schema, value, violation::Code};

/// Most characters of the part that is written freely, and of the postcode.
const LONGEST: usize = 200;
const POSTCODE: usize = 12;
/// Digits after the point of a coordinate: ten centimetres.
const SCALE: u8 = 6;

/// A postal address: the path of its region, what follows it, a postcode and perhaps coordinates.
pub(super) struct Address;

impl Kind for Address {
    fn label(&self) -> Label {
        Label::new("地址", "Address")
    }

    fn icon(&self) -> &'static str {
        "map-pin"
    }

    fn shape(&self, _: &Field) -> Shape {
        Shape::Address
    }

    fn parse(&self, field: &Field, json: &Json, schema: &dyn Schema) -> Result<Value, Violation> {
        let parts = json.as_object().ok_or_else(|| not_a("address"))?;
        if let Some(unknown) = parts.keys().find(|key| !["region", "detail", "postcode", "coordinates"].contains(&key.as_str())) {
            return Err(Violation::new(unknown, Code::UnknownField).with("name", unknown));
        }
        let given = |key: &str| parts.get(key).filter(|value| !value.is_null());
        let region = match given("region") {
            Some(region) => cascade::path(field, region, schema).map_err(|violation| violation.under("/region"))?,
            None => Vec::new(),
        };
        let text = |key: &str, longest: usize| match given(key) {
            None => Ok(String::new()),
            Some(json) => line(json, longest).map_err(|violation| violation.under(&format!("/{key}"))),
        };
        let (detail, postcode) = (text("detail", LONGEST)?, text("postcode", POSTCODE)?);
        let coordinates = given("coordinates").map(coordinates).transpose().map_err(|violation| violation.under("/coordinates"))?;
        if region.is_empty() && detail.is_empty() && postcode.is_empty() && coordinates.is_none() {
            return if field.required { Err(wrong(Code::Required)) } else { Ok(Value::Null) };
        }
        Ok(Value::Address(Box::new(value::Address { region, detail, postcode, coordinates })))
    }

    fn element(&self, field: &Field, json: &Json, schema: &dyn Schema) -> Result<Value, Violation> {
        let code = json.as_str().ok_or_else(|| not_a("option"))?;
        known(field, code, schema)?;
        Ok(Value::Text(code.to_owned()))
    }

    fn schema(&self, field: &Field, schema: &dyn Schema) -> JsonMap {
        let nullable = |json_type: &str, longest: usize| serde_json::json!({ "type": [json_type, "null"], "maxLength": longest });
        let mut region = cascade::path_schema(field, schema);
        region.insert("type".into(), serde_json::json!(["array", "null"]));
        let degree = |most: i32| serde_json::json!({ "type": "number", "minimum": -most, "maximum": most });
        let coordinates = serde_json::json!({
            "type": ["object", "null"], "properties": { "lng": degree(180), "lat": degree(90) }, "required": ["lng", "lat"],
            "additionalProperties": false,
        });
        map([
            ("type", "object".into()),
            (
                "properties",
                serde_json::json!({ "region": region, "detail": nullable("string", LONGEST), "postcode": nullable("string", POSTCODE),
                    "coordinates": coordinates }),
            ),
            ("additionalProperties", false.into()),
        ])
    }

    fn operators(&self) -> &'static [Op] {
        &[Op::In, Op::Nin, Op::Contains, Op::IsNull]
    }

    fn settings(&self) -> &'static [Setting] {
        &[]
    }

    fn sample(&self, field: &Field, n: u32, schema: &dyn Schema) -> Option<Json> {
        let region = cascade::sample_path(field, n, schema).unwrap_or_default();
        Some(serde_json::json!({ "region": region, "detail": format!("示例路 {n} 号"), "postcode": "310000",
            "coordinates": { "lng": 120.5, "lat": 30.25 } }))
    }

    fn is_sortable(&self) -> bool {
        false
    }
}

/// One line; control characters separate the parts where an address is kept.
fn line(json: &Json, longest: usize) -> Result<String, Violation> {
    let text = json.as_str().ok_or_else(|| not_a("text"))?;
    if text.chars().count() > longest {
        return Err(wrong(Code::TooLong).with("max", longest));
    }
    if text.chars().any(char::is_control) {
        return Err(wrong(Code::Format).with("expected", "text"));
    }
    Ok(text.trim().to_owned())
}

fn coordinates(json: &Json) -> Result<(Decimal, Decimal), Violation> {
    let parts = json.as_object().filter(|parts| parts.len() == 2).ok_or_else(|| not_a("coordinates"))?;
    let degree = |key: &str, most: i64| {
        let Some(Json::Number(number)) = parts.get(key) else { return Err(not_a("coordinates")) };
        let number: Decimal = number.to_string().parse().map_err(|_| not_a("number"))?;
        let most = Decimal::new(most, 0);
        let inside = number <= most && number >= Decimal::new(-most.mantissa(), 0);
        inside.then(|| number.rounded(SCALE)).ok_or_else(|| wrong(Code::TooLarge).with("max", most).under(&format!("/{key}")))
    };
    Ok((degree("lng", 180)?, degree("lat", 90)?))
}
