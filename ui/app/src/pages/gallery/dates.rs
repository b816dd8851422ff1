//! Dates and times.

use trellis_ui_kit::{DatePicker, DateRange, DateRangePicker, DateTimePicker, Field, use_i18n};
use yew::prelude::*;

use super::Part;

/// The chapter.
#[component]
pub fn Dates() -> Html {
    let i18n = use_i18n();
    let say = |chinese: &'static str, english: &'static str| AttrValue::from(i18n.pick(chinese, english).to_owned());
    let day = use_state(|| String::from("2026-11-23"));
    let moment = use_state(|| String::from("2026-11-23T06:30:00.000Z"));
    let range = use_state(|| Some(DateRange::Preset("this_quarter".into())));
    let set = |state: &UseStateHandle<String>| {
        let state = state.setter();
        Callback::from(move |value: String| state.set(value))
    };
    let set_range = {
        let range = range.setter();
        Callback::from(move |value| range.set(value))
    };
    html! {
        <div class="s-gallery">
            <Part name="DatePicker · DateTimePicker">
                <div class="s-form">
                    <Field label={say("预计成交日期", "Close date")}><DatePicker value={(*day).clone()} onchange={set(&day)} /></Field>
                    <Field label={say("下次联系", "Next contact")}><DateTimePicker value={(*moment).clone()} onchange={set(&moment)} /></Field>
                    <Field label={say("签约日期", "Signed on")} error={say("请按 年-月-日 填写", "Write it as year-month-day")}><DatePicker value="2026-13-01" onchange={Callback::noop()} /></Field>
                    <Field label={say("结束日期", "Ends on")}><DatePicker value="" onchange={Callback::noop()} disabled={true} /></Field>
                </div>
            </Part>
            <Part name="DateRangePicker"><div class="u-row"><DateRangePicker label={say("时间范围", "Period")} value={(*range).clone()} onchange={set_range} clearable={true} /></div></Part>
        </div>
    }
}
