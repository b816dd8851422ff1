//! One object of the draft: its head, the way between its parts, and the part that is open.

use std::rc::Rc;

use trellis_ui_client::{
    designer::{self, Draft, DraftObject},
    use_query,
};
use trellis_ui_kit::{Icon, Skeleton, Tab, Tabs, t};
use trellis_ui_renderers::{Failure, use_go, use_scope};
use yew::prelude::*;

use super::{
    actions::ActionsPart, draft_bar::DraftBar, object_settings::SettingsPart, rehearsal::PreviewPart, rules::RulesPart, studio::Studio,
    views::ViewsPart,
};
use crate::workspace::{Absent, use_crumbs};

/// The parts of an object, each with a page of its own below the object's.
const PARTS: [(&str, &str); 6] = [
    ("form", "designer-part-form"),
    ("views", "designer-part-views"),
    ("rules", "designer-part-rules"),
    ("actions", "designer-part-actions"),
    ("settings", "designer-part-settings"),
    ("preview", "rehearsal-title"),
];

/// Properties of [`DesignObjectPage`].
#[derive(Properties, PartialEq)]
pub struct DesignObjectPageProps {
    /// The object.
    pub object: AttrValue,
    /// The part that is open: `form views rules actions settings preview`.
    pub part: AttrValue,
}

/// Fetches the draft, then shows the object.
#[component]
pub fn DesignObjectPage(props: &DesignObjectPageProps) -> Html {
    let scope = use_scope();
    let found = use_query(designer::draft_key(), designer::draft);
    let label = found.data.as_ref().and_then(|draft| draft.object(&props.object)).map(|object| scope.label(&object.label));
    use_crumbs(vec![(t!(scope.i18n, "designer-title"), Some("/designer".into())), (label.unwrap_or_else(|| props.object.clone()), None)]);
    match (found.data, found.error) {
        (None, Some(error)) => html! { <div class="p-designer"><Failure {error} onretry={found.refetch} /></div> },
        (None, None) => html! { <div class="p-designer"><Skeleton lines={8} /></div> },
        (Some(draft), _) => match draft.object(&props.object) {
            Some(object) if PARTS.iter().any(|(part, _)| *part == props.part) => {
                html! { <Parts key={object.name.clone()} object={object.clone()} draft={draft.clone()} part={props.part.clone()} /> }
            }
            _ => html! { <Absent /> },
        },
    }
}

#[derive(Properties, PartialEq)]
struct PartsProps {
    object: DraftObject,
    draft: Rc<Draft>,
    part: AttrValue,
}

#[component]
fn Parts(props: &PartsProps) -> Html {
    let scope = use_scope();
    let go = use_go();
    let (object, draft) = (props.object.clone(), props.draft.clone());
    let tabs: Vec<Tab> = PARTS.iter().map(|(part, message)| Tab::new(*part, t!(scope.i18n, *message))).collect();
    let onchange = {
        let name = object.name.clone();
        Callback::from(move |part: AttrValue| match part.as_str() {
            "form" => go.to(format!("/designer/{name}")),
            part => go.to(format!("/designer/{name}/{part}")),
        })
    };
    let body = match props.part.as_str() {
        "views" => html! { <ViewsPart {object} {draft} /> },
        "rules" => html! { <RulesPart {object} {draft} /> },
        "actions" => html! { <ActionsPart {object} {draft} /> },
        "settings" => html! { <SettingsPart {object} {draft} /> },
        "preview" => html! { <PreviewPart {object} /> },
        _ => html! { <Studio {object} {draft} /> },
    };
    let (options, label) = (&props.object.options, scope.label(&props.object.label));
    html! {
        <div class="p-studio">
            <header class="p-head">
                <span class="r-tile" data-color={options.color.clone().unwrap_or_else(|| "blue".into())}><Icon name={options.icon.clone()} size={20} /></span>
                <h1 class="p-head__title">{ label.clone() }</h1>
                <code class="u-muted">{ &props.object.name }</code>
            </header>
            <DraftBar changes={props.draft.changes} object={Some(AttrValue::from(props.object.name.clone()))} />
            <Tabs {label} {tabs} value={props.part.clone()} {onchange}>{ body }</Tabs>
        </div>
    }
}
