//! What a condition compares with, entered in the way of its kind.

use serde_json::json;
use trellis_model::{Field, FieldKind, Json, filter::Op};
use trellis_ui_kit::{Choice, Combobox, DatePicker, NumberInput, Select, Size, Tag, TagsInput, TextInput, TimeInput, t};
use yew::prelude::*;

use super::{Operator, period};
use crate::{
    choices,
    fields::{Edit, PathInput, RecordsInput, format, parse_duration, say_duration, target_of_many, use_dictionary},
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
    match (op, props.field.value_kind()) {
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
        (Op::In | Op::Nin, FieldKind::Lookup | FieldKind::User | FieldKind::Department | FieldKind::MultiLookup) => {
            html! { <RecordValues ..props.clone() /> }
        }
        (Op::In | Op::Nin, FieldKind::Cascade | FieldKind::Address) => html! { <PlaceValues ..props.clone() /> },
        (Op::In | Op::Nin, FieldKind::Tags | FieldKind::Color) => {
            let value = format::codes(&props.value).into_iter().map(|word| AttrValue::from(word.to_owned())).collect::<Vec<_>>();
            let onchange = props.onchange.reform(|words: Vec<AttrValue>| json!(words.iter().map(ToString::to_string).collect::<Vec<_>>()));
            html! { <TagsInput {label} size={Size::Small} {value} {onchange} /> }
        }
        (Op::Contains, FieldKind::DateRange) => {
            let onchange = props.onchange.reform(|day: String| Edit::text(day).value);
            html! { <DatePicker {label} size={Size::Small} value={text(&props.value).unwrap_or_default()} {onchange} /> }
        }
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
    match props.field.value_kind() {
        FieldKind::Date | FieldKind::DateTime | FieldKind::DateRange => {
            let is_instant = props.field.value_kind() == FieldKind::DateTime;
            // An instant is compared by its day here; the day's start is where the person is.
            let day = typed.get(..10).map_or(typed.clone(), |day| AttrValue::from(day.to_owned()));
            let onchange = onchange.reform(move |day: String| match (day.is_empty(), is_instant && day.len() == 10) {
                (true, _) => Json::Null,
                (_, true) => start_of(&day).into(),
                _ => day.into(),
            });
            html! { <DatePicker {label} size={Size::Small} value={if is_instant { local_day(&typed) } else { day }} {onchange} /> }
        }
        FieldKind::Time => {
            html! { <TimeInput {label} size={Size::Small} value={typed} onchange={onchange.reform(|typed: String| Edit::text(typed).value)} /> }
        }
        FieldKind::Duration => html! { <DurationValue {label} value={value.clone()} {onchange} /> },
        FieldKind::Integer | FieldKind::Decimal | FieldKind::Percent | FieldKind::Currency | FieldKind::Rating => {
            let oninput = onchange.reform(|typed: String| Edit::number(typed).value);
            html! { <NumberInput {label} value={typed} scale={format::scale(&props.field)} {oninput} /> }
        }
        _ => {
            let oninput = onchange.reform(|typed: String| Edit::text(typed).value);
            html! { <TextInput {label} size={Size::Small} value={typed} {oninput} /> }
        }
    }
}

#[derive(Properties, PartialEq)]
struct DurationValueProps {
    label: AttrValue,
    value: Json,
    onchange: Callback<Json>,
}

/// A length of time as people write it.
#[component]
fn DurationValue(props: &DurationValueProps) -> Html {
    let scope = use_scope();
    let typed = use_state_eq(|| None::<String>);
    let shown =
        (*typed).clone().unwrap_or_else(|| props.value.as_f64().map(|seconds| say_duration(&scope.i18n, seconds)).unwrap_or_default());
    let oninput = {
        let (typed, onchange) = (typed.setter(), props.onchange.clone());
        Callback::from(move |text: String| {
            onchange.emit(parse_duration(&text).map_or(Json::Null, Json::from));
            typed.set(Some(text));
        })
    };
    let onblur = {
        let typed = typed.setter();
        Callback::from(move |_: FocusEvent| typed.set(None))
    };
    html! { <TextInput label={props.label.clone()} size={Size::Small} value={shown} placeholder={t!(scope.i18n, "field-duration-example")} {oninput} {onblur} /> }
}

/// Options of a tree, at any level: each stands for everything below it.
#[component]
fn PlaceValues(props: &ValueInputProps) -> Html {
    let scope = use_scope();
    let codes: Vec<String> = format::codes(&props.value).into_iter().map(str::to_owned).collect();
    let dictionary = use_dictionary(props.field.picklist.clone(), !codes.is_empty());
    let remove = |at: usize| {
        let (codes, onchange) = (codes.clone(), props.onchange.clone());
        Callback::from(move |()| {
            let mut codes = codes.clone();
            codes.remove(at);
            onchange.emit(json!(codes));
        })
    };
    let chip = |(at, code): (usize, &String)| {
        let label = AttrValue::from(dictionary.branches.words(&dictionary.branches.path(code)));
        html! { <Tag key={code.clone()} label={label.clone()} onremove={remove(at)} remove_label={t!(scope.i18n, "kit-remove", name = label)} /> }
    };
    // The path that is being chosen; walking on replaces what it began with.
    let walking = use_state_eq(Vec::<AttrValue>::new);
    let onchange = {
        let (codes, walking, onchange) = (codes.clone(), walking.clone(), props.onchange.clone());
        Callback::from(move |path: Vec<AttrValue>| {
            let mut codes = codes.clone();
            let goes_on = walking.len() < path.len() && path.starts_with(&walking);
            if goes_on && let Some(before) = walking.last() {
                codes.retain(|code| code != before.as_str());
            }
            if let Some(code) = path.last().filter(|code| !codes.iter().any(|known| known == code.as_str())) {
                codes.push(code.to_string());
            }
            walking.set(path);
            onchange.emit(json!(codes));
        })
    };
    html! {
        <div class="r-places">
            { for codes.iter().enumerate().map(chip) }
            <PathInput picklist={props.field.picklist.clone()} value={(*walking).clone()} label={t!(scope.i18n, "filter-value")} size={Size::Small} {onchange} />
        </div>
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
    let object = props.field.target().map_or_else(|| target_of_many(&props.field), str::to_owned);
    let special = match object.as_str() {
        "user" => Some(Choice::new("$me", t!(scope.i18n, "filter-me")).with_icon("circle-user")),
        "department" => Some(Choice::new("$my_departments", t!(scope.i18n, "filter-my-departments")).with_icon("users")),
        _ => None,
    };
    html! {
        <RecordsInput
            {object}
            label={t!(scope.i18n, "filter-value")}
            size={Size::Small}
            value={format::codes(&props.value).into_iter().map(str::to_owned).collect::<Vec<_>>()}
            special={special.into_iter().collect::<Vec<_>>()}
            onchange={choose_many(props)}
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
