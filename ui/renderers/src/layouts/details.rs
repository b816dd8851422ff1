//! A record's fields, each changed in its place.

use std::rc::Rc;

use trellis_model::{Field, FieldKind, Json, JsonMap, Object, Schema, record};
use trellis_ui_client::Row;
use trellis_ui_kit::{Button, ButtonKind, Field as Shell, IconButton, Size, Tab, Tabs, dom, dom::use_id, t};
use yew::prelude::*;

use crate::{
    Scope,
    fields::{Edit, FieldInput, Place, held, is_masked, renderer, view},
    forms::tab_of,
    rules::use_effects,
    use_scope,
};

/// A field that was changed in its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The field.
    pub field: String,
    /// Its new value.
    pub edit: Edit,
}

/// Properties of [`RecordDetails`].
#[derive(Properties, PartialEq)]
pub struct RecordDetailsProps {
    /// The object.
    pub object: AttrValue,
    /// The record.
    pub row: Row,
    /// Hears a change; without, nothing can be changed.
    #[prop_or_default]
    pub onchange: Option<Callback<Change>>,
    /// One column, for a narrow panel.
    #[prop_or_default]
    pub narrow: bool,
}

/// The sections of a record's layout, and at the end who made and changed it. What a condition hides is not shown.
#[component]
pub fn RecordDetails(props: &RecordDetailsProps) -> Html {
    let scope = use_scope();
    let open = use_state_eq(|| None::<String>);
    let tab = use_state_eq(|| 0_usize);
    let asked = use_memo((props.object.clone(), props.row.clone(), scope.clone()), |(object, row, scope)| {
        let object = scope.meta.object(object);
        let fields: Rc<[Field]> = object.map(|object| object.declared().cloned().collect()).unwrap_or_default();
        let conditions: Rc<[String]> = object
            .and_then(Object::layout)
            .map(|layout| layout.sections.iter().filter_map(|section| section.visible.clone()).collect())
            .unwrap_or_default();
        let before = object.map(|object| Rc::new(row.to_record(object, &*scope.meta)));
        (fields, Rc::new(JsonMap::new()), before, conditions)
    });
    let (fields, values, before, conditions) = (*asked).clone();
    let effects = use_effects(fields, values, before, conditions.clone(), Rc::default());
    let Some(object) = scope.meta.object(&props.object) else { return Html::default() };
    let Some(layout) = object.layout() else { return Html::default() };
    let field = |name: &String| {
        let field = object.field(name).filter(|field| !effects.hidden.contains(&field.name))?;
        let set = open.setter();
        let onopen = {
            let name = name.clone();
            Callback::from(move |opens: bool| set.set(opens.then(|| name.clone())))
        };
        let mut field = field.clone();
        field.required |= effects.required.contains(&field.name);
        field.read_only |= effects.locked.contains(&field.name);
        Some(html! {
            <DetailField
                key={name.clone()}
                object={props.object.clone()}
                {field}
                row={props.row.clone()}
                open={open.as_ref() == Some(name)}
                {onopen}
                onchange={props.onchange.clone()}
            />
        })
    };
    let section = |section: &&trellis_model::layout::Section| {
        let columns = if props.narrow { 1 } else { section.columns.clamp(1, 3) };
        html! {
            <section class="r-details__section">
                <h3 class="r-details__title">{ scope.label(&section.label) }</h3>
                <dl class="r-details__fields" style={format!("--columns:{columns}")}>{ for section.fields.iter().filter_map(field) }</dl>
            </section>
        }
    };
    let holds = |section: &&trellis_model::layout::Section| {
        let at = section.visible.as_ref().and_then(|condition| conditions.iter().position(|known| known == condition));
        at.and_then(|at| effects.holds.get(at).copied()).unwrap_or(true)
    };
    let sections: Vec<_> = layout.sections.iter().filter(holds).collect();
    let tabs: Vec<Tab> = layout
        .tabs
        .iter()
        .enumerate()
        .filter(|(at, _)| sections.iter().any(|section| tab_of(layout, section) == *at))
        .map(|(at, tab)| Tab::new(at.to_string(), scope.label(&tab.label)))
        .collect();
    // A panel beside a list shows everything on one page.
    if tabs.len() < 2 || props.narrow {
        return html! {
            <div class="r-details" data-narrow={props.narrow.then_some("")}>
                { for sections.iter().map(section) }
                { system(&scope, object, props) }
            </div>
        };
    }
    let ontab = {
        let tab = tab.setter();
        Callback::from(move |value: AttrValue| tab.set(value.parse().unwrap_or_default()))
    };
    let here: Vec<_> = sections.into_iter().filter(|section| tab_of(layout, section) == *tab).collect();
    html! {
        <Tabs label={t!(scope.i18n, "form-parts")} {tabs} value={tab.to_string()} onchange={ontab}>
            <div class="r-details r-form__tab">
                { for here.iter().map(section) }
                if *tab == 0 {
                    { system(&scope, object, props) }
                }
            </div>
        </Tabs>
    }
}

