//! Changing a record in its place: shown at once, taken back when the server refuses.

use trellis_model::{JsonMap, Schema};
use trellis_ui_client::{ApiError, Row, invalidate, records};
use trellis_ui_kit::{t, use_toasts};
use trellis_ui_renderers::{Scope, explain, layouts::Change, use_scope};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// The fields of a record's page: all that the caller sees, with the labels of lookups.
pub fn fields_of(scope: &Scope, object: &str) -> Vec<String> {
    let Some(declared) = scope.meta.object(object) else { return Vec::new() };
    let paths = declared.fields().iter().map(|field| field.name.as_str()).filter(|name| *name != "deleted_at");
    scope.meta.with_labels(object, paths)
}

/// A record that is changed in its place.
#[derive(Clone, PartialEq)]
pub struct Editing {
    /// The record, with changes on their way.
    pub row: Option<Row>,
    /// Hears a change; none for who may not.
    pub onchange: Option<Callback<Change>>,
}

/// Sends each change by itself, over the version that was read.
#[hook]
pub fn use_edit(object: AttrValue, known: Option<records::Versioned>) -> Editing {
    let scope = use_scope();
    let toasts = use_toasts();
    let pending = use_state_eq(JsonMap::new);
    let etag = use_mut_ref(|| None::<String>);
    use_effect_with(known.clone(), {
        let (pending, etag) = (pending.setter(), etag.clone());
        move |known| {
            *etag.borrow_mut() = known.as_ref().and_then(|known| known.etag.clone());
            pending.set(JsonMap::new());
        }
    });
    let id = known.as_ref().map(|known| known.row.id().to_owned()).unwrap_or_default();
    let editable = scope.meta.can(&object, "edit") && scope.meta.info(&object).is_some_and(|info| !info.options.system);
    let done = {
        let (pending, object, id, i18n) = (pending.setter(), object.clone(), id.clone(), scope.i18n.clone());
        let etag = etag.clone();
        Callback::from(move |result: Result<records::Versioned, ApiError>| {
            match result {
                Ok(saved) => *etag.borrow_mut() = saved.etag,
                Err(error) => {
                    pending.set(JsonMap::new());
                    let first = error.errors.first().map(|problem| AttrValue::from(problem.message.clone()));
                    toasts.error(first.unwrap_or_else(|| explain(&i18n, &error)));
                }
            }
            // After a refusal, too: what is shown must be what is there.
            invalidate(&records::tags_of(&object, &id));
        })
    };
    let onchange = {
        let (pending, scope, object, id) = (pending.clone(), scope.clone(), object.clone(), id.clone());
        Callback::from(move |change: Change| {
            let mut shown = (*pending).clone();
            shown.insert(change.field.clone(), change.edit.value.clone());
            let field = scope.meta.field(&object, &change.field);
            let label = field.and_then(|field| scope.meta.label_path(&change.field, field)).zip(change.edit.label.clone());
            shown.extend(label);
            pending.set(shown);
            let changes = JsonMap::from_iter([(change.field, change.edit.value)]);
            let (object, id, etag, done) = (object.clone(), id.clone(), etag.borrow().clone(), done.clone());
            spawn_local(async move { done.emit(records::update(&object, &id, changes, etag.as_deref()).await) });
        })
    };
    let row = known.map(|known| if pending.is_empty() { known.row } else { known.row.with(&pending) });
    Editing { row, onchange: editable.then_some(onchange) }
}

/// What a record is called; something to say when it has no name.
pub fn name_of(scope: &Scope, object: &str, row: &Row) -> AttrValue {
    let name_field = scope.meta.info(object).map_or("name", |info| info.options.name_field.as_str());
    row.text(name_field).map_or_else(|| t!(scope.i18n, "record-unnamed"), |name| AttrValue::from(name.to_owned()))
}
