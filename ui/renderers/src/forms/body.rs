//! The sections and fields of a form.

use trellis_model::{Field, FieldKind};
use trellis_ui_client::Row;
use trellis_ui_kit::{Field as Shell, Tab, Tabs, t};
use yew::prelude::*;

use super::{Form, Problem, Summary};
use crate::{
    Scope,
    fields::{FieldInput, Place, is_masked, renderer, view},
    use_scope,
};

/// A titled group of fields.
#[derive(Clone, PartialEq, Default)]
pub struct FormSection {
    /// Its title; none for a form of one group.
    pub label: Option<AttrValue>,
    /// How many columns where there is room.
    pub columns: u8,
    /// The fields' names in order.
    pub fields: Vec<String>,
    /// The condition under which it is shown; always when absent.
    pub visible: Option<String>,
    /// The tab that it stands in, by its place.
    pub tab: usize,
}

/// Properties of [`FormBody`].
#[derive(Properties, PartialEq)]
pub struct FormBodyProps {
    /// The form.
    pub form: Form,
    /// What it shows.
    pub sections: Vec<FormSection>,
    /// The names of its tabs; without, everything stands on one page.
    #[prop_or_default]
    pub tabs: Vec<AttrValue>,
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
    let form = &props.form;
    let tab = use_state_eq(|| 0_usize);
    let problems = form.problems();
    let shown = |section: &&FormSection| {
        section.visible.as_deref().is_none_or(|condition| form.holds(condition))
            && section.fields.iter().any(|name| form.shown(name).is_some())
    };
    let sections: Vec<&FormSection> = props.sections.iter().filter(shown).collect();
    let row = props.row.with(form.computed());
    let section = |section: &&FormSection| {
        let fields = section.fields.iter().filter_map(|name| form.shown(name));
        html! {
            <fieldset class="r-form__section">
                if let Some(label) = &section.label {
                    <legend class="r-form__legend">{ label }</legend>
                }
                <div class="r-form__fields" style={format!("--columns:{}", section.columns.clamp(1, 3))}>
                    { for fields.map(|field| control(&scope, props, field, &row, &problems)) }
                </div>
            </fieldset>
        }
    };
    let tab_of = |field: &str| sections.iter().find(|section| section.fields.iter().any(|name| name == field)).map(|section| section.tab);
    let onreveal = {
        let tab = tab.setter();
        let places: Vec<(String, usize)> =
            problems.iter().filter_map(|problem| Some((problem.field.clone()?, tab_of(problem.field.as_deref()?)?))).collect();
        Callback::from(move |field: String| {
            if let Some((_, place)) = places.iter().find(|(known, _)| *known == field) {
                tab.set(*place);
            }
        })
    };
    // Tabs without anything in them are left out; what is wrong is counted on each.
    let tabs: Vec<Tab> = props
        .tabs
        .iter()
        .enumerate()
        .filter(|(at, _)| sections.iter().any(|section| section.tab == *at))
        .map(|(at, label)| {
            let wrong =
                problems.iter().filter(|it| it.field.as_deref().and_then(tab_of) == Some(at) && form.state().was_submitted()).count();
            let tab = Tab::new(at.to_string(), label.clone());
            if wrong > 0 { tab.with_count(wrong.to_string()) } else { tab }
        })
        .collect();
    let body = if tabs.len() > 1 {
        let onchange = {
            let tab = tab.setter();
            Callback::from(move |value: AttrValue| tab.set(value.parse().unwrap_or_default()))
        };
        let here: Vec<&FormSection> = sections.iter().copied().filter(|section| section.tab == *tab).collect();
        html! {
            <Tabs label={t!(scope.i18n, "form-parts")} {tabs} value={tab.to_string()} {onchange}>
                <div class="r-form r-form__tab">{ for here.iter().map(section) }</div>
            </Tabs>
        }
    } else {
        sections.iter().map(section).collect::<Html>()
    };
    html! {
        <div class="r-form">
            if form.state().was_submitted() {
                <Summary form={form.clone()} problems={problems.clone()} {onreveal} />
            }
            { body }
        </div>
    }
}

fn control(scope: &Scope, props: &FormBodyProps, field: &Field, row: &Row, problems: &[Problem]) -> Html {
    let form = &props.form;
    let name = field.name.as_str();
    let label = scope.label(&field.label);
    let wide = renderer(field.value_kind()).is_wide().then_some("");
    if !field.is_writable() || is_masked(field) {
        return html! {
            <div class="c-field r-form__fixed" key={name.to_owned()} data-wide={wide} data-computed={field.kind.is_computed().then_some("")}>
                <span class="c-field__label">{ label }</span>
                <div class="r-form__value" aria-live={field.kind.is_computed().then_some("polite")}>{ view(scope, field, name, row, Place::Page) }</div>
                if let Some(help) = &field.help {
                    <p class="c-field__help">{ scope.label(help) }</p>
                }
            </div>
        };
    }
    let mine: Vec<&Problem> = problems.iter().filter(|it| form.shows(name) && it.field.as_deref() == Some(name)).collect();
    // The cells of lines say what is wrong with them; the field as a whole only what concerns it.
    let (own, inner): (Vec<&Problem>, Vec<&Problem>) =
        mine.into_iter().partition(|problem| field.kind != FieldKind::Lines || problem.inside.is_empty());
    let error = match own.first() {
        Some(problem) => Some(AttrValue::from(problem.message.clone())),
        None => (!inner.is_empty()).then(|| t!(scope.i18n, "lines-problems", count = inner.len())),
    };
    let inner: Vec<(String, String)> = inner.into_iter().map(|problem| (problem.inside.clone(), problem.message.clone())).collect();
    let below = props.below.as_ref().filter(|(under, _)| under == name).map(|(_, html)| html.clone());
    html! {
        <div class="r-form__field" key={name.to_owned()} data-wide={wide}>
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
                    label={form.state().label(name).cloned()}
                    held={form.held(field)}
                    problems={inner}
                    onchange={form.onchange(name)}
                    onblur={form.onblur(name)}
                    autofocus={props.autofocus.as_deref() == Some(name)}
                />
            </Shell>
            { below }
        </div>
    }
}