/// Owner, and who made and changed the record when: never written here.
fn system(scope: &Scope, object: &Object, props: &RecordDetailsProps) -> Html {
    let line = |name: &&str| {
        let field = object.field(name)?;
        Some(html! {
            <div class="r-detail">
                <dt>{ scope.label(&field.label) }</dt>
                <dd>{ view(scope, field, name, &props.row, Place::Page) }</dd>
            </div>
        })
    };
    let columns = if props.narrow { 1 } else { 2 };
    html! {
        <section class="r-details__section">
            <h3 class="r-details__title">{ t!(scope.i18n, "details-system") }</h3>
            <dl class="r-details__fields" style={format!("--columns:{columns}")}>
                { for ["owner", "created_by", "created_at", "updated_by", "updated_at"].iter().filter_map(line) }
            </dl>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct DetailFieldProps {
    object: AttrValue,
    field: Field,
    row: Row,
    open: bool,
    onopen: Callback<bool>,
    onchange: Option<Callback<Change>>,
}

/// One field: shown, or being changed. Enter saves, Escape leaves it as it was.
#[component]
fn DetailField(props: &DetailFieldProps) -> Html {
    let scope = use_scope();
    let id = use_id("detail");
    let field = &props.field;
    let draft = use_state(Edit::default);
    let label = scope.label(&field.label);
    let start = {
        let (draft, onopen) = (draft.setter(), props.onopen.clone());
        let value = props.row.get(&field.name).clone();
        let named = scope.meta.label_path(&field.name, field).map(|path| props.row.get(&path).clone()).filter(|label| !label.is_null());
        Callback::from(move |_: MouseEvent| {
            draft.set(Edit { value: value.clone(), label: named.clone(), fault: None });
            onopen.emit(true);
        })
    };
    use_effect_with(props.open, {
        let id = id.clone();
        move |open| {
            if *open {
                dom::focus_id(&id)
            }
        }
    });
    let editable = props.onchange.is_some() && field.is_writable() && !is_masked(field);
    if !props.open || !editable {
        let ondblclick = editable.then(|| start.clone());
        return html! {
            <div class="r-detail" data-editable={editable.then_some("")} data-wide={renderer(field.value_kind()).is_wide().then_some("")}>
                <dt>{ label.clone() }</dt>
                <dd {ondblclick}>
                    { view(&scope, field, &field.name, &props.row, Place::Page) }
                    if editable {
                        <span class="r-detail__edit">
                            <IconButton label={t!(scope.i18n, "details-edit", field = &label)} icon="pencil" size={Size::Small} onclick={start} />
                        </span>
                    }
                </dd>
            </div>
        };
    }
    let (error, inner) = match draft.fault.clone() {
        Some(fault) => (Some(fault), Vec::new()),
        None => faults(&scope, &props.object, field, &draft.value, &props.row),
    };
    let save = {
        let (draft, onopen, onchange) = (draft.clone(), props.onopen.clone(), props.onchange.clone());
        let (name, before, valid) = (field.name.clone(), props.row.get(&field.name).clone(), error.is_none());
        Callback::from(move |()| {
            if !valid {
                return;
            }
            onopen.emit(false);
            if let Some(onchange) = onchange.as_ref().filter(|_| draft.value != before) {
                onchange.emit(Change { field: name.clone(), edit: (*draft).clone() });
            }
        })
    };
    let cancel = props.onopen.reform(|()| false);
    let multiline = renderer(field.kind).is_wide();
    let onkeydown = {
        let (save, cancel) = (save.clone(), cancel.clone());
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "Escape" if !event.default_prevented() => cancel.emit(()),
            "Enter" if !event.default_prevented() && !event.is_composing() && (!multiline || event.ctrl_key() || event.meta_key()) => {
                event.prevent_default();
                save.emit(());
            }
            _ => {}
        })
    };
    let onchange = {
        let draft = draft.setter();
        Callback::from(move |edit: Edit| draft.set(edit))
    };
    html! {
        <div class="r-detail" data-open="" data-wide={multiline.then_some("")} {onkeydown}>
            <Shell {id} {label} required={field.required} error={error.clone().map(AttrValue::from)}>
                <FieldInput
                    field={field.clone()}
                    value={draft.value.clone()}
                    label={draft.label.clone()}
                    held={scope.meta.object(&props.object).and_then(|object| held(&*scope.meta, field, object.fields(), props.row.values()))}
                    problems={inner}
                    {onchange}
                />
            </Shell>
            <div class="r-detail__buttons">
                <Button label={t!(scope.i18n, "form-save")} kind={ButtonKind::Primary} size={Size::Small} disabled={error.is_some()} onclick={save.reform(|_: MouseEvent| ())} />
                <Button label={t!(scope.i18n, "form-cancel")} size={Size::Small} onclick={cancel.reform(|_: MouseEvent| ())} />
            </div>
        </div>
    }
}

/// What the rules find wrong with a new value: with the whole of it, and with its parts.
fn faults(scope: &Scope, object: &str, field: &Field, value: &Json, row: &Row) -> (Option<String>, Vec<(String, String)>) {
    // What was not touched is not sent: a secret that is kept, say.
    let Some(object) = scope.meta.object(object).filter(|_| value != row.get(&field.name)) else { return (None, Vec::new()) };
    let input = JsonMap::from_iter([(field.name.clone(), value.clone())]);
    let before = row.to_record(object, &*scope.meta);
    let mut fields = object.fields().to_vec();
    fields.iter_mut().filter(|known| known.name == field.name).for_each(|known| known.required |= field.required);
    let violations = record::check_fields(&fields, &*scope.meta, &input, Some(&before)).err().unwrap_or_default();
    let start = format!("/{}", field.name);
    let mut inner: Vec<(String, String)> = Vec::new();
    for violation in &violations {
        let place = violation.pointer.strip_prefix(&start).unwrap_or_default();
        if field.kind == FieldKind::Lines && !place.is_empty() {
            inner.push((place.to_owned(), violation.message(scope.language())));
        }
    }
    let whole = match inner.is_empty() {
        true => violations.first().map(|violation| violation.message(scope.language())),
        false => Some(t!(scope.i18n, "lines-problems", count = inner.len()).to_string()),
    };
    (whole, inner)
}
