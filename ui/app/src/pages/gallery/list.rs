//! A list of a hundred thousand made-up customers, as a list page looks.

use trellis_ui_kit::{
    Avatar, BatchBar, Button, ButtonKind, Column, DataGrid, FilterChip, GridRow, IconButton, Pager, Pill, SearchInput, Segment,
    SegmentedControl, Size, Sort, Tab, Tabs, use_i18n,
};
use yew::prelude::*;

use super::samples::customer;

/// How many customers there are.
const CUSTOMERS: usize = 100_000;

/// The screen.
#[component]
pub fn List() -> Html {
    let i18n = use_i18n();
    let say = |chinese: &'static str, english: &'static str| AttrValue::from(i18n.pick(chinese, english).to_owned());
    let scene = use_state(|| AttrValue::from("mine"));
    let query = use_state(String::new);
    let selected = use_state(Vec::<AttrValue>::new);
    let sort = use_state(|| Some(Sort { key: "created".into(), descending: true }));
    let page = use_state(|| 1_usize);
    let widths = use_state(|| [280.0, 130.0, 120.0, 130.0, 150.0, 140.0, 170.0]);
    let names = [
        say("客户名称", "Name"),
        say("客户级别", "Level"),
        say("状态", "Status"),
        say("负责人", "Owner"),
        say("电话", "Phone"),
        say("年合同额", "Value"),
        say("创建时间", "Created"),
    ];
    let keys = ["name", "level", "state", "owner", "phone", "amount", "created"];
    let columns: Vec<Column> = keys
        .iter()
        .zip(names)
        .zip(*widths)
        .map(|((key, name), width)| {
            let column = Column::new(*key, name, width);
            if *key == "amount" { column.end() } else { column }
        })
        .collect();
    let onresize = {
        let widths = widths.clone();
        Callback::from(move |(key, width): (AttrValue, f64)| {
            let mut next = *widths;
            if let Some(index) = keys.iter().position(|known| *known == key) {
                next[index] = width;
            }
            widths.set(next);
        })
    };
    let row = use_callback(i18n.clone(), |index: usize, i18n| {
        let customer = customer(i18n, index);
        let cells = vec![
            html! { <><Avatar name={customer.name.clone()} size={22} square={true} decorative={true} /><span class="u-ellipsis">{ &customer.name }</span></> },
            html! { <Pill label={customer.level.0} color={customer.level.1} /> },
            html! { <Pill label={customer.state.0} color={customer.state.1} /> },
            html! { <><Avatar name={customer.owner} size={20} decorative={true} />{ customer.owner }</> },
            html! { { customer.phone } },
            html! { { i18n.money(&customer.amount, 2) } },
            html! { <span class="u-muted">{ i18n.date_time(&customer.date) }</span> },
        ];
        let actions = html! {
            <>
                <IconButton label={i18n.pick("电话", "Call").to_owned()} icon="phone" size={Size::Small} untabbable={true} />
                <IconButton label={i18n.pick("编辑", "Edit").to_owned()} icon="pencil" size={Size::Small} untabbable={true} />
                <IconButton label={i18n.pick("更多", "More").to_owned()} icon="ellipsis" size={Size::Small} untabbable={true} />
            </>
        };
        Some(GridRow { actions, ..GridRow::new(index.to_string(), customer.name, cells) })
    });
    let onselect = {
        let selected = selected.setter();
        Callback::from(move |ids| selected.set(ids))
    };
    let clear = {
        let selected = selected.setter();
        Callback::from(move |()| selected.set(Vec::new()))
    };
    let onsort = {
        let sort = sort.setter();
        Callback::from(move |next| sort.set(Some(next)))
    };
    let onpage = {
        let page = page.setter();
        Callback::from(move |next| page.set(next))
    };
    let onscene = {
        let scene = scene.setter();
        Callback::from(move |next| scene.set(next))
    };
    let oninput = {
        let query = query.setter();
        Callback::from(move |next| query.set(next))
    };
    let scenes = vec![
        Tab::new("mine", say("我负责的", "Mine")).with_count("128"),
        Tab::new("participating", say("我参与的", "Taking part")).with_count("46"),
        Tab::new("department", say("本部门的", "Department")).with_count("1,204"),
        Tab::new("all", say("全部客户", "All")).with_count("10万"),
        Tab::new("idle", say("30 天未跟进", "Quiet for 30 days")),
    ];
    html! {
        <div class="s-list">
            <div class="s-list__head">
                <Tabs label={say("场景", "Views")} tabs={scenes} value={(*scene).clone()} onchange={onscene} trailing={html! { <Button label={say("新建客户", "New customer")} icon="plus" kind={ButtonKind::Primary} size={Size::Small} /> }} />
                <div class="s-list__tools">
                    <div class="s-list__search"><SearchInput label={say("搜索名称、电话", "Search name, phone")} value={(*query).clone()} {oninput} size={Size::Small} keys="/" /></div>
                    <FilterChip field={say("客户级别", "Level")} operator={say("是", "is")} value={say("A 级、B 级", "A, B")} onclick={Callback::noop()} onremove={Callback::noop()} />
                    <Button label={say("筛选", "Filter")} icon="list-filter" kind={ButtonKind::Ghost} size={Size::Small} />
                    <span class="u-grow" />
                    <IconButton label={say("排序", "Sort")} icon="arrow-up-down" size={Size::Small} />
                    <IconButton label={say("列设置", "Columns")} icon="columns-3" size={Size::Small} />
                    <SegmentedControl label={say("视图", "View")} value="table" segments={vec![Segment::new("table", say("表格", "Table")).with_icon("table-2"), Segment::new("kanban", say("看板", "Board")).with_icon("kanban")]} onchange={Callback::noop()} />
                </div>
            </div>
            <div class="s-list__body">
                <DataGrid
                    label={say("客户", "Customers")}
                    {columns}
                    rows={CUSTOMERS}
                    {row}
                    sort={(*sort).clone()}
                    {onsort}
                    {onresize}
                    selected={(*selected).clone()}
                    {onselect}
                />
                <BatchBar count={selected.len()} total={CUSTOMERS} onclear={clear}>
                    <Button label={say("转移", "Transfer")} icon="user-check" size={Size::Small} />
                    <Button label={say("编辑", "Edit")} icon="pencil" size={Size::Small} />
                    <Button label={say("导出", "Export")} icon="download" size={Size::Small} />
                    <Button label={say("删除", "Delete")} icon="trash-2" size={Size::Small} />
                </BatchBar>
            </div>
            <div class="s-list__foot"><Pager page={*page} page_size={50} total={CUSTOMERS} {onpage} onsize={Callback::noop()} /></div>
        </div>
    }
}
