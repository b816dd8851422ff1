//! A table for any number of rows: it draws only those in view and uses their elements again while scrolling.
//!
//! One tab stop; arrows move from cell to cell, Enter opens the row or sorts by the heading, Space selects, Shift with
//! Space or a click selects up to here, Alt with arrows on a heading changes the column's width. Where there is little
//! room, rows become cards.

mod cursor;
mod header;
mod model;
mod row;
mod window;

use std::ops::Range;

use web_sys::HtmlElement;
use yew::prelude::*;

pub use model::{Align, Column, GridRow, Sort};

use cursor::{Cursor, Extent, step};
use header::{Header, allowed_width, next_sort};
use row::{Row, RowEvent, skeleton};
use window::{reveal, window};

use crate::{
    dom::{use_id, use_size},
    theme::use_theme,
};

/// The height of the head, and of a card where rows are cards, in pixels.
const HEAD: f64 = 36.0;
const CARD: f64 = 76.0;
/// Narrower than this, rows are cards.
const NARROW: f64 = 600.0;
/// The most rows that "select this page" takes.
const PAGE: usize = 500;
/// How many rows a loading grid shows.
const SKELETONS: usize = 12;

/// Properties of [`DataGrid`].
#[derive(Properties, PartialEq)]
pub struct DataGridProps {
    /// What the rows are.
    pub label: AttrValue,
    /// The columns; the first is the name and stays in view.
    pub columns: Vec<Column>,
    /// How many rows there are.
    pub rows: usize,
    /// A row by number, or nothing while it is loading. Make it anew (`use_callback`) when its data changes.
    pub row: Callback<usize, Option<GridRow>>,
    /// Nothing is known yet: grey rows are shown.
    #[prop_or_default]
    pub loading: bool,
    /// Shown instead of rows when there are none.
    #[prop_or_default]
    pub empty: Html,
    /// By which column the rows are sorted.
    #[prop_or_default]
    pub sort: Option<Sort>,
    /// Hears another order.
    #[prop_or_default]
    pub onsort: Callback<Sort>,
    /// Hears a column's new width while it is dragged.
    #[prop_or_default]
    pub onresize: Callback<(AttrValue, f64)>,
    /// The ids of selected rows; without, rows cannot be selected.
    #[prop_or_default]
    pub selected: Option<Vec<AttrValue>>,
    /// Hears another selection.
    #[prop_or_default]
    pub onselect: Callback<Vec<AttrValue>>,
    /// Hears the number of the row that was opened by a click or Enter.
    #[prop_or_default]
    pub onopen: Callback<usize>,
    /// The id of the row that is open beside the grid.
    #[prop_or_default]
    pub current: Option<AttrValue>,
    /// Hears which rows are in view, to load them.
    #[prop_or_default]
    pub onrange: Callback<Range<usize>>,
    /// As high as its rows, for short lists inside a page; otherwise it fills what is around it and scrolls.
    #[prop_or_default]
    pub natural_height: bool,
}

