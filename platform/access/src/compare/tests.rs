//! Nobody grants, takes away or reaches what they lack.

use uuid::Uuid;

use super::*;
use crate::{
    Org, Policy, UserFacts,
    access::tests::{access_with, catalog, id, org},
};

/// The rights that these lines give to somebody.
async fn with(lines: &[&str]) -> Access {
    access_with(lines, &["c_role"]).await
}

async fn boss() -> Access {
    let boss = UserFacts { id: id(11), is_super: true, ..UserFacts::default() };
    Policy::load(&[]).await.unwrap().compile(&catalog(), &boss, &org())
}

const OWN: &str = "p, c_role, customer, view, own";
const ALL: &str = "p, c_role, customer, view, all";
const DESIGNER: &str = "p, c_role, designer, publish, all";
const MASKED: &str = "p2, c_role, customer.phone, masked";

#[tokio::test]
async fn a_difference_names_what_changes_and_nothing_else() {
    let (narrow, wide) = (with(&[OWN, MASKED]).await, with(&[ALL, DESIGNER]).await);
    let change = |object: &str, action: &str, before, after| ActionChange { object: object.into(), action: action.into(), before, after };
    let expected = Difference {
        actions: vec![
            change("customer", "view", Some(Scope::Own), Some(Scope::All)),
            change("designer", "publish", None, Some(Scope::All)),
        ],
        fields: vec![FieldChange { object: "customer".into(), field: "phone".into(), before: FieldLevel::Masked, after: FieldLevel::Read }],
    };
    assert_eq!(narrow.difference(&wide), expected);
    assert_eq!(narrow.difference(&narrow), Difference::default());
}

#[tokio::test]
async fn a_change_is_covered_by_whoever_has_both_sides_of_it() {
    let (nothing, own, all) = (with(&[]).await, with(&[OWN]).await, with(&[ALL]).await);
    for (before, after, by, expected) in [
        (&nothing, &own, &own, true),
        (&nothing, &own, &all, true),
        (&own, &nothing, &own, true),
        (&nothing, &own, &nothing, false),
        (&own, &nothing, &nothing, false),
        (&own, &all, &own, false),
        (&all, &own, &own, false),
        (&own, &all, &all, true),
    ] {
        let change = before.difference(after);
        assert_eq!(by.covers(&change), expected, "{change:?}");
    }
    assert!(boss().await.covers(&own.difference(&all)) && boss().await.covers(&all.difference(&nothing)));
}

#[tokio::test]
async fn a_field_is_given_in_the_clear_by_nobody_who_sees_it_masked() {
    let (masked, clear) = (with(&[OWN, MASKED]).await, with(&[OWN]).await);
    let change = masked.difference(&clear);
    assert_eq!((change.actions.len(), change.fields.len()), (0, 1), "the level alone is another");
    assert!(!masked.covers(&change) && !masked.covers(&clear.difference(&masked)) && clear.covers(&change));
    // Neither half of a change is enough.
    let actions = with(&[OWN]).await.difference(&with(&[ALL]).await);
    let both = Difference { actions: actions.actions, fields: change.fields };
    assert!(!with(&[OWN]).await.covers(&both) && !with(&[ALL, MASKED]).await.covers(&both) && with(&[ALL]).await.covers(&both));
}

#[tokio::test]
async fn whoever_lacks_something_of_the_administration_is_not_above() {
    let (nothing, designs, more) = (with(&[]).await, with(&[DESIGNER]).await, with(&[DESIGNER, "p, c_role, audit, view, all"]).await);
    assert!(designs.is_above(&nothing) && designs.is_above(&designs) && more.is_above(&designs));
    assert!(!nothing.is_above(&designs) && !designs.is_above(&more));
    let all = with(&["p, c_role, *, *, all"]).await;
    assert!(
        all.is_above(&more) && !all.is_above(&boss().await) && !nothing.is_above(&boss().await),
        "nobody is above the super administrator"
    );
    assert!(boss().await.is_above(&all) && boss().await.is_above(&boss().await));
}

#[tokio::test]
async fn a_move_reaches_further_only_through_a_scope_of_departments() {
    let move_to = async |line: &str, department: Uuid| {
        let policy = Policy::load(&[line.parse().unwrap()]).await.unwrap();
        let at = |department| UserFacts { id: id(31), department: Some(department), roles: vec!["c_role".into()], ..UserFacts::default() };
        let (before, after) = (at(id(3)), at(department));
        let org = |department| {
            let people = [(id(21), Some(id(2))), (id(31), Some(department)), (id(11), Some(id(1)))];
            Org::new([(id(1), None), (id(2), Some(id(1))), (id(3), Some(id(2)))], people)
        };
        let catalog = catalog();
        policy.compile(&catalog, &after, &org(department)).reaches_beyond(&policy.compile(&catalog, &before, &org(id(3))))
    };
    let view = |scope: &str| format!("p, c_role, customer, view, {scope}");
    for scope in ["own", "participating", "all"] {
        assert!(!move_to(&view(scope), id(2)).await, "{scope}");
    }
    for scope in ["department", "department_tree"] {
        assert!(move_to(&view(scope), id(2)).await && !move_to(&view(scope), id(3)).await, "{scope}");
    }
}

#[tokio::test]
async fn a_tree_that_grows_is_beyond_for_those_whose_scope_is_the_tree() {
    for (scope, expected) in [("department", false), ("department_tree", true)] {
        let policy = Policy::load(&[format!("p, c_role, customer, view, {scope}").parse().unwrap()]).await.unwrap();
        let user = UserFacts { id: id(21), department: Some(id(2)), roles: vec!["c_role".into()], ..UserFacts::default() };
        let people = [(id(21), Some(id(2))), (id(31), Some(id(3)))];
        let (apart, below) = (Org::new([(id(2), None), (id(3), None)], people), Org::new([(id(2), None), (id(3), Some(id(2)))], people));
        let (before, after) = (policy.compile(&catalog(), &user, &apart), policy.compile(&catalog(), &user, &below));
        assert_eq!((after.reaches_beyond(&before), before.reaches_beyond(&after)), (expected, false), "{scope}");
    }
}
