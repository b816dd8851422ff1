//! A form's state, and what it finds wrong: pure, and the same code as on the server.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    rc::Rc,
};

use trellis_model::{Field, Json, JsonMap, Language, Record, Schema, Violation, record, wire::ProblemField};
use yew::Reducible;

use crate::fields::{Edit, format::is_empty};

/// What a form begins with.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Start {
    /// The values.
    pub values: JsonMap,
    /// What people read for chosen records and files, by field: a name, or a list of names.
    pub labels: HashMap<String, Json>,
}

/// A form's state.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FormState {
    start: Start,
    values: Rc<JsonMap>,
    labels: HashMap<String, Json>,
    /// What cannot be taken as it is, in words, by field.
    unreadable: BTreeMap<String, String>,
    touched: BTreeSet<String>,
    attempts: u32,
    refused: Vec<ProblemField>,
}

/// What can happen to a form.
#[derive(Debug, Clone, PartialEq)]
pub enum FormAction {
    /// A field was changed.
    Edit(String, Edit),
    /// A field was left.
    Touch(String),
    /// The form was sent off, or would have been.
    Submit,
    /// The server found these faults.
    Refuse(Vec<ProblemField>),
    /// It begins again.
    Restart(Start),
    /// What it begins with changed; work that was entered stays.
    Follow(Start),
    /// It was saved: what it holds is what it begins with from now on.
    Settle,
}

/// One thing wrong with a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The field; none for what concerns the whole.
    pub field: Option<String>,
    /// Where inside the field's value, as a pointer: `/0/price`; empty for the value itself.
    pub inside: String,
    /// What is wrong.
    pub message: String,
}

impl FormState {
    /// A form that begins with these values.
    pub fn new(start: Start) -> Self {
        Self { values: Rc::new(start.values.clone()), labels: start.labels.clone(), start, ..Self::default() }
    }

    /// A field's value.
    pub fn value(&self, field: &str) -> &Json {
        self.values.get(field).unwrap_or(&Json::Null)
    }

    /// What people read for a field that names a record.
    pub fn label(&self, field: &str) -> Option<&Json> {
        self.labels.get(field)
    }

    /// The values now.
    pub fn values(&self) -> &Rc<JsonMap> {
        &self.values
    }

    /// What differs from the start: what a change sends.
    pub fn changes(&self) -> JsonMap {
        let before = |field: &str| self.start.values.get(field).unwrap_or(&Json::Null);
        let same = |a: &Json, b: &Json| a == b || (is_empty(a) && is_empty(b));
        self.values.iter().filter(|(field, value)| !same(value, before(field))).map(|(f, v)| (f.clone(), v.clone())).collect()
    }

    /// What a new record sends: every value, and `null` where a default was cleared.
    pub fn input(&self) -> JsonMap {
        let cleared = |field: &str| self.start.values.get(field).is_some_and(|value| !is_empty(value));
        let sent = self.values.iter().filter(|(field, value)| !is_empty(value) || cleared(field));
        sent.map(|(field, value)| (field.clone(), value.clone())).collect()
    }

    /// Whether there is work to lose.
    pub fn is_dirty(&self) -> bool {
        !self.changes().is_empty()
    }

    /// Whether the form was sent off once: from then on every fault shows.
    pub fn was_submitted(&self) -> bool {
        self.attempts > 0
    }

    /// How often it was tried to send it.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// What is sent: what differs, or everything of a new record; without what these fields do not take.
    pub fn sent(&self, fields: &[Field], before: Option<&Record>) -> JsonMap {
        let mut input = if before.is_some() { self.changes() } else { self.input() };
        let taken = |name: &str| fields.iter().any(|field| field.name == name && field.is_writable());
        input.retain(|name, _| taken(name));
        input
    }

    /// What the rules find wrong now.
    pub fn faults(&self, fields: &[Field], schema: &dyn Schema, before: Option<&Record>) -> Vec<Violation> {
        record::check_fields(fields, schema, &self.sent(fields, before), before).err().unwrap_or_default()
    }

    /// Whether something cannot be taken as it is: a text that is no JSON, a file still on its way.
    pub fn is_readable(&self, fields: &[Field]) -> bool {
        !self.unreadable.keys().any(|name| fields.iter().any(|field| field.name == *name))
    }

