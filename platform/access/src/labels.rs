//! What people read for the verbs and the parts of the administration.

use trellis_model::Label;

const VERBS: &[(&str, &str, &str)] = &[
    ("view", "查看", "View"),
    ("create", "新建", "Create"),
    ("edit", "编辑", "Edit"),
    ("delete", "删除", "Delete"),
    ("import", "导入", "Import"),
    ("export", "导出", "Export"),
    ("transfer", "转移负责人", "Transfer"),
    ("publish", "发布", "Publish"),
];

const PARTS: &[(&str, &str, &str)] = &[
    ("designer", "对象设计", "Designer"),
    ("users", "组织与用户", "People and departments"),
    ("roles", "角色与权限", "Roles and permissions"),
    ("audit", "审计日志", "Audit log"),
    ("settings", "企业设置", "Company settings"),
    ("dashboards", "仪表盘", "Dashboards"),
    ("targets", "业绩目标", "Targets"),
];

/// What a verb is called.
pub fn verb_label(verb: &str) -> Label {
    find(VERBS, verb)
}

/// What a part of the administration is called.
pub(crate) fn part_label(part: &str) -> Label {
    find(PARTS, part)
}

fn find(labels: &[(&str, &str, &str)], name: &str) -> Label {
    labels.iter().find(|(own, ..)| *own == name).map_or_else(|| Label::new(name, name), |(_, zh, en)| Label::new(*zh, *en))
}

#[cfg(test)]
mod tests {
    use crate::{ADMINISTRATION, VERBS};

    #[test]
    fn everything_of_the_matrix_has_a_label() {
        let verbs = VERBS.iter().chain(ADMINISTRATION.iter().flat_map(|(_, actions)| *actions));
        assert_eq!(verbs.filter(|verb| super::verb_label(verb).zh == **verb).count(), 0);
        assert_eq!(ADMINISTRATION.iter().filter(|(part, _)| super::part_label(part).zh == *part).count(), 0);
    }
}
