//! A table of levels, such as whose records each action of each object reaches. One tab stop; arrows move from cell to
//! cell, Enter or Space opens the levels, digits choose one at once.

use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use crate::{
    display::Icon,
    dom::{self, use_id},
    form::{Choice, Listbox, option_id, step_listbox},
    overlay::Popover,
};

/// One of the levels, from nothing to everything.
#[derive(Clone, PartialEq)]
pub struct Level {
    /// What is reported when it is chosen.
    pub value: AttrValue,
    /// What it says.
    pub label: AttrValue,
    /// How much of the meter is filled.
    pub strength: u8,
}

/// The segments of a meter.
const SEGMENTS: u8 = 5;

/// A column and how many cells it spans.
#[derive(Clone, PartialEq)]
pub struct MatrixColumn {
    /// The heading.
    pub label: AttrValue,
    /// How many cells stand below it.
    pub span: usize,
}

/// A cell.
#[derive(Clone, PartialEq)]
pub struct MatrixCell {
    /// The value of its level.
    pub value: AttrValue,
    /// What it is about, for assistive technology: "Customer, view".
    pub name: AttrValue,
    /// A heading of its own, where the column has none for it.
    pub label: Option<AttrValue>,
    /// The levels that can be chosen here.
    pub levels: Vec<Level>,
    /// Whether it differs from what is kept.
    pub changed: bool,
}

/// A row; a cell may be absent.
#[derive(Clone, PartialEq)]
pub struct MatrixRow {
    /// Its key.
    pub key: AttrValue,
    /// The heading.
    pub label: AttrValue,
    /// An icon before it.
    pub icon: Option<AttrValue>,
    /// The cells.
    pub cells: Vec<Option<MatrixCell>>,
}

/// Properties of [`Matrix`].
#[derive(Properties, PartialEq)]
pub struct MatrixProps {
    /// What the table is of.
    pub label: AttrValue,
    /// The heading of the rows' names.
    pub corner: AttrValue,
    /// The columns.
    pub columns: Vec<MatrixColumn>,
    /// The rows.
    pub rows: Vec<MatrixRow>,
    /// Hears row, cell and the value of another level.
    pub onchange: Callback<(usize, usize, AttrValue)>,
    /// Shown, not to be changed.
    #[prop_or_default]
    pub readonly: bool,
}

