//! Controls of single kinds of field: stars, colours, paths, files, rich text, lines.

use serde_json::json;
use trellis_model::{Field as Declared, FieldKind, Json, Label};
use trellis_ui_kit::{Branch, Branches, Cascader, ColorInput, Field, FileDrop, Rating, RichText, Stars, TagsInput, TimeInput, use_i18n};
use trellis_ui_renderers::{
    fields::{Edit, FieldInput, Place, document, shown_value},
    use_scope,
};
use yew::prelude::*;

use super::Part;

/// The chapter.
#[component]
pub fn Kinds() -> Html {
    let i18n = use_i18n();
    let say = |chinese: &'static str, english: &'static str| AttrValue::from(i18n.pick(chinese, english).to_owned());
    let stars = use_state_eq(|| 3_u8);
    let color = use_state_eq(|| String::from("#2563eb"));
    let time = use_state_eq(|| String::from("09:30:00"));
    let tags = use_state_eq(|| vec![AttrValue::from("VIP"), AttrValue::from("华东")]);
    let place = use_state_eq(|| vec![AttrValue::from("33"), AttrValue::from("3301")]);
    let text = use_state_eq(|| sample_document().to_string());
    let set = |state: &UseStateHandle<String>| {
        let state = state.setter();
        Callback::from(move |value: String| state.set(value))
    };
    let regions = use_memo((), |()| regions());
    let set_list = |state: &UseStateHandle<Vec<AttrValue>>| {
        let state = state.setter();
        Callback::from(move |value: Vec<AttrValue>| state.set(value))
    };
    let set_stars = {
        let stars = stars.setter();
        Callback::from(move |value: u8| stars.set(value))
    };
    let written = serde_json::from_str::<Json>(&text).unwrap_or_default();
    html! {
        <div class="s-gallery">
            <Part name="Rating · TimeInput · ColorInput · TagsInput">
                <div class="s-form">
                    <Field label={say("评分", "Rating")}><Rating value={*stars} onchange={set_stars} /></Field>
                    <Field label={say("十星制，停用", "Of ten, disabled")}><Rating value={7} most={10} disabled={true} onchange={Callback::noop()} /></Field>
                    <Field label={say("时间", "Time")}><TimeInput value={(*time).clone()} onchange={set(&time)} /></Field>
                    <Field label={say("颜色", "Colour")}><ColorInput value={(*color).clone()} onchange={set(&color)} /></Field>
                    <Field label={say("颜色有误", "Not a colour")} error={say("请输入 #rrggbb", "Enter it as #rrggbb")}><ColorInput value="#12x" onchange={Callback::noop()} /></Field>
                    <Field label={say("标签", "Tags")}><TagsInput value={(*tags).clone()} onchange={set_list(&tags)} /></Field>
                    <Field label={say("评分结果", "As shown")}><Stars value={*stars} /></Field>
                </div>
            </Part>
            <Part name="Cascader · FileDrop">
                <div class="s-form">
                    <Field label={say("地区", "Region")}><Cascader options={(*regions).clone()} value={(*place).clone()} onchange={set_list(&place)} /></Field>
                    <Field label={say("加载中", "On its way")}><Cascader options={Branches::new(Vec::new())} value={Vec::new()} loading={true} onchange={Callback::noop()} /></Field>
                    <Field label={say("附件", "Files")}><FileDrop onfiles={Callback::noop()} hint={say("PDF · 单个不超过 10 MB", "PDF · up to 10 MB each")} /></Field>
                    <Field label={say("附件（窄）", "Files, narrow")}><FileDrop onfiles={Callback::noop()} small={true} /></Field>
                </div>
            </Part>
            <Part name="RichText">
                <Field label={say("说明", "Notes")}><RichText value={(*text).clone()} onchange={set(&text)} placeholder={say("写点什么", "Write something")} /></Field>
                { document(&written) }
            </Part>
            <Part name="Lines"><LinesSample /></Part>
        </div>
    }
}

