//! What a condition compares with, entered in the way of its kind.

use serde_json::json;
use trellis_model::{Field, FieldKind, Json, filter::Op};
use trellis_ui_client::{Key, Tag, records, use_query};
use trellis_ui_kit::{Choice, Combobox, DatePicker, NumberInput, Select, Size, TextInput, t};
use yew::prelude::*;

use super::{Operator, period};
use crate::{
    choices,
    fields::{Edit, format, use_labels},
    use_scope,
};

/// The periods that `within` offers.
const PERIODS: &[&str] = &[
    "today",
    "yesterday",
    "tomorrow",
    "this_week",
    "last_week",
    "next_week",
    "this_month",
    "last_month",
    "next_month",
    "this_quarter",
    "last_quarter",
    "this_year",
    "last_year",
    "last_7_days",
    "last_30_days",
    "last_90_days",
    "next_7_days",
    "next_30_days",
];

/// Properties of [`ValueInput`].
#[derive(Properties, Clone, PartialEq)]
pub struct ValueInputProps {
    /// The field.
    pub field: Field,
    /// How it is compared.
    pub operator: Operator,
    /// With what.
    pub value: Json,
    /// Hears every change.
    pub onchange: Callback<Json>,
}

/// The control for a condition's value.
#[component]
pub fn ValueInput(props: &ValueInputProps) -> Html {
    let scope = use_scope();
    let label = t!(scope.i18n, "filter-value");
    let Operator::Op(op) = props.operator else { return Html::default() };
    match (op, props.field.kind) {
        (Op::Within, _) => {
            let options = PERIODS.iter().map(|name| Choice::new(*name, period(&scope.i18n, name)));
            html! { <Select {label} size={Size::Small} options={options.collect::<Vec<_>>()} value={text(&props.value)} onchange={choose(props)} /> }
        }
        (Op::Between, _) => {
            let end = |at: usize| props.value.get(at).cloned().unwrap_or_default();
            let set = |at: usize| {
                let (other, onchange) = (end(1 - at), props.onchange.clone());
                Callback::from(move |value: Json| onchange.emit(if at == 0 { json!([value, other]) } else { json!([other, value]) }))
            };
            html! {
                <div class="r-between">
                    { single(props, &end(0), set(0), label.clone()) }
                    <span aria-hidden="true">{ "–" }</span>
                    { single(props, &end(1), set(1), label) }
                </div>
            }
        }
        (_, FieldKind::Boolean) => {
            let options = vec![Choice::new("true", t!(scope.i18n, "field-yes")), Choice::new("false", t!(scope.i18n, "field-no"))];
            let value = props.value.as_bool().map(|on| AttrValue::from(on.to_string()));
            let onchange = props.onchange.reform(|code: Option<AttrValue>| code.map_or(Json::Null, |code| Json::Bool(code == "true")));
            html! { <Select {label} size={Size::Small} {options} {value} {onchange} /> }
        }
        (Op::In | Op::Nin, FieldKind::Picklist | FieldKind::MultiPicklist) => {
            let codes = format::codes(&props.value);
            let picklist = props.field.picklist.as_deref().and_then(|name| trellis_model::Schema::picklist(&*scope.meta, name));
            // Old records may hold a retired option: it can be looked for.
            let all: Vec<&str> = picklist.iter().flat_map(|picklist| picklist.options.iter().map(|option| option.code.as_str())).collect();
            let options = picklist.map(|picklist| choices(&scope, picklist, &all)).unwrap_or_default();
            let value: Vec<Choice> = options.iter().filter(|choice| codes.contains(&choice.value.as_str())).cloned().collect();
            html! { <Combobox {label} size={Size::Small} multiple={true} {options} {value} onchange={choose_many(props)} /> }
        }
        (Op::In | Op::Nin, FieldKind::Lookup | FieldKind::User | FieldKind::Department) => html! { <RecordValues ..props.clone() /> },
        _ => single(props, &props.value, props.onchange.clone(), label),
    }
}

