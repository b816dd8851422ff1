//! Where one is and where one can go.

use trellis_ui_kit::{Breadcrumb, Crumb, CursorPager, Pager, Stage, StagePath, StageState, Tab, Tabs, use_i18n};
use yew::prelude::*;

use super::Part;

/// The chapter.
#[component]
pub fn Navigation() -> Html {
    let i18n = use_i18n();
    let say = |chinese: &'static str, english: &'static str| AttrValue::from(i18n.pick(chinese, english).to_owned());
    let tab = use_state(|| AttrValue::from("timeline"));
    let page = use_state(|| 7_usize);
    let choose = {
        let tab = tab.setter();
        Callback::from(move |value| tab.set(value))
    };
    let turn = {
        let page = page.setter();
        Callback::from(move |value| page.set(value))
    };
    let stages = |here: usize, end: Option<StageState>| -> Vec<Stage> {
        let names = [("验证客户", "Qualify"), ("需求确认", "Needs"), ("方案报价", "Proposal"), ("谈判审核", "Negotiate"), ("赢单", "Won")];
        let state = |index: usize| match (index.cmp(&here), end) {
            (std::cmp::Ordering::Less, _) => StageState::Done,
            (std::cmp::Ordering::Equal, Some(end)) => end,
            (std::cmp::Ordering::Equal, None) => StageState::Current,
            (std::cmp::Ordering::Greater, _) => StageState::Ahead,
        };
        names
            .iter()
            .enumerate()
            .map(|(index, (chinese, english))| Stage { value: index.to_string().into(), label: say(chinese, english), state: state(index) })
            .collect()
    };
    let crumbs = vec![
        Crumb { label: say("客户", "Customers"), href: Some("/ui-kit".into()) },
        Crumb { label: say("华东大区", "East"), href: Some("/ui-kit".into()) },
        Crumb { label: say("示例科技有限公司", "Demo Tech Ltd"), href: None },
    ];
    html! {
        <div class="s-gallery">
            <Part name="Tabs">
                <Tabs
                    label={say("客户", "Customer")}
                    value={(*tab).clone()}
                    onchange={choose}
                    tabs={vec![Tab::new("timeline", say("跟进记录", "Timeline")).with_count("12"), Tab::new("details", say("详细资料", "Details")), Tab::new("contacts", say("联系人", "Contacts")).with_count("4"), Tab::new("files", say("附件", "Files"))]}
                >
                    <p class="u-muted">{ format!("{} …", *tab) }</p>
                </Tabs>
            </Part>
            <Part name="Breadcrumb"><Breadcrumb label={say("记录的位置", "Where the record is")} {crumbs} /></Part>
            <Part name="StagePath">
                <StagePath label={say("销售阶段", "Stage")} stages={stages(2, None)} onpick={Callback::noop()} />
                <StagePath label={say("销售阶段", "Stage")} stages={stages(4, Some(StageState::Won))} />
                <StagePath label={say("销售阶段", "Stage")} stages={stages(3, Some(StageState::Lost))} />
            </Part>
            <Part name="Pager · CursorPager">
                <Pager page={*page} page_size={50} total={2_368} onpage={turn} onsize={Callback::noop()} />
                <Pager page={1} page_size={20} total={86} onpage={Callback::noop()} />
                <CursorPager total={10_000} has_previous={false} has_next={true} onprevious={Callback::noop()} onnext={Callback::noop()} />
            </Part>
        </div>
    }
}
