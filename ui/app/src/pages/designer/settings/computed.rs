//! Formulas, roll-ups and mirrors.

use std::rc::Rc;

use trellis_model::{
    Field, FieldKind,
    expression::Type,
    field::{Rollup, RollupFunction},
};
use trellis_ui_kit::{Choice, Combobox, Field as Shell, Select, t};
use trellis_ui_renderers::{
    Scope,
    filters::{FilterBuilder, Group, PathChoice},
    use_scope,
};
use yew::prelude::*;

use super::{expression::ExpressionInput, with};
use crate::pages::designer::design::{Design, use_design};

/// What a formula may come to.
const RESULTS: [FieldKind; 9] = [
    FieldKind::Text,
    FieldKind::Integer,
    FieldKind::Decimal,
    FieldKind::Percent,
    FieldKind::Currency,
    FieldKind::Boolean,
    FieldKind::Date,
    FieldKind::DateTime,
    FieldKind::Duration,
];

/// The expression, and how its result is shown.
pub fn formula(scope: &Scope, design: Option<&Design>, field: &Field, onchange: &Callback<Field>) -> Html {
    let source = field.formula.clone().unwrap_or_default();
    let found = design.and_then(|design| design.check(&source).ok()).map(|checked| checked.result);
    let fits = |kind: &&FieldKind| found.is_none_or(|found| Type::of(**kind).is_some_and(|wanted| found.fits(wanted)));
    let kinds: Vec<Choice> = RESULTS
        .iter()
        .filter(fits)
        .map(|kind| Choice::new(kind.name(), scope.label(&kind.rules().label())).with_icon(kind.rules().icon()))
        .collect();
    let value = field.result.map(|kind| AttrValue::from(kind.name()));
    let set = with(field, onchange, |field, name: Option<AttrValue>| field.result = name.as_deref().and_then(FieldKind::from_name));
    html! {
        <>
            <ExpressionInput label={t!(scope.i18n, "setting-formula")} help={Some(t!(scope.i18n, "setting-formula-help"))} value={source} onchange={with(field, onchange, |field, text| field.formula = Some(text))} />
            <Shell label={t!(scope.i18n, "setting-result")}>
                <Select options={kinds} {value} clearable={true} placeholder={t!(scope.i18n, "setting-result-auto")} onchange={set} />
            </Shell>
        </>
    }
}

/// Properties of [`RollupSetting`].
#[derive(Properties, PartialEq)]
pub struct RollupSettingProps {
    /// The field.
    pub field: Field,
    /// Hears every change.
    pub onchange: Callback<Field>,
}

