//! Page by page: numbered where the number of rows is known, forwards and backwards where it is not.

use yew::prelude::*;

use crate::{
    action::{Button, IconButton, Size},
    form::{Choice, Select},
    i18n::use_i18n,
    t,
};

/// Properties of [`Pager`].
#[derive(Properties, PartialEq)]
pub struct PagerProps {
    /// The page shown, from 1.
    pub page: usize,
    /// How many rows a page has.
    pub page_size: usize,
    /// How many rows there are.
    pub total: usize,
    /// Whether `total` is exact; otherwise it reads "10,000+".
    #[prop_or(true)]
    pub exact: bool,
    /// The sizes to choose from.
    #[prop_or(vec![20, 50, 100])]
    pub sizes: Vec<usize>,
    /// Hears another page.
    pub onpage: Callback<usize>,
    /// Goes on behind the last page that has a number, when there is more.
    #[prop_or_default]
    pub onbeyond: Option<Callback<()>>,
    /// Hears another size; without, the size is fixed.
    #[prop_or_default]
    pub onsize: Option<Callback<usize>>,
}

/// Numbered pages with a jump.
#[component]
pub fn Pager(props: &PagerProps) -> Html {
    let i18n = use_i18n();
    let jump = use_state(String::new);
    let pages = props.total.div_ceil(props.page_size.max(1)).max(1);
    let page = props.page.clamp(1, pages);
    let go = |to: usize| {
        let onpage = props.onpage.clone();
        Callback::from(move |_: MouseEvent| onpage.emit(to))
    };
    let number = |slot: Option<usize>| match slot {
        None => html! { <span class="c-pager__gap" aria-hidden="true">{ "…" }</span> },
        Some(to) => html! {
            <button
                type="button"
                class="c-pager__page"
                aria-label={t!(i18n, "kit-page", page = to)}
                aria-current={(to == page).then_some("page")}
                onclick={go(to)}
            >
                { to }
            </button>
        },
    };
    let oninput = {
        let jump = jump.setter();
        Callback::from(move |event: InputEvent| jump.set(event.target_unchecked_into::<web_sys::HtmlInputElement>().value()))
    };
    let onsubmit = {
        let (onpage, typed, jump) = (props.onpage.clone(), (*jump).clone(), jump.setter());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Ok(to) = typed.trim().parse::<usize>() {
                onpage.emit(to.clamp(1, pages));
            }
            jump.set(String::new());
        })
    };
    let next = match &props.onbeyond {
        Some(onbeyond) if page == pages => onbeyond.reform(|_: MouseEvent| ()),
        _ => go(page + 1),
    };
    html! {
        <nav class="c-pager" aria-label={t!(i18n, "kit-pages")}>
            <span class="c-pager__total">{ total_text(&i18n, props.total, props.exact) }</span>
            if let Some(onsize) = props.onsize.clone() {
                <Select
                    label={t!(i18n, "kit-page-size")}
                    size={Size::Small}
                    options={props.sizes.iter().map(|size| Choice::new(size.to_string(), t!(i18n, "kit-rows-per-page", count = *size))).collect::<Vec<_>>()}
                    value={AttrValue::from(props.page_size.to_string())}
                    onchange={Callback::from(move |value: Option<AttrValue>| if let Some(Ok(size)) = value.map(|value| value.parse()) { onsize.emit(size) })}
                />
            }
            <div class="c-pager__pages">
                <IconButton label={t!(i18n, "kit-previous-page")} icon="chevron-left" size={Size::Small} disabled={page == 1} onclick={go(page.saturating_sub(1))} />
                { for slots(page, pages).into_iter().map(number) }
                <IconButton label={t!(i18n, "kit-next-page")} icon="chevron-right" size={Size::Small} disabled={page == pages && props.onbeyond.is_none()} onclick={next} />
            </div>
            if pages > 7 {
                <form class="c-pager__jump" {onsubmit}>
                    <label>
                        { t!(i18n, "kit-jump-to") }
                        <input class="c-input__control" inputmode="numeric" value={(*jump).clone()} {oninput} />
                    </label>
                </form>
            }
        </nav>
    }
}

/// Properties of [`CursorPager`].
#[derive(Properties, PartialEq)]
pub struct CursorPagerProps {
    /// How many rows there are, when that is known.
    #[prop_or_default]
    pub total: Option<usize>,
    /// Whether `total` is exact.
    #[prop_or_default]
    pub exact: bool,
    /// Whether there is a page before.
    pub has_previous: bool,
    /// Whether there is a page after.
    pub has_next: bool,
    /// Goes back.
    pub onprevious: Callback<()>,
    /// Goes on.
    pub onnext: Callback<()>,
}

/// Forwards and backwards.
#[component]
pub fn CursorPager(props: &CursorPagerProps) -> Html {
    let i18n = use_i18n();
    let press = |callback: &Callback<()>| callback.reform(|_: MouseEvent| ());
    html! {
        <nav class="c-pager" aria-label={t!(i18n, "kit-pages")}>
            if let Some(total) = props.total {
                <span class="c-pager__total">{ total_text(&i18n, total, props.exact) }</span>
            }
            <div class="c-pager__pages">
                <Button label={t!(i18n, "kit-previous-page")} icon="chevron-left" size={Size::Small} disabled={!props.has_previous} onclick={press(&props.onprevious)} />
                <Button label={t!(i18n, "kit-next-page")} icon_after="chevron-right" size={Size::Small} disabled={!props.has_next} onclick={press(&props.onnext)} />
            </div>
        </nav>
    }
}

fn total_text(i18n: &crate::I18n, total: usize, exact: bool) -> AttrValue {
    if exact { t!(i18n, "kit-total", count = total) } else { t!(i18n, "kit-total-at-least", count = total) }
}

/// First and last, the page and its neighbours; `None` where numbers are left out.
fn slots(page: usize, pages: usize) -> Vec<Option<usize>> {
    if pages <= 7 {
        return (1..=pages).map(Some).collect();
    }
    let (from, to) = match page {
        0..=4 => (2, 5),
        _ if page + 3 >= pages => (pages - 4, pages - 1),
        _ => (page - 1, page + 1),
    };
    let mut slots = vec![Some(1)];
    slots.extend((from > 2).then_some(None));
    slots.extend((from..=to).map(Some));
    slots.extend((to + 1 < pages).then_some(None));
    slots.push(Some(pages));
    slots
}

#[cfg(test)]
mod tests {
    use super::slots;

    #[test]
    fn first_last_and_neighbours_are_offered() {
        let text = |page, pages| {
            slots(page, pages).iter().map(|slot| slot.map_or("…".into(), |page| page.to_string())).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(text(1, 5), "1 2 3 4 5");
        assert_eq!(text(1, 20), "1 2 3 4 5 … 20");
        assert_eq!(text(10, 20), "1 … 9 10 11 … 20");
        assert_eq!(text(18, 20), "1 … 16 17 18 19 20");
        assert_eq!(text(4, 8), "1 2 3 4 5 … 8");
        assert_eq!(text(5, 8), "1 … 4 5 6 7 8");
    }
}
