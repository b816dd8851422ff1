//! A list whose order the person decides: by dragging, by keyboard, or with the buttons of each row.

use yew::prelude::*;

use super::{DragItem, DropZone, Dropped, Edge, Edges};
use crate::{
    action::{IconButton, Size},
    display::Icon,
    dom::{self, use_id},
    i18n::use_i18n,
    t,
};

/// One thing in the order.
#[derive(Clone, PartialEq)]
pub struct SortableItem {
    /// What is reported when it moves.
    pub id: AttrValue,
    /// Its name.
    pub label: AttrValue,
    /// What the row shows; without, the name.
    pub content: Option<Html>,
}

/// Properties of [`Sortable`].
#[derive(Properties, PartialEq)]
pub struct SortableProps {
    /// What is put in order.
    pub label: AttrValue,
    /// The things, in their order.
    pub items: Vec<SortableItem>,
    /// Hears which one goes to which place.
    pub onmove: Callback<(AttrValue, usize)>,
}

/// A list to put in order.
#[component]
pub fn Sortable(props: &SortableProps) -> Html {
    let i18n = use_i18n();
    let kind = use_id("order");
    let said = use_state(AttrValue::default);
    let refocus = use_mut_ref(|| None::<String>);
    // A moved element loses the focus; it is given back once the new order is drawn.
    use_effect_with(props.items.clone(), {
        let refocus = refocus.clone();
        move |_| {
            if let Some(id) = refocus.take() {
                dom::focus_id(&id);
            }
        }
    });
    let go = {
        let (items, onmove, said, i18n) = (props.items.clone(), props.onmove.clone(), said.setter(), i18n.clone());
        move |id: AttrValue, to: usize| {
            if let Some(item) = items.iter().find(|item| item.id == id) {
                said.set(t!(i18n, "kit-moved", name = &item.label, place = to + 1, count = items.len()));
                onmove.emit((id, to));
            }
        }
    };
    let ondrop = {
        let (ids, go) = (props.items.iter().map(|item| item.id.clone()).collect::<Vec<_>>(), go.clone());
        Callback::from(move |dropped: Dropped| {
            if let Some(to) = place_after_drop(&ids, &dropped) {
                go(dropped.id, to);
            }
        })
    };
    let last = props.items.len().saturating_sub(1);
    let row = |(index, item): (usize, &SortableItem)| {
        let handle = format!("{kind}-{}", item.id);
        let step = |to: Option<usize>| {
            let (go, id, refocus, handle) = (go.clone(), item.id.clone(), refocus.clone(), handle.clone());
            move || {
                if let Some(to) = to {
                    *refocus.borrow_mut() = Some(handle.clone());
                    go(id.clone(), to);
                }
            }
        };
        let (up, down) = (step(index.checked_sub(1)), step(Some(index + 1).filter(|to| *to <= last)));
        let onkeydown = {
            let (up, down) = (up.clone(), down.clone());
            Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
                "ArrowUp" => {
                    event.prevent_default();
                    up();
                }
                "ArrowDown" => {
                    event.prevent_default();
                    down();
                }
                _ => {}
            })
        };
        html! {
            <li key={item.id.to_string()}>
                <DragItem kind={kind.clone()} id={item.id.clone()} edges={Some(Edges::Vertical)} handle={Some(".c-sortable__handle")} class="c-sortable__item">
                    <button type="button" id={handle.clone()} class="c-sortable__handle" aria-label={t!(i18n, "kit-move", name = &item.label)} {onkeydown}>
                        <Icon name="grip-vertical" />
                    </button>
                    <div class="u-grow">
                        if let Some(content) = item.content.clone() {
                            { content }
                        } else {
                            <span class="u-ellipsis">{ &item.label }</span>
                        }
                    </div>
                    <IconButton label={t!(i18n, "kit-move-up", name = &item.label)} icon="arrow-up" size={Size::Small} disabled={index == 0} onclick={Callback::from(move |_: MouseEvent| up())} />
                    <IconButton label={t!(i18n, "kit-move-down", name = &item.label)} icon="arrow-down" size={Size::Small} disabled={index == last} onclick={Callback::from(move |_: MouseEvent| down())} />
                </DragItem>
            </li>
        }
    };
    html! {
        <DropZone kind={kind.clone()} {ondrop}>
            <ol class="c-sortable" aria-label={props.label.clone()}>{ for props.items.iter().enumerate().map(row) }</ol>
            <p class="u-hidden" role="status">{ (*said).clone() }</p>
        </DropZone>
    }
}

/// The place, in the order without the dragged one, where it was dropped; nothing when that changes nothing.
pub fn place_after_drop(ids: &[AttrValue], dropped: &Dropped) -> Option<usize> {
    let from = ids.iter().position(|id| *id == dropped.id)?;
    let target = ids.iter().position(|id| *id == dropped.target)?;
    let before = target + usize::from(dropped.edge == Edge::After);
    let to = if before > from { before - 1 } else { before };
    (to != from).then_some(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drop_names_the_place_without_the_dragged_one() {
        let ids: Vec<AttrValue> = ["a", "b", "c", "d"].into_iter().map(AttrValue::from).collect();
        let place = |id: &str, target: &str, edge| {
            place_after_drop(&ids, &Dropped { id: id.to_owned().into(), target: target.to_owned().into(), edge })
        };
        assert_eq!(place("a", "c", Edge::After), Some(2));
        assert_eq!(place("a", "c", Edge::Before), Some(1));
        assert_eq!(place("d", "a", Edge::Before), Some(0));
        assert_eq!(place("b", "a", Edge::After), None);
        assert_eq!(place("b", "b", Edge::After), None);
        assert_eq!(place("x", "a", Edge::Before), None);
    }
}
