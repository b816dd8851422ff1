//! From one day to another: a range that has a name, or two days of one's own.

use yew::prelude::*;

use super::{DatePicker, calendar_panel::CalendarPanel};
use crate::{
    action::{Button, ButtonKind, Size},
    calendar::{Day, PRESETS, preset_range},
    i18n::use_i18n,
    overlay::Popover,
    t,
};

/// A range of days.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DateRange {
    /// A range that has a name, such as `this_month`; it moves with time.
    Preset(AttrValue),
    /// Two days, both inside.
    Days(Day, Day),
}

impl DateRange {
    /// The first and last day, as of today.
    pub fn days(&self) -> Option<(Day, Day)> {
        match self {
            Self::Preset(name) => preset_range(name, Day::today()),
            Self::Days(from, to) => Some((*from, *to)),
        }
    }
}

/// Properties of [`DateRangePicker`].
#[derive(Properties, PartialEq)]
pub struct DateRangePickerProps {
    /// What the range is for.
    pub label: AttrValue,
    /// The range.
    pub value: Option<DateRange>,
    /// Hears a new range, or none.
    pub onchange: Callback<Option<DateRange>>,
    /// Whether there may be none.
    #[prop_or_default]
    pub clearable: bool,
    /// How large it is.
    #[prop_or_default]
    pub size: Size,
    /// Not to be used now.
    #[prop_or_default]
    pub disabled: bool,
}

/// A button that says the range and opens the choice.
#[component]
pub fn DateRangePicker(props: &DateRangePickerProps) -> Html {
    let i18n = use_i18n();
    let node = use_node_ref();
    let open = use_state_eq(|| false);
    let typed = use_state(|| (String::new(), String::new()));
    let toggle = {
        let (open, typed, value) = (open.clone(), typed.setter(), props.value.clone());
        Callback::from(move |_: MouseEvent| {
            let days = value.as_ref().and_then(DateRange::days);
            typed.set(days.map_or_else(Default::default, |(from, to)| (from.to_string(), to.to_string())));
            open.set(!*open);
        })
    };
    let close = {
        let open = open.setter();
        Callback::from(move |()| open.set(false))
    };
    let choose = {
        let (onchange, close) = (props.onchange.clone(), close.clone());
        Callback::from(move |range: Option<DateRange>| {
            close.emit(());
            onchange.emit(range);
        })
    };
    let preset = |name: &&'static str| {
        let name = *name;
        let chosen = matches!(&props.value, Some(DateRange::Preset(known)) if known == name);
        html! {
            <button
                type="button"
                class="c-range__preset"
                aria-pressed={chosen.to_string()}
                onclick={choose.reform(move |_: MouseEvent| Some(DateRange::Preset(name.into())))}
            >
                { t!(i18n, &format!("kit-range-{}", name.replace('_', "-"))) }
            </button>
        }
    };
    let (from, to) = (Day::parse(&typed.0), Day::parse(&typed.1));
    // The first press begins a range, the second ends it.
    let pick = {
        let typed = typed.clone();
        Callback::from(move |day: Day| match (from, to) {
            (Some(from), None) => typed.set((from.min(day).to_string(), from.max(day).to_string())),
            _ => typed.set((day.to_string(), String::new())),
        })
    };
    let own = from.zip(to).filter(|(from, to)| from <= to);
    let onfrom = {
        let typed = typed.clone();
        Callback::from(move |text: String| typed.set((text, typed.1.clone())))
    };
    let onto = {
        let typed = typed.clone();
        Callback::from(move |text: String| typed.set((typed.0.clone(), text)))
    };
    let text = match &props.value {
        None => props.label.clone(),
        Some(DateRange::Preset(name)) => t!(i18n, &format!("kit-range-{}", name.replace('_', "-"))),
        Some(DateRange::Days(from, to)) => t!(i18n, "kit-range-days", from = i18n.date(&from.to_string()), to = i18n.date(&to.to_string())),
    };
    html! {
        <>
            <Button node={node.clone()} label={text} icon="calendar" icon_after="chevron-down" size={props.size} disabled={props.disabled} expanded={*open} haspopup="dialog" onclick={toggle} />
            <Popover open={*open} anchor={node} onclose={close} role="dialog" label={props.label.clone()}>
                <div class="c-range">
                    <div class="c-range__presets">{ for PRESETS.iter().map(preset) }</div>
                    <div class="c-range__own">
                        <div class="c-range__days">
                            <DatePicker label={t!(i18n, "kit-range-from")} value={typed.0.clone()} onchange={onfrom} size={Size::Small} />
                            <span aria-hidden="true">{ "–" }</span>
                            <DatePicker label={t!(i18n, "kit-range-to")} value={typed.1.clone()} onchange={onto} size={Size::Small} />
                        </div>
                        <CalendarPanel {from} {to} onpick={pick} autofocus={false} />
                        <div class="c-range__foot">
                            if props.clearable {
                                <Button label={t!(i18n, "kit-clear")} kind={ButtonKind::Ghost} size={Size::Small} onclick={choose.reform(|_: MouseEvent| None)} />
                            }
                            <Button
                                label={t!(i18n, "kit-apply")}
                                kind={ButtonKind::Primary}
                                size={Size::Small}
                                disabled={own.is_none()}
                                onclick={choose.reform(move |_: MouseEvent| own.map(|(from, to)| DateRange::Days(from, to)))}
                            />
                        </div>
                    </div>
                </div>
            </Popover>
        </>
    }
}
