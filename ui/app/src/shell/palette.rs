//! The palette: find a record, go to a page or begin something new by typing.

use trellis_ui_kit::{Icon, Kbd, Spinner, dom, t, use_i18n};
use web_sys::{HtmlDialogElement, HtmlInputElement};
use yew::prelude::*;

use super::{Command, NavGroup, NavItem, rail::use_go};

/// How long typing must rest before a search, in milliseconds.
const REST: i32 = 150;

/// Properties of [`Palette`].
#[derive(Properties, PartialEq)]
pub struct PaletteProps {
    pub open: bool,
    pub onclose: Callback<()>,
    pub groups: Vec<NavGroup>,
    pub creatable: Vec<Command>,
    pub oncreate: Callback<AttrValue>,
    pub steps: Vec<NavItem>,
    pub found: Vec<Command>,
    pub searching: bool,
    pub onsearch: Callback<String>,
    pub onfound: Callback<AttrValue>,
}

/// What choosing a line does.
#[derive(Clone, PartialEq)]
enum Deed {
    Found(AttrValue),
    Go(AttrValue),
    Create(AttrValue),
}

#[derive(Clone, PartialEq)]
struct Line {
    deed: Deed,
    label: AttrValue,
    icon: AttrValue,
    /// The heading that it stands below.
    group: AttrValue,
    detail: AttrValue,
}

