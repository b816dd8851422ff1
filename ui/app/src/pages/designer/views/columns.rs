//! The columns of a list: which, in which order, how wide.

use trellis_model::{FieldKind, view::Column};
use trellis_ui_kit::{Choice, Combobox, Icon, IconButton, NumberInput, Size, Sortable, SortableItem, t};
use trellis_ui_renderers::{filters::PathChoice, use_scope};
use yew::prelude::*;

use super::model::put_at;

/// Properties of [`ColumnsSetting`].
#[derive(Properties, PartialEq)]
pub struct ColumnsSettingProps {
    /// The columns.
    pub columns: Vec<Column>,
    /// What there is to show.
    pub paths: std::rc::Rc<[PathChoice]>,
    /// Whether widths mean something: cards have none.
    pub widths: bool,
    /// Hears the columns after every change.
    pub onchange: Callback<Vec<Column>>,
}

/// The columns in their order, with a box to add one. What leads nowhere any more is shown, to be taken out.
#[component]
pub fn ColumnsSetting(props: &ColumnsSettingProps) -> Html {
    let scope = use_scope();
    let item = |(at, column): (usize, &Column)| {
        let known = props.paths.iter().find(|choice| choice.path == column.field);
        let label = known.map_or_else(|| AttrValue::from(column.field.clone()), |choice| choice.label.clone());
        let remove = change(props, move |columns, _: MouseEvent| drop(columns.remove(at)));
        let width = change(props, move |columns, typed: String| columns[at].width = typed.parse().ok());
        let content = html! {
            <div class="p-line p-views__column" data-gone={known.is_none().then_some("")}>
                <span class="p-views__name" title={label.clone()}>
                    if known.is_none() {
                        <Icon name="triangle-alert" size={14} label={t!(scope.i18n, "views-gone")} />
                    }
                    <span class="u-ellipsis">{ &label }</span>
                </span>
                if props.widths {
                    <div class="p-views__width">
                        <NumberInput
                            label={t!(scope.i18n, "views-width-of", name = &label)}
                            value={column.width.map(|width| width.to_string()).unwrap_or_default()}
                            placeholder={t!(scope.i18n, "views-width-auto")}
                            oninput={width}
                        />
                    </div>
                }
                <IconButton label={t!(scope.i18n, "kit-remove", name = &label)} icon="x" size={Size::Small} onclick={remove} />
            </div>
        };
        SortableItem { id: column.field.clone().into(), label, content: Some(content) }
    };
    let onmove = change(props, |columns, (field, to): (AttrValue, usize)| put_at(columns, |column| column.field == field.as_str(), to));
    let free = |choice: &&PathChoice| is_shown(choice) && props.columns.iter().all(|column| column.field != choice.path);
    let options: Vec<Choice> = props.paths.iter().filter(free).map(choice).collect();
    let onadd = change(props, |columns, picked: Vec<Choice>| {
        columns.extend(picked.first().map(|choice| Column { field: choice.value.to_string(), width: None }));
    });
    let items: Vec<SortableItem> = props.columns.iter().enumerate().map(item).collect();
    html! {
        <>
            if !items.is_empty() {
                <Sortable label={t!(scope.i18n, "views-columns")} {items} {onmove} />
            }
            <Combobox label={t!(scope.i18n, "views-column-add")} placeholder={t!(scope.i18n, "views-column-add")} {options} value={Vec::new()} onchange={onadd} size={Size::Small} />
        </>
    }
}

/// A callback that changes the columns.
fn change<T: 'static>(props: &ColumnsSettingProps, alter: impl Fn(&mut Vec<Column>, T) + 'static) -> Callback<T> {
    let columns = props.columns.clone();
    props.onchange.reform(move |value: T| {
        let mut columns = columns.clone();
        alter(&mut columns, value);
        columns
    })
}

/// A path to choose.
pub fn choice(choice: &PathChoice) -> Choice {
    Choice::new(choice.path.clone(), choice.label.clone()).with_note(choice.path.clone()).with_icon(choice.field.kind.rules().icon())
}

/// Whether a list can show what a path leads to: a value of a far record has no label of its own.
fn is_shown(choice: &PathChoice) -> bool {
    use FieldKind::{Department, File, Image, Lookup, MultiLookup, User};
    !choice.path.contains('.') || !matches!(choice.field.value_kind(), Lookup | User | Department | MultiLookup | File | Image)
}
