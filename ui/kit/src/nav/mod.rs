//! Where one is and where one can go.

mod breadcrumb;
mod pager;
mod stage_path;
mod tabs;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

pub use breadcrumb::{Breadcrumb, BreadcrumbProps, Crumb};
pub use pager::{CursorPager, CursorPagerProps, Pager, PagerProps};
pub use stage_path::{Stage, StagePath, StagePathProps, StageState};
pub use tabs::{Tab, Tabs, TabsProps};

/// Arrow keys, Home and End move the focus among the items of a group that match `selector`.
pub fn roving(selector: &'static str) -> Callback<KeyboardEvent> {
    Callback::from(move |event: KeyboardEvent| {
        let Some(group) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
        let Ok(items) = group.query_selector_all(selector) else { return };
        let items: Vec<HtmlElement> = (0..items.length()).filter_map(|index| items.get(index)?.dyn_into::<HtmlElement>().ok()).collect();
        let here = event.target().and_then(|target| {
            let target: Element = target.dyn_into().ok()?;
            items.iter().position(|item| item.contains(Some(&target)))
        });
        if let Some(next) = next_index(&event.key(), here, items.len()) {
            event.prevent_default();
            let _ = items[next].focus();
        }
    })
}

/// Where a key leads in a list that goes round.
pub fn next_index(key: &str, here: Option<usize>, count: usize) -> Option<usize> {
    if count == 0 {
        return None;
    }
    match key {
        "ArrowRight" | "ArrowDown" => Some(here.map_or(0, |here| (here + 1) % count)),
        "ArrowLeft" | "ArrowUp" => Some(here.map_or(count - 1, |here| (here + count - 1) % count)),
        "Home" => Some(0),
        "End" => Some(count - 1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::next_index;

    #[test]
    fn arrows_go_round() {
        assert_eq!(next_index("ArrowDown", Some(2), 3), Some(0));
        assert_eq!(next_index("ArrowUp", Some(0), 3), Some(2));
        assert_eq!(next_index("ArrowDown", None, 3), Some(0));
        assert_eq!(next_index("End", Some(0), 3), Some(2));
        assert_eq!(next_index("a", Some(0), 3), None);
        assert_eq!(next_index("Home", None, 0), None);
    }
}
