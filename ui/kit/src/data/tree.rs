//! A tree of things, folded and walked with the keyboard: one tab stop, arrows move and fold, Enter or Space chooses,
//! letters jump. Where things can be moved, they are dragged onto another one, or taken one level out with Alt and the left
//! arrow and below the one before with Alt and the right.

use std::collections::BTreeSet;

use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use crate::{
    display::Icon,
    dom::{self, use_id},
    motion::{DragItem, DropZone, Dropped, Edges},
};

/// A thing of the tree with what is below it.
#[derive(Clone, PartialEq)]
pub struct TreeNode {
    /// What is reported when it is chosen.
    pub id: AttrValue,
    /// What it says.
    pub label: AttrValue,
    /// An icon before it.
    pub icon: Option<AttrValue>,
    /// How many things it stands for, at the right.
    pub count: Option<AttrValue>,
    /// What is below it.
    pub children: Vec<TreeNode>,
}

impl TreeNode {
    /// A thing with nothing below it.
    pub fn new(id: impl Into<AttrValue>, label: impl Into<AttrValue>) -> Self {
        Self { id: id.into(), label: label.into(), icon: None, count: None, children: Vec::new() }
    }

    /// The same with an icon.
    pub fn with_icon(self, icon: impl Into<AttrValue>) -> Self {
        Self { icon: Some(icon.into()), ..self }
    }

    /// The same with a count.
    pub fn with_count(self, count: impl Into<AttrValue>) -> Self {
        Self { count: Some(count.into()), ..self }
    }
}

/// Properties of [`Tree`].
#[derive(Properties, PartialEq)]
pub struct TreeProps {
    /// What the tree is of.
    pub label: AttrValue,
    /// The things at the top.
    pub nodes: Vec<TreeNode>,
    /// The id of the chosen one.
    #[prop_or_default]
    pub value: Option<AttrValue>,
    /// Hears the id of the one chosen.
    pub onpick: Callback<AttrValue>,
    /// What stands at the right of one while it is chosen or under the pointer, such as a menu.
    #[prop_or_default]
    pub actions: Option<Callback<AttrValue, Html>>,
    /// Hears which one is to go below which other; without, nothing can be moved. The things at the top stay where they are.
    #[prop_or_default]
    pub onmove: Option<Callback<(AttrValue, AttrValue)>>,
}

/// A line of the tree as it is shown.
#[derive(Clone, PartialEq)]
struct Line {
    node: TreeNode,
    level: usize,
    /// Folded or not; none where nothing is below.
    open: Option<bool>,
    place: usize,
    of: usize,
}

