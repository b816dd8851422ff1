//! A path through a tree of options: column by column, or found by typing.

use std::{collections::HashMap, rc::Rc};

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::use_field;
use crate::{
    action::{IconButton, Size},
    display::{Icon, Spinner},
    dom::{self, use_id},
    i18n::use_i18n,
    overlay::Popover,
    t,
};

/// How many paths a search shows.
const FOUND: usize = 50;

/// One option of the tree.
#[derive(Clone, PartialEq, Debug)]
pub struct Branch {
    /// What is reported.
    pub value: AttrValue,
    /// What it says.
    pub label: AttrValue,
    /// The option above it; none at the top.
    pub parent: Option<AttrValue>,
    /// Shown where it is chosen, but not to be chosen anew.
    pub retired: bool,
}

/// The options of a tree, ready to be walked; cheap to clone, and equal only to itself.
#[derive(Clone)]
pub struct Branches(Rc<Tree>);

struct Tree {
    branches: Vec<Branch>,
    /// Places by the value above; the top stands under none.
    below: HashMap<Option<AttrValue>, Vec<usize>>,
    at: HashMap<AttrValue, usize>,
}

impl PartialEq for Branches {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Branches {
    /// Prepares the options, in the order given.
    pub fn new(branches: Vec<Branch>) -> Self {
        let mut below: HashMap<Option<AttrValue>, Vec<usize>> = HashMap::new();
        for (place, branch) in branches.iter().enumerate() {
            below.entry(branch.parent.clone()).or_default().push(place);
        }
        let at = branches.iter().enumerate().map(|(place, branch)| (branch.value.clone(), place)).collect();
        Self(Rc::new(Tree { branches, below, at }))
    }

    /// The options right below one, or those at the top.
    pub fn below(&self, parent: Option<&AttrValue>) -> impl Iterator<Item = &Branch> {
        let places = self.0.below.get(&parent.cloned());
        places.into_iter().flatten().map(|place| &self.0.branches[*place])
    }

    /// The option with this value.
    pub fn get(&self, value: &str) -> Option<&Branch> {
        self.0.at.get(value).map(|place| &self.0.branches[*place])
    }

    /// The values from the top down to this one.
    pub fn path(&self, value: &str) -> Vec<AttrValue> {
        let mut path = Vec::new();
        let mut next = self.get(value);
        // A tree is shallow; a ring in it must not hang the page.
        while let Some(branch) = next.filter(|_| path.len() < 12) {
            path.push(branch.value.clone());
            next = branch.parent.as_deref().and_then(|parent| self.get(parent));
        }
        path.reverse();
        path
    }

    /// Labels from the top down to this one.
    pub fn words(&self, path: &[AttrValue]) -> String {
        let label = |value: &AttrValue| self.get(value).map_or_else(|| value.clone(), |branch| branch.label.clone());
        path.iter().map(label).collect::<Vec<_>>().join(" / ")
    }

