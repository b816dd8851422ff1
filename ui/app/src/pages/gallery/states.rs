//! Loading, empty, failed.

use trellis_ui_kit::{Button, ButtonKind, Card, EmptyState, ErrorState, Skeleton, Spinner, use_i18n};
use yew::prelude::*;

use super::Part;

/// The chapter.
#[component]
pub fn States() -> Html {
    let i18n = use_i18n();
    let say = |chinese: &'static str, english: &'static str| AttrValue::from(i18n.pick(chinese, english).to_owned());
    html! {
        <div class="s-gallery">
            <Card title="EmptyState">
                <EmptyState icon="building-2" title={say("还没有客户", "No customers yet")} text={say("新建一个客户，或从表格导入已有客户。", "Create one, or import those you have from a sheet.")}>
                    <Button label={say("新建客户", "New customer")} kind={ButtonKind::Primary} icon="plus" />
                    <Button label={say("导入", "Import")} icon="upload" />
                </EmptyState>
            </Card>
            <Card title="ErrorState">
                <ErrorState title={say("列表没有加载成功", "The list could not be loaded")} text={say("请检查网络后重试；如仍不成功，请联系管理员。", "Check your connection and try again, or ask your administrator.")}>
                    <Button label={say("重试", "Try again")} icon="refresh-cw" />
                </ErrorState>
            </Card>
            <Part name="Skeleton"><Skeleton lines={5} /></Part>
            <Part name="Spinner"><div class="u-row"><Spinner /><Spinner size={24} label={say("正在加载", "Loading")} /></div></Part>
            <Card title="small"><EmptyState small={true} icon="users" title={say("没有联系人", "No contacts")}><Button label={say("添加联系人", "Add a contact")} /></EmptyState></Card>
            <Card title="small"><ErrorState small={true} title={say("没有权限查看", "You may not see this")} /></Card>
        </div>
    }
}