/// A tree of things.
#[component]
pub fn Tree(props: &TreeProps) -> Html {
    let id = use_id("tree");
    let closed = use_state_eq(BTreeSet::<AttrValue>::new);
    // The line that the keyboard is at, by id; at first the chosen one.
    let cursor = use_state_eq(|| None::<AttrValue>);
    let refocus = use_mut_ref(|| None::<String>);
    // A moved element loses the focus; it is given back once it is drawn at its new place.
    use_effect_with(props.nodes.clone(), {
        let refocus = refocus.clone();
        move |_| {
            if let Some(id) = refocus.take() {
                dom::focus_id(&id);
            }
        }
    });
    let mut lines = Vec::new();
    flatten(&props.nodes, 1, &closed, &mut lines);
    let go = props.onmove.clone().map(|onmove| {
        let lines = lines.clone();
        Callback::from(move |(node, below): (AttrValue, AttrValue)| {
            if may_go(&lines, &node, &below) {
                onmove.emit((node, below));
            }
        })
    });
    let at = [cursor.as_ref(), props.value.as_ref()]
        .into_iter()
        .flatten()
        .find_map(|id| lines.iter().position(|line| line.node.id == *id))
        .unwrap_or_default();
    let fold = {
        let closed = closed.clone();
        Callback::from(move |(node, open): (AttrValue, bool)| {
            let mut next = (*closed).clone();
            if open {
                next.remove(&node);
            } else {
                next.insert(node);
            }
            closed.set(next);
        })
    };
    let onkeydown = {
        let (lines, fold, cursor, onpick, id) = (lines.clone(), fold.clone(), cursor.setter(), props.onpick.clone(), id.clone());
        let go = go.clone();
        Callback::from(move |event: KeyboardEvent| {
            // Keys of a menu inside a line are the menu's own.
            let on_line = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let Some(target) = on_line.filter(|target| target.get_attribute("role").as_deref() == Some("treeitem")) else { return };
            let at = lines.iter().position(|line| format!("{id}-{}", line.node.id) == target.id()).unwrap_or(at);
            if let Some(go) = go.as_ref().filter(|_| event.alt_key()) {
                if let Some(below) = place_by_key(&event.key(), at, &lines) {
                    event.prevent_default();
                    *refocus.borrow_mut() = Some(format!("{id}-{}", lines[at].node.id));
                    cursor.set(Some(lines[at].node.id.clone()));
                    go.emit((lines[at].node.id.clone(), below));
                }
                return;
            }
            let Some(step) = step(&event.key(), at, &lines) else { return };
            event.prevent_default();
            match step {
                Step::To(to) => {
                    cursor.set(Some(lines[to].node.id.clone()));
                    dom::focus_id(&format!("{id}-{}", lines[to].node.id));
                }
                Step::Fold(open) => fold.emit((lines[at].node.id.clone(), open)),
                Step::Pick => onpick.emit(lines[at].node.id.clone()),
            }
        })
    };
    let line = |(index, line): (usize, &Line)| {
        let (node, line_level) = (&line.node, line.level);
        let chosen = props.value.as_ref() == Some(&node.id);
        let onclick = {
            let (cursor, onpick, node) = (cursor.setter(), props.onpick.clone(), node.id.clone());
            Callback::from(move |_: MouseEvent| {
                cursor.set(Some(node.clone()));
                onpick.emit(node.clone());
            })
        };
        let onfold = {
            let (fold, node, open) = (fold.clone(), node.id.clone(), line.open.unwrap_or_default());
            Callback::from(move |event: MouseEvent| {
                event.stop_propagation();
                fold.emit((node.clone(), !open));
            })
        };
        let actions = props.actions.as_ref().map(|actions| {
            let stop = Callback::from(|event: MouseEvent| event.stop_propagation());
            html! { <span class="c-tree__actions" onclick={stop}>{ actions.emit(node.id.clone()) }</span> }
        });
        let moves = props.onmove.is_some();
        let line = html! {
            <div
                key={node.id.to_string()}
                id={format!("{id}-{}", node.id)}
                class="c-tree__line"
                role="treeitem"
                style={format!("--level:{}", line.level - 1)}
                aria-level={line.level.to_string()}
                aria-posinset={line.place.to_string()}
                aria-setsize={line.of.to_string()}
                aria-expanded={line.open.map(|open| open.to_string())}
                aria-selected={chosen.to_string()}
                aria-keyshortcuts={(moves && line.level > 1).then_some("Alt+ArrowLeft Alt+ArrowRight")}
                data-moves={(moves && line.level > 1).then_some("")}
                tabindex={if index == at { "0" } else { "-1" }}
                {onclick}
            >
                <span class="c-tree__fold" onclick={line.open.is_some().then_some(onfold)} aria-hidden="true">
                    if let Some(open) = line.open {
                        <Icon name={if open { "chevron-down" } else { "chevron-right" }} size={14} />
                    }
                </span>
                if let Some(name) = node.icon.clone() {
                    <Icon {name} />
                }
                <span class="u-grow u-ellipsis">{ &node.label }</span>
                if let Some(count) = &node.count {
                    <span class="c-tree__count">{ count }</span>
                }
                { actions }
            </div>
        };
        match (moves, line_level) {
            (false, _) => line,
            (true, 1) => html! { <DropZone key={node.id.to_string()} kind={id.clone()} id={node.id.clone()}>{ line }</DropZone> },
            (true, _) => html! {
                <DragItem key={node.id.to_string()} kind={id.clone()} id={node.id.clone()} edges={Some(Edges::None)}>{ line }</DragItem>
            },
        }
    };
    let tree = html! {
        <div class="c-tree" role="tree" aria-label={props.label.clone()} {onkeydown}>{ for lines.iter().enumerate().map(line) }</div>
    };
    match go {
        None => tree,
        Some(go) => {
            let ondrop = go.reform(|dropped: Dropped| (dropped.id, dropped.target));
            html! { <DropZone kind={id} {ondrop}>{ tree }</DropZone> }
        }
    }
}

fn flatten(nodes: &[TreeNode], level: usize, closed: &BTreeSet<AttrValue>, lines: &mut Vec<Line>) {
    for (index, node) in nodes.iter().enumerate() {
        let open = (!node.children.is_empty()).then(|| !closed.contains(&node.id));
        lines.push(Line { node: node.clone(), level, open, place: index + 1, of: nodes.len() });
        if open == Some(true) {
            flatten(&node.children, level + 1, closed, lines);
        }
    }
}

/// The place in the list of the one that this line is below.
fn parent(lines: &[Line], at: usize) -> Option<usize> {
    lines[..at].iter().rposition(|line| line.level < lines[at].level)
}

/// Whether one can go below another: not below itself, and not where it is already.
fn may_go(lines: &[Line], node: &AttrValue, below: &AttrValue) -> bool {
    let place = |id: &AttrValue| lines.iter().position(|line| line.node.id == *id);
    let (Some(from), Some(to)) = (place(node), place(below)) else { return false };
    let is_inside = std::iter::successors(Some(to), |at| parent(lines, *at)).any(|at| at == from);
    lines[from].level > 1 && !is_inside && parent(lines, from) != Some(to)
}

