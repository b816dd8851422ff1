//! The fields of lines: added, changed, put in order, taken away.

use trellis_model::{Field, FieldKind};
use trellis_ui_kit::{
    Button, ButtonKind, Dialog, DialogSize, Field as Shell, Icon, IconButton, MenuButton, MenuItem, NumberInput, Size, Sortable,
    SortableItem, TextInput, t,
};
use trellis_ui_renderers::use_scope;
use yew::prelude::*;

use super::{rules, settings, with};
use crate::pages::designer::{
    design::{Design, use_design},
    model::{fresh_name, lacking, new_field},
    properties::set_chinese,
};

/// What stands in lines: everything but what only a whole record can have.
const KINDS: [FieldKind; 23] = [
    FieldKind::Text,
    FieldKind::Textarea,
    FieldKind::Integer,
    FieldKind::Decimal,
    FieldKind::Currency,
    FieldKind::Percent,
    FieldKind::Boolean,
    FieldKind::Date,
    FieldKind::DateTime,
    FieldKind::Time,
    FieldKind::DateRange,
    FieldKind::Duration,
    FieldKind::Picklist,
    FieldKind::MultiPicklist,
    FieldKind::Lookup,
    FieldKind::User,
    FieldKind::Department,
    FieldKind::Rating,
    FieldKind::Tags,
    FieldKind::Color,
    FieldKind::Email,
    FieldKind::Phone,
    FieldKind::Formula,
];

/// Properties of [`LinesSetting`].
#[derive(Properties, PartialEq)]
pub struct LinesSettingProps {
    /// The field.
    pub field: Field,
    /// Hears every change.
    pub onchange: Callback<Field>,
}

/// The field of lines that is being edited: its place, or none for a new one.
type Open = (Option<usize>, Field);

/// The fields of the lines, in the order of their columns.
#[component]
pub fn LinesSetting(props: &LinesSettingProps) -> Html {
    let scope = use_scope();
    let open = use_state_eq(|| None::<Open>);
    let (field, onchange) = (&props.field, &props.onchange);
    let lines = field.lines.clone().unwrap_or_default();
    let edit = |at: usize, line: &Field| {
        let (open, line) = (open.setter(), line.clone());
        Callback::from(move |_: MouseEvent| open.set(Some((Some(at), line.clone()))))
    };
    let remove = |at: usize| {
        with(field, onchange, move |field, _: MouseEvent| {
            if let Some(lines) = field.lines.as_mut().filter(|lines| at < lines.len()) {
                lines.remove(at);
            }
        })
    };
    let items: Vec<SortableItem> = lines
        .iter()
        .enumerate()
        .map(|(at, line)| {
            let label = scope.label(&line.label);
            let content = html! {
                <div class="p-line">
                    <Icon name={line.kind.rules().icon()} size={14} />
                    <button type="button" class="p-line__name u-ellipsis" onclick={edit(at, line)}>
                        { &label }
                        if line.required {
                            <span class="c-field__required" aria-hidden="true">{ "*" }</span>
                        }
                    </button>
                    <IconButton label={t!(scope.i18n, "kit-remove", name = &label)} icon="trash-2" size={Size::Small} onclick={remove(at)} />
                </div>
            };
            SortableItem { id: line.name.clone().into(), label, content: Some(content) }
        })
        .collect();
    let onmove = with(field, onchange, |field, (name, to): (AttrValue, usize)| {
        if let Some(lines) = &mut field.lines
            && let Some(from) = lines.iter().position(|line| line.name == name.as_str())
        {
            let line = lines.remove(from);
            lines.insert(to.min(lines.len()), line);
        }
    });
    let kinds: Vec<MenuItem> =
        KINDS.iter().map(|kind| MenuItem::new(kind.name(), scope.label(&kind.rules().label())).with_icon(kind.rules().icon())).collect();
    let add = {
        let (open, scope) = (open.setter(), scope.clone());
        Callback::from(move |name: AttrValue| {
            let Some(kind) = FieldKind::from_name(&name) else { return };
            let picklists: Vec<&str> = scope.meta.picklists().iter().map(|it| it.name.as_str()).collect();
            open.set(Some((None, new_field("", kind, &picklists))));
        })
    };
    let save = {
        let (taken, open) = (lines.iter().map(|line| line.name.clone()).collect::<Vec<_>>(), open.setter());
        let put = with(field, onchange, |field, (at, line): Open| {
            let lines = field.lines.get_or_insert_with(Vec::new);
            match at.and_then(|at| lines.get_mut(at)) {
                Some(known) => *known = line,
                None => lines.push(line),
            }
        });
        Callback::from(move |(at, mut line): Open| {
            if at.is_none() {
                let taken: Vec<&str> = taken.iter().map(String::as_str).collect();
                line.name = fresh_name(&line.label.en, line.kind.name(), &taken);
                line.id = fresh_id();
            }
            open.set(None);
            put.emit((at, line));
        })
    };
    let close = {
        let open = open.setter();
        Callback::from(move |()| open.set(None))
    };
    let most = with(field, onchange, |field, typed: String| field.max_items = typed.parse().ok().filter(|most| *most > 0));
    html! {
        <>
            <div class="p-setting p-lines">
                <span class="c-field__label">{ t!(scope.i18n, "setting-lines") }<span class="c-field__required" aria-hidden="true">{ "*" }</span></span>
                if lines.is_empty() {
                    <p class="u-muted">{ t!(scope.i18n, "setting-lines-none") }</p>
                } else {
                    <Sortable label={t!(scope.i18n, "setting-lines")} {items} {onmove} />
                }
                <div class="u-row">
                    <MenuButton label={t!(scope.i18n, "setting-lines-add")} size={Size::Small} items={kinds} onpick={add} />
                </div>
            </div>
            <Shell label={t!(scope.i18n, "setting-lines-most")}>
                <NumberInput value={field.max_items.map(|most| most.to_string()).unwrap_or_default()} oninput={most} />
            </Shell>
            if let Some((at, line)) = (*open).clone() {
                <LineDialog {at} {line} {lines} onsave={save} onclose={close} />
            }
        </>
    }
}

