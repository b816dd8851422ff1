//! What only shows.

use trellis_ui_kit::{Avatar, Button, Description, DescriptionList, Icon, Kbd, Pill, TagColor, Timeline, TimelineItem, Tooltip, use_i18n};
use yew::prelude::*;

use super::{Part, samples::PEOPLE};

/// The chapter.
#[component]
pub fn Display() -> Html {
    let i18n = use_i18n();
    let say = |chinese: &'static str, english: &'static str| AttrValue::from(i18n.pick(chinese, english).to_owned());
    let items = vec![
        Description::new(say("客户级别", "Level"), html! { <Pill label={say("A 级 重点", "A Key")} color="red" /> }),
        Description::new(say("负责人", "Owner"), html! { <span class="u-row"><Avatar name={PEOPLE[1]} decorative={true} />{ PEOPLE[1] }</span> }),
        Description::new(say("电话", "Phone"), html! { { "138 0013 8000" } }),
        Description::absent(say("网址", "Website")),
        Description::new(say("年合同额", "Contract value"), html! { { i18n.money("1234567.5", 2) } }),
        Description::new(say("创建时间", "Created"), html! { { i18n.date_time("2026-09-21T14:13:00Z") } }),
        Description::new(say("备注", "Notes"), html! { { say("希望在本季度内完成试点，关注数据安全与本地部署。", "Wants a pilot this quarter; cares for data security and running it on their own machines.") } }).wide(),
    ];
    html! {
        <div class="s-gallery">
            <Part name="Pill">
                <div class="u-row u-wrap">
                    { for TagColor::NAMES.iter().map(|name| html! { <Pill label={*name} color={*name} /> }) }
                    <Pill label={say("无圆点", "No dot")} color="blue" dot={false} />
                </div>
            </Part>
            <Part name="Avatar">
                <div class="u-row u-wrap">
                    { for PEOPLE.iter().map(|name| html! { <Avatar name={*name} size={32} /> }) }
                    <Avatar name="示例科技有限公司" size={32} square={true} />
                    <Avatar name="Northwind Traders" size={32} square={true} />
                    <Avatar name={PEOPLE[0]} size={20} />
                    <Avatar name={PEOPLE[1]} size={48} />
                </div>
            </Part>
            <Part name="DescriptionList"><DescriptionList {items} /></Part>
            <Part name="Timeline">
                <Timeline>
                    <TimelineItem icon="phone" color="blue" at="2026-11-23T09:30:00Z" time={say("2 小时前", "2 hours ago")} title={html! { <><b>{ PEOPLE[0] }</b>{ say(" 电话跟进", " called") }</> }}>
                        { say("客户确认预算 120 万，下周三安排方案演示。", "Budget of 1.2 million confirmed; demonstration on Wednesday.") }
                    </TimelineItem>
                    <TimelineItem icon="git-branch" color="violet" at="2026-11-22T02:00:00Z" time={say("昨天", "yesterday")} title={html! { <><b>{ PEOPLE[1] }</b>{ say(" 将阶段从“需求确认”改为“方案报价”", " moved the stage from “Needs” to “Proposal”") }</> }} />
                    <TimelineItem icon="plus" at="2026-11-01T02:00:00Z" time="2026/11/01" title={html! { <><b>{ PEOPLE[2] }</b>{ say(" 创建了客户", " created the customer") }</> }} />
                </Timeline>
            </Part>
            <Part name="Icon · Kbd · Tooltip">
                <div class="u-row u-wrap">
                    { for ["building-2", "target", "users", "phone", "mail", "calendar", "handshake", "receipt"].into_iter().map(|name| html! { <Icon {name} size={20} /> }) }
                    <Kbd keys="Ctrl K" />
                    <Kbd keys="Shift ?" />
                    <Tooltip text={say("只有负责人可以修改", "Only the owner can change this")}><Button label={say("悬停或聚焦", "Hover or focus")} /></Tooltip>
                </div>
            </Part>
        </div>
    }
}