/// One day, number or text.
fn single(props: &ValueInputProps, value: &Json, onchange: Callback<Json>, label: AttrValue) -> Html {
    let typed = match value {
        Json::String(text) => AttrValue::from(text.clone()),
        Json::Null => AttrValue::default(),
        other => other.to_string().into(),
    };
    match props.field.kind {
        FieldKind::Date | FieldKind::DateTime => {
            let is_instant = props.field.kind == FieldKind::DateTime;
            // An instant is compared by its day here; the day's start is where the person is.
            let day = typed.get(..10).map_or(typed.clone(), |day| AttrValue::from(day.to_owned()));
            let onchange = onchange.reform(move |day: String| match (day.is_empty(), is_instant && day.len() == 10) {
                (true, _) => Json::Null,
                (_, true) => start_of(&day).into(),
                _ => day.into(),
            });
            html! { <DatePicker {label} size={Size::Small} value={if is_instant { local_day(&typed) } else { day }} {onchange} /> }
        }
        FieldKind::Integer | FieldKind::Decimal | FieldKind::Percent | FieldKind::Currency => {
            let oninput = onchange.reform(|typed: String| Edit::number(typed).value);
            html! { <NumberInput {label} value={typed} scale={format::scale(&props.field)} {oninput} /> }
        }
        _ => {
            let oninput = onchange.reform(|typed: String| Edit::text(typed).value);
            html! { <TextInput {label} size={Size::Small} value={typed} {oninput} /> }
        }
    }
}

/// The first instant of a day where the person is.
fn start_of(day: &str) -> String {
    let date = js_sys::Date::new(&format!("{day}T00:00:00").into());
    if date.get_time().is_nan() { day.to_owned() } else { date.to_iso_string().into() }
}

/// The day of an instant where the person is.
fn local_day(value: &str) -> AttrValue {
    let date = js_sys::Date::new(&value.into());
    if value.len() < 16 || date.get_time().is_nan() {
        return value.to_owned().into();
    }
    format!("{:04}-{:02}-{:02}", date.get_full_year(), date.get_month() + 1, date.get_date()).into()
}

/// Several records, found by typing; people can be "me", departments "mine".
#[component]
fn RecordValues(props: &ValueInputProps) -> Html {
    let scope = use_scope();
    let words = use_state_eq(|| None::<String>);
    let object = props.field.target().unwrap_or_default().to_owned();
    let ids: Vec<String> = format::codes(&props.value).into_iter().map(str::to_owned).collect();
    let labels = use_labels(object.clone(), ids.clone());
    let name = scope.meta.info(&object).map_or("name", |info| info.options.name_field.as_str()).to_owned();
    let query = records::ListQuery {
        q: (*words).clone().unwrap_or_default(),
        fields: vec!["id".into(), name.clone()],
        limit: 20,
        ..records::ListQuery::default()
    };
    let key = Key::new(query.path(&object), [Tag::Records(object.clone())]).keeping().when(words.is_some());
    let found = {
        let object = object.clone();
        use_query(key, move || {
            let (object, query) = (object.clone(), query.clone());
            async move { records::list(&object, &query).await }
        })
    };
    let special = match object.as_str() {
        "user" => Some(Choice::new("$me", t!(scope.i18n, "filter-me")).with_icon("circle-user")),
        "department" => Some(Choice::new("$my_departments", t!(scope.i18n, "filter-my-departments")).with_icon("users")),
        _ => None,
    };
    let rows = found.data.iter().flat_map(|page| page.items.iter());
    let options: Vec<Choice> = special
        .iter()
        .filter(|_| words.as_deref().is_none_or(str::is_empty))
        .cloned()
        .chain(rows.map(|row| Choice::new(row.id().to_owned(), row.text(&name).unwrap_or(row.id()).to_owned())))
        .collect();
    let named = |id: &String| {
        let known = special.iter().chain(&options).find(|choice| choice.value == id.as_str()).map(|choice| choice.label.clone());
        Choice::new(id.clone(), known.or_else(|| labels.get(id).map(|name| name.clone().into())).unwrap_or_else(|| id.clone().into()))
    };
    html! {
        <Combobox
            label={t!(scope.i18n, "filter-value")}
            size={Size::Small}
            multiple={true}
            value={ids.iter().map(named).collect::<Vec<_>>()}
            {options}
            onchange={choose_many(props)}
            onsearch={Callback::from({
                let words = words.setter();
                move |typed: String| words.set(Some(typed))
            })}
            loading={found.loading && words.is_some()}
        />
    }
}

fn text(value: &Json) -> Option<AttrValue> {
    value.as_str().map(|text| AttrValue::from(text.to_owned()))
}

fn choose(props: &ValueInputProps) -> Callback<Option<AttrValue>> {
    props.onchange.reform(|code: Option<AttrValue>| code.map_or(Json::Null, |code| code.as_str().into()))
}

fn choose_many(props: &ValueInputProps) -> Callback<Vec<Choice>> {
    props.onchange.reform(|chosen: Vec<Choice>| {
        let codes: Vec<String> = chosen.iter().map(|choice| choice.value.to_string()).collect();
        // "My departments" is a set by itself, not one of several.
        if codes.last().is_some_and(|code| code == "$my_departments") { json!("$my_departments") } else { json!(codes) }
    })
}
