//! The properties of the chosen field.

use trellis_model::{
    Field, Label, Layout,
    object::{is_custom, is_name},
};
use trellis_ui_kit::{Button, ButtonKind, Choice, Field as Shell, Icon, IconButton, Select, TextInput, dom::enter_goes_on, t};
use trellis_ui_renderers::use_scope;
use yew::prelude::*;

use super::{
    design::use_design,
    kind_setting::KindSetting,
    model::{can_leave, lacking, place_of},
    retire::RetireDialog,
    settings::{conditions, default, group, keeping, settings},
};

/// What is done to the chosen field.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldStep {
    /// It is changed, in this page only.
    Change(Box<Field>),
    /// It goes into the draft.
    Save,
    /// What was changed in this page is forgotten.
    Cancel,
    /// It goes one place up, or down.
    Move(bool),
    /// It goes to the end of a section, or off the form.
    Section(Option<usize>),
    /// It gets another name.
    Rename(String),
    /// It is retired.
    Retire,
}

/// Properties of [`Properties`].
#[derive(yew::Properties, PartialEq)]
pub struct PropertiesProps {
    /// The field as it is being edited.
    pub field: Field,
    /// Whether it is not in the draft yet.
    pub is_new: bool,
    /// The object.
    pub object: AttrValue,
    /// Whether it differs from the draft.
    pub dirty: bool,
    /// Where fields stand.
    pub layout: Layout,
    /// The draft does not take it: why.
    pub error: Option<AttrValue>,
    /// It is being saved.
    pub busy: bool,
    /// Hears what is done.
    pub onstep: Callback<FieldStep>,
}

/// Name, labels, help, what must be there, and what its kind can do; place and retirement below.
#[component]
pub fn Properties(props: &PropertiesProps) -> Html {
    let scope = use_scope();
    let asking = use_state_eq(|| false);
    let design = use_design();
    let field = &props.field;
    let change = |alter: fn(&mut Field, String)| {
        let field = field.clone();
        props.onstep.reform(move |typed: String| {
            let mut field = field.clone();
            alter(&mut field, typed);
            FieldStep::Change(Box::new(field))
        })
    };
    let help = |language: fn(&Label) -> &String| field.help.as_ref().map(|help| language(help).clone()).unwrap_or_default();
    let own = props.is_new || is_custom(&field.name);
    let mut sections: Vec<Choice> =
        props.layout.sections.iter().enumerate().map(|(at, section)| Choice::new(at.to_string(), scope.label(&section.label))).collect();
    let placed = place_of(&props.layout, &field.name);
    if placed.is_none() || can_leave(field, &props.layout) {
        sections.push(Choice::new(OFF, t!(scope.i18n, "tailor-off-form")));
    }
    let section = Some(placed.map_or_else(|| AttrValue::from(OFF), |(section, _)| section.to_string().into()));
    let onsection = {
        let onstep = props.onstep.clone();
        Callback::from(move |at: Option<AttrValue>| {
            if let Some(at) = at {
                onstep.emit(FieldStep::Section(at.parse().ok()));
            }
        })
    };
    let step = |step: FieldStep| props.onstep.reform(move |_: MouseEvent| step.clone());
    let set_asking = |on: bool| {
        let asking = asking.setter();
        Callback::from(move |()| asking.set(on))
    };
    let rules = field.kind.rules();
    let lacks = lacking(field);
    let onfield = props.onstep.reform(|field: Field| FieldStep::Change(Box::new(field)));
    let has_conditions =
        field.required || [&field.required_when, &field.visible_when, &field.read_only_when].iter().any(|condition| condition.is_some());
    html! {
        <aside class="p-properties" aria-label={t!(scope.i18n, "designer-properties")} data-goes-on="" onkeydown={enter_goes_on()}>
            <header class="p-properties__head">
                <span class="r-tile" data-color="gray"><Icon name={rules.icon()} /></span>
                <div class="u-grow">
                    <strong class="u-ellipsis">{ scope.label(&field.label) }</strong>
                    <div class="u-muted u-ellipsis">{ scope.label(&rules.label()) }{ " · " }<code>{ &field.name }</code></div>
                </div>
                <IconButton label={t!(scope.i18n, "kit-close")} icon="x" onclick={step(FieldStep::Cancel)} />
            </header>
            <div class="p-properties__body">
                if let Some(error) = &props.error {
                    <p class="r-form__error" role="alert">{ error }</p>
                }
                <Shell label={t!(scope.i18n, "designer-label-zh")} required={true}>
                    <TextInput value={field.label.zh.clone()} oninput={change(set_chinese)} autofocus={props.is_new} />
                </Shell>
                <Shell label={t!(scope.i18n, "designer-label-en")}>
                    <TextInput value={field.label.en.clone()} oninput={change(|field, typed| field.label.en = typed)} />
                </Shell>
                { settings(&scope, design.as_ref(), field, props.is_new, &onfield) }
                { default(&scope, field, &onfield) }
                { group(t!(scope.i18n, "setting-group-conditions"), has_conditions, conditions(&scope, field, &onfield)) }
                { keeping(&scope, design.as_ref(), field, &onfield) }
                { group(t!(scope.i18n, "setting-group-help"), field.help.is_some(), html! {
                    <>
                        <Shell label={t!(scope.i18n, "designer-help-zh")}>
                            <TextInput value={help(|help| &help.zh)} oninput={change(|field, typed| set_help(field, |help| help.zh = typed))} />
                        </Shell>
                        <Shell label={t!(scope.i18n, "designer-help-en")}>
                            <TextInput value={help(|help| &help.en)} oninput={change(|field, typed| set_help(field, |help| help.en = typed))} />
                        </Shell>
                    </>
                }) }
                if !props.is_new {
                    { group(t!(scope.i18n, "setting-group-change"), false, html! {
                        <>
                            if own {
                                <RenameSetting name={field.name.clone()} onrename={props.onstep.reform(FieldStep::Rename)} />
                            }
                            <KindSetting field={field.clone()} object={props.object.clone()} onchange={onfield.clone()} />
                        </>
                    }) }
                    <hr />
                    <Shell label={t!(scope.i18n, "designer-section")}>
                        <Select options={sections} value={section} onchange={onsection} />
                    </Shell>
                    <div class="u-row">
                        <Button label={t!(scope.i18n, "designer-up")} icon="arrow-up" onclick={step(FieldStep::Move(false))} />
                        <Button label={t!(scope.i18n, "designer-down")} icon="arrow-down" onclick={step(FieldStep::Move(true))} />
                        <span class="u-grow" />
                        if own {
                            <Button label={t!(scope.i18n, "designer-retire")} kind={ButtonKind::Danger} onclick={set_asking(true).reform(|_: MouseEvent| ())} />
                        }
                    </div>
                }
            </div>
            <footer class="p-properties__foot">
                if let Some(lacks) = lacks {
                    <span class="u-muted u-grow">{ t!(scope.i18n, lacks) }</span>
                }
                <Button label={t!(scope.i18n, "form-cancel")} disabled={!props.dirty && !props.is_new} onclick={step(FieldStep::Cancel)} />
                <Button label={t!(scope.i18n, "designer-save-field")} kind={ButtonKind::Primary} disabled={!props.dirty || lacks.is_some()} busy={props.busy} onclick={step(FieldStep::Save)} />
            </footer>
            if *asking {
                <RetireDialog object={props.object.clone()} field={field.clone()} onclose={set_asking(false)} onretire={{
                    let (onstep, close) = (props.onstep.clone(), set_asking(false));
                    Callback::from(move |()| {
                        close.emit(());
                        onstep.emit(FieldStep::Retire);
                    })
                }} />
            }
        </aside>
    }
}

