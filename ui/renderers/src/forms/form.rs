//! A form in a component: its state, its fields, and the check.

use std::rc::Rc;

use trellis_model::{Field, Record};
use trellis_ui_kit::dom::use_id;
use yew::prelude::*;

use super::{FormAction, FormState, Problem, Start};
use crate::{Scope, fields::Edit, use_scope};

/// A form in a component; cheap to clone.
#[derive(Clone, PartialEq)]
pub struct Form {
    /// Where its controls' ids begin.
    pub id: AttrValue,
    /// The fields that it may hold.
    pub fields: Rc<[Field]>,
    /// The record that is being changed; none for a new one.
    pub before: Option<Rc<Record>>,
    state: UseReducerHandle<FormState>,
    scope: Scope,
}

/// A form with these fields. It follows `start` for as long as nothing was entered.
#[hook]
pub fn use_form(fields: Rc<[Field]>, before: Option<Rc<Record>>, start: Start) -> Form {
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
    Form { id, fields, before, state, scope }
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

    /// Whether the rules find nothing wrong, so that it can be sent.
    pub fn is_valid(&self) -> bool {
        self.state.faults(&self.fields, &*self.scope.meta, self.before.as_deref()).is_empty()
    }

    /// Everything wrong now.
    pub fn problems(&self) -> Vec<Problem> {
        self.state.problems(&self.fields, &*self.scope.meta, self.before.as_deref(), self.scope.language())
    }
}
