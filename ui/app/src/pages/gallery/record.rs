//! One made-up record, as a record page looks.

use trellis_ui_kit::{
    Avatar, Button, ButtonKind, Card, Column, DataGrid, Description, DescriptionList, GridRow, Icon, IconButton, LinkButton, MenuButton,
    MenuItem, Pill, Size, Stage, StagePath, StageState, Tab, Tabs, TextArea, Timeline, TimelineItem, use_i18n,
};
use yew::prelude::*;

use super::samples::PEOPLE;

/// The screen.
#[component]
pub fn Record() -> Html {
    let i18n = use_i18n();
    let say = |chinese: &'static str, english: &'static str| AttrValue::from(i18n.pick(chinese, english).to_owned());
    let tab = use_state(|| AttrValue::from("timeline"));
    let choose = {
        let tab = tab.setter();
        Callback::from(move |value| tab.set(value))
    };
    let stages = [
        ("验证客户", "Qualify"),
        ("需求确认", "Needs"),
        ("方案报价", "Proposal"),
        ("谈判审核", "Negotiate"),
        ("赢单", "Won"),
        ("输单", "Lost"),
    ];
    let stages: Vec<Stage> = stages
        .iter()
        .enumerate()
        .map(|(index, (chinese, english))| Stage {
            value: index.to_string().into(),
            label: say(chinese, english),
            state: match index {
                0 | 1 => StageState::Done,
                2 => StageState::Current,
                _ => StageState::Ahead,
            },
        })
        .collect();
    let figures = [
        (say("预计金额", "Amount"), i18n.money("1280000", 2)),
        (say("预计成交", "Close date"), i18n.date("2026-12-18")),
        (say("赢率", "Win probability"), i18n.percent(60.0, 0)),
        (say("最近跟进", "Last touch"), say("2 小时前", "2 hours ago").to_string()),
    ];
    let details = vec![
        Description::new(say("客户", "Customer"), html! { <a class="u-link" href="/ui-kit/record">{ "华东精密制造有限公司" }</a> }),
        Description::new(say("商机来源", "Source"), html! { <Pill label={say("市场活动", "Campaign")} color="teal" /> }),
        Description::new(say("主要产品", "Product"), html! { { "GTX Plus Pro" } }),
        Description::absent(say("丢单原因", "Lost reason")),
        Description::new(say("备注", "Notes"), html! { { say("客户计划在明年一季度上线，需要支持本地部署。", "The customer goes live in the first quarter and runs it on site.") } }).wide(),
    ];
    let contacts = use_callback((), |index: usize, ()| {
        let cells =
            vec![html! { { PEOPLE[index] } }, html! { { ["采购总监", "IT 经理", "总经理"][index] } }, html! { { "138 0013 8000" } }];
        Some(GridRow::new(index.to_string(), PEOPLE[index], cells))
    });
    let person = |name: &'static str, role: AttrValue| {
        html! {
            <div class="s-person-line"><Avatar {name} size={28} decorative={true} /><div class="u-grow"><div>{ name }</div><div class="u-muted">{ role }</div></div><IconButton label={say("打电话", "Call")} icon="phone" size={Size::Small} /></div>
        }
    };
    let timeline = html! {
        <>
            <div class="s-composer">
                <TextArea value="" oninput={Callback::noop()} rows={2} label={say("写跟进", "Write a note")} placeholder={say("写下这次沟通的要点…", "What was said…")} />
                <div class="u-row"><Button label={say("电话", "Call")} icon="phone" kind={ButtonKind::Ghost} size={Size::Small} /><Button label={say("下次联系", "Next contact")} icon="calendar-clock" kind={ButtonKind::Ghost} size={Size::Small} /><span class="u-grow" /><Button label={say("记录", "Log")} kind={ButtonKind::Primary} size={Size::Small} /></div>
            </div>
            <Timeline>
                <TimelineItem icon="phone" color="blue" time={say("2 小时前", "2 hours ago")} title={html! { <><b>{ PEOPLE[0] }</b>{ say(" 电话跟进", " called") }</> }}>{ say("客户确认预算 120 万，下周三安排方案演示。", "Budget of 1.2 million confirmed; demonstration on Wednesday.") }</TimelineItem>
                <TimelineItem icon="git-branch" color="violet" time={say("昨天", "yesterday")} title={html! { <><b>{ PEOPLE[1] }</b>{ say(" 将阶段从“需求确认”改为“方案报价”", " moved the stage from “Needs” to “Proposal”") }</> }} />
                <TimelineItem icon="users" color="green" time="2026/11/12" title={html! { <><b>{ PEOPLE[0] }</b>{ say(" 拜访客户", " visited") }</> }}>{ say("与采购总监、IT 经理现场沟通需求，整理出 14 项。", "Fourteen needs gathered with purchasing and IT on site.") }</TimelineItem>
                <TimelineItem icon="plus" time="2026/11/01" title={html! { <><b>{ PEOPLE[2] }</b>{ say(" 创建了商机", " created the opportunity") }</> }} />
            </Timeline>
        </>
    };
    let content = match tab.as_str() {
        "details" => html! { <DescriptionList items={details} /> },
        "contacts" => html! {
            <DataGrid label={say("联系人", "Contacts")} natural_height={true} rows={3} row={contacts} columns={vec![Column::new("name", say("姓名", "Name"), 160.0), Column::new("title", say("职务", "Title"), 160.0), Column::new("phone", say("电话", "Phone"), 160.0)]} />
        },
        _ => timeline,
    };
    html! {
        <div class="s-record">
            <header class="s-record__head">
                <span class="s-record__icon" data-color="blue"><Icon name="target" size={20} /></span>
                <div class="u-grow">
                    <div class="u-row u-wrap"><h1 class="s-record__title">{ say("华东精密 MES 升级项目", "East Precision MES upgrade") }</h1><Pill label={say("重点商机", "Key deal")} color="orange" /></div>
                    <div class="u-row u-muted"><Avatar name={PEOPLE[0]} size={20} decorative={true} />{ PEOPLE[0] }{ " · " }{ say("华东销售部", "East sales") }</div>
                </div>
                <Button label={say("编辑", "Edit")} icon="pencil" />
                <Button label={say("推进阶段", "Move on")} icon="arrow-right" kind={ButtonKind::Primary} />
                <MenuButton label={say("更多", "More")} icon="ellipsis" kind={ButtonKind::Secondary} items={vec![MenuItem::new("t", say("转移负责人", "Transfer")).with_icon("user-check"), MenuItem::new("d", say("删除", "Delete")).with_icon("trash-2").danger()]} onpick={Callback::noop()} />
            </header>
            <StagePath label={say("销售阶段", "Stage")} {stages} onpick={Callback::noop()} />
            <dl class="s-figures">{ for figures.into_iter().map(|(label, value)| html! { <div><dt>{ label }</dt><dd>{ value }</dd></div> }) }</dl>
            <div class="s-record__body">
                <Card>
                    <Tabs label={say("商机", "Opportunity")} value={(*tab).clone()} onchange={choose} tabs={vec![Tab::new("timeline", say("跟进记录", "Timeline")).with_count("4"), Tab::new("details", say("详细资料", "Details")), Tab::new("contacts", say("联系人", "Contacts")).with_count("3")]}>{ content }</Tabs>
                </Card>
                <div class="u-stack">
                    <Card title={say("下次联系", "Next contact")} actions={html! { <LinkButton label={say("修改", "Change")} onclick={Callback::noop()} /> }}><p>{ i18n.date_time("2026-11-25T06:30:00Z") }</p><p class="u-muted">{ say("方案演示，线上会议", "Demonstration, online") }</p></Card>
                    <Card title={say("联系人", "People")}>{ person(PEOPLE[3], say("采购总监", "Purchasing")) }{ person(PEOPLE[4], say("IT 经理", "IT manager")) }</Card>
                </div>
            </div>
        </div>
    }
}
