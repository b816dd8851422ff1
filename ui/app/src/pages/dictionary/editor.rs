//! One dictionary: its options in order, their labels, colours and states.

use trellis_model::{
    Json, Label, Picklist, Schema,
    picklist::{COLORS, PicklistOption},
};
use trellis_ui_client::{
    ApiError, Tag,
    http::{Over, Reply},
    picklists, use_query,
};
use trellis_ui_kit::{
    Button, ButtonKind, Choice, Combobox, EmptyState, Field as Shell, IconButton, Pill, Select, Size, Sortable, SortableItem, Switch,
    TextInput, t,
};
use trellis_ui_renderers::{Scope, choices, forms::use_unsaved_guard, use_scope};
use yew::prelude::*;

use super::options::{OptionChange, blank, changed, fault, is_below};
use crate::workspace::{Conflict, Saved, outcome, use_base, use_save_over};

/// Properties of [`DictionaryEditor`].
#[derive(Properties, PartialEq)]
pub struct DictionaryEditorProps {
    /// The dictionary as it is.
    pub picklist: Picklist,
    /// Hears that it was saved.
    #[prop_or_default]
    pub onsaved: Callback<()>,
}

/// Changes a dictionary; what is saved shows in every form at once.
#[component]
pub fn DictionaryEditor(props: &DictionaryEditorProps) -> Html {
    let scope = use_scope();
    let name = props.picklist.name.clone();
    let is_known = scope.meta.picklists().iter().any(|it| it.name == name);
    // With the tag that says which declaration it is; what is too large is not edited here.
    let found = use_query(picklists::declared_key(&name).when(is_known && !props.picklist.partial), {
        let name = name.clone();
        move || {
            let name = name.clone();
            async move { picklists::declared(&name).await }
        }
    });
    let declared = found.data.as_ref().and_then(|reply| serde_json::from_value::<Picklist>(reply.body.clone()).ok());
    let ready = !is_known || declared.is_some();
    let picklist = declared.unwrap_or_else(|| props.picklist.clone());
    let (draft, base) = (use_state_eq(|| picklist.clone()), use_state_eq(|| picklist.clone()));
    // What is edited here stays when somebody else changes the dictionary.
    use_effect_with(picklist.clone(), {
        let (draft, base) = (draft.clone(), base.clone());
        move |picklist: &Picklist| {
            if *draft == *base {
                draft.set(picklist.clone());
            }
            base.set(picklist.clone());
        }
    });
    let dirty = *draft != picklist;
    use_unsaved_guard(dirty);
    let version = use_base(&name, found.data.as_ref().and_then(|reply| reply.etag.clone()), dirty);
    let forget = {
        let (draft, picklist) = (draft.setter(), picklist.clone());
        Callback::from(move |()| draft.set(picklist.clone()))
    };
    let (save, met) = {
        let then = {
            let (onsaved, version, name) = (props.onsaved.clone(), version.clone(), name.clone());
            Callback::from(move |(_, reply): (Picklist, Reply<Json>)| {
                version.wrote(&name, reply.etag);
                onsaved.emit(());
            })
        };
        let call = |picklist: Picklist, over: Over| async move {
            let json = serde_json::to_value(&picklist).map_err(|error| ApiError::unreadable(error.to_string()))?;
            let sent = picklists::save(&picklist.name, &json, &over).await;
            outcome(sent, json, picklists::declared(&picklist.name)).await
        };
        let saved = Saved { said: t!(scope.i18n, "dictionary-saved"), tags: vec![Tag::Metadata], then, tells: true };
        use_save_over(&scope.i18n, call, saved, forget.reform(|_: Conflict| ()))
    };
    let change = {
        let draft = draft.clone();
        Callback::from(move |change: OptionChange| draft.set(changed((*draft).clone(), change)))
    };
    // Levels show once an option stands below another, or when they are wanted.
    let levels = use_state_eq(|| false);
    let leveled = *levels || draft.options.iter().any(|option| option.parent.is_some());
    let onlevels = {
        let (levels, draft) = (levels.setter(), draft.clone());
        Callback::from(move |on: bool| {
            levels.set(on);
            if !on {
                let mut flat = (*draft).clone();
                flat.options.iter_mut().for_each(|option| option.parent = None);
                draft.set(flat);
            }
        })
    };
    let name = |alter: fn(&mut Label, String)| {
        let draft = draft.clone();
        Callback::from(move |typed: String| {
            let mut named = (*draft).clone();
            alter(&mut named.label, typed);
            draft.set(named);
        })
    };
    let others: Vec<Choice> = scope
        .meta
        .picklists()
        .iter()
        .filter(|other| other.name != props.picklist.name && !other.partial)
        .map(|other| Choice::new(other.name.clone(), scope.label(&other.label)).with_note(other.name.clone()))
        .collect();
    let ondepends = {
        let draft = draft.clone();
        Callback::from(move |picked: Vec<Choice>| {
            let mut changed = (*draft).clone();
            changed.depends_on = picked.first().map(|choice| choice.value.to_string());
            // Codes of another dictionary say nothing here.
            changed.options.iter_mut().for_each(|option| option.when.clear());
            draft.set(changed);
        })
    };
    let depends: Vec<Choice> = others.iter().filter(|choice| draft.depends_on.as_deref() == Some(choice.value.as_str())).cloned().collect();
    let other = draft.depends_on.as_deref().and_then(|name| scope.meta.picklist(name));
    let conditions: Option<Vec<Choice>> = other.map(|other| choices(&scope, other, &[]));
    let another = {
        let option = blank(&draft);
        change.reform(move |()| OptionChange::Add(option.clone()))
    };
    let items = draft.options.iter().enumerate().map(|(at, option)| {
        let saved = picklist.option(&option.code).is_some();
        SortableItem {
            id: option.code.clone().into(),
            label: scope.label(&option.label),
            content: Some(html! {
                <OptionLine {at} option={option.clone()} {saved} onchange={change.clone()} onenter={another.clone()} parents={leveled.then(|| parents(&scope, &draft, &option.code))} conditions={conditions.clone()} />
            }),
        }
    });
    let onmove = change.reform(|(code, to): (AttrValue, usize)| OptionChange::Move(code.to_string(), to));
    let fault = fault(&draft);
    let reset = forget.reform(|_: MouseEvent| ());
    let send = {
        let picklist = in_both((*draft).clone());
        save.run.reform(move |_: MouseEvent| (picklist.clone(), if is_known { version.over() } else { Over::Nothing }))
    };
    // What is too large to come with the metadata is no list to be edited by hand either.
    if props.picklist.partial {
        return html! { <EmptyState icon="book-open" title={scope.label(&props.picklist.label)} text={t!(scope.i18n, "dictionary-large")} /> };
    }
    html! {
        <div class="p-dictionary">
            <header class="p-head">
                <h2 class="p-head__title">{ scope.label(&props.picklist.label) }</h2>
                <code class="u-muted">{ &props.picklist.name }</code>
                <div class="p-head__actions">
                    if dirty {
                        <Button label={t!(scope.i18n, "dictionary-reset")} kind={ButtonKind::Ghost} onclick={reset} />
                    }
                    <Button label={t!(scope.i18n, "form-save")} kind={ButtonKind::Primary} disabled={!dirty || !ready || fault.is_some()} busy={save.busy} onclick={send} />
                </div>
            </header>
            if let Some(fault) = fault.filter(|_| dirty) {
                <p class="r-form__error" role="alert">{ t!(scope.i18n, fault) }</p>
            }
            <div class="p-dictionary__rules">
                <Shell label={t!(scope.i18n, "dictionary-label-zh")}><TextInput value={draft.label.zh.clone()} oninput={name(|label, typed| label.zh = typed)} /></Shell>
                <Shell label={t!(scope.i18n, "dictionary-label-en")}><TextInput value={draft.label.en.clone()} oninput={name(|label, typed| label.en = typed)} /></Shell>
                <Switch on={leveled} label={t!(scope.i18n, "dictionary-levels")} onchange={onlevels} />
                <Shell label={t!(scope.i18n, "dictionary-depends")} help={t!(scope.i18n, "dictionary-depends-help")}>
                    <Combobox options={others} value={depends} onchange={ondepends} placeholder={t!(scope.i18n, "dictionary-depends-none")} />
                </Shell>
            </div>
            <Sortable label={scope.label(&props.picklist.label)} items={items.collect::<Vec<_>>()} {onmove} />
            <Button label={t!(scope.i18n, "dictionary-add")} icon="plus" onclick={another.reform(|_: MouseEvent| ())} />
            { met }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct OptionLineProps {
    at: usize,
    option: PicklistOption,
    saved: bool,
    onchange: Callback<OptionChange>,
    /// Another option is wanted.
    onenter: Callback<()>,
    /// The options that it can stand below; none where there are no levels.
    parents: Option<Vec<Choice>>,
    /// The options of the other dictionary, where this one depends on one.
    conditions: Option<Vec<Choice>>,
}

/// One option: how it looks, what it says in both languages, whether it can be chosen.
#[component]
fn OptionLine(props: &OptionLineProps) -> Html {
    let scope = use_scope();
    let (at, option) = (props.at, &props.option);
    let set = |alter: fn(&mut PicklistOption, String)| {
        let option = option.clone();
        props.onchange.reform(move |typed: String| {
            let mut option = option.clone();
            alter(&mut option, typed);
            OptionChange::Set(at, option)
        })
    };
    let color = {
        let option = option.clone();
        props.onchange.reform(move |color: Option<AttrValue>| {
            OptionChange::Set(at, PicklistOption { color: color.map(|color| color.to_string()), ..option.clone() })
        })
    };
    let active = {
        let option = option.clone();
        props.onchange.reform(move |active: bool| OptionChange::Set(at, PicklistOption { active, ..option.clone() }))
    };
    let parent = {
        let option = option.clone();
        props.onchange.reform(move |parent: Option<AttrValue>| {
            OptionChange::Set(at, PicklistOption { parent: parent.map(|parent| parent.to_string()), ..option.clone() })
        })
    };
    let when = {
        let option = option.clone();
        props.onchange.reform(move |picked: Vec<Choice>| {
            OptionChange::Set(at, PicklistOption { when: picked.iter().map(|choice| choice.value.to_string()).collect(), ..option.clone() })
        })
    };
    // Options are told apart by their codes: half a code would be another option.
    let code = use_state_eq(|| option.code.clone());
    let oncode = {
        let code = code.setter();
        Callback::from(move |typed: String| code.set(typed))
    };
    let keep_code = {
        let (option, code) = (option.clone(), code.clone());
        props.onchange.reform(move |_: FocusEvent| OptionChange::Set(at, PicklistOption { code: (*code).clone(), ..option.clone() }))
    };
    let preset = {
        let on = !option.default;
        props.onchange.reform(move |_: MouseEvent| OptionChange::Default(at, on))
    };
    html! {
        <div class="p-option" data-retired={(!option.active).then_some("")}>
            <span class="p-option__pill"><Pill label={pill_label(&scope, option)} color={option.color.clone().unwrap_or_else(|| "gray".into())} dot={option.color.is_some()} /></span>
            <TextInput size={Size::Small} label={t!(scope.i18n, "dictionary-zh")} placeholder={t!(scope.i18n, "dictionary-zh")} value={option.label.zh.clone()} oninput={set(|option, typed| option.label.zh = typed)} onenter={props.onenter.clone()} autofocus={!props.saved} />
            <TextInput size={Size::Small} label={t!(scope.i18n, "dictionary-en")} placeholder={t!(scope.i18n, "dictionary-en")} value={option.label.en.clone()} oninput={set(|option, typed| option.label.en = typed)} onenter={props.onenter.clone()} />
            <TextInput size={Size::Small} label={t!(scope.i18n, "dictionary-code")} value={(*code).clone()} readonly={props.saved} oninput={oncode} onblur={keep_code} />
            <Select size={Size::Small} label={t!(scope.i18n, "dictionary-color")} options={colors(&scope)} value={option.color.clone().map(AttrValue::from)} onchange={color} clearable={true} />
            <IconButton label={t!(scope.i18n, "dictionary-default")} icon="star" size={Size::Small} pressed={Some(option.default)} onclick={preset} />
            if let Some(parents) = props.parents.clone() {
                <div class="p-option__wide">
                    <span class="u-muted">{ t!(scope.i18n, "dictionary-parent") }</span>
                    <Select size={Size::Small} label={t!(scope.i18n, "dictionary-parent")} options={parents} value={option.parent.clone().map(AttrValue::from)} onchange={parent} clearable={true} placeholder={t!(scope.i18n, "dictionary-parent-none")} />
                </div>
            }
            if let Some(conditions) = props.conditions.clone() {
                <div class="p-option__wide">
                    <span class="u-muted">{ t!(scope.i18n, "dictionary-when") }</span>
                    <Combobox size={Size::Small} multiple={true} label={t!(scope.i18n, "dictionary-when")} value={conditions.iter().filter(|choice| option.when.iter().any(|code| choice.value == code.as_str())).cloned().collect::<Vec<_>>()} options={conditions} onchange={when} placeholder={t!(scope.i18n, "dictionary-when-all")} />
                </div>
            }
            if props.saved {
                <Switch on={option.active} label={t!(scope.i18n, "dictionary-active")} onchange={active} />
            } else {
                <IconButton label={t!(scope.i18n, "filter-remove")} icon="trash-2" size={Size::Small} onclick={props.onchange.reform(move |_: MouseEvent| OptionChange::Remove(at))} />
            }
        </div>
    }
}

/// The dictionary as it is kept: whoever writes a name in one language means the other as well.
fn in_both(mut picklist: Picklist) -> Picklist {
    picklist.label = picklist.label.filled();
    picklist.options.iter_mut().for_each(|option| option.label = option.label.filled());
    picklist
}

/// The options that one can stand below: not itself, nor what stands below it.
fn parents(scope: &Scope, picklist: &Picklist, code: &str) -> Vec<Choice> {
    let can = |option: &&PicklistOption| !is_below(picklist, &option.code, code);
    picklist.options.iter().filter(can).map(|option| Choice::new(option.code.clone(), pill_label(scope, option))).collect()
}

fn pill_label(scope: &Scope, option: &PicklistOption) -> AttrValue {
    let label = scope.label(&option.label);
    if label.is_empty() { option.code.clone().into() } else { label }
}

fn colors(scope: &Scope) -> Vec<Choice> {
    COLORS.iter().map(|color| Choice::new(*color, t!(scope.i18n, &format!("color-{color}"))).with_color(*color)).collect()
}