    /// Everything wrong now, in the order of the fields: what the server said, what is found in each field, then the rules
    /// between fields that are `broken`.
    pub fn problems(
        &self,
        fields: &[Field],
        schema: &dyn Schema,
        before: Option<&Record>,
        broken: Vec<ProblemField>,
        language: Language,
    ) -> Vec<Problem> {
        let found = self.faults(fields, schema, before);
        let found = found.iter().map(|violation| ProblemField::new(violation, language));
        let unreadable = self.unreadable.iter().map(|(field, message)| ProblemField {
            pointer: format!("/{}", trellis_model::violation::escape(field)),
            code: "unreadable".into(),
            message: message.clone(),
        });
        let known = |name: &str| fields.iter().any(|field| field.name == name);
        let mut problems: Vec<Problem> = Vec::new();
        for problem in self.refused.iter().cloned().chain(unreadable).chain(found).chain(broken) {
            let field = first_segment(&problem.pointer).filter(|name| known(name));
            let inside = if field.is_some() { rest(&problem.pointer).to_owned() } else { String::new() };
            // One fault a place is enough to read at a time.
            if field.is_none() || problems.iter().all(|other| other.field != field || other.inside != inside) {
                problems.push(Problem { field, inside, message: problem.message });
            }
        }
        let place = |problem: &Problem| {
            let at = |name: &String| fields.iter().position(|field| field.name == *name);
            problem.field.as_ref().map_or(0, |name| at(name).map_or(usize::MAX, |at| at + 1))
        };
        problems.sort_by_key(place);
        problems
    }

    /// Whether a field was left once.
    pub fn was_left(&self, field: &str) -> bool {
        self.touched.contains(field)
    }

    /// Whether a field's faults are shown already: it was left once, or the form was sent off.
    pub fn shows(&self, field: &str) -> bool {
        self.was_submitted()
            || self.touched.contains(field)
            || self.unreadable.contains_key(field)
            || self.refused.iter().any(|it| first_segment(&it.pointer).as_deref() == Some(field))
    }

    fn reduced(mut self, action: FormAction) -> Self {
        match action {
            FormAction::Edit(field, edit) => {
                self.refused.retain(|problem| first_segment(&problem.pointer).as_deref() != Some(field.as_str()));
                match edit.label {
                    Some(label) => drop(self.labels.insert(field.clone(), label)),
                    None => drop(self.labels.remove(&field)),
                }
                match edit.fault {
                    Some(fault) => drop(self.unreadable.insert(field.clone(), fault)),
                    None => drop(self.unreadable.remove(&field)),
                }
                Rc::make_mut(&mut self.values).insert(field, edit.value);
            }
            FormAction::Touch(field) => drop(self.touched.insert(field)),
            FormAction::Submit => (self.attempts, self.refused) = (self.attempts + 1, Vec::new()),
            FormAction::Refuse(problems) => (self.attempts, self.refused) = (self.attempts + 1, problems),
            FormAction::Restart(start) => self = Self::new(start),
            FormAction::Follow(start) if self.is_dirty() || self.start == start => {}
            FormAction::Follow(start) => self = Self::new(start),
            FormAction::Settle => self = Self::new(Start { values: Rc::unwrap_or_clone(self.values), labels: self.labels }),
        }
        self
    }
}

impl Reducible for FormState {
    type Action = FormAction;

    fn reduce(self: Rc<Self>, action: FormAction) -> Rc<Self> {
        Rc::new(Rc::unwrap_or_clone(self).reduced(action))
    }
}

/// The key that a pointer begins with.
fn first_segment(pointer: &str) -> Option<String> {
    let segment = pointer.strip_prefix('/')?.split('/').next()?;
    Some(segment.replace("~1", "/").replace("~0", "~"))
}