/// The place of a field that stands in no section.
const OFF: &str = "off";

#[derive(yew::Properties, PartialEq)]
struct RenameSettingProps {
    name: String,
    onrename: Callback<String>,
}

/// The name on the wire. Another one moves no data, and everything that refers to the field follows.
#[component]
fn RenameSetting(props: &RenameSettingProps) -> Html {
    let scope = use_scope();
    let typed = use_state_eq(|| props.name.clone());
    let fits = is_custom(&typed) && is_name(&typed) && *typed != props.name;
    let oninput = {
        let typed = typed.setter();
        Callback::from(move |text: String| typed.set(text.trim().to_lowercase()))
    };
    let rename = {
        let (onrename, typed) = (props.onrename.clone(), (*typed).clone());
        Callback::from(move |_: MouseEvent| onrename.emit(typed.clone()))
    };
    html! {
        <Shell label={t!(scope.i18n, "setting-name")} help={t!(scope.i18n, "setting-name-help")}>
            <div class="p-rename">
                <TextInput value={(*typed).clone()} max_length={Some(40)} {oninput} />
                <Button label={t!(scope.i18n, "setting-rename")} disabled={!fits} onclick={rename} />
            </div>
        </Shell>
    }
}

/// Changes the Chinese label. Until somebody writes an English one, it goes along.
pub fn set_chinese(field: &mut Field, typed: String) {
    // What a new field is called at first is nobody's word.
    if field.label.en == field.kind.rules().label().en {
        field.label.en.clear();
    }
    field.label.set_chinese(typed);
}

/// Changes the help; one without words is none.
fn set_help(field: &mut Field, alter: impl FnOnce(&mut Label)) {
    let mut help = field.help.take().unwrap_or_default();
    alter(&mut help);
    field.help = (help != Label::default()).then_some(help);
}
