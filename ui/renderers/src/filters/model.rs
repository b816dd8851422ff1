//! A filter as the builder edits it: groups of conditions. What it does not understand it carries along untouched.

use serde_json::json;
use trellis_model::{Json, filter::Op};

use super::Operator;
use crate::fields::format::is_empty;

/// Conditions of which all or any must hold.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Group {
    /// Any is enough; otherwise all must hold.
    pub any: bool,
    /// The conditions, and groups of them.
    pub nodes: Vec<Node>,
}

/// A part of a filter.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// A group within a group.
    Group(Group),
    /// One condition.
    Condition(Condition),
    /// Something that the builder does not draw, such as a negation.
    Other(Json),
}

/// One condition.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// A field, or a path through one lookup.
    pub path: String,
    /// How it is compared.
    pub operator: Operator,
    /// With what.
    pub value: Json,
}

impl Condition {
    /// Whether it says something yet.
    pub fn is_complete(&self) -> bool {
        match (self.operator, &self.value) {
            (Operator::Empty | Operator::Filled, _) => true,
            (Operator::Op(Op::Between), Json::Array(ends)) => ends.len() == 2 && ends.iter().all(|end| !is_empty(end)),
            (Operator::Op(Op::Between), _) => false,
            (_, value) => !is_empty(value),
        }
    }

    fn to_json(&self) -> Json {
        let (op, value) = match self.operator {
            Operator::Op(op) => (op, self.value.clone()),
            Operator::Empty => (Op::IsNull, Json::Bool(true)),
            Operator::Filled => (Op::IsNull, Json::Bool(false)),
        };
        json!({ self.path.as_str(): { op.name(): value } })
    }
}

impl Group {
    /// Reads the API's filter.
    pub fn read(json: Option<&Json>) -> Self {
        let Some(json) = json else { return Self::default() };
        match nodes(json).as_mut_slice() {
            [Node::Group(group)] => std::mem::take(group),
            read => Self { any: false, nodes: read.to_vec() },
        }
    }

    /// As the API's filter; nothing when no condition says anything.
    pub fn write(&self) -> Option<Json> {
        let mut parts: Vec<Json> = self.nodes.iter().filter_map(Node::write).collect();
        match parts.len() {
            0 => None,
            1 => Some(parts.swap_remove(0)),
            _ => Some(json!({ if self.any { "or" } else { "and" }: parts })),
        }
    }

    /// The group at a path of positions; the empty path is this one.
    pub fn group_at(&mut self, path: &[usize]) -> Option<&mut Self> {
        match path.split_first() {
            None => Some(self),
            Some((at, rest)) => match self.nodes.get_mut(*at)? {
                Node::Group(group) => group.group_at(rest),
                Node::Condition(_) | Node::Other(_) => None,
            },
        }
    }

    /// Removes the node at a path; a group that becomes empty goes as well.
    pub fn remove(&mut self, path: &[usize]) {
        let Some((last, parents)) = path.split_last() else { return };
        if let Some(group) = self.group_at(parents).filter(|group| *last < group.nodes.len()) {
            group.nodes.remove(*last);
            if group.nodes.is_empty() && !parents.is_empty() {
                self.remove(parents);
            }
        }
    }

    /// Puts a condition at a path.
    pub fn set(&mut self, path: &[usize], condition: Condition) {
        let Some((last, parents)) = path.split_last() else { return };
        if let Some(node) = self.group_at(parents).and_then(|group| group.nodes.get_mut(*last)) {
            *node = Node::Condition(condition);
        }
    }
}

impl Node {
    fn write(&self) -> Option<Json> {
        match self {
            Self::Group(group) => group.write(),
            Self::Condition(condition) => condition.is_complete().then(|| condition.to_json()),
            Self::Other(json) => Some(json.clone()),
        }
    }
}

fn nodes(json: &Json) -> Vec<Node> {
    let Some(map) = json.as_object() else { return vec![Node::Other(json.clone())] };
    let mut read = Vec::new();
    for (key, inner) in map {
        match (key.as_str(), inner) {
            ("and" | "or", Json::Array(parts)) => {
                let nodes = parts.iter().flat_map(nodes).collect();
                read.push(Node::Group(Group { any: key == "or", nodes }));
            }
            ("not" | "and" | "or", _) => read.push(Node::Other(json!({ key.as_str(): inner }))),
            (path, Json::Object(tests)) => read.extend(tests.iter().map(|(op, value)| test(path, op, value))),
            (path, other) => read.push(Node::Other(json!({ path: other }))),
        }
    }
    read
}

fn test(path: &str, op: &str, value: &Json) -> Node {
    let operator = match (Op::from_name(op), value) {
        (Some(Op::IsNull), Json::Bool(true)) => Operator::Empty,
        (Some(Op::IsNull), Json::Bool(false)) => Operator::Filled,
        // One of a choice is a choice of one.
        (Some(op), _) => Operator::Op(op),
        (None, _) => return Node::Other(json!({ path: { op: value } })),
    };
    let value = if operator.takes_value() { value.clone() } else { Json::Null };
    Node::Condition(Condition { path: path.to_owned(), operator, value })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(json: Json) {
        assert_eq!(Group::read(Some(&json)).write(), Some(json));
    }

    #[test]
    fn what_is_read_is_written_again() {
        round(json!({ "level": { "in": ["a", "b"] } }));
        round(
            json!({ "and": [{ "amount": { "ge": 100 } }, { "or": [{ "stage": { "in": ["won"] } }, { "owner": { "is_null": true } }] }] }),
        );
        round(json!({ "and": [{ "a": { "eq": 1 } }, { "not": { "b": { "within": "last_14_days" } } }] }));
    }

    #[test]
    fn two_tests_of_a_field_are_two_conditions() {
        let group = Group::read(Some(&json!({ "amount": { "ge": 1, "le": 5 } })));
        assert_eq!(group.nodes.len(), 2);
        assert_eq!(group.write(), Some(json!({ "and": [{ "amount": { "ge": 1 } }, { "amount": { "le": 5 } }] })));
    }

    #[test]
    fn unfinished_conditions_say_nothing() {
        let unfinished = |operator, value| Node::Condition(Condition { path: "x".into(), operator, value });
        let group = Group {
            any: false,
            nodes: vec![
                unfinished(Operator::Op(Op::In), json!([])),
                unfinished(Operator::Op(Op::Between), json!([1, null])),
                Node::Group(Group::default()),
            ],
        };
        assert_eq!(group.write(), None);
        assert_eq!(Group::read(None).write(), None);
    }

    #[test]
    fn an_emptied_group_goes_with_its_last_condition() {
        let mut group =
            Group::read(Some(&json!({ "and": [{ "a": { "eq": 1 } }, { "or": [{ "b": { "eq": 1 } }, { "c": { "eq": 1 } }] }] })));
        group.remove(&[1, 0]);
        group.remove(&[1, 0]);
        assert_eq!(group.write(), Some(json!({ "a": { "eq": 1 } })));
        group.set(&[0], Condition { path: "a".into(), operator: Operator::Filled, value: Json::Null });
        assert_eq!(group.write(), Some(json!({ "a": { "is_null": false } })));
    }
}
