//! Lines and what is done with them: pure.

use trellis_model::{Decimal, Field, FieldKind, Json, JsonMap, Schema, record};

/// What is done with the lines.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// A value of a line, by its place and the field's name.
    Set(usize, String, Json),
    /// A new line at the end.
    Add(JsonMap),
    /// The same once more, right below.
    Copy(usize),
    /// A line goes away.
    Remove(usize),
    /// A line goes to another place, counted without it.
    Move(usize, usize),
}

/// The lines after a step.
pub fn stepped(mut lines: Vec<Json>, step: Step) -> Vec<Json> {
    match step {
        Step::Set(at, field, value) => {
            if let Some(Json::Object(line)) = lines.get_mut(at) {
                line.insert(field, value);
            }
        }
        Step::Add(line) => lines.push(Json::Object(line)),
        Step::Copy(at) => {
            if let Some(Json::Object(line)) = lines.get(at) {
                let mut copy = line.clone();
                // The copy is another line.
                copy.shift_remove("id");
                lines.insert(at + 1, Json::Object(copy));
            }
        }
        Step::Remove(at) if at < lines.len() => drop(lines.remove(at)),
        Step::Remove(_) => {}
        Step::Move(from, to) if from < lines.len() => {
            let line = lines.remove(from);
            lines.insert(to.min(lines.len()), line);
        }
        Step::Move(..) => {}
    }
    lines
}

/// A new line: what its fields begin with.
pub fn blank(fields: &[Field], schema: &dyn Schema) -> JsonMap {
    let values = fields.iter().filter(|field| field.is_writable()).filter_map(|field| {
        let value = record::default(field, schema).to_json();
        (!value.is_null()).then(|| (field.name.clone(), value))
    });
    values.collect()
}

/// The sums of what can be added up, by field; exact.
pub fn totals(fields: &[Field], lines: &[Json]) -> JsonMap {
    let adds =
        |field: &&Field| matches!(field.value_kind(), FieldKind::Integer | FieldKind::Decimal | FieldKind::Currency | FieldKind::Duration);
    let sum = |field: &Field| {
        let numbers = lines.iter().filter_map(|line| match line.get(&field.name) {
            Some(Json::Number(number)) => number.to_string().parse::<Decimal>().ok(),
            _ => None,
        });
        let total = numbers.fold(Decimal::new(0, 0), Decimal::plus);
        (field.name.clone(), Json::Number(total.into()))
    };
    fields.iter().filter(adds).map(sum).collect()
}

/// The faults of one cell: those below `/<line>/<field>`, or of the whole line.
pub fn fault<'a>(problems: &'a [(String, String)], line: usize, field: &str) -> Option<&'a str> {
    let at = format!("/{line}/{field}");
    let inside = |pointer: &str| pointer == at || pointer.strip_prefix(&at).is_some_and(|rest| rest.starts_with('/'));
    problems.iter().find(|(pointer, _)| inside(pointer)).map(|(_, message)| message.as_str())
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use trellis_model::{Label, object::NoSchema};

    use super::*;

    fn lines(json: Json) -> Vec<Json> {
        json.as_array().unwrap().clone()
    }

    #[test]
    fn lines_are_set_copied_moved_and_removed() {
        let start = lines(json!([{ "id": "1", "n": 1 }, { "id": "2", "n": 2 }]));
        let copied = stepped(start.clone(), Step::Copy(0));
        assert_eq!(json!(copied), json!([{ "id": "1", "n": 1 }, { "n": 1 }, { "id": "2", "n": 2 }]));
        let moved = stepped(copied, Step::Move(2, 0));
        assert_eq!(json!(moved), json!([{ "id": "2", "n": 2 }, { "id": "1", "n": 1 }, { "n": 1 }]));
        assert_eq!(json!(stepped(moved, Step::Remove(1))), json!([{ "id": "2", "n": 2 }, { "n": 1 }]));
        assert_eq!(stepped(start.clone(), Step::Set(1, "n".into(), json!(5)))[1], json!({ "id": "2", "n": 5 }));
        assert_eq!(stepped(start.clone(), Step::Remove(9)), start);
    }

    #[test]
    fn totals_are_exact_and_leave_out_what_cannot_be_added() {
        let field = |name: &str, kind| Field::new(name, kind, Label::default());
        let fields = [field("name", FieldKind::Text), field("price", FieldKind::Currency), field("stars", FieldKind::Rating)];
        let lines = lines(json!([{ "price": 0.1, "stars": 5 }, { "price": 0.2 }, { "price": "x" }]));
        assert_eq!(Json::Object(totals(&fields, &lines)).to_string(), r#"{"price":0.3}"#);
        assert!(blank(&fields, &NoSchema).is_empty());
    }

    #[test]
    fn faults_find_their_cell() {
        let problems = vec![("/1/price".to_owned(), "bad".to_owned()), ("/10/price/0".to_owned(), "worse".to_owned())];
        assert_eq!(fault(&problems, 1, "price"), Some("bad"));
        assert_eq!(fault(&problems, 10, "price"), Some("worse"));
        assert_eq!(fault(&problems, 1, "pri"), None);
    }
}
