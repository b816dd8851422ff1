//! A company's policy: which lines hold for each role.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use casbin::{CoreApi, DefaultModel, Enforcer, MemoryAdapter, MgmtApi, RbacApi};
use trellis_catalog::Catalog;

use crate::{
    Access, Org, PolicyLine, Scope, UserFacts,
    line::level_from_name,
    rights::{Grant, Index, Rights},
    shipped::{self, EVERYONE},
};

/// A company's policy. Immutable; shared by `Arc`.
#[derive(Debug, Default)]
pub struct Policy {
    lines: Vec<PolicyLine>,
    index: Arc<Index>,
    rights: HashMap<String, Rights>,
}

/// A policy that Casbin does not take.
#[derive(Debug, thiserror::Error)]
#[error("the policy cannot be loaded: {0}")]
pub struct PolicyError(#[from] casbin::Error);

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
        let index = Arc::new(Index::of(&lines));
        let rights = roles.into_iter().map(|role| (role.to_owned(), rights(&enforcer, &index, role))).collect();
        Ok(Self { lines, index, rights })
    }

    /// What `user` may do, with the objects of this catalog and the departments as they are now.
    pub fn compile(&self, catalog: &Arc<Catalog>, user: &UserFacts, org: &Org) -> Access {
        let roles: Vec<&Rights> = user.roles.iter().filter_map(|role| self.rights_of(role)).collect();
        Access::new(catalog.clone(), user, org, &self.index, &roles)
    }

    /// What holds for a role. One that a company made and gave no line yet still makes its holder one of everyone.
    pub(crate) fn rights_of(&self, role: &str) -> Option<&Rights> {
        self.rights.get(role).or_else(|| self.base())
    }

    /// What everybody with a role may do.
    pub(crate) fn base(&self) -> Option<&Rights> {
        self.rights.get(EVERYONE)
    }

    /// The lines that speak of an action on an object for these roles, the widest first.
    pub fn lines_about(&self, roles: &[String], object: &str, action: &str) -> Vec<&PolicyLine> {
        let about = |line: &&PolicyLine| match line {
            PolicyLine::Grant { role, object: o, action: a, .. } => {
                (roles.contains(role) || (role == EVERYONE && !roles.is_empty())) && (o == object || o == "*") && (a == action || a == "*")
            }
            _ => false,
        };
        let scope = |line: &PolicyLine| if let PolicyLine::Grant { scope, .. } = line { *scope } else { None };
        let mut lines: Vec<&PolicyLine> = self.lines.iter().filter(about).collect();
        lines.sort_by_key(|line| std::cmp::Reverse(scope(line)));
        lines
    }

    /// The lines about a field for these roles, the highest level first.
    pub fn lines_about_field(&self, roles: &[String], path: &str) -> Vec<&PolicyLine> {
        let about = |line: &&PolicyLine| matches!(line, PolicyLine::Field { role, field, .. } if roles.contains(role) && field == path);
        let level = |line: &PolicyLine| if let PolicyLine::Field { level, .. } = line { Some(*level) } else { None };
        let mut lines: Vec<&PolicyLine> = self.lines.iter().filter(about).collect();
        lines.sort_by_key(|line| std::cmp::Reverse(level(line)));
        lines
    }

    /// The lines about one role itself, as an administrator edits them.
    pub fn lines_of<'a>(&'a self, role: &'a str) -> impl Iterator<Item = &'a PolicyLine> {
        self.lines.iter().filter(move |line| line.role() == role)
    }
}

