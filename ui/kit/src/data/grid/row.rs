//! One row of a grid, as a line or as a card.

use yew::prelude::*;

use super::{Align, Column, GridRow};
use crate::{dom::use_debounced, form::Checkbox, i18n::use_i18n, t};

/// What was done to a row.
#[derive(Clone, Copy)]
pub enum RowEvent {
    /// It was clicked.
    Open,
    /// Its box was pressed; `through` with Shift, from the last one to here.
    Select { through: bool },
}

/// Properties of [`Row`].
#[derive(Properties, PartialEq)]
pub struct RowProps {
    pub id: AttrValue,
    pub index: usize,
    pub row: Option<GridRow>,
    pub columns: Vec<Column>,
    pub selectable: bool,
    pub selected: bool,
    pub current: bool,
    /// The column that the keyboard is at, when it is in this row.
    pub active: Option<usize>,
    pub card: bool,
    pub onevent: Callback<(usize, RowEvent)>,
}

/// One row; drawn again only when something of it changed.
#[component]
pub fn Row(props: &RowProps) -> Html {
    let i18n = use_i18n();
    // Told when the click is over: until then the browser puts the box back to where it was.
    let told = use_debounced(0, props.onevent.clone());
    let Some(row) = &props.row else { return skeleton(props.columns.len(), props.selectable, props.card) };
    let index = props.index;
    let onclick = props.onevent.reform(move |_: MouseEvent| (index, RowEvent::Open));
    let select = {
        Callback::from(move |event: MouseEvent| {
            // The box shows what the page says, not what the browser would.
            event.prevent_default();
            event.stop_propagation();
            told.emit((index, RowEvent::Select { through: event.shift_key() }));
        })
    };
    let cell = |column: usize| {
        let Some(content) = row.cells.get(column) else { return Html::default() };
        html! {
            <div
                class="c-grid__cell"
                role="gridcell"
                id={format!("{}-{}-{column}", props.id, index + 1)}
                aria-colindex={(column + 1).to_string()}
                data-align={props.columns.get(column).and_then(|column| column.align.code())}
                data-name={(column == 0).then_some("")}
                data-active={(props.active == Some(column)).then_some("")}
            >
                { content.clone() }
            </div>
        }
    };
    let check = props.selectable && !props.card;
    let cells = if props.card { card(&props.columns, cell) } else { (0..row.cells.len()).map(cell).collect() };
    html! {
        <div
            class="c-grid__row"
            role="row"
            aria-rowindex={(index + 2).to_string()}
            aria-selected={props.selectable.then(|| props.selected.to_string())}
            data-current={props.current.then_some("")}
            {onclick}
        >
            if check {
                <div class="c-grid__cell" data-check="" role="gridcell" onclick={select}>
                    <Checkbox label={t!(i18n, "kit-select-row", name = &row.label)} bare={true} untabbable={true} checked={props.selected} onchange={Callback::noop()} />
                </div>
            }
            { cells }
            if !props.card && row.actions != Html::default() {
                <div class="c-grid__actions" role="gridcell" onclick={Callback::from(|event: MouseEvent| event.stop_propagation())}>
                    { row.actions.clone() }
                </div>
            }
        </div>
    }
}

/// Two lines: the name and the second column; then two more columns and, on the right, the first amount.
fn card(columns: &[Column], cell: impl Fn(usize) -> Html) -> Html {
    let amount = columns.iter().position(|column| column.align == Align::End);
    let more = (2..columns.len()).filter(|column| Some(*column) != amount).take(2);
    html! {
        <>
            <div class="c-grid__line" role="presentation">{ cell(0) }{ cell(1) }</div>
            <div class="c-grid__line" role="presentation">
                <div class="c-grid__more" role="presentation">{ for more.map(&cell) }</div>
                { for amount.filter(|column| *column > 1).map(&cell) }
            </div>
        </>
    }
}

/// A row that is still loading.
pub fn skeleton(columns: usize, selectable: bool, card: bool) -> Html {
    let columns = if card { 3 } else { columns };
    html! {
        <div class="c-grid__row" role="row" data-loading="">
            if selectable && !card {
                <div class="c-grid__cell" data-check="" role="gridcell" />
            }
            { for (0..columns).map(|column| html! {
                <div class="c-grid__cell" role="gridcell" data-name={(column == 0).then_some("")}><span class="c-skeleton__line" /></div>
            }) }
        </div>
    }
}
