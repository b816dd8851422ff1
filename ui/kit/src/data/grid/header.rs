//! The head of a grid: names, sorting, widths.

use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use super::{Column, Sort};
use crate::{display::Icon, form::Checkbox, i18n::use_i18n, t};

/// The least width that a column can be given, in pixels.
const LEAST: f64 = 64.0;

/// Properties of [`Header`].
#[derive(Properties, PartialEq)]
pub struct HeaderProps {
    pub id: AttrValue,
    pub columns: Vec<Column>,
    pub sort: Option<Sort>,
    pub onsort: Callback<Sort>,
    pub onresize: Callback<(AttrValue, f64)>,
    /// Whether all, some or none of the rows are selected; absent without selection.
    pub selection: Option<(bool, bool)>,
    pub onselect: Callback<bool>,
    /// The column that the keyboard is at.
    pub active: Option<usize>,
}

/// The first row, which stays in view.
#[component]
pub fn Header(props: &HeaderProps) -> Html {
    let i18n = use_i18n();
    html! {
        <div class="c-grid__head" role="row" aria-rowindex="1">
            if let Some((all, some)) = props.selection {
                <div class="c-grid__cell" data-check="" role="columnheader">
                    <Checkbox label={t!(i18n, "kit-select-page")} bare={true} untabbable={true} checked={all} mixed={some && !all} onchange={props.onselect.clone()} />
                </div>
            }
            { for props.columns.iter().enumerate().map(|(index, column)| head_cell(props, index, column)) }
        </div>
    }
}

fn head_cell(props: &HeaderProps, index: usize, column: &Column) -> Html {
    let sorted = props.sort.as_ref().filter(|sort| sort.key == column.key);
    let direction = sorted.map(|sort| if sort.descending { "descending" } else { "ascending" });
    let onclick = column.sortable.then(|| {
        let (onsort, next) = (props.onsort.clone(), next_sort(&column.key, sorted));
        Callback::from(move |_: MouseEvent| onsort.emit(next.clone()))
    });
    let onpointerdown = {
        let (onresize, key, width) = (props.onresize.clone(), column.key.clone(), column.width);
        Callback::from(move |event: PointerEvent| drag_width(&event, &onresize, &key, width))
    };
    html! {
        <div
            class="c-grid__cell"
            id={format!("{}-0-{index}", props.id)}
            role="columnheader"
            aria-sort={direction}
            data-align={column.align.code()}
            data-name={(index == 0).then_some("")}
            data-sortable={column.sortable.then_some("")}
            data-active={(props.active == Some(index)).then_some("")}
            {onclick}
        >
            <span class="u-ellipsis">{ &column.label }</span>
            if let Some(direction) = direction {
                <Icon name={if direction == "descending" { "arrow-down" } else { "arrow-up" }} size={12} />
            }
            <span class="c-grid__handle" aria-hidden="true" {onpointerdown} onclick={Callback::from(|event: MouseEvent| event.stop_propagation())} />
        </div>
    }
}

/// Pressing a heading sorts upwards, pressing again downwards.
pub fn next_sort(key: &AttrValue, sorted: Option<&Sort>) -> Sort {
    Sort { key: key.clone(), descending: sorted.is_some_and(|sort| !sort.descending) }
}

/// A width a column may have.
pub fn allowed_width(width: f64) -> f64 {
    width.max(LEAST)
}

/// Follows the pointer until it is lifted.
fn drag_width(event: &PointerEvent, onresize: &Callback<(AttrValue, f64)>, key: &AttrValue, width: f64) {
    let Some(handle) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    event.prevent_default();
    event.stop_propagation();
    let _ = handle.set_pointer_capture(event.pointer_id());
    let start = f64::from(event.client_x());
    let (onresize, key) = (onresize.clone(), key.clone());
    let moved = crate::dom::Listener::new(&handle, "pointermove", move |event| {
        if let Some(event) = event.dyn_ref::<PointerEvent>() {
            onresize.emit((key.clone(), allowed_width(width + f64::from(event.client_x()) - start)));
        }
    });
    // Kept until the pointer is lifted; that listener then lets both go.
    let kept = std::rc::Rc::new(std::cell::RefCell::new(None));
    let release = kept.clone();
    let lifted = crate::dom::Listener::new(&handle, "lostpointercapture", move |_| {
        let release = release.clone();
        wasm_bindgen_futures::spawn_local(async move { drop(release.take()) });
    });
    *kept.borrow_mut() = Some((moved, lifted));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_sorts_upwards_first() {
        let key = AttrValue::from("name");
        let first = next_sort(&key, None);
        assert!(!first.descending);
        assert!(next_sort(&key, Some(&first)).descending);
        assert_eq!(allowed_width(10.0), LEAST);
    }
}
