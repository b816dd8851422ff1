//! A form in a component: its state, its fields, and the check.

use std::rc::Rc;

use trellis_model::{Field, JsonMap, Record, object::Rule, wire::ProblemField};
use trellis_ui_kit::dom::use_id;
use yew::prelude::*;

use super::{FormAction, FormState, Problem, Start};
use crate::{
    Scope,
    fields::{Edit, format::is_empty, held},
    rules::{Effects, effective, reads, use_effects},
    use_scope,
};

/// A form in a component; cheap to clone.
#[derive(Clone, PartialEq)]
pub struct Form {
    /// Where its controls' ids begin.
    pub id: AttrValue,
    /// The fields that it may hold, required and locked as they are now.
    pub fields: Rc<[Field]>,
    /// The record that is being changed; none for a new one.
    pub before: Option<Rc<Record>>,
    state: UseReducerHandle<FormState>,
    effects: Rc<Effects>,
    conditions: Rc<[String]>,
    rules: Rc<[Rule]>,
    scope: Scope,
}

/// A form with these fields. It follows `start` for as long as nothing was entered. Of the `conditions`, which sections
/// have, it knows which hold; the `rules` between its fields are held to while it is filled in.
#[hook]
pub fn use_form(fields: Rc<[Field]>, before: Option<Rc<Record>>, start: Start, conditions: Rc<[String]>, rules: Rc<[Rule]>) -> Form {
    let scope = use_scope();
    let id = use_id("form");
    let state = use_reducer_eq({
        let start = start.clone();
        move || FormState::new(start)
    });
    use_effect_with(start, {
        let state = state.dispatcher();
        move |start| state.dispatch(FormAction::Follow(start.clone()))
    });
    let effects = use_effects(fields.clone(), state.values().clone(), before.clone(), conditions.clone(), rules.clone());
    let fields = use_memo((fields, effects.clone()), |(fields, effects)| Rc::<[Field]>::from(effective(fields, effects)));
    Form { id, fields: (*fields).clone(), before, state, effects, conditions, rules, scope }
}

impl Form {
    /// The state.
    pub fn state(&self) -> &FormState {
        &self.state
    }

    /// The field with this name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The fields that are shown now, by name.
    pub fn shown(&self, name: &str) -> Option<&Field> {
        self.field(name).filter(|field| !self.effects.hidden.contains(&field.name))
    }

    /// Whether a section's condition holds.
    pub fn holds(&self, condition: &str) -> bool {
        let at = self.conditions.iter().position(|known| known == condition);
        at.and_then(|at| self.effects.holds.get(at).copied()).unwrap_or(true)
    }

    /// What the system computes of what is entered.
    pub fn computed(&self) -> &JsonMap {
        &self.effects.computed
    }

    /// For a dictionary that depends on another one: the codes that the form holds of that.
    pub fn held(&self, field: &Field) -> Option<Vec<String>> {
        held(&*self.scope.meta, field, &self.fields, self.state.values())
    }

    /// The id of a field's control.
    pub fn control(&self, field: &str) -> String {
        format!("{}-{field}", self.id)
    }

    /// Does something to the form.
    pub fn act(&self, action: FormAction) {
        self.state.dispatch(action);
    }

    /// A callback that changes one field.
    pub fn onchange(&self, field: &str) -> Callback<Edit> {
        let (state, field) = (self.state.dispatcher(), field.to_owned());
        Callback::from(move |edit| state.dispatch(FormAction::Edit(field.clone(), edit)))
    }

    /// A callback that notes that a field was left.
    pub fn onblur(&self, field: &str) -> Callback<()> {
        let (state, field) = (self.state.dispatcher(), field.to_owned());
        Callback::from(move |()| state.dispatch(FormAction::Touch(field.clone())))
    }

    /// Fields that take a value now: what is hidden is neither asked for nor sent.
    fn open(&self) -> Vec<Field> {
        self.fields.iter().filter(|field| !self.effects.hidden.contains(&field.name)).cloned().collect()
    }

    /// What is sent when it is saved.
    pub fn sent(&self) -> JsonMap {
        self.state.sent(&self.open(), self.before.as_deref())
    }

    /// The rules between fields that do not hold.
    fn broken(&self) -> impl Iterator<Item = &Rule> {
        self.effects.broken.iter().filter_map(|at| self.rules.get(*at))
    }

    /// Whether a field's faults are shown already: it was left once, the form was sent off, or a rule that marks it has all
    /// that it reads and one of that was left.
    pub fn shows(&self, name: &str) -> bool {
        let is_due = |rule: &Rule| {
            let read = reads(&rule.check);
            let own: Vec<&str> = read.iter().map(|path| path.split_once('.').map_or(path.as_str(), |(own, _)| own)).collect();
            own.iter().any(|name| self.state.was_left(name))
                && own.iter().all(|name| self.field(name).is_none_or(|field| !field.is_writable()) || !is_empty(self.state.value(name)))
        };
        self.state.shows(name) || self.broken().any(|rule| rule.field.as_deref() == Some(name) && is_due(rule))
    }

    /// Whether nothing is found wrong, so that it can be sent.
    pub fn is_valid(&self) -> bool {
        let open = self.open();
        self.effects.broken.is_empty()
            && self.state.is_readable(&open)
            && self.state.faults(&open, &*self.scope.meta, self.before.as_deref()).is_empty()
    }

    /// Everything wrong now.
    pub fn problems(&self) -> Vec<Problem> {
        let language = self.scope.language();
        let broken = self.broken().map(|rule| ProblemField {
            pointer: rule.field.as_ref().map_or_else(String::new, |field| format!("/{}", trellis_model::violation::escape(field))),
            code: "rule".into(),
            message: rule.message.get(language).to_owned(),
        });
        self.state.problems(&self.open(), &*self.scope.meta, self.before.as_deref(), broken.collect(), language)
    }
}
