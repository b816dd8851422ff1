//! A record's form: from its layout to its saving.

use std::{collections::HashMap, rc::Rc};

use trellis_model::{Field, FieldKind, Json, JsonMap, Layout, Object, Schema, object::Rule, record};
use trellis_ui_client::{ApiError, Row, invalidate, records, use_mutation};
use yew::prelude::*;

use super::{Form, FormAction, FormSection, Start, use_form};
use crate::{Scope, actions::use_me, fields::format::is_empty, rules, use_scope};

/// A record that was saved.
#[derive(Clone, PartialEq)]
pub struct Saved {
    /// The record as the server has it now.
    pub row: Row,
    /// Whether another one is wanted at once.
    pub again: bool,
}

/// A record's form in a component.
#[derive(Clone, PartialEq)]
pub struct RecordForm {
    /// The form.
    pub form: Form,
    /// Saves, when nothing is wrong; `true` asks for another one afterwards.
    pub save: Callback<bool>,
    /// Whether it is being saved.
    pub busy: bool,
    /// Why it could not be saved, when that concerns no field.
    pub error: Option<ApiError>,
}

/// A form for a new record (`row` is `None`), which begins with `preset` over the defaults, or for a change to one.
#[hook]
pub fn use_record_form(object: AttrValue, row: Option<records::Versioned>, preset: Start, onsaved: Callback<Saved>) -> RecordForm {
    let scope = use_scope();
    let declared = scope.meta.object(&object);
    let fields: Rc<[Field]> = declared.map(|object| object.declared().cloned().collect()).unwrap_or_default();
    let before = declared.zip(row.as_ref()).map(|(object, row)| Rc::new(row.row.to_record(object, &*scope.meta)));
    let me = use_me();
    let start = match (&row, declared) {
        (Some(row), Some(object)) => of_row(&scope, object, &row.row),
        (None, Some(object)) => of_new(&scope, object, preset, &me),
        _ => Start::default(),
    };
    let conditions: Rc<[String]> = declared
        .and_then(Object::layout)
        .map(|layout| layout.sections.iter().filter_map(|section| section.visible.clone()).collect())
        .unwrap_or_default();
    let between: Rc<[Rule]> = declared.map(|object| object.rules.iter().cloned().collect()).unwrap_or_default();
    let form = use_form(fields, before, start, conditions, between);
    let again = use_mut_ref(|| false);
    let done = {
        let (form, object, again) = (form.clone(), object.clone(), again.clone());
        Callback::from(move |result: Result<Row, ApiError>| match result {
            Ok(row) => {
                form.act(FormAction::Settle);
                invalidate(&records::tags_of(&object, row.id()));
                onsaved.emit(Saved { row, again: *again.borrow() });
            }
            Err(error) => form.act(FormAction::Refuse(error.errors)),
        })
    };
    let send = {
        let (object, row) = (object.clone(), row.clone());
        use_mutation(
            move |values: JsonMap| {
                let (object, row) = (object.clone(), row.clone());
                async move {
                    match row {
                        Some(known) => records::update(&object, known.row.id(), values, known.etag.as_deref()).await.map(|saved| saved.row),
                        None => records::create(&object, values).await,
                    }
                }
            },
            done,
        )
    };
    let save = {
        let (form, run) = (form.clone(), send.run.clone());
        Callback::from(move |wants_another: bool| {
            *again.borrow_mut() = wants_another;
            form.act(FormAction::Submit);
            if form.is_valid() {
                run.emit(form.sent());
            }
        })
    };
    let error = send.error.filter(|error| error.errors.is_empty());
    RecordForm { form, save, busy: send.busy, error }
}

/// The sections of a record's form. A new record leaves out what only the system writes, unless it follows from what is
/// entered.
pub fn sections(scope: &Scope, object: &Object, layout: &Layout, is_new: bool) -> Vec<FormSection> {
    let shown = |name: &&String| {
        object.field(name).is_some_and(|field| match field.kind {
            FieldKind::Formula | FieldKind::Mirror => true,
            FieldKind::Rollup => !is_new || field.rollup.as_ref().is_some_and(|rollup| object.field(&rollup.relation).is_some()),
            FieldKind::AutoNumber => false,
            _ => field.is_writable() || !is_new,
        })
    };
    let section = |section: &trellis_model::layout::Section| FormSection {
        label: Some(scope.label(&section.label)),
        columns: section.columns,
        fields: section.fields.iter().filter(shown).cloned().collect(),
        visible: section.visible.clone(),
        tab: tab_of(layout, section),
    };
    let mut sections: Vec<FormSection> = layout.sections.iter().map(section).collect();
    sections.retain(|section| !section.fields.is_empty());
    sections
}

/// The place of the tab that a section stands in.
pub fn tab_of(layout: &Layout, section: &trellis_model::layout::Section) -> usize {
    let named = section.tab.as_deref().and_then(|name| layout.tabs.iter().position(|tab| tab.name == name));
    named.unwrap_or_default()
}

/// The names of a layout's tabs.
pub fn tabs(scope: &Scope, layout: &Layout) -> Vec<AttrValue> {
    layout.tabs.iter().map(|tab| scope.label(&tab.label)).collect()
}

fn of_row(scope: &Scope, object: &Object, row: &Row) -> Start {
    let mut start = Start::default();
    for field in object.declared().filter(|field| field.is_writable()) {
        let value = row.get(&field.name);
        if !is_empty(value) {
            start.values.insert(field.name.clone(), value.clone());
        }
        let label = scope.meta.label_path(&field.name, field).map(|path| row.get(&path).clone()).filter(|label| !label.is_null());
        start.labels.extend(label.map(|label| (field.name.clone(), label)));
    }
    start
}

fn of_new(scope: &Scope, object: &Object, preset: Start, me: &str) -> Start {
    let defaults = object.declared().filter(|field| field.is_writable()).filter_map(|field| {
        let value = record::default(field, &*scope.meta).to_json();
        (!value.is_null()).then(|| (field.name.clone(), value))
    });
    let mut values: JsonMap = defaults.collect::<serde_json::Map<String, Json>>();
    values.extend(preset.values);
    let fields: Vec<Field> = object.declared().cloned().collect();
    let given = rules::defaults(scope, &fields, &values, me);
    values.extend(given);
    Start { values, labels: preset.labels.into_iter().collect::<HashMap<_, _>>() }
}
