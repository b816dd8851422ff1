//! The sections and fields of a form.

use trellis_model::Field;
use trellis_ui_client::Row;
use trellis_ui_kit::Field as Shell;
use yew::prelude::*;

use super::{Form, Summary};
use crate::{
    Scope,
    fields::{FieldInput, Place, is_masked, renderer, view},
    use_scope,
};

/// A titled group of fields.
#[derive(Clone, PartialEq)]
pub struct FormSection {
    /// Its title; none for a form of one group.
    pub label: Option<AttrValue>,
    /// How many columns where there is room.
    pub columns: u8,
    /// The fields' names in order.
    pub fields: Vec<String>,
}

/// Properties of [`FormBody`].
#[derive(Properties, PartialEq)]
pub struct FormBodyProps {
    /// The form.
    pub form: Form,
    /// What it shows.
    pub sections: Vec<FormSection>,
    /// The record, to show what cannot be changed.
    #[prop_or_default]
    pub row: Row,
    /// Something below a field, such as a hint about duplicates.
    #[prop_or_default]
    pub below: Option<(String, Html)>,
    /// The field that takes the focus.
    #[prop_or_default]
    pub autofocus: Option<String>,
}

/// The sections and fields of a form, with what is wrong summed up on top once it was sent off.
#[component]
pub fn FormBody(props: &FormBodyProps) -> Html {
    let scope = use_scope();
    let problems = props.form.problems();
    let message = |name: &str| {
        let shown = props.form.state().shows(name);
        let problem = problems.iter().find(|problem| problem.field.as_deref() == Some(name)).filter(|_| shown);
        problem.map(|problem| AttrValue::from(problem.message.clone()))
    };
    let section = |section: &FormSection| {
        let fields = section.fields.iter().filter_map(|name| props.form.field(name));
        html! {
            <fieldset class="r-form__section">
                if let Some(label) = &section.label {
                    <legend class="r-form__legend">{ label }</legend>
                }
                <div class="r-form__fields" style={format!("--columns:{}", section.columns.clamp(1, 2))}>
                    { for fields.map(|field| control(&scope, props, field, message(&field.name))) }
                </div>
            </fieldset>
        }
    };
    html! {
        <div class="r-form">
            if props.form.state().was_submitted() {
                <Summary form={props.form.clone()} problems={problems.clone()} />
            }
            { for props.sections.iter().map(section) }
        </div>
    }
}

fn control(scope: &Scope, props: &FormBodyProps, field: &Field, error: Option<AttrValue>) -> Html {
    let form = &props.form;
    let name = field.name.as_str();
    let label = scope.label(&field.label);
    if !field.is_writable() || is_masked(field) {
        return html! {
            <div class="c-field r-form__fixed" key={name.to_owned()}>
                <span class="c-field__label">{ label }</span>
                <div class="r-form__value">{ view(scope, field, name, &props.row, Place::Page) }</div>
            </div>
        };
    }
    let below = props.below.as_ref().filter(|(under, _)| under == name).map(|(_, html)| html.clone());
    html! {
        <div class="r-form__field" key={name.to_owned()} data-wide={renderer(field.kind).is_wide().then_some("")}>
            <Shell
                id={form.control(name)}
                {label}
                required={field.required}
                help={field.help.as_ref().map(|help| scope.label(help))}
                {error}
            >
                <FieldInput
                    field={field.clone()}
                    value={form.state().value(name).clone()}
                    label={form.state().label(name).map(|label| AttrValue::from(label.to_owned()))}
                    onchange={form.onchange(name)}
                    onblur={form.onblur(name)}
                    autofocus={props.autofocus.as_deref() == Some(name)}
                />
            </Shell>
            { below }
        </div>
    }
}