/// A window with a field and what it leads to.
#[component]
pub fn Palette(props: &PaletteProps) -> Html {
    let i18n = use_i18n();
    let go = use_go();
    let node = use_node_ref();
    let query = use_state_eq(String::new);
    let active = use_state_eq(|| 0_usize);
    use_effect_with(props.open, {
        let (node, query, active) = (node.clone(), query.setter(), active.setter());
        move |open| {
            let Some(dialog) = node.cast::<HtmlDialogElement>() else { return };
            if *open && !dialog.open() {
                query.set(String::new());
                active.set(0);
                let _ = dialog.show_modal();
            } else if !*open && dialog.open() {
                dialog.close();
            }
        }
    });
    let search = dom::use_debounced(REST, props.onsearch.clone());
    let words = query.trim().to_lowercase();
    let fits = |label: &str| words.is_empty() || label.to_lowercase().contains(&words);
    let places = props.groups.iter().flat_map(|group| &group.items).filter(|item| fits(&item.label)).map(|item| Line {
        deed: Deed::Go(item.href.clone()),
        label: item.label.clone(),
        icon: item.icon.clone(),
        group: t!(i18n, "palette-go"),
        detail: AttrValue::default(),
    });
    // Too many to stand there before anything is typed.
    let steps = props.steps.iter().filter(|item| !words.is_empty() && fits(&item.label)).map(|item| Line {
        deed: Deed::Go(item.href.clone()),
        label: item.label.clone(),
        icon: item.icon.clone(),
        group: t!(i18n, "palette-do"),
        detail: AttrValue::default(),
    });
    let new = props.creatable.iter().map(|item| (item, t!(i18n, "palette-create", name = &item.label)));
    let new = new.filter(|(_, label)| fits(label)).map(|(item, label)| Line {
        deed: Deed::Create(item.value.clone()),
        label,
        icon: "plus".into(),
        group: t!(i18n, "palette-do"),
        detail: AttrValue::default(),
    });
    // What was found for the words before may not stand where Enter goes now.
    let has_words = |item: &&Command| !words.is_empty() && (fits(&item.label) || item.detail.as_ref().is_some_and(|detail| fits(detail)));
    let found = props.found.iter().filter(has_words).map(|item| Line {
        deed: Deed::Found(item.value.clone()),
        label: item.label.clone(),
        icon: item.icon.clone(),
        group: item.note.clone().unwrap_or_default(),
        detail: item.detail.clone().unwrap_or_default(),
    });
    let lines: Vec<Line> = found.chain(places).chain(new).chain(steps).collect();
    let act = {
        let (oncreate, onfound, onclose) = (props.oncreate.clone(), props.onfound.clone(), props.onclose.clone());
        Callback::from(move |deed: Deed| {
            onclose.emit(());
            match deed {
                Deed::Found(value) => onfound.emit(value),
                Deed::Go(href) => go.emit(href),
                Deed::Create(value) => oncreate.emit(value),
            }
        })
    };
    let oninput = {
        let (query, active) = (query.setter(), active.setter());
        Callback::from(move |event: InputEvent| {
            let typed = event.target_unchecked_into::<HtmlInputElement>().value();
            active.set(0);
            query.set(typed.clone());
            search.emit(typed);
        })
    };
    let onkeydown = {
        let (active, lines, act) = (active.clone(), lines.clone(), act.clone());
        Callback::from(move |event: KeyboardEvent| {
            let count = lines.len().max(1);
            match event.key().as_str() {
                "ArrowDown" => active.set((*active + 1) % count),
                "ArrowUp" => active.set((*active + count - 1) % count),
                "Enter" if !event.is_composing() => {
                    if let Some(line) = lines.get(*active) {
                        act.emit(line.deed.clone());
                    }
                }
                _ => return,
            }
            event.prevent_default();
        })
    };
    use_effect_with(*active, |active| {
        if let Some(line) = dom::document().and_then(|document| document.get_element_by_id(&format!("palette-{active}"))) {
            line.scroll_into_view_with_bool(false);
        }
    });
    let onpointerdown = {
        let (onclose, node) = (props.onclose.clone(), node.clone());
        Callback::from(move |event: PointerEvent| {
            if event.target().is_some_and(|target| node.get().is_some_and(|node| target == node.into())) {
                onclose.emit(());
            }
        })
    };
    let oncancel = {
        let onclose = props.onclose.clone();
        Callback::from(move |event: Event| {
            event.prevent_default();
            onclose.emit(());
        })
    };
    let line = |(index, line): (usize, &Line)| {
        let (act, deed) = (act.clone(), line.deed.clone());
        let hover = active.setter();
        let opens = index == 0 || lines[index - 1].group != line.group;
        html! {
            <>
            if opens {
                <li class="s-palette__group" role="presentation">{ &line.group }</li>
            }
            <li
                id={format!("palette-{index}")}
                class="s-palette__line"
                role="option"
                aria-selected={(index == *active).to_string()}
                onclick={Callback::from(move |_: MouseEvent| act.emit(deed.clone()))}
                onpointermove={Callback::from(move |_: PointerEvent| hover.set(index))}
            >
                <Icon name={line.icon.clone()} />
                <span class="u-grow u-ellipsis">{ &line.label }</span>
                <span class="s-palette__note u-ellipsis">{ &line.detail }</span>
            </li>
            </>
        }
    };
    html! {
        <dialog ref={node} class="s-palette" aria-label={t!(i18n, "palette-label")} {oncancel} {onpointerdown}>
            if props.open {
                <div class="s-palette__body">
                    <div class="s-palette__field">
                        <Icon name="search" size={20} />
                        <input
                            type="text"
                            autofocus=true
                            autocomplete="off"
                            role="combobox"
                            aria-expanded="true"
                            aria-controls="palette-list"
                            aria-activedescendant={(!lines.is_empty()).then(|| format!("palette-{}", *active))}
                            aria-label={t!(i18n, "palette-label")}
                            placeholder={t!(i18n, "palette-hint")}
                            value={(*query).clone()}
                            {oninput}
                            {onkeydown}
                        />
                    </div>
                    <ul class="s-palette__list" id="palette-list" role="listbox" aria-label={t!(i18n, "palette-label")}>
                        { for lines.iter().enumerate().map(line) }
                    </ul>
                    if lines.is_empty() && props.searching {
                        <p class="s-palette__none" role="status"><Spinner size={20} label={t!(i18n, "palette-searching")} /></p>
                    } else if lines.is_empty() {
                        <p class="s-palette__none" role="status">{ t!(i18n, "palette-nothing", query = query.trim()) }</p>
                    }
                    <div class="s-palette__foot" aria-hidden="true">
                        <span><Kbd keys="↑ ↓" />{ t!(i18n, "palette-move") }</span>
                        <span><Kbd keys="Enter" />{ t!(i18n, "palette-open") }</span>
                        <span><Kbd keys="Esc" />{ t!(i18n, "palette-leave") }</span>
                    </div>
                </div>
            }
        </dialog>
    }
}
