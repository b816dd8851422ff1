//! Putting things in order.

use trellis_ui_kit::{Sortable, SortableItem, use_i18n};
use yew::prelude::*;

use super::Part;

/// The chapter.
#[component]
pub fn Order() -> Html {
    let i18n = use_i18n();
    let items = use_state(|| {
        [
            ("name", "客户名称", "Name"),
            ("level", "客户级别", "Level"),
            ("owner", "负责人", "Owner"),
            ("phone", "电话", "Phone"),
            ("industry", "行业", "Industry"),
        ]
        .map(|(id, chinese, english)| SortableItem { id: id.into(), label: i18n.pick(chinese, english).to_owned().into(), content: None })
        .to_vec()
    });
    let onmove = {
        let items = items.clone();
        Callback::from(move |(id, to): (AttrValue, usize)| {
            let mut next = (*items).clone();
            if let Some(from) = next.iter().position(|item| item.id == id) {
                let item = next.remove(from);
                next.insert(to.min(next.len()), item);
                items.set(next);
            }
        })
    };
    html! {
        <div class="s-gallery">
            <Part name="Sortable"><Sortable label={i18n.pick("列的顺序", "Order of columns").to_owned()} items={(*items).clone()} {onmove} /></Part>
        </div>
    }
}
