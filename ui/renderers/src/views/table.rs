//! Records as rows.

use std::{collections::HashMap, rc::Rc};

use trellis_model::{FieldKind, Schema, view::Column as ViewColumn};
use trellis_ui_client::Row;
use trellis_ui_kit::{Avatar, Column, DataGrid, GridRow, Sort, theme};
use yew::prelude::*;

use crate::{
    Scope,
    fields::{Place, renderer, view},
    is_plain_click, record_path, use_go, use_scope,
};

/// Properties of [`RecordTable`].
#[derive(Properties, PartialEq)]
pub struct RecordTableProps {
    /// The object.
    pub object: AttrValue,
    /// What the rows are, for assistive technology.
    pub label: AttrValue,
    /// The columns.
    pub columns: Vec<ViewColumn>,
    /// The records.
    pub rows: Rc<[Row]>,
    /// Nothing is known yet.
    #[prop_or_default]
    pub loading: bool,
    /// The order, as the API's `sort`.
    #[prop_or_default]
    pub sort: String,
    /// Hears another order; without, the table cannot be sorted.
    #[prop_or_default]
    pub onsort: Option<Callback<String>>,
    /// The ids of chosen rows; without, none can be chosen.
    #[prop_or_default]
    pub selected: Option<Vec<AttrValue>>,
    /// Hears another choice.
    #[prop_or_default]
    pub onselect: Callback<Vec<AttrValue>>,
    /// Hears the row that was opened; without, its page is opened.
    #[prop_or_default]
    pub onopen: Option<Callback<Row>>,
    /// The row that is open beside the table.
    #[prop_or_default]
    pub current: Option<AttrValue>,
    /// Shown when there are no rows.
    #[prop_or_default]
    pub empty: Html,
    /// As high as its rows.
    #[prop_or_default]
    pub natural_height: bool,
    /// Hears another width of a column, in pixels, which then comes back with the columns; without, widths are kept in the
    /// browser.
    #[prop_or_default]
    pub onwidth: Option<Callback<(AttrValue, f64)>>,
}

/// Records as rows.
#[component]
pub fn RecordTable(props: &RecordTableProps) -> Html {
    let scope = use_scope();
    let go = use_go();
    let declares_widths = props.onwidth.is_some();
    let widths = use_state(|| if declares_widths { HashMap::new() } else { kept_widths(&props.object) });
    let columns = grid_columns(&scope, props, &widths);
    let row = {
        let dependencies = (props.rows.clone(), props.columns.clone(), scope.clone(), props.object.clone(), go.clone());
        use_callback(dependencies, |index: usize, (rows, columns, scope, object, go)| {
            rows.get(index).map(|row| grid_row(scope, object, columns, row, go))
        })
    };
    let onopen = {
        let (rows, onopen, object) = (props.rows.clone(), props.onopen.clone(), props.object.clone());
        Callback::from(move |index: usize| match (rows.get(index), &onopen) {
            (Some(row), Some(onopen)) => onopen.emit(row.clone()),
            (Some(row), None) => go.to(record_path(&object, row.id())),
            (None, _) => {}
        })
    };
    let onresize = {
        let (widths, object, onwidth) = (widths.clone(), props.object.clone(), props.onwidth.clone());
        Callback::from(move |(key, width): (AttrValue, f64)| {
            if let Some(onwidth) = &onwidth {
                onwidth.emit((key, width));
                return;
            }
            let mut changed = (*widths).clone();
            changed.insert(key.to_string(), width.round());
            keep_widths(&object, &changed);
            widths.set(changed);
        })
    };
    let onsort = props.onsort.clone().unwrap_or_default().reform(|sort: Sort| flipped(&sort));
    html! {
        <DataGrid
            label={props.label.clone()}
            {columns}
            rows={props.rows.len()}
            {row}
            loading={props.loading}
            sort={sort_of(&props.sort)}
            {onsort}
            {onresize}
            selected={props.selected.clone()}
            onselect={props.onselect.clone()}
            {onopen}
            current={props.current.clone()}
            empty={props.empty.clone()}
            natural_height={props.natural_height}
        />
    }
}

fn grid_columns(scope: &Scope, props: &RecordTableProps, widths: &HashMap<String, f64>) -> Vec<Column> {
    let column = |column: &ViewColumn| {
        let field = scope.meta.field(&props.object, &column.field)?;
        let renderer = renderer(field.value_kind());
        let name = scope.meta.object(&props.object).is_some_and(|object| object.name_field() == column.field);
        let width = widths.get(&column.field).copied().or_else(|| column.width.map(f64::from));
        let mut made =
            Column::new(column.field.clone(), scope.label(&field.label), width.unwrap_or(if name { 240.0 } else { renderer.width() }));
        made.align = renderer.align();
        made.sortable = props.onsort.is_some() && !column.field.contains('.') && field.rules().is_sortable();
        Some(made)
    };
    props.columns.iter().filter_map(column).collect()
}

fn grid_row(scope: &Scope, object: &str, columns: &[ViewColumn], row: &Row, go: &crate::Go) -> GridRow {
    let declared = scope.meta.object(object);
    let name_field = declared.map_or("name", |object| object.name_field());
    let name = row.text(name_field).unwrap_or_default().to_owned();
    let cell = |column: &ViewColumn| {
        let field = scope.meta.field(object, &column.field)?;
        if column.field != name_field {
            return Some(view(scope, field, &column.field, row, Place::Cell));
        }
        let href = record_path(object, row.id());
        let onclick = {
            let (go, href) = (go.clone(), href.clone());
            Callback::from(move |event: MouseEvent| {
                event.stop_propagation();
                if is_plain_click(&event) {
                    event.prevent_default();
                    go.to(href.clone());
                }
            })
        };
        let has_picture = field.kind != FieldKind::AutoNumber;
        Some(html! {
            <span class="r-name">
                if has_picture {
                    <Avatar name={name.clone()} size={20} square={object != "user"} decorative={true} />
                }
                <a class="r-name__link u-ellipsis" {href} {onclick} tabindex="-1">{ name.clone() }</a>
            </span>
        })
    };
    GridRow::new(row.id().to_owned(), name.clone(), columns.iter().filter_map(cell).collect())
}

/// The first key of the API's `sort`.
pub fn sort_of(sort: &str) -> Option<Sort> {
    let first = sort.split(',').next().filter(|key| !key.is_empty())?;
    let key = first.trim_start_matches('-');
    Some(Sort { key: key.to_owned().into(), descending: first.starts_with('-') })
}

/// As the API's `sort`.
pub fn flipped(sort: &Sort) -> String {
    if sort.descending { format!("-{}", sort.key) } else { sort.key.to_string() }
}

fn kept_widths(object: &str) -> HashMap<String, f64> {
    theme::kept(&format!("widths.{object}")).and_then(|kept| serde_json::from_str(&kept).ok()).unwrap_or_default()
}

fn keep_widths(object: &str, widths: &HashMap<String, f64>) {
    if let Ok(text) = serde_json::to_string(widths) {
        theme::keep(&format!("widths.{object}"), &text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_key_is_the_one_that_the_head_shows() {
        let sort = sort_of("-created_at,name").unwrap();
        assert_eq!((sort.key.as_str(), sort.descending), ("created_at", true));
        assert_eq!(flipped(&sort), "-created_at");
        assert!(sort_of("").is_none());
    }
}