/// What is counted or added up, of which records.
#[component]
pub fn RollupSetting(props: &RollupSettingProps) -> Html {
    let scope = use_scope();
    let design = use_design();
    let (field, onchange) = (&props.field, &props.onchange);
    let now =
        field.rollup.clone().unwrap_or(Rollup { relation: String::new(), function: RollupFunction::Count, field: None, filter: None });
    // Unfinished conditions live here alone.
    let filter = use_state_eq(|| Group::read(now.filter.as_ref()));
    let relations = design.as_ref().map(|design| design.relations(|label| scope.label(label))).unwrap_or_default();
    let set = |alter: fn(&mut Rollup, String)| {
        let now = now.clone();
        with(field, onchange, move |field, value: String| {
            let mut rollup = now.clone();
            alter(&mut rollup, value);
            field.rollup = Some(rollup);
            field.result = None;
        })
    };
    let chosen = |options: &[Choice], value: &str| options.iter().filter(|choice| choice.value == value).cloned().collect::<Vec<_>>();
    let options: Vec<Choice> =
        relations.iter().map(|(name, label, _)| Choice::new(name.clone(), label.clone()).with_note(name.clone())).collect();
    let onrelation = set(|rollup, name| *rollup = Rollup { relation: name, field: None, filter: None, ..rollup.clone() })
        .reform(|picked: Vec<Choice>| picked.first().map(|choice| choice.value.to_string()).unwrap_or_default());
    let functions =
        ["count", "sum", "min", "max"].map(|name| Choice::new(name, t!(scope.i18n, &format!("setting-rollup-{name}")))).to_vec();
    let function = match now.function {
        RollupFunction::Count => "count",
        RollupFunction::Sum => "sum",
        RollupFunction::Min => "min",
        RollupFunction::Max => "max",
    };
    let onfunction = set(|rollup, name| {
        rollup.function = match name.as_str() {
            "sum" => RollupFunction::Sum,
            "min" => RollupFunction::Min,
            "max" => RollupFunction::Max,
            _ => RollupFunction::Count,
        };
        if rollup.function == RollupFunction::Count {
            rollup.field = None;
        }
    })
    .reform(|name: Option<AttrValue>| name.map(|name| name.to_string()).unwrap_or_default());
    let fields = relations.iter().find(|(name, ..)| *name == now.relation).map(|(_, _, fields)| fields.clone()).unwrap_or_default();
    let can = |field: &&Field| {
        let kind = field.value_kind();
        field.rules().is_measure() || (now.function != RollupFunction::Sum && matches!(kind, FieldKind::Date | FieldKind::DateTime))
    };
    let measures: Vec<Choice> = fields
        .iter()
        .filter(can)
        .map(|field| Choice::new(field.name.clone(), scope.label(&field.label)).with_icon(field.kind.rules().icon()))
        .collect();
    let onfield = set(|rollup, name| rollup.field = Some(name).filter(|name| !name.is_empty()))
        .reform(|picked: Vec<Choice>| picked.first().map(|choice| choice.value.to_string()).unwrap_or_default());
    let paths: Rc<[PathChoice]> = fields
        .iter()
        .filter(|field| !matches!(field.name.as_str(), "id" | "version" | "deleted_at") && field.kind != FieldKind::AnyLookup)
        .map(|field| PathChoice { path: field.name.clone(), label: scope.label(&field.label), field: field.clone() })
        .collect();
    let onfilter = {
        let (filter, now) = (filter.setter(), now.clone());
        let put = with(field, onchange, move |field, json: Option<trellis_model::Json>| {
            field.rollup = Some(Rollup { filter: json, ..now.clone() })
        });
        Callback::from(move |group: Group| {
            let written = group.write();
            filter.set(group);
            put.emit(written);
        })
    };
    let measure = now.field.clone().unwrap_or_default();
    html! {
        <>
            <Shell label={t!(scope.i18n, "setting-rollup-relation")} required={true} help={relations.is_empty().then(|| t!(scope.i18n, "setting-rollup-none"))}>
                <Combobox value={chosen(&options, &now.relation)} {options} onchange={onrelation} />
            </Shell>
            <Shell label={t!(scope.i18n, "setting-rollup-function")}><Select options={functions} value={AttrValue::from(function)} onchange={onfunction} /></Shell>
            if now.function != RollupFunction::Count {
                <Shell label={t!(scope.i18n, "setting-rollup-field")} required={true}>
                    <Combobox value={chosen(&measures, &measure)} options={measures} onchange={onfield} />
                </Shell>
            }
            if !fields.is_empty() {
                <div class="p-setting p-setting__filter">
                    <span class="c-field__label">{ t!(scope.i18n, "setting-rollup-filter") }</span>
                    <FilterBuilder {paths} group={(*filter).clone()} onchange={onfilter} />
                </div>
            }
        </>
    }
}

/// Which field of which looked-up record a mirror shows.
pub fn mirror(scope: &Scope, design: Option<&Design>, field: &Field, onchange: &Callback<Field>) -> Html {
    let Some(design) = design else { return Html::default() };
    let (lookup, part) = field.mirror.as_deref().and_then(|path| path.split_once('.')).unwrap_or_default();
    let lookups: Vec<Choice> = design
        .current()
        .fields()
        .iter()
        .filter(|field| field.target().is_some() && field.name != "id" && !field.kind.is_computed())
        .map(|field| Choice::new(field.name.clone(), scope.label(&field.label)).with_icon(field.kind.rules().icon()))
        .collect();
    let target =
        design.current().field(lookup).and_then(|field| field.target()).and_then(|target| trellis_model::Schema::object(&**design, target));
    let parts: Vec<Choice> = target
        .iter()
        .flat_map(|object| object.declared())
        .filter(|field| !matches!(field.kind, FieldKind::Mirror | FieldKind::Secret | FieldKind::Lines))
        .map(|field| Choice::new(field.name.clone(), scope.label(&field.label)).with_icon(field.kind.rules().icon()))
        .collect();
    let chosen = |options: &[Choice], value: &str| options.iter().filter(|choice| choice.value == value).cloned().collect::<Vec<_>>();
    let name = |picked: Vec<Choice>| picked.first().map(|choice| choice.value.to_string()).unwrap_or_default();
    let set_lookup =
        with(field, onchange, |field, lookup: String| (field.mirror, field.result) = (Some(format!("{lookup}.")), None)).reform(name);
    let set_part = {
        let lookup = lookup.to_owned();
        with(field, onchange, move |field, part: String| (field.mirror, field.result) = (Some(format!("{lookup}.{part}")), None))
            .reform(name)
    };
    html! {
        <>
            <Shell label={t!(scope.i18n, "setting-mirror-lookup")} required={true} help={lookups.is_empty().then(|| t!(scope.i18n, "setting-mirror-none"))}>
                <Combobox value={chosen(&lookups, lookup)} options={lookups} onchange={set_lookup} />
            </Shell>
            <Shell label={t!(scope.i18n, "setting-mirror-field")} required={true}>
                <Combobox value={chosen(&parts, part)} options={parts} onchange={set_part} disabled={target.is_none()} />
            </Shell>
        </>
    }
}