    /// Paths with the words in any of their labels, those that begin with them first.
    pub fn find(&self, words: &str) -> Vec<Vec<AttrValue>> {
        let words = words.trim().to_lowercase();
        let mut found: Vec<(bool, &Branch)> = self
            .0
            .branches
            .iter()
            .filter(|branch| !branch.retired)
            .filter_map(|branch| {
                let label = branch.label.to_lowercase();
                label.contains(&words).then(|| (!label.starts_with(&words), branch))
            })
            .collect();
        found.sort_by_key(|(later, _)| *later);
        found.into_iter().take(FOUND).map(|(_, branch)| self.path(&branch.value)).collect()
    }
}

/// Properties of [`Cascader`].
#[derive(Properties, PartialEq)]
pub struct CascaderProps {
    /// The options.
    pub options: Branches,
    /// The chosen path, from the top.
    pub value: Vec<AttrValue>,
    /// Hears another path; an empty one for none.
    pub onchange: Callback<Vec<AttrValue>>,
    /// Hears that it is opened, so that the options can be fetched.
    #[prop_or_default]
    pub onopen: Callback<()>,
    /// The options are on their way.
    #[prop_or_default]
    pub loading: bool,
    /// The name, when no [`super::Field`] is around it.
    #[prop_or_default]
    pub label: AttrValue,
    /// Shown while nothing is chosen.
    #[prop_or_default]
    pub placeholder: AttrValue,
    /// How large it is.
    #[prop_or_default]
    pub size: Size,
    /// Not to be used now.
    #[prop_or_default]
    pub disabled: bool,
}

/// A button that says the path and opens the columns. Every level can be the last one.
#[component]
pub fn Cascader(props: &CascaderProps) -> Html {
    let i18n = use_i18n();
    let field = use_field();
    let node = use_node_ref();
    let open = use_state_eq(|| false);
    let toggle = {
        let (open, onopen) = (open.clone(), props.onopen.clone());
        Callback::from(move |_: MouseEvent| {
            if !*open {
                onopen.emit(());
            }
            open.set(!*open);
        })
    };
    let close = {
        let open = open.setter();
        Callback::from(move |()| open.set(false))
    };
    let onkeydown = {
        let (open, onopen) = (open.setter(), props.onopen.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "ArrowDown" {
                event.prevent_default();
                onopen.emit(());
                open.set(true);
            }
        })
    };
    let clear = props.onchange.reform(|event: MouseEvent| {
        event.stop_propagation();
        Vec::new()
    });
    let words = props.options.words(&props.value);
    let placeholder = if props.placeholder.is_empty() { t!(i18n, "kit-choose") } else { props.placeholder.clone() };
    html! {
        <div class="c-select c-cascader" ref={node.clone()} data-size={props.size.code()} data-invalid={field.invalid.then_some("")}>
            <button
                type="button"
                id={field.id.clone()}
                class="c-select__button"
                aria-haspopup="dialog"
                aria-expanded={open.to_string()}
                aria-label={(!props.label.is_empty()).then(|| format!("{}: {}", props.label, if words.is_empty() { &placeholder } else { words.as_str() }))}
                aria-describedby={field.described_by.clone()}
                aria-invalid={field.invalid.then_some("true")}
                disabled={props.disabled}
                onclick={toggle}
                {onkeydown}
            >
                if words.is_empty() {
                    <span class="u-grow u-ellipsis c-select__placeholder">{ placeholder }</span>
                } else {
                    <span class="u-grow u-ellipsis" title={words.clone()}>{ &words }</span>
                }
                <Icon name="chevron-down" size={14} class="c-select__arrow" />
            </button>
            if !props.value.is_empty() && !props.disabled {
                <span class="c-select__clear"><IconButton label={t!(i18n, "kit-clear")} icon="x" size={Size::Small} onclick={clear} /></span>
            }
            <Popover open={*open} anchor={node} onclose={close.clone()} role="dialog" label={t!(i18n, "kit-cascade")}>
                <Columns options={props.options.clone()} value={props.value.clone()} onchange={props.onchange.clone()} onclose={close} loading={props.loading} />
            </Popover>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ColumnsProps {
    options: Branches,
    value: Vec<AttrValue>,
    onchange: Callback<Vec<AttrValue>>,
    onclose: Callback<()>,
    loading: bool,
}

/// The search and the columns. Arrows go up, down, and to the next or last column; Enter chooses.
#[component]
fn Columns(props: &ColumnsProps) -> Html {
    let i18n = use_i18n();
    let id = use_id("cascade");
    let words = use_state_eq(String::new);
    let options = &props.options;
    let choose = {
        let (options, onchange, onclose) = (options.clone(), props.onchange.clone(), props.onclose.clone());
        move |path: Vec<AttrValue>| {
            let is_leaf = path.last().is_none_or(|last| options.below(Some(last)).next().is_none());
            onchange.emit(path);
            if is_leaf {
                onclose.emit(());
            }
        }
    };
    let oninput = {
        let words = words.setter();
        Callback::from(move |event: InputEvent| words.set(event.target_unchecked_into::<HtmlInputElement>().value()))
    };
    let first = format!("{id}-0-0");
    let into = {
        let first = first.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "ArrowDown" {
                event.prevent_default();
                dom::focus_id(&first);
            }
        })
    };
    let item = |column: usize, row: usize, count: usize, path: Vec<AttrValue>, label: AttrValue, chosen: bool, opens: bool| {
        let onclick = {
            let (choose, path) = (choose.clone(), path.clone());
            Callback::from(move |_: MouseEvent| choose(path.clone()))
        };
        let onkeydown = {
            let (id, choose, path) = (id.clone(), choose.clone(), path.clone());
            Callback::from(move |event: KeyboardEvent| {
                let to = match event.key().as_str() {
                    "ArrowDown" => Some((column, (row + 1).min(count - 1))),
                    "ArrowUp" => Some((column, row.saturating_sub(1))),
                    "Home" => Some((column, 0)),
                    "End" => Some((column, count - 1)),
                    "ArrowLeft" if column > 0 => {
                        event.prevent_default();
                        dom::focus_selector(&format!("[data-column=\"{id}-{}\"] [aria-selected=\"true\"]", column - 1));
                        return;
                    }
                    "ArrowRight" if opens => {
                        choose(path.clone());
                        Some((column + 1, 0))
                    }
                    _ => None,
                };
                if let Some((column, row)) = to {
                    event.prevent_default();
                    let target = format!("{id}-{column}-{row}");
                    // The next column is drawn first.
                    wasm_bindgen_futures::spawn_local(async move {
                        dom::next_frame().await;
                        dom::focus_id(&target);
                    });
                }
            })
        };
        html! {
            <li role="presentation" key={path.last().map(ToString::to_string).unwrap_or_default()}>
                <button type="button" id={format!("{id}-{column}-{row}")} class="c-option" role="option" aria-selected={chosen.to_string()} tabindex={if row == 0 || chosen { "0" } else { "-1" }} {onclick} {onkeydown}>
                    <span class="u-grow u-ellipsis">{ label }</span>
                    if opens {
                        <Icon name="chevron-right" size={14} />
                    } else if chosen {
                        <Icon name="check" size={14} />
                    }
                </button>
            </li>
        }
    };
    let column = |depth: usize| {
        let parent = depth.checked_sub(1).and_then(|above| props.value.get(above));
        let here: Vec<&Branch> =
            options.below(parent).filter(|branch| !branch.retired || props.value.get(depth) == Some(&branch.value)).collect();
        let count = here.len();
        let rows = here.into_iter().enumerate().map(|(row, branch)| {
            let path = props.value.iter().take(depth).cloned().chain([branch.value.clone()]).collect();
            let opens = options.below(Some(&branch.value)).next().is_some();
            item(depth, row, count, path, branch.label.clone(), props.value.get(depth) == Some(&branch.value), opens)
        });
        (count > 0).then(|| html! {
            <ul class="c-cascader__column" role="listbox" data-column={format!("{id}-{depth}")} aria-label={t!(i18n, "kit-cascade-level", level = depth + 1)} key={depth}>{ for rows }</ul>
        })
    };
    let found = || {
        let paths = options.find(&words);
        let count = paths.len();
        if count == 0 {
            return html! { <p class="c-combobox__none" role="status">{ t!(i18n, "kit-nothing-found") }</p> };
        }
        let rows = paths.into_iter().enumerate().map(|(row, path)| {
            let label = options.words(&path);
            let chosen = path == props.value;
            item(0, row, count, path, label.into(), chosen, false)
        });
        html! { <ul class="c-cascader__column" data-found="" role="listbox" aria-label={t!(i18n, "kit-cascade")}>{ for rows }</ul> }
    };
    html! {
        <div class="c-cascader__panel">
            <div class="c-input" data-size="small">
                <Icon name="search" class="c-input__icon" />
                <input class="c-input__control" type="text" autocomplete="off" data-autofocus="" value={(*words).clone()} placeholder={t!(i18n, "kit-cascade-search")} aria-label={t!(i18n, "kit-cascade-search")} {oninput} onkeydown={into} />
            </div>
            if props.loading {
                <p class="c-combobox__none" role="status"><Spinner size={16} />{ " " }{ t!(i18n, "kit-searching") }</p>
            } else if words.trim().is_empty() {
                <div class="c-cascader__columns">{ for (0..=props.value.len()).filter_map(column) }</div>
            } else {
                { found() }
            }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn regions() -> Branches {
        let branch = |value: &'static str, label: &'static str, parent: Option<&'static str>| Branch {
            value: value.into(),
            label: label.into(),
            parent: parent.map(AttrValue::from),
            retired: false,
        };
        Branches::new(vec![
            branch("33", "浙江省", None),
            branch("3301", "杭州市", Some("33")),
            branch("330106", "西湖区", Some("3301")),
            branch("36", "江西省", None),
        ])
    }

    #[test]
    fn a_path_leads_from_the_top() {
        let regions = regions();
        let path = regions.path("330106");
        assert_eq!(path, ["33", "3301", "330106"].map(AttrValue::from));
        assert_eq!(regions.words(&path), "浙江省 / 杭州市 / 西湖区");
        assert_eq!(regions.below(Some(&"33".into())).count(), 1);
        assert_eq!(regions.below(None).count(), 2);
    }

    #[test]
    fn what_begins_with_the_words_comes_first() {
        let found = regions().find("江");
        assert_eq!(found, vec![vec![AttrValue::from("36")], vec![AttrValue::from("33")]]);
    }
}
