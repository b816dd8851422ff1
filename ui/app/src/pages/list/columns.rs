//! Which columns a list shows: the view's, or what the person chose on this device.

use trellis_model::{FieldKind, ListView, view::Column};
use trellis_ui_kit::{Checkbox, IconButton, Placement, Popover, Sortable, SortableItem, t, theme};
use trellis_ui_renderers::{Scope, filters::paths, use_scope};
use yew::prelude::*;

/// The name under which the browser keeps the choice.
fn key(object: &str, view: &str) -> String {
    format!("columns.{object}.{view}")
}

/// The columns to show.
pub fn chosen(scope: &Scope, object: &str, view: &ListView) -> Vec<Column> {
    let kept: Option<Vec<Column>> = theme::kept(&key(object, &view.name)).and_then(|kept| serde_json::from_str(&kept).ok());
    let mut columns = kept.unwrap_or_else(|| view.columns.clone());
    columns.retain(|column| scope.meta.field(object, &column.field).is_some());
    columns
}

/// Keeps a choice; none brings the view's own back.
fn keep(object: &str, view: &str, columns: Option<&[Column]>) {
    let text = columns.and_then(|columns| serde_json::to_string(columns).ok()).unwrap_or_default();
    theme::keep(&key(object, view), &text);
}

/// Properties of [`ColumnChooser`].
#[derive(Properties, PartialEq)]
pub struct ColumnChooserProps {
    /// The object.
    pub object: AttrValue,
    /// The view.
    pub view: ListView,
    /// The columns now.
    pub columns: Vec<Column>,
    /// Hears another choice.
    pub onchange: Callback<Vec<Column>>,
}

/// A button that opens the columns: order by dragging or keys, the rest by ticking.
#[component]
pub fn ColumnChooser(props: &ColumnChooserProps) -> Html {
    let scope = use_scope();
    let open = use_state_eq(|| false);
    let node = use_node_ref();
    let change = {
        let (object, view, onchange) = (props.object.clone(), props.view.name.clone(), props.onchange.clone());
        Callback::from(move |columns: Vec<Column>| {
            keep(&object, &view, Some(&columns));
            onchange.emit(columns);
        })
    };
    let reset = {
        let (object, view, onchange) = (props.object.clone(), props.view.clone(), props.onchange.clone());
        Callback::from(move |_: MouseEvent| {
            keep(&object, &view.name, None);
            onchange.emit(view.columns.clone());
        })
    };
    let known = paths(&scope, &props.object);
    let label = |path: &str| known.iter().find(|choice| choice.path == path).map(|choice| choice.label.clone());
    let items = props.columns.iter().map(|column| SortableItem {
        id: column.field.clone().into(),
        label: label(&column.field).unwrap_or_else(|| column.field.clone().into()),
        content: None,
    });
    let onmove = {
        let (columns, change) = (props.columns.clone(), change.clone());
        Callback::from(move |(field, to): (AttrValue, usize)| {
            let mut columns = columns.clone();
            if let Some(from) = columns.iter().position(|column| column.field == field.as_str()) {
                let column = columns.remove(from);
                columns.insert(to.min(columns.len()), column);
                change.emit(columns);
            }
        })
    };
    let name_field = scope.meta.info(&props.object).map(|info| info.options.name_field.clone()).unwrap_or_default();
    let tick = |path: &str, label: AttrValue| {
        let shown = props.columns.iter().any(|column| column.field == path);
        let onchange = {
            let (columns, change, path) = (props.columns.clone(), change.clone(), path.to_owned());
            Callback::from(move |on: bool| {
                let mut columns = columns.clone();
                columns.retain(|column| column.field != path);
                if on {
                    columns.push(Column { field: path.clone(), width: None });
                }
                change.emit(columns);
            })
        };
        html! { <li><Checkbox {label} checked={shown} disabled={path == name_field} {onchange} /></li> }
    };
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let onclose = {
        let open = open.setter();
        Callback::from(move |()| open.set(false))
    };
    // A value of a far record has no label of its own to show.
    let shown = known.iter().filter(|choice| {
        !choice.path.contains('.')
            || !matches!(
                choice.field.value_kind(),
                FieldKind::Lookup | FieldKind::User | FieldKind::Department | FieldKind::MultiLookup | FieldKind::File | FieldKind::Image
            )
    });
    html! {
        <>
            <IconButton node={node.clone()} label={t!(scope.i18n, "list-columns")} icon="columns-3" expanded={*open} haspopup="dialog" onclick={toggle} />
            <Popover open={*open} anchor={node} {onclose} role="dialog" label={t!(scope.i18n, "list-columns")} placement={Placement::End}>
                <div class="p-columns">
                    <div class="p-columns__head">
                        <h3>{ t!(scope.i18n, "list-columns-shown") }</h3>
                        <button type="button" class="u-link" onclick={reset}>{ t!(scope.i18n, "list-columns-reset") }</button>
                    </div>
                    <Sortable label={t!(scope.i18n, "list-columns-shown")} items={items.collect::<Vec<_>>()} {onmove} />
                    <h3>{ t!(scope.i18n, "list-columns-all") }</h3>
                    <ul class="p-columns__all">{ for shown.map(|choice| tick(&choice.path, choice.label.clone())) }</ul>
                </div>
            </Popover>
        </>
    }
}
