//! One entry of the log, in words.

use trellis_model::{Json, wire::AuditEntry};
use trellis_ui_kit::{DateRange, Description, DescriptionList, t};
use trellis_ui_renderers::{Scope, use_scope};
use yew::prelude::*;

/// What an event is called.
pub fn event_name(scope: &Scope, event: &str) -> AttrValue {
    t!(scope.i18n, &format!("event-{event}"))
}

/// The colour of an event: what takes something away, what gives it, what only happens.
pub fn color(event: &str) -> &'static str {
    match event {
        "sign_in_failed" | "record_deleted" | "user_disabled" => "red",
        "role_changed" | "permissions_changed" | "company_transferred" | "password_changed" => "violet",
        "user_added" | "user_restored" | "record_restored" => "green",
        "export" | "transfer" | "handover" => "amber",
        "metadata_published" | "token_made" | "token_ended" => "blue",
        _ => "gray",
    }
}

/// To whom or what it happened.
pub fn target(scope: &Scope, entry: &AuditEntry) -> AttrValue {
    let Some(target) = &entry.target else { return AttrValue::default() };
    let (kind, id) = target.split_once(':').unwrap_or((target, ""));
    let kind_name = match kind {
        "role" => t!(scope.i18n, "audit-role"),
        kind => scope.meta.info(kind).map_or_else(|| kind.to_owned().into(), |info| scope.label(&info.label)),
    };
    let name = entry.target_name.as_deref().unwrap_or(id);
    if name.is_empty() { kind_name } else { format!("{kind_name} {name}").into() }
}

/// The first and the last moment of a range of days, in the zone of the browser.
pub fn days(range: &DateRange) -> (Option<String>, Option<String>) {
    let Some((from, to)) = range.days() else { return (None, None) };
    let moment = |text: String| {
        let date = js_sys::Date::new(&text.into());
        (!date.get_time().is_nan()).then(|| String::from(date.to_iso_string()))
    };
    (moment(format!("{from}T00:00:00")), moment(format!("{to}T23:59:59.999")))
}

/// Properties of [`EntryDetail`].
#[derive(Properties, PartialEq)]
pub struct EntryDetailProps {
    /// The entry.
    pub entry: AuditEntry,
}

/// An entry with all its particulars.
#[component]
pub fn EntryDetail(props: &EntryDetailProps) -> Html {
    let scope = use_scope();
    let entry = &props.entry;
    let text = |id: &str, value: AttrValue| Description::new(t!(scope.i18n, id), html! { { value } });
    let who = entry.user_name.clone().map_or_else(|| t!(scope.i18n, "audit-nobody"), AttrValue::from);
    let mut items = vec![
        text("audit-number", entry.seq.to_string().into()),
        text("audit-at", scope.i18n.date_time(&entry.at).into()),
        text("audit-user", who),
        text("audit-address", entry.address.clone().into()),
    ];
    if entry.target.is_some() {
        items.push(text("audit-target", target(&scope, entry)).wide());
    }
    let particulars: Vec<(String, Json)> =
        entry.detail.as_object().into_iter().flatten().map(|(name, value)| (name.clone(), value.clone())).collect();
    html! {
        <div class="u-stack p-entry">
            <DescriptionList {items} columns={2} />
            if !particulars.is_empty() {
                <section>
                    <h3 class="p-panel__title">{ t!(scope.i18n, "audit-detail") }</h3>
                    <dl class="p-detail">{ for particulars.iter().map(|(name, value)| html! { <><dt><code>{ name }</code></dt><dd>{ plain(value) }</dd></> }) }</dl>
                </section>
            }
        </div>
    }
}

/// A value as a person reads it.
fn plain(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join("\n"),
        Json::Object(map) => map.iter().map(|(name, value)| format!("{name}: {}", plain(value))).collect::<Vec<_>>().join("\n"),
        other => other.to_string(),
    }
}
