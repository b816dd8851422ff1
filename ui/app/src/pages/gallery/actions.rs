//! Buttons and actions.

use trellis_ui_kit::{
    Button, ButtonKind, FilterChip, IconButton, LinkButton, MenuButton, MenuItem, Segment, SegmentedControl, Size, use_i18n,
};
use yew::prelude::*;

use super::Part;

/// The chapter.
#[component]
pub fn Actions() -> Html {
    let i18n = use_i18n();
    let view = use_state(|| AttrValue::from("table"));
    let say = |chinese: &'static str, english: &'static str| AttrValue::from(i18n.pick(chinese, english).to_owned());
    let kinds = [ButtonKind::Primary, ButtonKind::Secondary, ButtonKind::Ghost, ButtonKind::Danger];
    let names = [say("保存", "Save"), say("取消", "Cancel"), say("重置", "Reset"), say("删除", "Delete")];
    let choose = {
        let view = view.setter();
        Callback::from(move |value: AttrValue| view.set(value))
    };
    let items = vec![
        MenuItem::new("edit", say("编辑", "Edit")).with_icon("pencil").with_keys("E"),
        MenuItem::new("copy", say("复制", "Copy")).with_icon("copy"),
        MenuItem::Separator,
        MenuItem::new("share", say("共享", "Share")).with_icon("share-2").disabled(true),
        MenuItem::new("delete", say("删除", "Delete")).with_icon("trash-2").danger(),
    ];
    html! {
        <div class="s-gallery">
            <Part name="Button">
                { for [Size::Small, Size::Medium, Size::Large].into_iter().map(|size| html! {
                    <div class="u-row u-wrap">
                        { for kinds.iter().zip(&names).map(|(kind, name)| html! { <Button label={name.clone()} kind={*kind} {size} /> }) }
                    </div>
                }) }
                <div class="u-row u-wrap">
                    <Button label={say("新建客户", "New customer")} kind={ButtonKind::Primary} icon="plus" />
                    <Button label={say("导出", "Export")} icon="download" icon_after="chevron-down" />
                    <Button label={say("正在保存", "Saving")} kind={ButtonKind::Primary} busy={true} />
                    <Button label={say("不可用", "Disabled")} disabled={true} />
                    <Button label={say("已关注", "Starred")} icon="star" pressed={true} />
                    <LinkButton label={say("查看全部", "See all")} onclick={Callback::noop()} />
                </div>
            </Part>
            <Part name="IconButton">
                <div class="u-row u-wrap">
                    <IconButton label={say("编辑", "Edit")} icon="pencil" />
                    <IconButton label={say("筛选", "Filter")} icon="list-filter" kind={ButtonKind::Secondary} />
                    <IconButton label={say("通知", "Notifications")} icon="bell" badge={12} />
                    <IconButton label={say("收藏", "Star")} icon="star" pressed={true} />
                    <IconButton label={say("删除", "Delete")} icon="trash-2" disabled={true} />
                    <IconButton label={say("小", "Small")} icon="x" size={Size::Small} />
                </div>
            </Part>
            <Part name="SegmentedControl">
                <SegmentedControl
                    label={say("视图", "View")}
                    value={(*view).clone()}
                    segments={vec![Segment::new("table", say("表格", "Table")), Segment::new("kanban", say("看板", "Board")), Segment::new("calendar", say("日历", "Calendar"))]}
                    onchange={choose.clone()}
                />
                <SegmentedControl
                    label={say("视图", "View")}
                    value={(*view).clone()}
                    segments={vec![Segment::new("table", say("表格", "Table")).with_icon("table-2"), Segment::new("kanban", say("看板", "Board")).with_icon("kanban"), Segment::new("calendar", say("日历", "Calendar")).with_icon("calendar")]}
                    onchange={choose}
                />
            </Part>
            <Part name="MenuButton">
                <div class="u-row">
                    <MenuButton label={say("更多操作", "More actions")} items={items.clone()} onpick={Callback::noop()} />
                    <MenuButton label={say("更多", "More")} icon="ellipsis" {items} onpick={Callback::noop()} />
                </div>
            </Part>
            <Part name="FilterChip">
                <div class="u-row u-wrap">
                    <FilterChip field={say("客户级别", "Level")} operator={say("是", "is")} value={say("A 级、B 级", "A, B")} onclick={Callback::noop()} onremove={Callback::noop()} />
                    <FilterChip field={say("负责人", "Owner")} operator={say("是", "is")} value={say("我", "me")} onclick={Callback::noop()} onremove={Callback::noop()} />
                    <FilterChip field={say("创建时间", "Created")} onclick={Callback::noop()} />
                </div>
            </Part>
        </div>
    }
}
