//! The draft as people would meet it: list, form and record page with the real renderers and the company's records, before
//! anything is published. Nothing can be saved from here.

mod bridge;
mod screens;

use std::rc::Rc;

use trellis_model::{Schema, wire::ObjectList};
use trellis_ui_client::{
    Meta, Metadata, Row,
    designer::{self, DraftObject},
    path, records, roles, use_query,
};
use trellis_ui_kit::{Choice, Combobox, EmptyState, Field as Shell, Icon, Segment, SegmentedControl, Select, Skeleton, t};
use trellis_ui_renderers::{Failure, Go, use_scope};
use yew::prelude::*;

use self::screens::{FormScreen, ListScreen, RecordScreen};

/// Records that are offered at a time.
const OFFERED: u32 = 20;

/// Properties of [`PreviewPart`].
#[derive(Properties, PartialEq)]
pub struct PreviewPartProps {
    /// The object.
    pub object: DraftObject,
}

/// Chooses for whom, what and which record; below it the screen itself.
#[component]
pub fn PreviewPart(props: &PreviewPartProps) -> Html {
    let scope = use_scope();
    let published = scope.meta.clone();
    let object = AttrValue::from(props.object.name.clone());
    let role = use_state_eq(|| None::<AttrValue>);
    let screen = use_state_eq(|| AttrValue::from("record"));
    let picked = use_state_eq(|| None::<Choice>);
    let found = {
        let role = (*role).clone();
        let key = designer::preview_key(role.as_deref()).keeping();
        use_query(key, move || {
            let role = role.clone();
            async move { designer::preview(role.as_deref()).await.map(|list| Meta::new(Metadata::new(readable(list)))) }
        })
    };
    let known = use_query(roles::roles_key(), roles::roles);
    let mut roles = vec![Choice::new("", t!(scope.i18n, "rehearsal-me"))];
    roles.extend(known.data.iter().flat_map(|found| found.iter()).map(|role| Choice::new(role.name.clone(), scope.label(&role.label))));
    let (offered, onsearch) = use_offered(&object);
    // Until somebody chooses, the first record stands for all.
    let record = (*picked).clone().or_else(|| offered.first().cloned());
    let onrole = {
        let role = role.setter();
        Callback::from(move |name: Option<AttrValue>| role.set(name.filter(|name| !name.is_empty())))
    };
    let onscreen = {
        let screen = screen.setter();
        Callback::from(move |name: AttrValue| screen.set(name))
    };
    let onrecord = {
        let picked = picked.setter();
        Callback::from(move |chosen: Vec<Choice>| picked.set(chosen.into_iter().next()))
    };
    // Links of this object's records stay in the preview; all others would leave it.
    let go = use_memo(object.clone(), {
        let (picked, screen) = (picked.setter(), screen.setter());
        move |object| {
            let own = format!("/o/{}/", path::encode(object));
            Go::new(Callback::from(move |address: AttrValue| {
                if let Some(id) = address.strip_prefix(&own) {
                    let id = path::decode(id);
                    picked.set(Some(Choice::new(id.clone(), id)));
                    screen.set("record".into());
                }
            }))
        }
    });
    let segments =
        ["list", "record", "edit", "new"].map(|screen| Segment::new(screen, t!(scope.i18n, &format!("rehearsal-{screen}")))).to_vec();
    let record_id = record.as_ref().map(|choice| choice.value.clone());
    let with_record = matches!(screen.as_str(), "record" | "edit");
    let body = match (&found.data, found.error.clone()) {
        (None, Some(error)) => html! { <Failure {error} onretry={found.refetch.clone()} /> },
        (None, None) => html! { <Skeleton lines={8} /> },
        (Some(draft), _) if draft.object(&object).is_none() => {
            html! { <EmptyState icon="eye-off" title={t!(scope.i18n, "rehearsal-hidden")} text={t!(scope.i18n, "rehearsal-hidden-text")} /> }
        }
        (Some(_), _) if with_record && record_id.is_none() => {
            html! { <EmptyState icon="inbox" title={t!(scope.i18n, "rehearsal-no-records")} text={t!(scope.i18n, "rehearsal-no-records-text")} /> }
        }
        (Some(draft), _) => {
            let key = format!("{} {} {}", *screen, role.as_deref().unwrap_or_default(), record_id.as_deref().unwrap_or_default());
            let screen = match (screen.as_str(), record_id) {
                ("list", _) => html! { <ListScreen {key} {object} {published} /> },
                ("record", Some(id)) => html! { <RecordScreen {key} {object} {published} {id} /> },
                ("edit", Some(id)) => html! { <FormScreen {key} {object} {published} id={Some(id)} /> },
                _ => html! { <FormScreen {key} {object} {published} id={None::<AttrValue>} /> },
            };
            html! { <ContextProvider<Meta> context={(**draft).clone()}>{ screen }</ContextProvider<Meta>> }
        }
    };
    html! {
        <div class="p-rehearsal">
            <div class="p-rehearsal__bar" role="group" aria-label={t!(scope.i18n, "rehearsal-title")}>
                <p class="p-rehearsal__mark"><Icon name="eye" />{ t!(scope.i18n, "rehearsal-text") }</p>
                <SegmentedControl label={t!(scope.i18n, "rehearsal-screen")} {segments} value={(*screen).clone()} onchange={onscreen} />
                <div class="p-rehearsal__choices">
                    if roles.len() > 1 {
                        <Shell label={t!(scope.i18n, "rehearsal-role")}>
                            <Select options={roles} value={Some((*role).clone().unwrap_or_default())} onchange={onrole} />
                        </Shell>
                    }
                    if with_record {
                        <Shell label={t!(scope.i18n, "rehearsal-pick")}>
                            <Combobox value={record.into_iter().collect::<Vec<_>>()} options={offered} onchange={onrecord} {onsearch} />
                        </Shell>
                    }
                </div>
            </div>
            <ContextProvider<Go> context={(*go).clone()}>
                <section class="p-rehearsal__screen" aria-label={t!(scope.i18n, "rehearsal-title")}>{ body }</section>
            </ContextProvider<Go>>
        </div>
    }
}

/// The draft with nothing that could be done to records: no form makes another record from here.
fn readable(mut list: ObjectList) -> ObjectList {
    for info in &mut list.items {
        info.can.retain(|verb| verb == "view");
    }
    list
}

/// Records of the published object to choose from, and what searches them.
#[hook]
fn use_offered(object: &AttrValue) -> (Vec<Choice>, Callback<String>) {
    let scope = use_scope();
    let words = use_state_eq(String::new);
    let name_field = scope.meta.info(object).map(|info| info.options.name_field.clone());
    let query = records::ListQuery {
        q: (*words).clone(),
        fields: ["id".to_owned()].into_iter().chain(name_field.clone()).collect(),
        limit: OFFERED,
        ..records::ListQuery::default()
    };
    let found = {
        let object = object.clone();
        use_query(records::list_key(&object, &query).keeping().when(name_field.is_some()), move || {
            let (object, query) = (object.clone(), query.clone());
            async move { records::list(&object, &query).await }
        })
    };
    let rows: Rc<[Row]> = found.data.as_ref().map(|page| page.items.clone().into()).unwrap_or_default();
    let name = name_field.unwrap_or_default();
    let choices = rows.iter().map(|row| Choice::new(row.id().to_owned(), row.text(&name).unwrap_or(row.id()).to_owned())).collect();
    let onsearch = {
        let words = words.setter();
        Callback::from(move |typed: String| words.set(typed))
    };
    (choices, onsearch)
}
