//! A company's policy: which lines hold for each role.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use casbin::{CoreApi, DefaultModel, Enforcer, MemoryAdapter, MgmtApi, RbacApi};
use trellis_catalog::Catalog;
use trellis_model::wire::FieldLevel;

use crate::{
    Access, Org, PolicyLine, Scope, UserFacts,
    line::level_from_name,
    shipped::{self, EVERYONE},
};

/// A company's policy. Immutable; shared by `Arc`.
#[derive(Debug, Default)]
pub struct Policy {
    lines: Vec<PolicyLine>,
    rights: HashMap<String, Rights>,
}

/// A policy that Casbin does not take.
#[derive(Debug, thiserror::Error)]
#[error("the policy cannot be loaded: {0}")]
pub struct PolicyError(#[from] casbin::Error);

/// What holds for one role, including what it builds on.
#[derive(Debug, Default)]
pub(crate) struct Rights {
    /// By object (or `*`), by action (or `*`).
    pub grants: HashMap<String, HashMap<String, Grant>>,
    /// By object, by field.
    pub levels: HashMap<String, HashMap<String, FieldLevel>>,
}

/// A scope and the role whose line gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Grant {
    /// Whose records.
    pub scope: Scope,
    /// The line that says so.
    pub line: PolicyLine,
}

impl Policy {
    /// The shipped policy with a company's lines over it: a line replaces the shipped one about the same, `none` takes it
    /// away.
    ///
    /// # Errors
    /// When Casbin refuses the policy.
    pub async fn load(overlay: &[PolicyLine]) -> Result<Self, PolicyError> {
        let lines = merged(shipped::lines(), overlay);
        let enforcer = enforcer(&lines).await?;
        let roles: BTreeSet<&str> = lines.iter().map(PolicyLine::role).collect();
        let rights = roles.into_iter().map(|role| (role.to_owned(), rights(&enforcer, role))).collect();
        Ok(Self { lines, rights })
    }

    /// What `user` may do, with the objects of this catalog and the departments as they are now.
    pub fn compile(&self, catalog: &Arc<Catalog>, user: &UserFacts, org: &Org) -> Access {
        // A role that a company made and gave no line yet still makes its holder one of everyone.
        let base = self.rights.get(EVERYONE);
        let roles = user.roles.iter().filter_map(|role| self.rights.get(role).or(base));
        Access::new(catalog.clone(), user, org, &roles.collect::<Vec<_>>())
    }

    /// The lines about one role itself, as an administrator edits them.
    pub fn lines_of<'a>(&'a self, role: &'a str) -> impl Iterator<Item = &'a PolicyLine> {
        self.lines.iter().filter(move |line| line.role() == role)
    }
}

/// Later lines replace earlier ones about the same.
fn merged(shipped: &[PolicyLine], overlay: &[PolicyLine]) -> Vec<PolicyLine> {
    let mut lines: Vec<PolicyLine> = shipped.to_vec();
    for line in overlay {
        match lines.iter_mut().find(|other| other.same_subject(line)) {
            Some(other) => other.clone_from(line),
            None => lines.push(line.clone()),
        }
    }
    lines.retain(|line| line.to_casbin().is_some());
    lines
}

/// Casbin with these lines. Every role builds on what everyone may do.
async fn enforcer(lines: &[PolicyLine]) -> Result<Enforcer, PolicyError> {
    let model = DefaultModel::from_str(&shipped::model()).await?;
    let mut enforcer = Enforcer::new(model, MemoryAdapter::default()).await?;
    let of = |wanted: &str| -> Vec<Vec<String>> {
        lines.iter().filter_map(PolicyLine::to_casbin).filter(|(kind, _)| *kind == wanted).map(|(_, values)| values).collect()
    };
    let mut groups: BTreeSet<Vec<String>> = of("g").into_iter().collect();
    let roles = lines.iter().map(PolicyLine::role).filter(|role| *role != EVERYONE);
    groups.extend(roles.map(|role| vec![role.to_owned(), EVERYONE.to_owned()]));
    enforcer.add_named_policies("p", of("p")).await?;
    enforcer.add_named_policies("p2", of("p2")).await?;
    enforcer.add_named_grouping_policies("g", groups.into_iter().collect()).await?;
    Ok(enforcer)
}

/// What Casbin says of one role.
fn rights(enforcer: &Enforcer, role: &str) -> Rights {
    let mut rights = Rights::default();
    for values in enforcer.get_implicit_permissions_for_user(role, None) {
        let [holder, object, action, scope] = values.as_slice() else { continue };
        let Some(scope) = Scope::from_name(scope) else { continue };
        let line = PolicyLine::Grant { role: holder.clone(), object: object.clone(), action: action.clone(), scope: Some(scope) };
        let actions = rights.grants.entry(object.clone()).or_default();
        let grant = actions.entry(action.clone()).or_insert_with(|| Grant { scope, line: line.clone() });
        if grant.scope < scope {
            *grant = Grant { scope, line };
        }
    }
    let mut holders = enforcer.get_implicit_roles_for_user(role, None);
    holders.push(role.to_owned());
    for values in holders.into_iter().flat_map(|holder| enforcer.get_filtered_named_policy("p2", 0, vec![holder])) {
        let [_, path, level] = values.as_slice() else { continue };
        let (Some((object, field)), Some(level)) = (path.split_once('.'), level_from_name(level)) else { continue };
        let kept = rights.levels.entry(object.to_owned()).or_default().entry(field.to_owned()).or_insert(level);
        *kept = (*kept).max(level);
    }
    rights
}

impl Rights {
    /// The widest grant of an action on an object, lines about all objects or all actions included.
    pub(crate) fn grant(&self, object: &str, action: &str) -> Option<&Grant> {
        crate::access::find(&self.grants, object, action)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> PolicyLine {
        text.parse().unwrap()
    }

    #[tokio::test]
    async fn casbin_itself_gives_the_same_answers() {
        let policy = Policy::load(&[]).await.unwrap();
        let enforcer = enforcer(shipped::lines()).await.unwrap();
        for role in shipped::roles() {
            for object in ["customer", "lead", "product", "task", "user", "designer", "c_visit"] {
                for action in ["view", "create", "edit", "delete", "export", "convert", "publish"] {
                    let expected = enforcer.enforce((role.name.as_str(), object, action)).unwrap();
                    let granted = policy.rights[&role.name].grant(object, action).is_some();
                    assert_eq!(granted, expected, "{} {object} {action}", role.name);
                }
            }
        }
    }

    #[tokio::test]
    async fn a_company_s_lines_lie_over_the_shipped_ones() {
        let overlay = [
            "p, sales, customer, export, none",
            "p, sales, customer, view, department",
            "p, c_intern, customer, view, own",
            "p2, sales, product.cost, read",
        ];
        let policy = Policy::load(&overlay.map(line)).await.unwrap();
        let scope = |role: &str, action: &str| policy.rights[role].grant("customer", action).map(|grant| grant.scope);
        assert_eq!(scope("sales", "export"), None);
        assert_eq!(scope("sales", "view"), Some(Scope::Department));
        assert_eq!(scope("sales", "edit"), Some(Scope::Participating));
        assert_eq!(scope("c_intern", "view"), Some(Scope::Own));
        assert_eq!(policy.rights["c_intern"].grant("user", "view").map(|grant| grant.scope), Some(Scope::All), "one of everyone");
        assert_eq!(policy.rights["sales"].levels["product"]["cost"], FieldLevel::Read);
        assert_eq!(policy.lines_of("c_intern").count(), 1);
    }
}
