//! Another kind for a field that there is already: which are safe, which are checked, which are refused and why.

use trellis_model::{
    Field, FieldKind,
    field::{Change, change, refusal, shipped_refusal},
    object::is_custom,
};
use trellis_ui_kit::{Choice, Field as Shell, Icon, Select, t};
use trellis_ui_renderers::{Scope, use_scope};
use yew::prelude::*;

use super::{model::with_kind, settings::with};

/// Properties of [`KindSetting`].
#[derive(Properties, PartialEq)]
pub struct KindSettingProps {
    /// The field as it is being edited.
    pub field: Field,
    /// The object.
    pub object: AttrValue,
    /// Hears every change.
    pub onchange: Callback<Field>,
}

/// Every kind with what becoming it asks, judged against the field as it is published: until then it has no values.
#[component]
pub fn KindSetting(props: &KindSettingProps) -> Html {
    let scope = use_scope();
    let field = &props.field;
    let published = scope.meta.info(&props.object).and_then(|info| info.fields.iter().find(|it| !it.system && it.id == field.id));
    let shipped = !(is_custom(&field.name) || is_custom(&props.object));
    if shipped {
        return html! {
            <Shell label={t!(scope.i18n, "setting-kind")} help={scope.label(&shipped_refusal())}>
                <Select options={vec![choice(&scope, None, field.kind, Change::Nothing)]} value={AttrValue::from(field.kind.name())} onchange={Callback::noop()} disabled={true} />
            </Shell>
        };
    }
    let other = |kind: FieldKind| {
        let picklists: Vec<&str> = scope.meta.picklists().iter().map(|it| it.name.as_str()).collect();
        with_kind(field, kind, &picklists)
    };
    let mut kinds: Vec<(FieldKind, Change, Choice)> = FieldKind::ALL
        .iter()
        .map(|kind| {
            let verdict = match published {
                _ if *kind == field.kind => Change::Nothing,
                Some(published) => change(published, &other(*kind)),
                None => Change::Nothing,
            };
            (*kind, verdict, choice(&scope, published, *kind, verdict))
        })
        .collect();
    kinds.sort_by_key(|(_, verdict, _)| rank(*verdict));
    let options: Vec<Choice> = kinds.into_iter().map(|(.., choice)| choice).collect();
    let becomes: Vec<(FieldKind, Field)> = FieldKind::ALL.iter().map(|kind| (*kind, other(*kind))).collect();
    let set = with(field, &props.onchange, move |field, name: Option<AttrValue>| {
        let kind = name.as_deref().and_then(FieldKind::from_name);
        if let Some((_, other)) = becomes.iter().find(|(known, _)| Some(*known) == kind) {
            field.clone_from(other);
        }
    });
    let verdict = published.map_or(Change::Nothing, |published| change(published, field));
    html! {
        <>
            <Shell label={t!(scope.i18n, "setting-kind")} help={t!(scope.i18n, if published.is_some() { "kinds-help" } else { "kinds-free" })}>
                <Select {options} value={AttrValue::from(field.kind.name())} onchange={set} />
            </Shell>
            if verdict == Change::Safe {
                <p class="p-expression__ok" role="status"><Icon name="circle-check" size={14} />{ t!(scope.i18n, "kinds-safe") }</p>
            }
            if verdict == Change::Checked {
                <p class="p-kind__checked" role="status">
                    <Icon name="triangle-alert" size={14} />
                    { t!(scope.i18n, "kinds-checked-long", counted = t!(scope.i18n, counted(field.kind))) }
                </p>
            }
        </>
    }
}

/// What can be had first, what cannot last.
fn rank(verdict: Change) -> u8 {
    match verdict {
        Change::Nothing => 0,
        Change::Safe => 1,
        Change::Checked => 2,
        Change::Refused => 3,
    }
}

/// A kind with its verdict as the second line.
fn choice(scope: &Scope, published: Option<&Field>, kind: FieldKind, verdict: Change) -> Choice {
    let choice = Choice::new(kind.name(), scope.label(&kind.rules().label())).with_icon(kind.rules().icon());
    match (verdict, published) {
        (Change::Safe, _) => choice.with_note(t!(scope.i18n, "kinds-safe")),
        (Change::Checked, _) => choice.with_note(t!(scope.i18n, "kinds-checked", counted = t!(scope.i18n, counted(kind)))),
        (Change::Refused, Some(from)) => Choice { disabled: true, ..choice.with_note(scope.label(&refusal(from.kind, kind))) },
        (Change::Refused | Change::Nothing, _) => choice,
    }
}

/// What the plan counts when values become ones of this kind.
fn counted(kind: FieldKind) -> &'static str {
    use FieldKind as K;
    match kind {
        K::Integer | K::Rating | K::Duration => "kinds-counted-integer",
        K::Decimal | K::Percent | K::Currency => "kinds-counted-number",
        K::Boolean => "kinds-counted-boolean",
        K::Date | K::DateTime | K::Time => "kinds-counted-date",
        K::Picklist | K::MultiPicklist => "kinds-counted-option",
        K::Email | K::Phone | K::Url | K::Color => "kinds-counted-format",
        _ => "kinds-counted-other",
    }
}
