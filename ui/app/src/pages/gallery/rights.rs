//! Trees and tables of levels.

use trellis_ui_kit::{IconButton, Level, Matrix, MatrixCell, MatrixColumn, MatrixRow, Size, Tree, TreeNode, use_i18n};
use yew::prelude::*;

use super::Part;

/// The levels of the sample.
const LEVELS: [(&str, &str, &str); 6] = [
    ("none", "无", "None"),
    ("own", "本人", "Own"),
    ("participating", "参与", "Taking part"),
    ("department", "本部门", "Department"),
    ("department_tree", "本部门及下属", "Department and below"),
    ("all", "全部", "All"),
];

/// The chapter.
#[component]
pub fn Rights() -> Html {
    let i18n = use_i18n();
    let chosen = use_state_eq(|| AttrValue::from("east"));
    let kept = [["participating", "own", "none"], ["department_tree", "department", "all"]];
    let values = use_state_eq(|| kept);
    let say = |chinese: &'static str, english: &'static str| AttrValue::from(i18n.pick(chinese, english).to_owned());
    let leaf = |id: &'static str, chinese, english| TreeNode::new(id, say(chinese, english)).with_count("4");
    let east = TreeNode {
        children: vec![leaf("team-1", "销售一部", "Team one"), leaf("team-2", "销售二部", "Team two")],
        ..leaf("east", "华东大区", "East")
    };
    let root = TreeNode {
        children: vec![east, leaf("south", "华南大区", "South")],
        ..TreeNode::new("root", say("示例科技", "Demo Tech")).with_icon("building-2")
    };
    let actions = {
        let label = say("更多", "More");
        Callback::from(move |_: AttrValue| html! { <IconButton label={label.clone()} icon="ellipsis" size={Size::Small} /> })
    };
    let level = |(strength, (value, chinese, english)): (usize, &(&'static str, &'static str, &'static str))| Level {
        value: (*value).into(),
        label: say(chinese, english),
        strength: u8::try_from(strength).unwrap_or_default(),
    };
    let levels: Vec<Level> = LEVELS.iter().enumerate().map(level).collect();
    let columns: Vec<MatrixColumn> = [("查看", "View"), ("编辑", "Edit"), ("导出", "Export")]
        .into_iter()
        .map(|(zh, en)| MatrixColumn { label: say(zh, en), span: 1 })
        .collect();
    let rows: Vec<MatrixRow> = [("客户", "Customer", "building-2"), ("商机", "Opportunity", "target")]
        .into_iter()
        .enumerate()
        .map(|(row, (zh, en, icon))| {
            let cell = |(at, column): (usize, &MatrixColumn)| {
                let value = values[row][at];
                (row + at != 3).then(|| MatrixCell {
                    value: value.into(),
                    name: format!("{} {}", say(zh, en), column.label).into(),
                    label: None,
                    levels: levels.clone(),
                    changed: value != kept[row][at],
                })
            };
            MatrixRow { key: zh.into(), label: say(zh, en), icon: Some(icon.into()), cells: columns.iter().enumerate().map(cell).collect() }
        })
        .collect();
    let onchange = {
        let values = values.clone();
        Callback::from(move |(row, at, value): (usize, usize, AttrValue)| {
            let mut next = *values;
            next[row][at] = LEVELS.iter().map(|(name, ..)| *name).find(|name| value == *name).unwrap_or("none");
            values.set(next);
        })
    };
    let onpick = {
        let chosen = chosen.setter();
        Callback::from(move |id: AttrValue| chosen.set(id))
    };
    html! {
        <div class="s-gallery">
            <Part name="Tree"><Tree label={say("部门", "Departments")} nodes={vec![root]} value={(*chosen).clone()} {onpick} {actions} /></Part>
            <Part name="Matrix"><Matrix label={say("权限", "Rights")} corner={say("对象", "Object")} {columns} {rows} {onchange} /></Part>
        </div>
    }
}