/// Where Alt and an arrow take the one at the cursor: below the one that its parent is below, or below the one before it
/// of the same level.
fn place_by_key(key: &str, at: usize, lines: &[Line]) -> Option<AttrValue> {
    let above = parent(lines, at)?;
    let to = match key {
        "ArrowLeft" => parent(lines, above)?,
        "ArrowRight" => {
            let before = lines[above + 1..at].iter().rposition(|line| line.level == lines[at].level)?;
            above + 1 + before
        }
        _ => return None,
    };
    Some(lines[to].node.id.clone())
}

/// What a key does.
#[derive(Debug, PartialEq)]
enum Step {
    To(usize),
    Fold(bool),
    Pick,
}

fn step(key: &str, at: usize, lines: &[Line]) -> Option<Step> {
    let here = lines.get(at)?;
    let to = |index: usize| (index < lines.len()).then_some(Step::To(index));
    match key {
        "ArrowDown" => to(at + 1),
        "ArrowUp" => at.checked_sub(1).and_then(to),
        "Home" => to(0),
        "End" => to(lines.len() - 1),
        "ArrowRight" => match here.open {
            Some(false) => Some(Step::Fold(true)),
            Some(true) => to(at + 1),
            None => None,
        },
        "ArrowLeft" if here.open == Some(true) => Some(Step::Fold(false)),
        "ArrowLeft" => lines[..at].iter().rposition(|line| line.level < here.level).and_then(to),
        "Enter" | " " => Some(Step::Pick),
        _ if key.chars().count() == 1 => {
            let letter = key.to_lowercase();
            let starts = |index: &usize| lines[*index].node.label.to_lowercase().starts_with(&letter);
            (at + 1..lines.len()).chain(0..at).find(starts).and_then(to)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(closed: &[&'static str]) -> Vec<Line> {
        let leaf = |id: &'static str| TreeNode::new(id, id);
        let east = TreeNode { children: vec![leaf("sales"), leaf("service")], ..leaf("east") };
        let root = TreeNode { children: vec![east, leaf("west")], ..leaf("root") };
        let mut lines = Vec::new();
        flatten(&[root], 1, &closed.iter().map(|id| AttrValue::from(*id)).collect(), &mut lines);
        lines
    }

    #[test]
    fn what_is_folded_is_not_shown() {
        let shown = |closed: &[&'static str]| lines(closed).iter().map(|line| line.node.id.to_string()).collect::<Vec<_>>().join(" ");
        assert_eq!(shown(&[]), "root east sales service west");
        assert_eq!(shown(&["east"]), "root east west");
        assert_eq!(shown(&["root"]), "root");
    }

    #[test]
    fn nothing_goes_below_itself() {
        let open = lines(&[]);
        let may = |node: &'static str, below: &'static str| may_go(&open, &node.into(), &below.into());
        assert!(may("sales", "root") && may("sales", "service") && may("west", "east"));
        assert!(!may("east", "sales") && !may("east", "east") && !may("sales", "east") && !may("root", "west") && !may("gone", "root"));
    }

    #[test]
    fn alt_and_an_arrow_take_one_out_or_below_the_one_before() {
        let open = lines(&[]);
        let place = |key: &str, at: usize| place_by_key(key, at, &open).map(|id| id.to_string());
        assert_eq!(place("ArrowLeft", 2), Some("root".into()));
        assert_eq!(place("ArrowLeft", 1), None, "it is at the top already");
        assert_eq!(place("ArrowRight", 3), Some("sales".into()));
        assert_eq!(place("ArrowRight", 2), None, "nothing is before it");
        assert_eq!(place("ArrowRight", 4), Some("east".into()));
        assert_eq!(place("ArrowRight", 0), None);
    }

    #[test]
    fn keys_walk_and_fold() {
        let open = lines(&[]);
        assert_eq!(step("ArrowDown", 0, &open), Some(Step::To(1)));
        assert_eq!(step("ArrowUp", 0, &open), None);
        assert_eq!(step("ArrowLeft", 1, &open), Some(Step::Fold(false)));
        assert_eq!(step("ArrowLeft", 3, &open), Some(Step::To(1)));
        assert_eq!(step("ArrowRight", 2, &open), None);
        assert_eq!(step("ArrowRight", 1, &lines(&["east"])), Some(Step::Fold(true)));
        assert_eq!(step("End", 0, &open), Some(Step::To(4)));
        assert_eq!(step("s", 2, &open), Some(Step::To(3)));
        assert_eq!(step("s", 3, &open), Some(Step::To(2)));
        assert_eq!(step("Enter", 0, &open), Some(Step::Pick));
    }
}