/// A table for any number of rows.
#[component]
pub fn DataGrid(props: &DataGridProps) -> Html {
    let theme = use_theme();
    let id = use_id("grid");
    let node = use_node_ref();
    let (width, height) = use_size(&node);
    let scroll_top = use_mut_ref(|| 0.0_f64);
    let cursor = use_state_eq(Cursor::default);
    let anchor = use_mut_ref(|| None::<usize>);
    let narrow = width > 0.0 && width < NARROW;
    let row_height = if narrow { CARD } else { theme.density.row_height() };
    let body_height = (height - if narrow { 0.0 } else { HEAD }).max(0.0);
    let (rows, natural) = (props.rows, props.natural_height);
    let view = move |top: f64| if natural { 0..rows } else { window(top, body_height, row_height, rows) };
    // Scrolling within the rows that are drawn changes nothing here.
    let scrolled = use_state_eq(|| 0..0);
    let range_now = view(*scroll_top.borrow());
    use_effect_with((range_now.clone(), props.onrange.clone()), |(range, onrange)| onrange.emit(range.clone()));
    let onscroll = {
        let (scrolled, scroll_top) = (scrolled.setter(), scroll_top.clone());
        Callback::from(move |event: Event| {
            let top = f64::from(event.target_unchecked_into::<HtmlElement>().scroll_top());
            *scroll_top.borrow_mut() = top;
            scrolled.set(view(top));
        })
    };
    let selection = Selection { props, anchor: &anchor };
    // Scrolling alone asks no row for its id.
    let page_state = use_memo((props.row.clone(), props.rows, props.selected.clone()), |(row, rows, selected)| {
        selected.as_ref().map(|selected| page_state(row, *rows, selected))
    });
    let onkeydown = {
        let keys = Keys {
            cursor: cursor.clone(),
            extent: Extent { rows: props.rows, columns: props.columns.len(), page: page_rows(body_height, row_height) },
            node: node.clone(),
            row_height,
            body_height,
            columns: props.columns.clone(),
            sort: props.sort.clone(),
            onsort: props.onsort.clone(),
            onresize: props.onresize.clone(),
            onopen: props.onopen.clone(),
            onselect: selection.toggle(),
        };
        Callback::from(move |event: KeyboardEvent| keys.handle(&event))
    };
    let onrow = {
        let (onopen, toggle, cursor) = (props.onopen.clone(), selection.toggle(), cursor.setter());
        Callback::from(move |(index, event): (usize, RowEvent)| {
            cursor.set(Cursor { row: index + 1, column: 0 });
            match event {
                RowEvent::Open => onopen.emit(index),
                RowEvent::Select { through } => toggle.emit((index, through)),
            }
        })
    };
    let template = template(&props.columns, props.selected.is_some());
    let row_at = |index: usize| {
        let row = props.row.emit(index);
        html! {
            <Row
                id={id.clone()}
                {index}
                selected={row.as_ref().is_some_and(|row| props.selected.as_ref().is_some_and(|ids| ids.contains(&row.id)))}
                selectable={props.selected.is_some()}
                current={row.as_ref().is_some_and(|row| props.current.as_ref() == Some(&row.id))}
                active={(cursor.row == index + 1).then_some(cursor.column)}
                columns={props.columns.clone()}
                {row}
                card={narrow}
                onevent={onrow.clone()}
            />
        }
    };
    #[expect(clippy::cast_precision_loss, reason = "row numbers are far below 2^52")]
    let (canvas, offset) = (props.rows as f64 * row_height, range_now.start as f64 * row_height);
    let is_empty = !props.loading && props.rows == 0;
    html! {
        <div
            ref={node}
            class="c-grid"
            role="grid"
            aria-label={props.label.clone()}
            aria-rowcount={(props.rows + 1).to_string()}
            aria-colcount={props.columns.len().to_string()}
            aria-multiselectable={props.selected.is_some().then_some("true")}
            aria-busy={props.loading.then_some("true")}
            aria-activedescendant={(!narrow || cursor.row > 0).then(|| format!("{id}-{}-{}", cursor.row, cursor.column))}
            data-cards={narrow.then_some("")}
            data-natural={props.natural_height.then_some("")}
            style={format!("--template:{template};--row-height:{row_height}px")}
            tabindex="0"
            {onscroll}
            {onkeydown}
        >
            if !narrow {
                <Header
                    id={id.clone()}
                    columns={props.columns.clone()}
                    sort={props.sort.clone()}
                    onsort={props.onsort.clone()}
                    onresize={props.onresize.clone()}
                    selection={*page_state}
                    onselect={selection.toggle_page()}
                    active={(cursor.row == 0).then_some(cursor.column)}
                />
            }
            if props.loading {
                { for (0..SKELETONS).map(|_| skeleton(props.columns.len(), props.selected.is_some(), narrow)) }
            } else if is_empty {
                <div class="c-grid__empty" role="row"><div role="gridcell">{ props.empty.clone() }</div></div>
            } else {
                <div class="c-grid__canvas" role="presentation" style={format!("height:{canvas}px")}>
                    // Not keyed: while scrolling, the same elements show other rows, which costs far less than moving them.
                    <div class="c-grid__rows" role="presentation" style={format!("transform:translateY({offset}px)")}>
                        { for range_now.map(row_at) }
                    </div>
                </div>
            }
        </div>
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "row numbers, never negative")]
fn page_rows(height: f64, row_height: f64) -> usize {
    ((height / row_height) as usize).clamp(1, 100)
}