/// Lines with a fault in one cell, and as they are read.
#[component]
fn LinesSample() -> Html {
    let scope = use_scope();
    let field = lines();
    let value = use_state(|| {
        json!([
            { "part": "轮胎", "price": 850.5, "count": 4, "on": "2026-03-01" },
            { "part": "雨刮", "price": 60, "count": 2 },
        ])
    });
    let onchange = {
        let value = value.setter();
        Callback::from(move |edit: Edit| value.set(edit.value))
    };
    let problems = vec![("/1/on".to_owned(), scope.i18n.pick("请选择日期", "Choose a day").to_owned())];
    html! {
        <>
            <Field label={scope.label(&field.label)}><FieldInput field={field.clone()} value={(*value).clone()} {problems} {onchange} /></Field>
            { shown_value(&scope, &field, &value, None, Place::Page) }
        </>
    }
}

fn lines() -> Declared {
    let field = |name: &str, kind: FieldKind, zh: &str, en: &str| Declared::new(name, kind, Label::new(zh, en));
    let mut part = field("part", FieldKind::Text, "配件", "Part");
    part.required = true;
    let mut sum = field("sum", FieldKind::Formula, "小计", "Sum");
    (sum.formula, sum.result) = (Some("price * count".into()), Some(FieldKind::Currency));
    let mut lines = field("items", FieldKind::Lines, "配件明细", "Parts");
    lines.lines = Some(vec![
        part,
        field("price", FieldKind::Currency, "单价", "Price"),
        field("count", FieldKind::Integer, "数量", "Count"),
        field("on", FieldKind::Date, "日期", "Day"),
        sum,
    ]);
    lines
}

fn regions() -> Branches {
    let branch = |(value, label, parent): &(&'static str, &'static str, Option<&'static str>)| Branch {
        value: (*value).into(),
        label: (*label).into(),
        parent: parent.map(AttrValue::from),
        retired: false,
    };
    let all = [
        ("33", "浙江省", None),
        ("3301", "杭州市", Some("33")),
        ("330106", "西湖区", Some("3301")),
        ("330110", "余杭区", Some("3301")),
        ("3302", "宁波市", Some("33")),
        ("330203", "海曙区", Some("3302")),
        ("31", "上海市", None),
        ("3101", "市辖区", Some("31")),
        ("310115", "浦东新区", Some("3101")),
    ];
    Branches::new(all.iter().map(branch).collect())
}

fn sample_document() -> Json {
    let text = |text: &str| json!({ "type": "text", "text": text });
    let paragraph = |words: &str| json!({ "type": "paragraph", "content": [text(words)] });
    let cell = |kind: &str, words: &str| json!({ "type": kind, "content": [paragraph(words)] });
    json!({ "type": "doc", "content": [
        { "type": "heading", "attrs": { "level": 2 }, "content": [text("保养说明 Maintenance")] },
        { "type": "paragraph", "content": [
            text("每 "), { "type": "text", "marks": [{ "type": "bold" }], "text": "10,000 km" }, text(" 一次，见 "),
            { "type": "text", "marks": [{ "type": "link", "attrs": { "href": "https://example.com" } }], "text": "手册 manual" },
        ] },
        { "type": "taskList", "content": [
            { "type": "taskItem", "attrs": { "checked": true }, "content": [paragraph("机油 oil")] },
            { "type": "taskItem", "attrs": { "checked": false }, "content": [paragraph("滤芯 filter")] },
        ] },
        { "type": "blockquote", "content": [paragraph("安全第一")] },
        { "type": "table", "content": [
            { "type": "tableRow", "content": [cell("tableHeader", "项目"), cell("tableHeader", "价格")] },
            { "type": "tableRow", "content": [cell("tableCell", "轮胎"), cell("tableCell", "850.50")] },
        ] },
    ] })
}
