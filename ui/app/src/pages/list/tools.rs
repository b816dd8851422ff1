//! Above the list: scenes and views, search, filters, and how it is drawn.

use trellis_model::{Json, ListView, view::Column};
use trellis_ui_kit::{
    ButtonKind, Density, IconButton, MenuButton, MenuItem, Placement, SearchInput, Size, Tab, Tabs, dom, dom::use_debounced, t, use_theme,
};
use trellis_ui_renderers::{filters::FilterBar, use_scope};
use wasm_bindgen::JsCast;
use yew::prelude::*;

use super::{columns::ColumnChooser, state::ListState};

/// How long typing must rest before a search, in milliseconds.
const REST: i32 = 250;

/// Properties of [`Tools`].
#[derive(Properties, PartialEq)]
pub struct ToolsProps {
    /// The object.
    pub object: AttrValue,
    /// Its views.
    pub views: Vec<ListView>,
    /// The view that is shown.
    pub view: ListView,
    /// The state.
    pub state: ListState,
    /// Hears another state.
    pub onstate: Callback<ListState>,
    /// The columns that are shown.
    pub columns: Vec<Column>,
    /// Hears another choice of columns.
    pub oncolumns: Callback<Vec<Column>>,
    /// How many rows the view has, as far as that is known.
    pub count: Option<AttrValue>,
    /// Reads the rows again.
    pub onrefresh: Callback<()>,
    /// What else can be done with the list: `export`, `import`.
    pub steps: Vec<MenuItem>,
    /// Hears which of them.
    pub onstep: Callback<AttrValue>,
}

/// The tabs of scenes and views, and the row of tools below.
#[component]
pub fn Tools(props: &ToolsProps) -> Html {
    let scope = use_scope();
    let theme = use_theme();
    let tab = |view: &ListView| {
        let tab = Tab::new(view.name.clone(), scope.label(&view.label));
        match props.count.clone().filter(|_| view.name == props.view.name) {
            Some(count) => tab.with_count(count),
            None => tab,
        }
    };
    // Scenes are always in reach; a saved view joins them while it is open.
    let tabs = props.views.iter().filter(|view| view.scene || view.name == props.view.name).map(tab);
    let saved: Vec<MenuItem> = props
        .views
        .iter()
        .filter(|view| !view.scene)
        .map(|view| MenuItem::new(view.name.clone(), scope.label(&view.label)).checked(view.name == props.view.name))
        .collect();
    let onview = {
        let (state, onstate) = (props.state.clone(), props.onstate.clone());
        Callback::from(move |view: AttrValue| onstate.emit(state.in_view(&view)))
    };
    let onfilter = {
        let (state, onstate) = (props.state.clone(), props.onstate.clone());
        Callback::from(move |filter: Option<Json>| onstate.emit(ListState { filter, ..state.clone() }.restarted()))
    };
    let more = vec![
        MenuItem::Heading(t!(scope.i18n, "list-density")),
        MenuItem::new("cozy", t!(scope.i18n, "list-density-cozy")).checked(theme.density == Density::Cozy),
        MenuItem::new("compact", t!(scope.i18n, "list-density-compact")).checked(theme.density == Density::Compact),
        MenuItem::Separator,
        MenuItem::new("bin", t!(scope.i18n, "list-bin")).with_icon("trash-2").checked(props.state.deleted),
    ];
    let more: Vec<MenuItem> =
        if props.steps.is_empty() { more } else { props.steps.iter().cloned().chain([MenuItem::Separator]).chain(more).collect() };
    let onmore = {
        let (state, onstate, onstep) = (props.state.clone(), props.onstate.clone(), props.onstep.clone());
        Callback::from(move |step: AttrValue| match step.as_str() {
            "export" | "import" => onstep.emit(step),
            "cozy" => theme.set_density(Density::Cozy),
            "compact" => theme.set_density(Density::Compact),
            _ => onstate.emit(ListState { deleted: !state.deleted, ..state.clone() }.restarted()),
        })
    };
    let views = html! {
        if !saved.is_empty() {
            <MenuButton label={t!(scope.i18n, "list-views")} kind={ButtonKind::Ghost} size={Size::Small} items={saved} onpick={onview.clone()} placement={Placement::End} />
        }
    };
    html! {
        <>
            <Tabs label={t!(scope.i18n, "list-views")} tabs={tabs.collect::<Vec<_>>()} value={props.view.name.clone()} onchange={onview} trailing={views} />
            <div class="p-tools">
                <Search state={props.state.clone()} onstate={props.onstate.clone()} />
                <div class="u-grow"><FilterBar object={props.object.clone()} filter={props.state.filter.clone()} onchange={onfilter} /></div>
                <div class="p-tools__end">
                    <IconButton label={t!(scope.i18n, "list-refresh")} icon="refresh-cw" onclick={props.onrefresh.reform(|_: MouseEvent| ())} />
                    <ColumnChooser object={props.object.clone()} view={props.view.clone()} columns={props.columns.clone()} onchange={props.oncolumns.clone()} />
                    <MenuButton label={t!(scope.i18n, "list-more")} icon="ellipsis" kind={ButtonKind::Ghost} items={more} onpick={onmore} placement={Placement::End} />
                </div>
            </div>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct SearchProps {
    state: ListState,
    onstate: Callback<ListState>,
}

/// The keyword; what is typed shows at once and is searched when typing rests. The key `/` leads here.
#[component]
fn Search(props: &SearchProps) -> Html {
    let scope = use_scope();
    let node = use_node_ref();
    let typed = use_state_eq(|| props.state.q.clone());
    use_effect_with(props.state.q.clone(), {
        let typed = typed.setter();
        move |q| typed.set(q.clone())
    });
    let search = {
        let (state, onstate) = (props.state.clone(), props.onstate.clone());
        Callback::from(move |q: String| {
            if q != state.q {
                onstate.emit(ListState { q, ..state.clone() }.restarted());
            }
        })
    };
    let settle = use_debounced(REST, search.clone());
    let oninput = {
        let typed = typed.setter();
        Callback::from(move |words: String| {
            typed.set(words.clone());
            settle.emit(words);
        })
    };
    let slash = {
        let node = node.clone();
        Callback::from(move |event: Event| {
            let key = event.dyn_ref::<KeyboardEvent>();
            let Some(key) = key.filter(|key| key.key() == "/" && !key.ctrl_key() && !key.meta_key()) else { return };
            let tag = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()).map(|element| element.tag_name());
            let is_typing = tag.is_some_and(|tag| matches!(tag.as_str(), "INPUT" | "TEXTAREA"));
            if let Some(input) = node.cast::<web_sys::Element>().filter(|_| !is_typing) {
                key.prevent_default();
                dom::focus(&input);
            }
        })
    };
    dom::use_page_event("keydown", true, slash);
    let onenter = {
        let typed = (*typed).clone();
        Callback::from(move |()| search.emit(typed.clone()))
    };
    html! {
        <div class="p-tools__search">
            <SearchInput {node} label={t!(scope.i18n, "list-search")} size={Size::Small} value={(*typed).clone()} {oninput} {onenter} keys="/" />
        </div>
    }
}
