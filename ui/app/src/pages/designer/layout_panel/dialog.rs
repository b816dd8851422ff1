//! Name and settings of a section or tab.

use trellis_model::{
    Label,
    expression::Type,
    layout::{Section, Tab},
};
use trellis_ui_kit::{Button, ButtonKind, Choice, Dialog, Field as Shell, Segment, SegmentedControl, Select, Switch, TextInput, t};
use trellis_ui_renderers::{Scope, use_scope};
use yew::prelude::*;

use super::{Open, in_both};
use crate::pages::designer::settings::ExpressionInput;

/// Properties of [`PartDialog`].
#[derive(Properties, PartialEq)]
pub struct PartDialogProps {
    /// What is edited.
    pub what: Open,
    /// The tabs of the layout.
    pub tabs: Vec<Tab>,
    /// Hears what was edited.
    pub onsave: Callback<Open>,
    /// The dialog is to go away.
    pub onclose: Callback<()>,
}

/// Name and settings of a section or tab.
#[component]
pub fn PartDialog(props: &PartDialogProps) -> Html {
    let scope = use_scope();
    let draft = use_state_eq(|| props.what.clone());
    let label = match &*draft {
        Open::Section(_, section) => section.label.clone(),
        Open::Tab(_, tab) => tab.label.clone(),
    };
    let relabel = |alter: fn(&mut Label, String)| {
        let draft = draft.clone();
        Callback::from(move |typed: String| {
            let mut changed = (*draft).clone();
            match &mut changed {
                Open::Section(_, section) => alter(&mut section.label, typed),
                Open::Tab(_, tab) => alter(&mut tab.label, typed),
            }
            draft.set(changed);
        })
    };
    let save = {
        let (draft, onsave) = (draft.clone(), props.onsave.clone());
        Callback::from(move |_: MouseEvent| {
            let mut what = (*draft).clone();
            let label = match &mut what {
                Open::Section(_, section) => &mut section.label,
                Open::Tab(_, tab) => &mut tab.label,
            };
            if let Some(both) = in_both(label) {
                *label = both;
            }
            onsave.emit(what);
        })
    };
    let named = in_both(&label).is_some();
    let footer = html! {
        <>
            <Button label={t!(scope.i18n, "form-cancel")} onclick={props.onclose.reform(|_: MouseEvent| ())} />
            <Button label={t!(scope.i18n, "kit-apply")} kind={ButtonKind::Primary} disabled={!named} onclick={save} />
        </>
    };
    let more = match &*draft {
        Open::Section(at, section) => {
            let (at, section) = (*at, section.clone());
            let set = {
                let draft = draft.setter();
                Callback::from(move |section: Section| draft.set(Open::Section(at, section)))
            };
            section_settings(&scope, &section, &props.tabs, &set)
        }
        Open::Tab(..) => Html::default(),
    };
    let title = t!(scope.i18n, if matches!(props.what, Open::Section(..)) { "layout-section" } else { "layout-tab" });
    html! {
        <Dialog open={true} {title} onclose={props.onclose.clone()} {footer}>
            <div class="u-stack">
                <div class="r-form__fields">
                    <Shell label={t!(scope.i18n, "designer-label-zh")} required={true}><TextInput value={label.zh.clone()} oninput={relabel(|label, typed| label.zh = typed)} autofocus={true} /></Shell>
                    <Shell label={t!(scope.i18n, "designer-label-en")}><TextInput value={label.en.clone()} oninput={relabel(|label, typed| label.en = typed)} /></Shell>
                </div>
                { more }
            </div>
        </Dialog>
    }
}

fn section_settings(scope: &Scope, section: &Section, tabs: &[Tab], onchange: &Callback<Section>) -> Html {
    let change = |alter: fn(&mut Section, AttrValue)| {
        let section = section.clone();
        onchange.reform(move |value: AttrValue| {
            let mut section = section.clone();
            alter(&mut section, value);
            section
        })
    };
    let columns = [1, 2].map(|count: u8| Segment::new(count.to_string(), t!(scope.i18n, "layout-columns", count = count))).to_vec();
    let options: Vec<Choice> = tabs.iter().map(|tab| Choice::new(tab.name.clone(), scope.label(&tab.label))).collect();
    let tab = section.tab.clone().or_else(|| tabs.first().map(|tab| tab.name.clone())).map(AttrValue::from);
    let conditional = {
        let section = section.clone();
        onchange.reform(move |on: bool| Section { visible: on.then(String::new), ..section.clone() })
    };
    let condition = {
        let section = section.clone();
        onchange.reform(move |text: String| Section { visible: Some(text), ..section.clone() })
    };
    html! {
        <>
            <SegmentedControl label={t!(scope.i18n, "layout-column-count")} segments={columns} value={section.columns.to_string()} onchange={change(|section, count| section.columns = count.parse().unwrap_or(2))} />
            if !tabs.is_empty() {
                <Shell label={t!(scope.i18n, "layout-tab")}>
                    <Select {options} value={tab} onchange={change(|section, name| section.tab = Some(name.to_string())).reform(|name: Option<AttrValue>| name.unwrap_or_default())} />
                </Shell>
            }
            <Switch on={section.visible.is_some()} label={t!(scope.i18n, "setting-visible")} onchange={conditional} />
            if let Some(source) = &section.visible {
                <ExpressionInput label={t!(scope.i18n, "setting-visible-condition")} value={source.clone()} expect={Some(Type::Bool)} onchange={condition} />
            }
        </>
    }
}
