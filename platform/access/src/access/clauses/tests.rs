//! The clauses say the same as the filter, and each counts exactly as far as the scope reaches.

use super::*;
use crate::{
    Policy, UserFacts,
    access::tests::{World, access, access_with, catalog, id, org},
};

const ACTIONS: &[&str] = &["view", "export", "create", "edit", "delete", "transfer"];

/// The records of the world that are of an object.
fn records(object: &str) -> &'static [u128] {
    match object {
        "customer" => &[100, 101, 102, 103],
        "contact" => &[200, 201, 202, 203],
        _ => &[300, 301, 302],
    }
}

/// What passes by a clause that counts.
fn counted(world: &World, access: &Access, object: &str, action: &str) -> Vec<u128> {
    let counts = access.clauses(object, action).into_iter().filter(|reach| reach.counts);
    world.passing(Some(Filter::any(counts.map(|reach| reach.filter))), records(object))
}

/// The clauses of an action with whether they count.
fn counts(access: &Access, object: &str, action: &str) -> Vec<(Clause, bool)> {
    access.clauses(object, action).into_iter().map(|reach| (reach.clause, reach.counts)).collect()
}

#[tokio::test]
async fn what_counts_is_what_the_filter_lets_pass() {
    let world = World::new();
    for scope in Scope::ALL {
        for action in ACTIONS {
            let lines: Vec<String> =
                ["customer", "contact"].iter().map(|object| format!("p, c_role, {object}, {action}, {scope}")).collect();
            let more = [format!("p, c_role, follow_up, {action}, all"), "p, c_role, customer, view, department".to_owned()];
            let lines: Vec<&str> = more.iter().chain(&lines).map(String::as_str).collect();
            let access = access_with(&lines, &["c_role"]).await;
            for object in ["customer", "contact", "follow_up"] {
                let passing = world.passing(access.filter(object, action), records(object));
                assert_eq!(counted(&world, &access, object, action), passing, "{scope} {action} {object}");
            }
        }
    }
}

#[tokio::test]
async fn a_clause_counts_as_far_as_the_scope_reaches() {
    use Clause::{All, Department, DepartmentTree, Inherited, Owner, Team};
    for (at, scope) in Scope::ALL.iter().enumerate() {
        let access = access_with(&[&format!("p, c_role, customer, view, {scope}")], &["c_role"]).await;
        let expected: Vec<(Clause, bool)> =
            [Owner, Team, Department, DepartmentTree, All].into_iter().enumerate().map(|(step, clause)| (clause, step <= at)).collect();
        assert_eq!(counts(&access, "customer", "view"), expected, "{scope}");
        assert!(counts(&access, "customer", "edit").iter().all(|(_, counts)| !counts), "what is not granted has no clause that counts");
    }
    let sales = access(&["sales"]).await;
    assert_eq!(counts(&sales, "contact", "view").last(), Some(&(Inherited, true)));
    assert_eq!(counts(&sales, "contact", "edit").last(), Some(&(All, false)), "only reading follows the customer");
    assert_eq!(counts(&sales, "follow_up", "edit"), [(Inherited, true)]);
    assert_eq!(counts(&access(&["office"]).await, "follow_up", "view"), [(Inherited, false)], "nothing is granted at all");
    assert_eq!(counts(&sales, "nothing", "view"), []);
    let boss = UserFacts { id: id(11), is_super: true, ..UserFacts::default() };
    let boss = Policy::load(&[]).await.unwrap().compile(&catalog(), &boss, &org());
    assert_eq!(counts(&boss, "follow_up", "edit"), [(All, true), (Inherited, true)], "the super administrator needs no parent");
}

#[tokio::test]
async fn the_team_is_asked_for_edit_where_something_is_changed() {
    let sales = access(&["sales"]).await;
    for (action, expected) in [("view", false), ("export", false), ("edit", true), ("delete", true), ("transfer", true)] {
        let team = sales.clauses("customer", action).into_iter().find(|reach| reach.clause == Clause::Team);
        assert_eq!(team.map(|reach| reach.filter), Some(Filter::Team { user: id(21), edit: expected }), "{action}");
    }
}

#[tokio::test]
async fn a_parent_is_asked_for_what_the_filter_asks_it_for() {
    let sales = access(&["sales"]).await;
    for action in ["view", "export", "create", "edit", "delete"] {
        let inherited = sales.clauses("follow_up", action).into_iter().find(|reach| reach.clause == Clause::Inherited);
        let allowed = sales.can("follow_up", action);
        assert_eq!(inherited.filter(|_| allowed).map(|reach| reach.filter), sales.filter("follow_up", action), "{action}");
    }
    // A customer that may be seen and not exported gives none of its contacts to an export.
    let access = access_with(&["p, c_role, contact, export, own", "p, c_role, customer, view, all"], &["c_role"]).await;
    let inherited = access.clauses("contact", "export").pop().unwrap();
    assert_eq!((inherited.clause, inherited.filter), (Clause::Inherited, Filter::False));
}

#[test]
fn a_clause_is_named_after_its_scope() {
    let scopes = [Clause::Owner, Clause::Team, Clause::Department, Clause::DepartmentTree, Clause::All].map(Clause::scope);
    assert_eq!(scopes.map(Option::unwrap), *Scope::ALL);
    assert_eq!(Clause::Inherited.scope(), None);
    let names = ["owner", "team", "department", "department_tree", "all", "inherited"];
    let clauses = [Clause::Owner, Clause::Team, Clause::Department, Clause::DepartmentTree, Clause::All, Clause::Inherited];
    assert_eq!(clauses.map(Clause::name), names);
    assert_eq!(Scope::DepartmentTree.to_string(), "department_tree");
}