/// A table of levels.
#[component]
pub fn Matrix(props: &MatrixProps) -> Html {
    let id = use_id("matrix");
    let cursor = use_state_eq(|| None::<(usize, usize)>);
    let open = use_state_eq(|| false);
    // The one cell that Tab leads to.
    let present = |(row, cell): (usize, usize)| props.rows.get(row).and_then(|row| row.cells.get(cell)).is_some_and(Option::is_some);
    let first =
        || (0..props.rows.len()).flat_map(|row| (0..props.rows[row].cells.len()).map(move |cell| (row, cell))).find(|at| present(*at));
    let at = cursor.filter(|at| present(*at)).or_else(first);
    let move_to = {
        let (cursor, id) = (cursor.setter(), id.clone());
        Callback::from(move |(row, cell): (usize, usize)| {
            cursor.set(Some((row, cell)));
            dom::focus_id(&cell_id(&id, row, cell));
        })
    };
    let onkeydown = {
        let (open, rows, move_to) = (open.clone(), props.rows.clone(), move_to.clone());
        Callback::from(move |event: KeyboardEvent| {
            let (Some(at), false) = (at, *open) else { return };
            if let Some(to) =
                walk(&event.key(), at, |(row, cell)| rows.get(row).map(|row| row.cells.get(cell).is_some_and(Option::is_some)))
            {
                event.prevent_default();
                move_to.emit(to);
            }
        })
    };
    let cell = |row: usize, index: usize, cell: &MatrixCell| {
        let here = at == Some((row, index));
        let onopen = {
            let (cursor, open) = (cursor.setter(), open.setter());
            Callback::from(move |shown: bool| {
                cursor.set(Some((row, index)));
                open.set(shown);
            })
        };
        let onpick = props.onchange.reform(move |value: AttrValue| (row, index, value));
        html! {
            <Cell
                id={cell_id(&id, row, index)}
                cell={cell.clone()}
                open={here && *open}
                focusable={here}
                readonly={props.readonly}
                {onopen}
                {onpick}
            />
        }
    };
    html! {
        <div class="c-matrix">
            <table role="grid" aria-label={props.label.clone()} aria-readonly={props.readonly.then_some("true")} {onkeydown}>
                <thead>
                    <tr>
                        <th scope="col" class="c-matrix__corner">{ &props.corner }</th>
                        { for props.columns.iter().map(|column| html! { <th scope="col" colspan={column.span.to_string()}>{ &column.label }</th> }) }
                    </tr>
                </thead>
                <tbody>
                    { for props.rows.iter().enumerate().map(|(index, row)| html! {
                        <tr key={row.key.to_string()}>
                            <th scope="row">
                                <span class="c-matrix__name">
                                    if let Some(name) = row.icon.clone() {
                                        <Icon {name} />
                                    }
                                    <span class="u-ellipsis">{ &row.label }</span>
                                </span>
                            </th>
                            { for row.cells.iter().enumerate().map(|(at, it)| match it {
                                Some(it) => cell(index, at, it),
                                None => html! { <td class="c-matrix__none" /> },
                            }) }
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

fn cell_id(id: &str, row: usize, cell: usize) -> String {
    format!("{id}-{row}-{cell}")
}

/// Where a key leads: over absent cells, not over the edge. `present` says nothing outside the rows.
fn walk(key: &str, (row, cell): (usize, usize), present: impl Fn((usize, usize)) -> Option<bool>) -> Option<(usize, usize)> {
    /// More columns than any table has.
    const EDGE: usize = 64;
    let along = |cells: &mut dyn Iterator<Item = usize>| cells.map(|cell| (row, cell)).find(|at| present(*at) == Some(true));
    match key {
        "ArrowRight" => along(&mut (cell + 1..EDGE)),
        "ArrowLeft" => along(&mut (0..cell).rev()),
        "Home" => along(&mut (0..cell)),
        "End" => along(&mut (cell + 1..EDGE).rev()),
        "ArrowDown" => (row + 1..).map(|row| (row, cell)).take_while(|at| present(*at).is_some()).find(|at| present(*at) == Some(true)),
        "ArrowUp" => (0..row).rev().map(|row| (row, cell)).find(|at| present(*at) == Some(true)),
        _ => None,
    }
}

#[derive(Properties, PartialEq)]
struct CellProps {
    id: String,
    cell: MatrixCell,
    open: bool,
    focusable: bool,
    readonly: bool,
    onopen: Callback<bool>,
    onpick: Callback<AttrValue>,
}

#[component]
fn Cell(props: &CellProps) -> Html {
    let node = use_node_ref();
    let active = use_state_eq(|| None::<usize>);
    let (cell, list) = (&props.cell, format!("{}-levels", props.id));
    let chosen = cell.levels.iter().position(|level| level.value == cell.value);
    let level = chosen.and_then(|index| cell.levels.get(index));
    let options: Vec<Choice> = cell.levels.iter().map(|level| Choice::new(level.value.clone(), level.label.clone())).collect();
    let pick = {
        let (onopen, onpick, levels) = (props.onopen.clone(), props.onpick.clone(), cell.levels.clone());
        Callback::from(move |index: usize| {
            onopen.emit(false);
            if let Some(level) = levels.get(index) {
                onpick.emit(level.value.clone());
            }
        })
    };
    let show = {
        let (active, onopen, open, readonly) = (active.setter(), props.onopen.clone(), props.open, props.readonly);
        move || {
            active.set(chosen);
            onopen.emit(!open && !readonly);
        }
    };
    let onclick = {
        let show = show.clone();
        Callback::from(move |event: MouseEvent| {
            // Safari does not focus a button that is pressed.
            if let Some(button) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) {
                dom::focus(&button);
            }
            show();
        })
    };
    let onkeydown = {
        let (open, readonly, active, pick, options) = (props.open, props.readonly, active.clone(), pick.clone(), options.clone());
        let onopen = props.onopen.clone();
        Callback::from(move |event: KeyboardEvent| {
            let key = event.key();
            let digit = key.parse::<usize>().ok().filter(|digit| *digit < options.len() && !readonly);
            match (key.as_str(), digit) {
                (_, Some(digit)) => pick.emit(digit),
                ("Enter" | " ", _) if open => {
                    event.prevent_default();
                    if let Some(index) = *active {
                        pick.emit(index);
                    }
                }
                ("Tab", _) => onopen.emit(false),
                _ if open => {
                    if let Some(to) = step_listbox(&key, *active, &options) {
                        event.prevent_default();
                        active.set(Some(to));
                    }
                }
                _ => {}
            }
        })
    };
    let hover = {
        let active = active.setter();
        Callback::from(move |index| active.set(Some(index)))
    };
    let close = props.onopen.reform(|()| false);
    let strength = level.map_or(0, |level| level.strength);
    let says = level.map(|level| level.label.clone()).unwrap_or_else(|| cell.value.clone());
    html! {
        <td role="gridcell">
            <button
                ref={node.clone()}
                type="button"
                id={props.id.clone()}
                class="c-level"
                role="combobox"
                data-strength={strength.to_string()}
                data-changed={cell.changed.then_some("")}
                aria-label={cell.name.clone()}
                aria-haspopup="listbox"
                aria-expanded={props.open.to_string()}
                aria-controls={props.open.then(|| list.clone())}
                aria-activedescendant={active.filter(|_| props.open).map(|index| option_id(&list, index))}
                aria-readonly={props.readonly.then_some("true")}
                tabindex={if props.focusable { "0" } else { "-1" }}
                {onclick}
                {onkeydown}
            >
                if let Some(label) = &cell.label {
                    <span class="c-level__label u-ellipsis">{ label }</span>
                }
                <span class="c-level__text u-ellipsis">{ says }</span>
                <span class="c-level__meter" aria-hidden="true">
                    { for (0..SEGMENTS).map(|at| html! { <i data-on={(at < strength).then_some("")} /> }) }
                </span>
            </button>
            <Popover open={props.open} anchor={node} onclose={close} match_width={true}>
                <Listbox
                    id={list}
                    label={cell.name.clone()}
                    {options}
                    chosen={vec![cell.value.clone()]}
                    active={*active}
                    onpick={pick}
                    onhover={hover}
                />
            </Popover>
        </td>
    }
}

#[cfg(test)]
mod tests {
    use super::walk;

    #[test]
    fn arrows_pass_over_absent_cells() {
        let table = ["x.x", "xx.", "x.x"];
        let present = |(row, cell): (usize, usize)| table.get(row).map(|line: &&str| line.as_bytes().get(cell) == Some(&b'x'));
        let go = |key: &str, at| walk(key, at, present);
        assert_eq!(go("ArrowRight", (0, 0)), Some((0, 2)));
        assert_eq!(go("ArrowLeft", (0, 2)), Some((0, 0)));
        assert_eq!(go("ArrowDown", (0, 2)), Some((2, 2)));
        assert_eq!(go("ArrowUp", (2, 2)), Some((0, 2)));
        assert_eq!(go("ArrowDown", (2, 0)), None);
        assert_eq!(go("End", (0, 0)), Some((0, 2)));
        assert_eq!(go("Home", (0, 0)), None);
        assert_eq!(go("x", (0, 0)), None);
    }
}
