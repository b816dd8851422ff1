//! The head of a record: what it is, its name, its states, whose it is; and its key figures.

use trellis_model::{FieldKind, Schema};
use trellis_ui_client::Row;
use trellis_ui_kit::{Avatar, Icon};
use trellis_ui_renderers::{
    fields::{Place, format::is_empty, view},
    use_scope,
};
use yew::prelude::*;

use super::edit::name_of;

/// Pills beside the name: at most so many.
const PILLS: usize = 3;

/// Properties of [`Header`].
#[derive(Properties, PartialEq)]
pub struct HeaderProps {
    /// The object.
    pub object: AttrValue,
    /// The record.
    pub row: Row,
    /// Smaller, in a panel.
    #[prop_or_default]
    pub compact: bool,
    /// Buttons at the right.
    #[prop_or_default]
    pub actions: Html,
}

/// Icon, name, pills, owner.
#[component]
pub fn Header(props: &HeaderProps) -> Html {
    let scope = use_scope();
    let Some(object) = scope.meta.object(&props.object) else { return Html::default() };
    let name = name_of(&scope, &props.object, &props.row);
    let path = object.layout().and_then(|layout| layout.path.clone());
    // States say more than they take up: the picklists that come first, without the one that is drawn as a path.
    let pills = object
        .declared()
        .filter(|field| field.kind == FieldKind::Picklist && Some(&field.name) != path.as_ref())
        .filter(|field| !is_empty(props.row.get(&field.name)))
        .take(PILLS)
        .map(|field| view(&scope, field, &field.name, &props.row, Place::Cell));
    let owner = object.field("owner").and_then(|field| scope.meta.label_path("owner", field)).and_then(|path| props.row.text(&path));
    let color = object.options.color.clone().unwrap_or_else(|| "blue".into());
    let heading = if props.compact {
        html! { <h2 class="p-record__name">{ name }</h2> }
    } else {
        html! { <h1 class="p-record__name">{ name }</h1> }
    };
    html! {
        <header class="p-record__head" data-compact={props.compact.then_some("")}>
            <span class="r-tile" data-size={(!props.compact).then_some("large")} data-color={color}>
                <Icon name={object.options.icon.clone()} size={if props.compact { 20 } else { 24 }} label={scope.label(&object.label)} />
            </span>
            <div class="p-record__title">
                { heading }
                <div class="p-record__meta">
                    <span class="u-muted">{ scope.label(&object.label) }</span>
                    { for pills }
                    if let Some(owner) = owner {
                        <span class="r-person"><Avatar name={owner.to_owned()} size={20} decorative={true} />{ owner.to_owned() }</span>
                    }
                </div>
            </div>
            <div class="p-record__actions">{ props.actions.clone() }</div>
        </header>
    }
}

/// Properties of [`Figures`].
#[derive(Properties, PartialEq)]
pub struct FiguresProps {
    /// The object.
    pub object: AttrValue,
    /// The fields.
    pub paths: Vec<String>,
    /// The record.
    pub row: Row,
}

/// The strip of key figures.
#[component]
pub fn Figures(props: &FiguresProps) -> Html {
    let scope = use_scope();
    if props.paths.is_empty() {
        return Html::default();
    }
    let figure = |path: &String| {
        let field = scope.meta.field(&props.object, path)?;
        Some(html! {
            <div class="p-figure">
                <dt>{ scope.label(&field.label) }</dt>
                <dd>{ view(&scope, field, path, &props.row, Place::Cell) }</dd>
            </div>
        })
    };
    html! { <dl class="p-figures">{ for props.paths.iter().filter_map(figure) }</dl> }
}
