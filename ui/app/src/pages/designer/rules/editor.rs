//! The settings of a rule between fields.

use trellis_model::{Field, expression::Type, object::Rule};
use trellis_ui_client::ApiError;
use trellis_ui_kit::{Button, ButtonKind, Choice, Field as Shell, Icon, Select, TextInput, t};
use trellis_ui_renderers::{explain, use_scope};
use yew::prelude::*;

use super::super::{problems::told, settings::ExpressionInput};

/// The parts of a declaration that show what the server says about them themselves.
const PARTS: [&str; 3] = ["check", "message", "field"];

/// What is done in the editor.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// The rule is changed, in this page only.
    Change(Rule),
    /// It goes into the draft.
    Save,
    /// What was changed in this page is forgotten.
    Reset,
    /// It is taken out of the draft.
    Remove,
}

/// Properties of [`Editor`].
#[derive(Properties, PartialEq)]
pub struct EditorProps {
    /// The rule as it is being edited.
    pub rule: Rule,
    /// Whether it is not in the draft yet.
    pub is_new: bool,
    /// The fields of the draft.
    pub fields: Vec<Field>,
    /// Whether it differs from the draft.
    pub dirty: bool,
    /// Whether what is wrong is shown: it was to be saved once.
    pub tried: bool,
    /// Why the draft does not take it.
    pub error: Option<ApiError>,
    /// It is being saved.
    pub busy: bool,
    /// The id of the heading, which takes the focus when another rule is opened.
    pub heading: AttrValue,
    /// Hears what is done.
    pub onstep: Callback<Step>,
}

/// Whether a rule says enough to be saved.
pub fn is_complete(rule: &Rule) -> bool {
    !rule.check.trim().is_empty() && has_message(rule)
}

fn has_message(rule: &Rule) -> bool {
    !rule.message.zh.trim().is_empty() || !rule.message.en.trim().is_empty()
}

/// The expression, the message in both languages, and the field that is marked.
#[component]
pub fn Editor(props: &EditorProps) -> Html {
    let scope = use_scope();
    let rule = &props.rule;
    let with = |alter: fn(&mut Rule, String)| {
        let rule = rule.clone();
        props.onstep.reform(move |typed: String| {
            let mut rule = rule.clone();
            alter(&mut rule, typed);
            Step::Change(rule)
        })
    };
    let said = |part: &str| props.error.as_ref().and_then(|error| told(error, &PARTS, Some(part)));
    let missing = |is: bool, message: &str| (props.tried && is).then(|| t!(scope.i18n, message));
    let rest = props.error.as_ref().and_then(|error| match error.errors.is_empty() {
        true => Some(explain(&scope.i18n, error)),
        false => told(error, &PARTS, None),
    });
    let mut options: Vec<Choice> = props
        .fields
        .iter()
        .filter(|field| !field.system && field.is_writable())
        .map(|field| Choice::new(field.name.clone(), scope.label(&field.label)).with_icon(field.kind.rules().icon()))
        .collect();
    // One that is gone is shown, so that another can be chosen.
    let gone = rule.field.clone().filter(|name| options.iter().all(|choice| choice.value != name.as_str()));
    let is_known = gone.as_ref().is_none_or(|name| props.fields.iter().any(|field| field.name == *name));
    options.extend(gone.iter().map(|name| Choice::new(name.clone(), name.clone()).with_icon("triangle-alert")));
    let onfield = {
        let rule = rule.clone();
        props.onstep.reform(move |name: Option<AttrValue>| Step::Change(Rule { field: name.map(|name| name.to_string()), ..rule.clone() }))
    };
    let step = |step: Step| props.onstep.reform(move |_: MouseEvent| step.clone());
    let title = if has_message(rule) { scope.label(&rule.message) } else { t!(scope.i18n, "rules-new") };
    let check_error = missing(rule.check.trim().is_empty(), "rules-check-missing").or_else(|| said("check"));
    html! {
        <aside class="p-properties" aria-label={t!(scope.i18n, "rules-settings")}>
            <header class="p-properties__head">
                <span class="r-tile" data-color="gray"><Icon name="scale" /></span>
                <div class="u-grow">
                    <strong id={props.heading.clone()} tabindex="-1" class="u-ellipsis">{ title }</strong>
                    if !props.is_new {
                        <div class="u-muted u-ellipsis"><code>{ &rule.name }</code></div>
                    }
                </div>
            </header>
            <div class="p-properties__body">
                if let Some(error) = rest {
                    <p class="r-form__error" role="alert">{ error }</p>
                }
                <div class="p-setting">
                    <ExpressionInput
                        label={t!(scope.i18n, "rules-check")}
                        help={Some(t!(scope.i18n, "rules-check-help"))}
                        value={rule.check.clone()}
                        expect={Some(Type::Bool)}
                        onchange={with(|rule, text| rule.check = text)}
                    />
                    if let Some(error) = check_error {
                        <p class="c-field__error" role="alert"><Icon name="circle-alert" size={14} />{ error }</p>
                    }
                </div>
                <Shell label={t!(scope.i18n, "rules-message-zh")} required={true} help={t!(scope.i18n, "rules-message-help")} error={missing(!has_message(rule), "rules-message-missing").or_else(|| said("message"))}>
                    <TextInput value={rule.message.zh.clone()} oninput={with(|rule, typed| rule.message.set_chinese(typed))} max_length={Some(200)} />
                </Shell>
                <Shell label={t!(scope.i18n, "rules-message-en")}>
                    <TextInput value={rule.message.en.clone()} oninput={with(|rule, typed| rule.message.en = typed)} max_length={Some(200)} />
                </Shell>
                <Shell label={t!(scope.i18n, "rules-field")} help={t!(scope.i18n, "rules-field-help")} error={said("field").or_else(|| (!is_known).then(|| t!(scope.i18n, "views-gone")))}>
                    <Select {options} value={rule.field.clone().map(AttrValue::from)} onchange={onfield} clearable={true} placeholder={t!(scope.i18n, "rules-field-none")} />
                </Shell>
            </div>
            <footer class="p-properties__foot">
                if !props.is_new {
                    <Button label={t!(scope.i18n, "rules-remove")} icon="trash-2" kind={ButtonKind::Ghost} onclick={step(Step::Remove)} />
                    <span class="u-grow" />
                }
                <Button label={t!(scope.i18n, "form-cancel")} disabled={!props.dirty && !props.is_new} onclick={step(Step::Reset)} />
                <Button label={t!(scope.i18n, "designer-save-field")} kind={ButtonKind::Primary} disabled={!props.dirty} busy={props.busy} onclick={step(Step::Save)} />
            </footer>
        </aside>
    }
}
