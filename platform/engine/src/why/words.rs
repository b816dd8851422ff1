//! The sentences of the answers.

use trellis_access::Clause;
use trellis_model::{Language, Object};

/// What an action is called in a sentence.
pub fn action(object: &Object, action: &str, language: Language) -> String {
    object.action(action).map_or_else(|| trellis_access::verb_label(action), |action| action.label.clone()).get(language).to_lowercase()
}

/// The answer in one sentence.
pub fn sentence(language: Language, reason: &str, person: &str, what: &str, action: &str) -> String {
    match (language, reason) {
        (Language::ZhCn, "granted") => format!("{person}可以{action}该{what}：角色授予的数据范围包含它。"),
        (Language::En, "granted") => format!("{person} may {action} this {what}: a role's scope includes it."),
        (Language::ZhCn, "super_admin") => format!("{person}是超级管理员，可以执行任何操作。"),
        (Language::En, "super_admin") => format!("{person} is the super administrator and may do everything."),
        (Language::ZhCn, "inactive") => format!("{person}未激活或已停用，不能访问任何数据。"),
        (Language::En, "inactive") => format!("{person} is not active and reaches nothing."),
        (Language::ZhCn, "no_line") => format!("{person}的角色都没有{action}“{what}”的权限。"),
        (Language::En, "no_line") => format!("No role of {person} allows to {action} {what}."),
        (Language::ZhCn, "outside_scope") => format!("{person}有{action}“{what}”的权限，但数据范围不包含这条记录。"),
        (Language::En, "outside_scope") => format!("{person} may {action} {what}, but the scope does not reach this record."),
        (Language::ZhCn, "not_visible") => format!("{person}看不到这条{what}，因此不能对它执行任何操作。"),
        (Language::En, "not_visible") => format!("{person} does not see this {what} and so cannot do anything to it."),
        (Language::ZhCn, "system_object") => format!("“{what}”由系统维护，任何人都不能直接{action}。"),
        (Language::En, "system_object") => format!("{what} is kept by the system; nobody can {action} it directly."),
        (Language::ZhCn, "field_hidden") => format!("字段“{what}”对{person}隐藏。"),
        (Language::En, "field_hidden") => format!("The field {what} is hidden from {person}."),
        (Language::ZhCn, "field_masked") => format!("字段“{what}”对{person}脱敏显示。"),
        (Language::En, "field_masked") => format!("The field {what} is masked for {person}."),
        (Language::ZhCn, _) => format!("{person}只能查看字段“{what}”，不能{action}。"),
        (Language::En, _) => format!("{person} may only read the field {what}, not {action} it."),
    }
}

/// What a clause says of the record.
pub fn detail(language: Language, clause: Clause, held: bool, owner: Option<&str>, parent: Option<&str>) -> String {
    let zh = language == Language::ZhCn;
    let owner = match owner {
        Some(owner) if zh => format!("负责人{owner}"),
        Some(owner) => format!("the owner, {owner},"),
        None if zh => "负责人".to_owned(),
        None => "the owner".to_owned(),
    };
    let parent = parent.unwrap_or_default();
    match (clause, held, zh) {
        (Clause::Owner, true, true) => "是该记录的负责人".into(),
        (Clause::Owner, false, true) => format!("{owner}不是本人"),
        (Clause::Owner, true, false) => "owns the record".into(),
        (Clause::Owner, false, false) => format!("{owner} is somebody else"),
        (Clause::Team, true, true) => "参与该记录，且权限足够".into(),
        (Clause::Team, false, true) => "没有参与该记录，或参与权限不足".into(),
        (Clause::Team, true, false) => "takes part in the record with enough rights".into(),
        (Clause::Team, false, false) => "takes no part in the record, or not with enough rights".into(),
        (Clause::Department, true, true) => format!("{owner}在本部门或所管理的部门中"),
        (Clause::Department, false, true) => format!("{owner}不在本部门或所管理的部门中"),
        (Clause::Department, true, false) => format!("{owner} is in a department of theirs"),
        (Clause::Department, false, false) => format!("{owner} is not in a department of theirs"),
        (Clause::DepartmentTree, true, true) => format!("{owner}在本部门、所管理的部门或其下级部门中"),
        (Clause::DepartmentTree, false, true) => format!("{owner}不在本部门、所管理的部门及其下级部门中"),
        (Clause::DepartmentTree, true, false) => format!("{owner} is in a department of theirs or below"),
        (Clause::DepartmentTree, false, false) => format!("{owner} is in no department of theirs or below"),
        (Clause::All, _, true) => "全部记录".into(),
        (Clause::All, _, false) => "every record".into(),
        (Clause::Inherited, true, true) => format!("可以访问它的“{parent}”"),
        (Clause::Inherited, false, true) => format!("不能访问它的“{parent}”"),
        (Clause::Inherited, true, false) => format!("reaches its {parent}"),
        (Clause::Inherited, false, false) => format!("does not reach its {parent}"),
    }
}
