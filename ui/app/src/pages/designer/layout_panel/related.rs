//! The records that look this one up: which of them are listed on its page, in which order, under which name, with which
//! columns.

use trellis_model::{Field, FieldKind, Label, Layout, Object, Schema, layout::RelatedList};
use trellis_ui_kit::{
    Button, ButtonKind, Choice, Combobox, Dialog, Field as Shell, IconButton, Size, Sortable, SortableItem, TextInput, t,
};
use trellis_ui_renderers::{Scope, use_scope};
use yew::prelude::*;

use super::{in_both, moved, ordered::Ordered};
use crate::pages::designer::design::{Design, use_design};

/// Properties of [`RelatedSetting`].
#[derive(Properties, PartialEq)]
pub struct RelatedSettingProps {
    /// The layout.
    pub layout: Layout,
    /// Hears the layout after every change.
    pub onchange: Callback<Layout>,
}

/// The related lists in their order; each opens to be named and given columns.
#[component]
pub fn RelatedSetting(props: &RelatedSettingProps) -> Html {
    let scope = use_scope();
    let open = use_state_eq(|| None::<usize>);
    let Some(design) = use_design() else { return Html::default() };
    let relations = relations(&scope, &design);
    let lists = &props.layout.related;
    let set = {
        let layout = props.layout.clone();
        props.onchange.reform(move |related: Vec<RelatedList>| Layout { related, ..layout.clone() })
    };
    let show = |at: Option<usize>| {
        let open = open.setter();
        Callback::from(move |()| open.set(at))
    };
    let item = |(at, list): (usize, &RelatedList)| {
        let label = title(&scope, &design, list);
        let remove = {
            let lists = lists.clone();
            set.reform(move |_: MouseEvent| {
                let mut lists = lists.clone();
                lists.remove(at);
                lists
            })
        };
        let content = html! {
            <div class="p-line">
                <button type="button" class="p-line__name u-ellipsis" title={list.relation.clone()} onclick={show(Some(at)).reform(|_: MouseEvent| ())}>
                    { &label }
                    <span class="u-muted p-line__note">{ t!(scope.i18n, "layout-columns", count = list.columns.len()) }</span>
                </button>
                <IconButton label={t!(scope.i18n, "kit-remove", name = &label)} icon="trash-2" size={Size::Small} onclick={remove} />
            </div>
        };
        SortableItem { id: list.relation.clone().into(), label, content: Some(content) }
    };
    let onmove = {
        let lists = lists.clone();
        set.reform(move |(relation, to): (AttrValue, usize)| {
            let mut lists = lists.clone();
            moved(&mut lists, |list| list.relation == relation.as_str(), to);
            lists
        })
    };
    let onadd = {
        let (lists, set, design) = (lists.clone(), set.clone(), design.clone());
        Callback::from(move |picked: Vec<Choice>| {
            if let Some(choice) = picked.first() {
                set.emit(lists.iter().cloned().chain([fresh(&design, &choice.value)]).collect());
            }
        })
    };
    let rest: Vec<Choice> =
        relations.iter().filter(|choice| lists.iter().all(|list| choice.value != list.relation.as_str())).cloned().collect();
    let edited = (*open).and_then(|at| Some((at, lists.get(at)?.clone())));
    let onsave = {
        let (lists, set, at, close) = (lists.clone(), set.clone(), *open, show(None));
        Callback::from(move |list: RelatedList| {
            close.emit(());
            let mut lists = lists.clone();
            if let Some(place) = at.and_then(|at| lists.get_mut(at)) {
                *place = list;
                set.emit(lists);
            }
        })
    };
    html! {
        <div class="p-setting">
            <Shell label={t!(scope.i18n, "layout-related")} help={relations.is_empty().then(|| t!(scope.i18n, "layout-related-none"))}>
                <Combobox value={Vec::new()} options={rest} onchange={onadd} placeholder={t!(scope.i18n, "tailor-add-list")} />
            </Shell>
            if !lists.is_empty() {
                <Sortable label={t!(scope.i18n, "layout-related")} items={lists.iter().enumerate().map(item).collect::<Vec<_>>()} {onmove} />
            }
            if let Some((at, list)) = edited {
                <ListDialog key={at} {list} {onsave} onclose={show(None)} />
            }
        </div>
    }
}

/// The relations that lead here: `<object>.<field>`, said in words.
fn relations(scope: &Scope, design: &Design) -> Vec<Choice> {
    let here = design.current().name.clone();
    let leads = |field: &&Field| !field.kind.is_computed() && field.lookup.as_ref().is_some_and(|lookup| lookup.objects.contains(&here));
    let of = |object: &Object| -> Vec<Choice> {
        let choice = |field: &Field| {
            let label = format!("{} › {}", scope.label(&object.label), scope.label(&field.label));
            let name = format!("{}.{}", object.name, field.name);
            Choice::new(name.clone(), label).with_note(name).with_icon(object.options.icon.clone())
        };
        object.declared().filter(leads).map(choice).collect()
    };
    design.objects().into_iter().flat_map(of).collect()
}