/// The widths of the columns; what is left over goes to an empty one at the end.
fn template(columns: &[Column], selectable: bool) -> String {
    let mut template = String::from(if selectable { "40px" } else { "" });
    for column in columns {
        template.push_str(&format!(" {}px", column.width));
    }
    template.push_str(" minmax(0,1fr)");
    template
}

/// Selecting rows, one or a range.
struct Selection<'a> {
    props: &'a DataGridProps,
    /// The row that was pressed last, from which a range goes.
    anchor: &'a std::rc::Rc<std::cell::RefCell<Option<usize>>>,
}

impl Selection<'_> {
    fn toggle_page(&self) -> Callback<bool> {
        let (row, rows, onselect) = (self.props.row.clone(), self.props.rows, self.props.onselect.clone());
        let selected = self.props.selected.clone().unwrap_or_default();
        Callback::from(move |on: bool| {
            let page = loaded(&row, 0..rows.min(PAGE));
            let mut next: Vec<AttrValue> = selected.iter().filter(|id| !page.contains(id)).cloned().collect();
            if on {
                next.extend(page);
            }
            onselect.emit(next);
        })
    }

    fn toggle(&self) -> Callback<(usize, bool)> {
        let (row, onselect, anchor) = (self.props.row.clone(), self.props.onselect.clone(), self.anchor.clone());
        let selected = self.props.selected.clone();
        Callback::from(move |(index, through): (usize, bool)| {
            let (Some(selected), Some(pressed)) = (&selected, row.emit(index)) else { return };
            let from = anchor.borrow().filter(|_| through).unwrap_or(index);
            let range = loaded(&row, from.min(index)..from.max(index) + 1);
            *anchor.borrow_mut() = Some(index);
            onselect.emit(model::toggled(selected, &pressed.id, &range));
        })
    }
}

/// Whether all and whether any of the rows of a page are selected.
fn page_state(row: &Callback<usize, Option<GridRow>>, rows: usize, selected: &[AttrValue]) -> (bool, bool) {
    if selected.is_empty() {
        return (false, false);
    }
    let page = loaded(row, 0..rows.min(PAGE));
    (!page.is_empty() && page.iter().all(|id| selected.contains(id)), true)
}

fn loaded(row: &Callback<usize, Option<GridRow>>, range: Range<usize>) -> Vec<AttrValue> {
    range.filter_map(|index| row.emit(index)).map(|row| row.id).collect()
}

/// What the keys of a grid do.
struct Keys {
    cursor: UseStateHandle<Cursor>,
    extent: Extent,
    node: NodeRef,
    row_height: f64,
    body_height: f64,
    columns: Vec<Column>,
    sort: Option<Sort>,
    onsort: Callback<Sort>,
    onresize: Callback<(AttrValue, f64)>,
    onopen: Callback<usize>,
    onselect: Callback<(usize, bool)>,
}

impl Keys {
    fn handle(&self, event: &KeyboardEvent) {
        let at = *self.cursor;
        let key = event.key();
        let column = self.columns.get(at.column);
        match (key.as_str(), at.row.checked_sub(1), column) {
            ("Enter", Some(row), _) => self.onopen.emit(row),
            (" ", Some(row), _) => self.onselect.emit((row, event.shift_key())),
            ("Enter" | " ", None, Some(column)) if column.sortable => {
                let sorted = self.sort.as_ref().filter(|sort| sort.key == column.key);
                self.onsort.emit(next_sort(&column.key, sorted));
            }
            ("ArrowLeft" | "ArrowRight", None, Some(column)) if event.alt_key() => {
                let change = if key == "ArrowLeft" { -16.0 } else { 16.0 };
                self.onresize.emit((column.key.clone(), allowed_width(column.width + change)));
            }
            _ => match step(at, &key, event.ctrl_key() || event.meta_key(), self.extent) {
                Some(to) => self.move_to(to),
                None => return,
            },
        }
        event.prevent_default();
    }

    fn move_to(&self, to: Cursor) {
        self.cursor.set(to);
        let (Some(grid), Some(row)) = (self.node.cast::<HtmlElement>(), to.row.checked_sub(1)) else { return };
        if let Some(top) = reveal(row, f64::from(grid.scroll_top()), self.body_height, self.row_height) {
            #[expect(clippy::cast_possible_truncation, reason = "a scroll position is a whole number of pixels")]
            grid.set_scroll_top(top as i32);
        }
    }
}
