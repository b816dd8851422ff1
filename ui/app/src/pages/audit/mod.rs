//! The audit log: `/admin/audit`.

mod entry;

use std::rc::Rc;

use trellis_model::wire::AuditEntry;
use trellis_ui_client::{
    audit::{self, AuditQuery},
    use_mutation, use_query,
};
use trellis_ui_kit::{
    Button, Choice, Column, DataGrid, DateRange, DateRangePicker, Drawer, EmptyState, GridRow, Select, Size, t, use_toasts,
};
use trellis_ui_renderers::{Failure, use_scope};
use yew::prelude::*;

use crate::workspace::{PersonPicker, holds, reason, use_crumbs, use_me};
use entry::{EntryDetail, color, event_name, target};

/// What is logged, in the order in which it is offered.
const EVENTS: [&str; 20] = [
    "sign_in",
    "sign_in_failed",
    "sign_out",
    "password_changed",
    "token_made",
    "token_ended",
    "user_added",
    "user_disabled",
    "user_restored",
    "role_changed",
    "permissions_changed",
    "company_transferred",
    "company_changed",
    "handover",
    "transfer",
    "record_deleted",
    "record_restored",
    "export",
    "import",
    "metadata_published",
];

/// Filters, entries newest first, the file, and the check of the whole log.
#[component]
pub fn AuditPage() -> Html {
    let scope = use_scope();
    let toasts = use_toasts();
    let me = use_me();
    let title = t!(scope.i18n, "audit-title");
    use_crumbs(vec![(title.clone(), None)]);
    let query = use_state_eq(AuditQuery::default);
    let range = use_state_eq(|| None::<DateRange>);
    let before = use_state_eq(Vec::<Option<String>>::new);
    let open = use_state_eq(|| None::<AuditEntry>);
    let found = {
        let asked = (*query).clone();
        use_query(audit::list_key(&query).keeping(), move || {
            let asked = asked.clone();
            async move { audit::list(&asked).await }
        })
    };
    let verify = {
        let i18n = scope.i18n.clone();
        use_mutation(
            |()| async move { audit::verify().await },
            Callback::from(move |result: Result<trellis_model::wire::AuditCheck, _>| match result {
                Ok(check) if check.ok => toasts.ok(t!(i18n, "audit-sound", count = check.entries)),
                Ok(check) => toasts.error(t!(i18n, "audit-broken", number = check.broken_at.unwrap_or_default().to_string())),
                Err(error) => toasts.error(reason(&i18n, &error)),
            }),
        )
    };
    let ask = {
        let (query, before) = (query.clone(), before.setter());
        move |alter: Box<dyn Fn(&mut AuditQuery)>| {
            let mut next = AuditQuery { cursor: None, ..(*query).clone() };
            alter(&mut next);
            before.set(Vec::new());
            query.set(next);
        }
    };
    let onuser = {
        let ask = ask.clone();
        Callback::from(move |user: Option<String>| ask(Box::new(move |query| query.user.clone_from(&user))))
    };
    let onevent = {
        let ask = ask.clone();
        Callback::from(move |event: Option<AttrValue>| {
            let event = event.map(|name| name.to_string());
            ask(Box::new(move |query| query.event.clone_from(&event)));
        })
    };
    let onrange = {
        let (range, ask) = (range.setter(), ask);
        Callback::from(move |chosen: Option<DateRange>| {
            let (from, to) = chosen.as_ref().map(entry::days).unwrap_or_default();
            range.set(chosen);
            ask(Box::new(move |query| {
                query.from.clone_from(&from);
                query.to.clone_from(&to);
            }));
        })
    };
    let entries: Rc<Vec<AuditEntry>> = Rc::new(found.data.as_ref().map(|page| page.items.clone()).unwrap_or_default());
    let row = {
        let scope = scope.clone();
        use_callback(entries.clone(), move |index: usize, entries| {
            entries.get(index).map(|entry| {
                let who = entry.user_name.clone().map_or_else(|| t!(scope.i18n, "audit-nobody"), AttrValue::from);
                let event = event_name(&scope, &entry.event);
                let cells = vec![
                    html! { { scope.i18n.date_time(&entry.at) } },
                    html! { <trellis_ui_kit::Pill label={event.clone()} color={color(&entry.event)} /> },
                    html! { <span class="u-ellipsis">{ &who }</span> },
                    html! { <span class="u-ellipsis">{ target(&scope, entry) }</span> },
                    html! { <span class="u-muted">{ &entry.address }</span> },
                ];
                GridRow::new(entry.seq.to_string(), format!("{event} {who}"), cells)
            })
        })
    };
    let columns = vec![
        Column::new("at", t!(scope.i18n, "audit-at"), 160.0).unsortable(),
        Column::new("event", t!(scope.i18n, "audit-event"), 170.0).unsortable(),
        Column::new("user", t!(scope.i18n, "audit-user"), 150.0).unsortable(),
        Column::new("target", t!(scope.i18n, "audit-target"), 240.0).unsortable(),
        Column::new("address", t!(scope.i18n, "audit-address"), 150.0).unsortable(),
    ];
    let onopen = {
        let (open, entries) = (open.setter(), entries.clone());
        Callback::from(move |index: usize| open.set(entries.get(index).cloned()))
    };
    let next = found.data.as_ref().and_then(|page| page.next.clone()).filter(|_| !found.is_previous);
    let step = |forward: bool| {
        let (query, before, next) = (query.clone(), before.clone(), next.clone());
        Callback::from(move |_: MouseEvent| {
            let mut way = (*before).clone();
            let cursor = if forward {
                way.push(query.cursor.clone());
                next.clone()
            } else {
                way.pop().flatten()
            };
            before.set(way);
            query.set(AuditQuery { cursor, ..(*query).clone() });
        })
    };
    let events: Vec<Choice> = EVENTS.iter().map(|name| Choice::new(*name, event_name(&scope, name)).with_color(color(name))).collect();
    let exports = me.as_deref().is_some_and(|me| holds(me, "audit", "export"));
    let empty = html! { <EmptyState icon="history" title={t!(scope.i18n, "audit-empty")} text={t!(scope.i18n, "list-none-found-text")} /> };
    let body = match (&found.data, found.error.clone()) {
        (None, Some(error)) => html! { <Failure {error} onretry={found.refetch.clone()} /> },
        _ => html! {
            <div class="p-table">
                <DataGrid label={title.clone()} {columns} rows={entries.len()} {row} loading={found.is_pending()} {empty} {onopen} natural_height={true} />
            </div>
        },
    };
    html! {
        <div class="p-page" data-wide="">
            <header class="p-head">
                <h1 class="p-head__title">{ title }</h1>
                <div class="p-head__actions">
                    <Button label={t!(scope.i18n, "audit-verify")} icon="shield-check" busy={verify.busy} onclick={verify.run.reform(|_: MouseEvent| ())} />
                    if exports {
                        <a class="c-button" data-kind="secondary" data-size="medium" href={query.export_path()} download="">
                            <trellis_ui_kit::Icon name="download" /><span class="c-button__label">{ t!(scope.i18n, "audit-export") }</span>
                        </a>
                    }
                </div>
            </header>
            <div class="p-filters">
                <label class="p-filters__one"><span class="u-hidden">{ t!(scope.i18n, "audit-user") }</span><PersonPicker value={query.user.clone()} onchange={onuser} /></label>
                <span class="p-filters__one">
                    <Select label={t!(scope.i18n, "audit-event")} placeholder={t!(scope.i18n, "audit-all-events")} options={events} value={query.event.clone().map(AttrValue::from)} onchange={onevent} clearable={true} />
                </span>
                <DateRangePicker label={t!(scope.i18n, "audit-at")} value={(*range).clone()} onchange={onrange} />
            </div>
            { body }
            if next.is_some() || !before.is_empty() {
                <div class="p-pages">
                    <Button label={t!(scope.i18n, "kit-previous-page")} size={Size::Small} icon="chevron-left" disabled={before.is_empty()} onclick={step(false)} />
                    <Button label={t!(scope.i18n, "kit-next-page")} size={Size::Small} icon_after="chevron-right" disabled={next.is_none()} onclick={step(true)} />
                </div>
            }
            if let Some(entry) = (*open).clone() {
                <Drawer open={true} title={event_name(&scope, &entry.event)} width={480} onclose={{
                    let open = open.setter();
                    Callback::from(move |()| open.set(None))
                }}>
                    <EntryDetail {entry} />
                </Drawer>
            }
        </div>
    }
}
