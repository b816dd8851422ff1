//! Records on the days of a month.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use trellis_model::{FieldKind, Json, JsonMap, field::datetime::parse_instant, time::Zone};
use trellis_ui_client::{ApiError, Row, invalidate, records, use_query};
use trellis_ui_kit::{Button, ButtonKind, DragItem, DropZone, Dropped, IconButton, Size, Skeleton, calendar::Day, t, use_toasts};
use yew::prelude::*;

use crate::{Failure, explain, record_path, use_go, use_scope};

/// What is dragged on a calendar.
const ENTRY: &str = "entry";
/// Records of the shown weeks that are loaded.
const LOADED: u32 = 500;
/// Records of a day that are shown before somebody asks for the rest.
const SHOWN: usize = 4;

/// Properties of [`Calendar`].
#[derive(Properties, PartialEq)]
pub struct CalendarProps {
    /// The object.
    pub object: AttrValue,
    /// The field whose day a record stands on.
    pub group: AttrValue,
    /// Which records.
    pub query: records::ListQuery,
    /// Hears a record that was opened; without, its page is opened.
    #[prop_or_default]
    pub onopen: Option<Callback<Row>>,
    /// Whether records can be moved to another day.
    #[prop_or(true)]
    pub editable: bool,
}

/// A month of whole weeks. A record that is dropped on another day keeps its time of day.
#[component]
pub fn Calendar(props: &CalendarProps) -> Html {
    let scope = use_scope();
    let toasts = use_toasts();
    let zone = scope.meta.zone();
    let today = day(zone.today());
    let month = use_state_eq(|| today.month_start());
    let opened = use_state_eq(|| None::<Day>);
    let field = scope.meta.field(&props.object, &props.group);
    let is_instant = field.is_some_and(|field| field.kind == FieldKind::DateTime);
    let days = month.month_grid();
    let query = {
        let within = within(&props.group, is_instant, &zone, days[0], days[days.len() - 1]);
        let filter = match &props.query.filter {
            Some(filter) => json!({ "and": [filter, within] }),
            None => within,
        };
        let mut fields = props.query.fields.clone();
        if !fields.iter().any(|path| path == props.group.as_str()) {
            fields.push(props.group.to_string());
        }
        let sort = props.group.to_string();
        records::ListQuery { filter: Some(filter), sort, fields, limit: LOADED, count: true, cursor: None, page: 0, ..props.query.clone() }
    };
    let found = {
        let object = props.object.clone();
        use_query(records::list_key(&object, &query).keeping(), move || {
            let (object, query) = (object.clone(), query.clone());
            async move { records::list(&object, &query).await }
        })
    };
    let rows: &[Row] = found.data.as_deref().map(|page| page.items.as_slice()).unwrap_or_default();
    let mut by_day: HashMap<Day, Vec<&Row>> = HashMap::new();
    for row in rows {
        if let Some(at) = row.text(&props.group).and_then(|text| day_of(text, &zone)) {
            by_day.entry(at).or_default().push(row);
        }
    }
    let ondrop = {
        let (object, group, zone, toasts, i18n) = (props.object.clone(), props.group.clone(), zone.clone(), toasts, scope.i18n.clone());
        let texts: HashMap<String, String> =
            rows.iter().filter_map(|row| Some((row.id().to_owned(), row.text(&props.group)?.to_owned()))).collect();
        Callback::from(move |dropped: Dropped| {
            let id = dropped.id.to_string();
            let Some(value) = texts.get(&id).zip(Day::parse(&dropped.target)).and_then(|(text, to)| moved(text, to, &zone)) else { return };
            let (object, group, toasts, i18n) = (object.clone(), group.clone(), toasts.clone(), i18n.clone());
            wasm_bindgen_futures::spawn_local(async move {
                let changes = JsonMap::from_iter([(group.to_string(), Json::String(value))]);
                match records::update(&object, &id, changes, None).await {
                    Ok(_) => invalidate(&records::tags_of(&object, &id)),
                    Err(error) => toasts.error(explain(&i18n, &error as &ApiError)),
                }
            });
        })
    };
    let turn = |months: i32| {
        let month = month.clone();
        Callback::from(move |_: MouseEvent| month.set(month.plus_months(months)))
    };
    let to_today = {
        let month = month.setter();
        Callback::from(move |_: MouseEvent| month.set(today.month_start()))
    };
    let name_field = scope.meta.info(&props.object).map_or("name", |info| info.options.name_field.as_str());
    let editable = props.editable && field.is_some_and(|field| field.is_writable());
    let entry = |row: &&Row| {
        let time = row.text(&props.group).filter(|_| is_instant).and_then(|text| time_of(text, &zone));
        let label = row.text(name_field).unwrap_or_default().to_owned();
        let body = html! { <Entry row={(*row).clone()} {label} {time} object={props.object.clone()} onopen={props.onopen.clone()} /> };
        if editable {
            html! { <DragItem kind={ENTRY} id={row.id().to_owned()}>{ body }</DragItem> }
        } else {
            body
        }
    };
    let cell = |at: &Day| {
        let here = by_day.get(at).map(Vec::as_slice).unwrap_or_default();
        let shown = if *opened == Some(*at) { here.len() } else { SHOWN.min(here.len()) };
        let expand = {
            let (opened, at) = (opened.setter(), *at);
            Callback::from(move |_: MouseEvent| opened.set(Some(at)))
        };
        html! {
            <div key={at.to_string()} class="r-calendar__cell" role="listitem" data-outside={(at.month != month.month).then_some("")} data-empty={here.is_empty().then_some("")}>
                <DropZone kind={ENTRY} id={AttrValue::from(at.to_string())} class="r-calendar__day">
                    <time class="r-calendar__date" datetime={at.to_string()} aria-label={scope.i18n.date(&at.to_string())} aria-current={(*at == today).then_some("date")}>
                        { at.day }
                    </time>
                    { for here[..shown].iter().map(entry) }
                    if here.len() > shown {
                        <button type="button" class="u-link r-calendar__more" onclick={expand}>{ t!(scope.i18n, "calendar-more", count = here.len() - shown) }</button>
                    }
                </DropZone>
            </div>
        }
    };
    let beyond = found.data.as_ref().and_then(|page| page.count).map_or(0, |count| count.value.saturating_sub(rows.len()));
    html! {
        <section class="r-calendar" aria-label={field.map(|field| scope.label(&field.label))}>
            <header class="r-calendar__head">
                <IconButton label={t!(scope.i18n, "kit-previous-month")} icon="chevron-left" size={Size::Small} onclick={turn(-1)} />
                <h2 class="r-calendar__month" aria-live="polite">{ scope.i18n.month(month.year, month.month) }</h2>
                <IconButton label={t!(scope.i18n, "kit-next-month")} icon="chevron-right" size={Size::Small} onclick={turn(1)} />
                <Button label={t!(scope.i18n, "kit-today")} kind={ButtonKind::Ghost} size={Size::Small} onclick={to_today} />
                if beyond > 0 {
                    <span class="u-muted" role="status">{ t!(scope.i18n, "kanban-more", count = beyond) }</span>
                }
            </header>
            if let Some(error) = found.error.clone().filter(|_| found.data.is_none()) {
                <Failure {error} onretry={found.refetch.clone()} small={true} />
            } else if found.is_pending() {
                <Skeleton lines={8} />
            } else {
                <div class="r-calendar__weekdays" aria-hidden="true">{ for scope.i18n.weekdays().into_iter().map(|name| html! { <span>{ name }</span> }) }</div>
                <DropZone kind={ENTRY} {ondrop} scrolls={true} class="r-calendar__scroll">
                    <div class="r-calendar__grid" role="list">{ for days.iter().map(cell) }</div>
                    if rows.is_empty() {
                        <p class="r-calendar__none u-muted">{ t!(scope.i18n, "calendar-none") }</p>
                    }
                </DropZone>
            }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct EntryProps {
    row: Row,
    label: AttrValue,
    time: Option<String>,
    object: AttrValue,
    onopen: Option<Callback<Row>>,
}

/// A record on its day.
#[component]
fn Entry(props: &EntryProps) -> Html {
    let go = use_go();
    let onclick = {
        let (onopen, row, object) = (props.onopen.clone(), props.row.clone(), props.object.clone());
        Callback::from(move |_: MouseEvent| match &onopen {
            Some(onopen) => onopen.emit(row.clone()),
            None => go.to(record_path(&object, row.id())),
        })
    };
    html! {
        <button type="button" class="r-calendar__entry" title={props.label.clone()} {onclick}>
            if let Some(time) = &props.time {
                <span class="r-calendar__time">{ time }</span>
            }
            <span class="u-ellipsis">{ &props.label }</span>
        </button>
    }
}

/// The condition for the records of these days, both included.
fn within(field: &str, is_instant: bool, zone: &impl Zone, first: Day, last: Day) -> Json {
    if !is_instant {
        return json!({ field: { "between": [first.to_string(), last.to_string()] } });
    }
    let start = |day: Day| date(day).map(|day| instant(zone.start_of(day))).unwrap_or_default();
    json!({ "and": [{ field: { "ge": start(first) } }, { field: { "lt": start(last.plus_days(1)) } }] })
}

/// The day on which a value stands, in the company.
fn day_of(text: &str, zone: &impl Zone) -> Option<Day> {
    match parse_instant(text) {
        Some(at) => Some(day(zone.day_of(at))),
        None => Day::parse(text),
    }
}

/// What a clock there shows at a moment.
fn time_of(text: &str, zone: &impl Zone) -> Option<String> {
    let at = parse_instant(text)?;
    let minutes = (at - zone.start_of(zone.day_of(at))).num_minutes();
    Some(format!("{:02}:{:02}", minutes / 60, minutes % 60))
}

/// The value on another day, at the same time of day; nothing when it stands there already.
fn moved(text: &str, to: Day, zone: &impl Zone) -> Option<String> {
    if day_of(text, zone)? == to {
        return None;
    }
    match parse_instant(text) {
        Some(at) => Some(instant(zone.start_of(date(to)?) + (at - zone.start_of(zone.day_of(at))))),
        None => Some(to.to_string()),
    }
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
}

fn day(at: NaiveDate) -> Day {
    Day::parse(&at.to_string()).unwrap_or_else(Day::today)
}

fn date(day: Day) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(day.year, day.month.into(), day.day.into())
}

#[cfg(test)]
mod tests {
    use trellis_model::time::FixedZone;

    use super::*;

    const SHANGHAI: FixedZone = FixedZone(8 * 3600);

    fn at(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn a_moment_stands_on_the_company_s_day() {
        assert_eq!(day_of("2026-11-25T16:30:00Z", &SHANGHAI), Some(at("2026-11-26")));
        assert_eq!(day_of("2026-11-25", &SHANGHAI), Some(at("2026-11-25")));
        assert_eq!(day_of("soon", &SHANGHAI), None);
        assert_eq!(time_of("2026-11-25T16:30:00Z", &SHANGHAI).as_deref(), Some("00:30"));
    }

    #[test]
    fn another_day_keeps_the_time_of_day() {
        assert_eq!(moved("2026-11-25T16:30:00Z", at("2026-11-30"), &SHANGHAI).as_deref(), Some("2026-11-29T16:30:00Z"));
        assert_eq!(moved("2026-11-25", at("2026-12-01"), &SHANGHAI).as_deref(), Some("2026-12-01"));
        assert_eq!(moved("2026-11-25", at("2026-11-25"), &SHANGHAI), None);
    }

    #[test]
    fn what_is_asked_for_are_whole_days_of_the_company() {
        let (first, last) = (at("2026-10-26"), at("2026-12-06"));
        assert_eq!(within("d", false, &SHANGHAI, first, last), json!({ "d": { "between": ["2026-10-26", "2026-12-06"] } }));
        let moments = json!({ "and": [{ "d": { "ge": "2026-10-25T16:00:00Z" } }, { "d": { "lt": "2026-12-06T16:00:00Z" } }] });
        assert_eq!(within("d", true, &SHANGHAI, first, last), moments);
    }
}