fn object_of<'a>(design: &'a Design, list: &RelatedList) -> Option<&'a Object> {
    list.relation.split_once('.').and_then(|(object, _)| design.object(object))
}

fn title(scope: &Scope, design: &Design, list: &RelatedList) -> AttrValue {
    let label = list.label.as_ref().or_else(|| object_of(design, list).map(|object| &object.label));
    label.map_or_else(|| list.relation.clone().into(), |label| scope.label(label))
}

/// A list as it begins: the name, and when the record was made.
fn fresh(design: &Design, relation: &str) -> RelatedList {
    let mut list = RelatedList { relation: relation.to_owned(), label: None, columns: Vec::new() };
    let name = object_of(design, &list).map_or("name", |object| object.name_field()).to_owned();
    list.columns = vec![name, "created_at".to_owned()];
    list
}

/// The columns that a list of an object's records can have, across one lookup at most.
fn columns(scope: &Scope, design: &Design, object: &Object) -> Vec<Choice> {
    let shown = |field: &&Field| !matches!(field.name.as_str(), "id" | "version" | "deleted_at") && field.kind != FieldKind::Lines;
    let own = |field: &Field| Choice::new(field.name.clone(), scope.label(&field.label)).with_icon(field.kind.rules().icon());
    let mut choices: Vec<Choice> = object.fields().iter().filter(shown).map(own).collect();
    for lookup in object.declared() {
        let Some(target) = lookup.target().and_then(|target| design.object(target)) else { continue };
        choices.extend(target.declared().filter(shown).map(|field| {
            let label = format!("{} › {}", scope.label(&lookup.label), scope.label(&field.label));
            Choice::new(format!("{}.{}", lookup.name, field.name), label).with_icon(field.kind.rules().icon())
        }));
    }
    choices
}

#[derive(Properties, PartialEq)]
struct ListDialogProps {
    list: RelatedList,
    onsave: Callback<RelatedList>,
    onclose: Callback<()>,
}

/// Title and columns of a related list.
#[component]
fn ListDialog(props: &ListDialogProps) -> Html {
    let scope = use_scope();
    let draft = use_state_eq(|| props.list.clone());
    let Some(design) = use_design() else { return Html::default() };
    let options = object_of(&design, &draft).map(|object| columns(&scope, &design, object)).unwrap_or_default();
    let label = draft.label.clone().unwrap_or_default();
    let relabel = |alter: fn(&mut Label, String)| {
        let draft = draft.clone();
        Callback::from(move |typed: String| {
            let mut label = draft.label.clone().unwrap_or_default();
            alter(&mut label, typed);
            draft.set(RelatedList { label: Some(label), ..(*draft).clone() });
        })
    };
    let onchange = {
        let draft = draft.clone();
        Callback::from(move |columns: Vec<String>| draft.set(RelatedList { columns, ..(*draft).clone() }))
    };
    let save = {
        let (draft, onsave) = (draft.clone(), props.onsave.clone());
        Callback::from(move |_: MouseEvent| onsave.emit(named(&draft)))
    };
    let footer = html! {
        <>
            <Button label={t!(scope.i18n, "form-cancel")} onclick={props.onclose.reform(|_: MouseEvent| ())} />
            <Button label={t!(scope.i18n, "kit-apply")} kind={ButtonKind::Primary} onclick={save} />
        </>
    };
    let usual = object_of(&design, &draft).map(|object| object.label.clone()).unwrap_or_default();
    html! {
        <Dialog open={true} title={t!(scope.i18n, "tailor-list")} onclose={props.onclose.clone()} {footer}>
            <div class="u-stack">
                <div class="r-form__fields">
                    <Shell label={t!(scope.i18n, "designer-label-zh")}><TextInput value={label.zh} placeholder={usual.zh} oninput={relabel(|label, typed| label.zh = typed)} autofocus={true} /></Shell>
                    <Shell label={t!(scope.i18n, "designer-label-en")}><TextInput value={label.en} placeholder={usual.en} oninput={relabel(|label, typed| label.en = typed)} /></Shell>
                </div>
                <Ordered label={t!(scope.i18n, "tailor-columns")} names={draft.columns.clone()} {options} least={1} {onchange} />
            </div>
        </Dialog>
    }
}

/// The list with a title in both languages, or with none: it is then called as its object is.
fn named(list: &RelatedList) -> RelatedList {
    RelatedList { label: list.label.as_ref().and_then(in_both), ..list.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_there_in_both_languages_or_in_none() {
        let list = |zh: &str, en: &str| RelatedList {
            relation: "contact.customer".into(),
            label: Some(Label::new(zh, en)),
            columns: vec!["name".into()],
        };
        assert_eq!(named(&list(" ", "")).label, None);
        assert_eq!(named(&list("联系人", "")).label, Some(Label::new("联系人", "联系人")));
        assert_eq!(named(&list("联系人", "People")).label, Some(Label::new("联系人", "People")));
    }
}