/// What comes after the first key of a pointer.
fn rest(pointer: &str) -> &str {
    let inner = pointer.strip_prefix('/').unwrap_or_default();
    inner.find('/').map_or("", |at| &inner[at..])
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use trellis_model::{FieldKind, Label, object::NoSchema};

    use super::*;

    fn fields() -> Vec<Field> {
        let mut name = Field::new("name", FieldKind::Text, Label::default());
        name.required = true;
        vec![name, Field::new("email", FieldKind::Email, Label::default()), Field::new("amount", FieldKind::Currency, Label::default())]
    }

    fn start(values: Json) -> FormState {
        FormState::new(Start { values: values.as_object().unwrap().clone(), labels: HashMap::new() })
    }

    fn edited(state: FormState, field: &str, value: Json) -> FormState {
        state.reduced(FormAction::Edit(field.into(), Edit::value(value)))
    }

    fn said(state: &FormState, before: Option<&Record>) -> Vec<String> {
        let problems = state.problems(&fields(), &NoSchema, before, Vec::new(), Language::En);
        problems.iter().map(|it| format!("{}: {}", it.field.as_deref().unwrap_or("*"), it.message)).collect()
    }

    #[test]
    fn only_what_differs_is_sent() {
        let state = start(json!({ "name": "A", "email": null }));
        assert!(!state.is_dirty());
        let state = edited(edited(state, "email", json!("")), "amount", json!(5));
        assert_eq!(Json::Object(state.changes()), json!({ "amount": 5 }));
    }

    #[test]
    fn a_cleared_default_is_sent_as_null() {
        let state = edited(start(json!({ "name": "A", "amount": 1 })), "amount", Json::Null);
        assert_eq!(Json::Object(state.input()), json!({ "name": "A", "amount": null }));
    }

    #[test]
    fn what_a_field_does_not_take_is_not_sent() {
        let mut fields = fields();
        let state = edited(edited(start(json!({})), "name", json!("A")), "amount", json!(5));
        fields[2].read_only = true;
        assert_eq!(Json::Object(state.sent(&fields, None)), json!({ "name": "A" }));
        assert!(state.faults(&fields, &NoSchema, None).is_empty());
    }

    #[test]
    fn what_cannot_be_read_keeps_the_form_until_it_can() {
        let edit = |fault: Option<&str>| FormAction::Edit("name".into(), Edit { fault: fault.map(str::to_owned), ..Edit::value("A") });
        let state = start(json!({ "name": "A" })).reduced(edit(Some("still on its way")));
        assert!(!state.is_readable(&fields()) && state.shows("name"));
        assert_eq!(said(&state, None), ["name: still on its way"]);
        assert!(state.reduced(edit(None)).is_readable(&fields()));
    }

    #[test]
    fn each_cell_of_the_lines_has_its_own_fault() {
        let mut lines = Field::new("items", FieldKind::Lines, Label::default());
        lines.lines = Some(fields());
        let state = edited(start(json!({})), "items", json!([{ "name": "A" }, { "email": "x", "amount": "y" }]));
        let problems = state.problems(&[lines], &NoSchema, None, Vec::new(), Language::En);
        let places: Vec<_> = problems.iter().map(|problem| problem.inside.as_str()).collect();
        assert_eq!(places, ["/1/email", "/1/amount", "/1/name"]);
    }

    #[test]
    fn faults_follow_the_order_of_the_fields() {
        let state = edited(edited(start(json!({})), "amount", json!("x")), "email", json!("nobody"));
        let said = said(&state, None);
        assert_eq!(said.iter().map(|it| it.split(':').next().unwrap()).collect::<Vec<_>>(), ["name", "email", "amount"]);
        assert!(!state.shows("name"));
        assert!(state.reduced(FormAction::Submit).shows("name"));
    }

    #[test]
    fn what_the_server_said_goes_when_the_field_is_edited() {
        let problem = |pointer: &str| ProblemField { pointer: pointer.into(), code: "unique".into(), message: "taken".into() };
        let state = start(json!({ "name": "A" })).reduced(FormAction::Refuse(vec![problem("/email"), problem("/elsewhere")]));
        assert_eq!(said(&state, None), ["*: taken", "email: taken"]);
        assert_eq!(said(&edited(state, "email", json!("a@example.com")), None), ["*: taken"]);
    }

    #[test]
    fn what_changes_elsewhere_never_takes_work_away() {
        let newer = Start { values: json!({ "name": "B" }).as_object().unwrap().clone(), labels: HashMap::new() };
        let clean = start(json!({ "name": "A" })).reduced(FormAction::Follow(newer.clone()));
        assert_eq!(clean.value("name"), &json!("B"));
        let dirty = edited(start(json!({ "name": "A" })), "name", json!("mine")).reduced(FormAction::Follow(newer));
        assert_eq!(dirty.value("name"), &json!("mine"));
        assert!(!dirty.reduced(FormAction::Settle).is_dirty());
    }

    #[test]
    fn pointers_name_their_field() {
        assert_eq!(first_segment("/a~1b/0").as_deref(), Some("a/b"));
        assert_eq!(first_segment(""), None);
    }
}