/// Later lines replace earlier ones about the same.
fn merged(shipped: &[PolicyLine], overlay: &[PolicyLine]) -> Vec<PolicyLine> {
    let mut lines: Vec<&PolicyLine> = Vec::with_capacity(shipped.len() + overlay.len());
    let mut places = HashMap::new();
    for line in shipped.iter().chain(overlay) {
        let place = *places.entry(line.subject()).or_insert(lines.len());
        if place == lines.len() {
            lines.push(line);
        } else {
            lines[place] = line;
        }
    }
    lines.into_iter().filter(|line| line.to_casbin().is_some()).cloned().collect()
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
fn rights(enforcer: &Enforcer, index: &Arc<Index>, role: &str) -> Rights {
    let mut rights = Rights::none(index);
    for values in enforcer.get_implicit_permissions_for_user(role, None) {
        let [holder, object, action, scope] = values.as_slice() else { continue };
        let Some(scope) = Scope::from_name(scope) else { continue };
        let line = PolicyLine::Grant { role: holder.clone(), object: object.clone(), action: action.clone(), scope: Some(scope) };
        rights.add_grant(object, action, Grant { scope, line });
    }
    let mut holders = enforcer.get_implicit_roles_for_user(role, None);
    holders.push(role.to_owned());
    for values in holders.into_iter().flat_map(|holder| enforcer.get_filtered_named_policy("p2", 0, vec![holder])) {
        let [_, path, level] = values.as_slice() else { continue };
        let (Some((object, field)), Some(level)) = (path.split_once('.'), level_from_name(level)) else { continue };
        rights.add_level(object, field, level);
    }
    rights
}

#[cfg(test)]
mod tests {
    use trellis_model::wire::FieldLevel;

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
        assert_eq!(policy.rights["sales"].level("product", "cost"), Some(FieldLevel::Read));
        assert_eq!(policy.lines_of("c_intern").count(), 1);
    }

    #[tokio::test]
    async fn of_a_role_and_what_it_builds_on_the_wider_holds() {
        for (own, base) in [("own", "all"), ("all", "own"), ("department", "department")] {
            let overlay = [
                format!("p, c_role, customer, view, {own}"),
                format!("p, c_base, customer, view, {base}"),
                "g, c_role, c_base".to_owned(),
                format!("p, a_role, customer, view, {own}"),
                format!("p, z_base, customer, view, {base}"),
                "g, a_role, z_base".to_owned(),
            ];
            let policy = Policy::load(&overlay.map(|text| line(&text))).await.unwrap();
            let expected = [own, base].map(|name| Scope::from_name(name).unwrap()).into_iter().max();
            for role in ["c_role", "a_role"] {
                assert_eq!(policy.rights[role].grant("customer", "view").map(|grant| grant.scope), expected, "{role}: {own} {base}");
            }
        }
    }

    #[tokio::test]
    async fn the_lines_about_something_are_those_that_could_decide_it() {
        let overlay = [
            "p, c_role, customer, view, own",
            "p, c_role, customer, edit, all",
            "p, c_role, lead, view, all",
            "p, c_role, *, view, department",
            "p, c_role, customer, *, participating",
            "p, c_other, customer, view, all",
            "p, everyone, customer, view, department_tree",
            "p2, c_role, customer.phone, masked",
            "p2, c_second, customer.phone, edit",
            "p2, c_other, customer.phone, read",
            "p2, c_role, customer.email, hidden",
        ];
        let policy = Policy::load(&overlay.map(line)).await.unwrap();
        let texts = |lines: Vec<&PolicyLine>| lines.into_iter().map(ToString::to_string).collect::<Vec<_>>();
        let roles = ["c_role".to_owned(), "c_second".to_owned()];
        let expected = [
            "p, everyone, customer, view, department_tree",
            "p, c_role, *, view, department",
            "p, c_role, customer, *, participating",
            "p, c_role, customer, view, own",
        ];
        assert_eq!(texts(policy.lines_about(&roles, "customer", "view")), expected);
        assert_eq!(texts(policy.lines_about(&[], "customer", "view")), [""; 0], "without a role nobody is one of everyone");
        let expected = ["p2, c_second, customer.phone, edit", "p2, c_role, customer.phone, masked"];
        assert_eq!(texts(policy.lines_about_field(&roles, "customer.phone")), expected);
        assert_eq!(texts(policy.lines_about_field(&[], "customer.phone")), [""; 0]);
    }
}