/// An id of its own for a new field of lines.
fn fresh_id() -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a random number below 2^53")]
    let number = (js_sys::Math::random() * 9_007_199_254_740_992.0) as u64;
    format!("l_{number:x}")
}

#[derive(Properties, PartialEq)]
struct LineDialogProps {
    at: Option<usize>,
    line: Field,
    lines: Vec<Field>,
    onsave: Callback<Open>,
    onclose: Callback<()>,
}

/// One field of the lines, with the settings of its kind.
#[component]
fn LineDialog(props: &LineDialogProps) -> Html {
    let scope = use_scope();
    let design = use_design();
    let draft = use_state_eq(|| props.line.clone());
    let set = {
        let draft = draft.setter();
        Callback::from(move |field: Field| draft.set(field))
    };
    let field = &*draft;
    let is_new = props.at.is_none();
    let inner = use_memo((design, props.lines.clone(), field.clone(), props.at), |(design, lines, field, at)| {
        let mut lines = lines.clone();
        match at.and_then(|at| lines.get_mut(at)) {
            Some(known) => known.clone_from(field),
            None => lines.push(field.clone()),
        }
        design.as_ref().map(|design| design.of_lines(&lines))
    });
    let named = !field.label.zh.trim().is_empty() || !field.label.en.trim().is_empty();
    let save = {
        let (onsave, at, field) = (props.onsave.clone(), props.at, field.clone());
        Callback::from(move |_: MouseEvent| onsave.emit((at, field.clone())))
    };
    let lacks = lacking(field);
    let footer = html! {
        <>
            if let Some(lacks) = lacks {
                <span class="u-muted u-grow">{ t!(scope.i18n, lacks) }</span>
            }
            <Button label={t!(scope.i18n, "form-cancel")} onclick={props.onclose.reform(|_: MouseEvent| ())} />
            <Button label={t!(scope.i18n, "kit-apply")} kind={ButtonKind::Primary} disabled={!named || lacks.is_some()} onclick={save} />
        </>
    };
    let body = html! {
        <div class="u-stack">
            <div class="r-form__fields">
                <Shell label={t!(scope.i18n, "designer-label-zh")} required={true}><TextInput value={field.label.zh.clone()} oninput={with(field, &set, set_chinese)} autofocus={true} /></Shell>
                <Shell label={t!(scope.i18n, "designer-label-en")}><TextInput value={field.label.en.clone()} oninput={with(field, &set, |field, typed| field.label.en = typed)} /></Shell>
            </div>
            { settings(&scope, (*inner).as_ref(), field, is_new, &set) }
            { rules::conditions(&scope, field, &set) }
            { rules::default(&scope, field, &set) }
        </div>
    };
    let title = scope.label(&field.kind.rules().label());
    html! {
        <Dialog open={true} size={DialogSize::Medium} {title} onclose={props.onclose.clone()} {footer}>
            if let Some(design) = (*inner).clone() {
                <ContextProvider<Design> context={design}>{ body }</ContextProvider<Design>>
            } else {
                { body }
            }
        </Dialog>
    }
}

#[cfg(test)]
mod tests {
    use trellis_model::{Json, object::NoSchema};

    use super::*;
    use crate::pages::designer::model::declaration;

    #[test]
    fn every_kind_on_offer_stands_in_lines() {
        for kind in KINDS {
            let mut line = new_field("c_x", kind, &["level"]);
            match lacking(&line) {
                Some("setting-picklist-lacking") => line.picklist = Some("level".into()),
                Some(_) => line.lookup.as_mut().unwrap().objects.push("customer".into()),
                None => {}
            }
            line.id = "l_1".into();
            let mut field = new_field("c_lines", FieldKind::Lines, &[]);
            field.id = "f_1".into();
            field.lines = Some(vec![line]);
            let declared = Json::Object(declaration(&field, &NoSchema));
            assert!(Field::from_schema("c_lines", &declared, false).is_ok(), "{}: {declared}", kind.name());
        }
    }
}
