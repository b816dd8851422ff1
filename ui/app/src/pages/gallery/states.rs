//! Loading, empty, failed.

use trellis_ui_kit::{
    Button, ButtonKind, Card, Column, DataGrid, EmptyState, ErrorState, FileDrop, GridRow, Progress, Skeleton, Spinner, use_i18n,
};
use yew::prelude::*;

use super::Part;

/// The chapter.
#[component]
pub fn States() -> Html {
    let i18n = use_i18n();
    let say = |chinese: &'static str, english: &'static str| AttrValue::from(i18n.pick(chinese, english).to_owned());
    let columns = vec![
        Column::new("name", say("客户名称", "Name"), 280.0),
        Column::new("level", say("客户级别", "Level"), 140.0),
        Column::new("amount", say("年合同额", "Value"), 160.0).end(),
    ];
    let none = use_callback((), |_: usize, ()| None::<GridRow>);
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
            <Card title="DataGrid loading" flush={true}>
                <DataGrid label={say("正在加载的客户", "Customers, loading")} columns={columns.clone()} rows={0} row={none.clone()} loading={true} natural_height={true} />
            </Card>
            <Card title="DataGrid empty" flush={true}>
                <DataGrid
                    label={say("没有客户", "No customers")}
                    {columns}
                    rows={0}
                    row={none}
                    natural_height={true}
                    empty={html! { <EmptyState icon="search" title={say("没有符合条件的客户", "No customer matches")} text={say("试试放宽筛选条件。", "Try fewer conditions.")} /> }}
                />
            </Card>
            <Part name="Skeleton"><Skeleton lines={5} /></Part>
            <Part name="Progress"><Progress label={say("正在导入", "Importing")} value={320} max={500} /></Part>
            <Part name="FileDrop">
                <FileDrop label={say("选择文件，或拖到这里", "Choose a file, or drop it here")} hint="CSV, XLSX" accept=".csv,.xlsx" onfiles={Callback::noop()} />
            </Part>
            <Part name="Spinner"><div class="u-row"><Spinner /><Spinner size={24} label={say("正在加载", "Loading")} /></div></Part>
            <Card title="small"><EmptyState small={true} icon="users" title={say("没有联系人", "No contacts")}><Button label={say("添加联系人", "Add a contact")} /></EmptyState></Card>
            <Card title="small"><ErrorState small={true} title={say("没有权限查看", "You may not see this")} /></Card>
        </div>
    }
}
