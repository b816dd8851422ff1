//! The cases of `policies/cases/`, and what several roles, fields and parents make together.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::json;
use trellis_catalog::{Catalog, Files};
use trellis_model::{Filter, Record, Test, Value, filter::Related, object::lines_object};
use uuid::Uuid;

use crate::{
    Access, FieldLevel, Org, Policy, PolicyLine, Scope, UserFacts,
    line::{level_from_name, level_name},
    shipped::rows,
};

/// Departments 1 over 2 over 3; people 21 in 2, 22 in 2, 31 in 3, 11 in 1.
pub(crate) fn org() -> Org {
    let departments = [(id(1), None), (id(2), Some(id(1))), (id(3), Some(id(2)))];
    Org::new(departments, [(id(21), Some(id(2))), (id(22), Some(id(2))), (id(31), Some(id(3))), (id(11), Some(id(1)))])
}

pub(crate) fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

/// The shipped catalog with an object of the company's own.
pub(crate) fn catalog() -> Arc<Catalog> {
    let label = json!({ "zh-CN": "拜访", "en": "Visit" });
    let visit = json!({ "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "c_visit", "title": "Visit", "type": "object",
        "x-label": label, "x-object": { "icon": "map", "name_field": "name", "owned": true }, "required": ["name"], "unevaluatedProperties": false,
        "properties": { "name": { "x-id": "c_01", "x-type": "text", "type": "string", "x-label": label },
            "c_items": { "x-id": "c_02", "x-type": "lines", "type": "array", "x-label": label, "x-lines": { "properties":
                { "what": { "x-id": "c_03", "x-type": "text", "type": "string", "x-label": label } } } } } });
    let overlay: Files = [("custom/c_visit/object.json".to_owned(), visit)].into();
    let (catalog, problems) = Catalog::with_overlay(&overlay);
    assert_eq!(problems, []);
    Arc::new(catalog)
}

pub(crate) async fn access_with(lines: &[&str], roles: &[&str]) -> Access {
    let lines: Vec<PolicyLine> = lines.iter().map(|line| line.parse().unwrap()).collect();
    let policy = Policy::load(&lines).await.unwrap();
    let roles = roles.iter().map(|role| (*role).to_owned()).collect();
    let user = UserFacts { id: id(21), department: Some(id(2)), roles, ..UserFacts::default() };
    policy.compile(&catalog(), &user, &org())
}

pub(crate) async fn access(roles: &[&str]) -> Access {
    access_with(&[], roles).await
}

/// The rows of a case file below its title: role, object, what, expected.
fn cases(file: &str) -> BTreeMap<String, Vec<(usize, [String; 3])>> {
    let mut by_role: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for (number, row) in rows(&format!("cases/{file}")).into_iter().skip(1) {
        let cells: Vec<String> = row.split(',').map(|cell| cell.trim().to_owned()).collect();
        let [role, object, what, expected] = cells.try_into().unwrap_or_else(|row| panic!("{file}:{number}: {row:?}"));
        by_role.entry(role).or_default().push((number, [object, what, expected]));
    }
    by_role
}

#[tokio::test]
async fn actions_are_as_the_cases_say() {
    for (role, rows) in cases("actions.csv") {
        let access = access(&[&role]).await;
        for (number, [object, action, expected]) in rows {
            let found = access.scope(&object, &action).map_or("none", Scope::name);
            assert_eq!(found, expected, "actions.csv:{number}: {role} {object} {action}");
            let line = access.line(&object, &action).map(ToString::to_string);
            assert_eq!(line.is_some(), expected != "none", "actions.csv:{number}: the deciding line is {line:?}");
        }
    }
}

#[tokio::test]
async fn fields_are_as_the_cases_say() {
    for (role, rows) in cases("fields.csv") {
        let access = access(&[&role]).await;
        for (number, [object, field, expected]) in rows {
            assert!(level_from_name(&expected).is_some(), "fields.csv:{number}");
            assert_eq!(level_name(access.field(&object, &field)), expected, "fields.csv:{number}: {role} {object}.{field}");
        }
    }
}

#[tokio::test]
async fn several_roles_give_the_most_generous_of_each() {
    let both = access(&["sales", "analyst"]).await;
    assert_eq!(both.scope("customer", "view"), Some(Scope::All), "from the analyst");
    assert_eq!(both.scope("customer", "edit"), Some(Scope::Participating), "from sales");
    assert_eq!(both.field("customer", "phone"), FieldLevel::Edit, "masked as an analyst, edited as sales");
    assert_eq!(both.field("product", "cost"), FieldLevel::Read, "hidden as sales, read as an analyst");
    assert_eq!(access(&["sales"]).await.field("product", "cost"), FieldLevel::Hidden, "what everyone sees does not undo it");
}

#[tokio::test]
async fn without_a_role_nothing_is_allowed_and_the_super_administrator_may_do_everything() {
    let nobody = access(&[]).await;
    assert!(nobody.effective().is_empty());
    assert_eq!(nobody.filter("user", "view"), None);
    assert_eq!(nobody.field("user", "name"), FieldLevel::Hidden);
    assert!(access(&["c_new"]).await.can("user", "view"), "a role without lines still makes one of everyone");

    let policy = Policy::load(&[]).await.unwrap();
    let boss = UserFacts { id: id(11), is_super: true, ..UserFacts::default() };
    let boss = policy.compile(&catalog(), &boss, &org());
    assert_eq!(boss.filter("follow_up", "delete"), Some(Filter::True));
    assert_eq!(boss.scope("designer", "publish"), Some(Scope::All));
    assert_eq!(boss.field("product", "cost"), FieldLevel::Edit);
    assert!(!boss.can("user", "edit"), "people are written by the services that keep them");
}

#[tokio::test]
async fn what_is_masked_is_used_for_nothing() {
    let analyst = access(&["analyst"]).await;
    let customer = analyst.catalog().shared_object("customer").unwrap();
    assert!(!analyst.may_ask(&customer, customer.field("phone").unwrap()));
    assert!(analyst.may_ask(&customer, customer.field("name").unwrap()));
}

#[tokio::test]
async fn a_name_cannot_be_hidden_and_a_level_gives_no_right_to_the_object() {
    let access = access_with(
        &["p2, sales, customer.name, hidden", "p2, sales, customer.id, hidden", "p2, office, customer.phone, edit"],
        &["sales"],
    )
    .await;
    assert_eq!(access.field("customer", "name"), FieldLevel::Read);
    assert_eq!(access.field("customer", "id"), FieldLevel::Read);
    let office = access_with(&["p2, office, customer.phone, edit"], &["office"]).await;
    assert_eq!(office.field("customer", "phone"), FieldLevel::Hidden);
    assert_eq!(office.field("customer", "nothing"), FieldLevel::Hidden);
}

#[tokio::test]
async fn scopes_become_filters() {
    let own = Filter::field("owner", Test::Eq(Value::Id(id(21))));
    let team = |edit| Filter::Team { user: id(21), edit };
    let owners = |people: &[u128]| Filter::id_in("owner", people.iter().copied().map(id));
    for (scope, action, expected) in [
        ("own", "view", own.clone()),
        ("participating", "view", Filter::any([own.clone(), team(false)])),
        ("participating", "edit", Filter::any([own.clone(), team(true)])),
        ("department", "view", Filter::any([owners(&[21, 22]), team(false)])),
        ("department_tree", "delete", Filter::any([owners(&[21, 22, 31]), team(true)])),
        ("all", "edit", Filter::True),
    ] {
        let access = access_with(&[&format!("p, c_role, customer, {action}, {scope}")], &["c_role"]).await;
        assert_eq!(access.filter("customer", action), Some(expected), "{scope} {action}");
    }
    let access = access_with(&["p, c_role, product, edit, own", "p, c_role, c_visit, view, participating"], &["c_role"]).await;
    assert_eq!(access.filter("product", "edit"), None, "an object without owners knows only all");
    assert_eq!(access.filter("c_visit", "view"), Some(own), "an object without teams has no taking part");
}

/// A customer of 22 whose team has 21 (to read), one of 11, one of 21, one of 31, and what hangs on them.
pub(crate) struct World(BTreeMap<Uuid, Record>);

impl World {
    pub(crate) fn new() -> Self {
        let record = |record: u128, owner: Option<u128>, customer: Option<(&str, Value)>| {
            let owner = owner.map(|owner| ("owner", Value::Id(id(owner))));
            let values = [("id", Value::Id(id(record)))].into_iter().chain(owner).chain(customer);
            (id(record), Record(values.map(|(field, value)| (field.to_owned(), value)).collect()))
        };
        let about =
            |object: &str, record: u128| Value::Reference(trellis_model::value::Reference { object: object.to_owned(), id: id(record) });
        Self(BTreeMap::from([
            record(100, Some(22), None),
            record(101, Some(11), None),
            record(102, Some(21), None),
            record(103, Some(31), None),
            record(200, Some(22), Some(("customer", Value::Id(id(100))))),
            record(201, Some(11), Some(("customer", Value::Id(id(101))))),
            record(202, Some(21), Some(("customer", Value::Id(id(101))))),
            record(203, Some(11), Some(("customer", Value::Id(id(102))))),
            record(300, None, Some(("related", about("customer", 100)))),
            record(301, None, Some(("related", about("customer", 101)))),
            record(302, None, Some(("related", about("contact", 202)))),
        ]))
    }

    pub(crate) fn passing(&self, filter: Option<Filter>, records: &[u128]) -> Vec<u128> {
        let passes = |record: &&u128| filter.as_ref().is_some_and(|filter| filter.matches(&self.0[&id(**record)], self));
        records.iter().filter(passes).copied().collect()
    }
}

impl Related for World {
    fn find(&self, _: &str, record: Uuid) -> Option<&Record> {
        self.0.get(&record)
    }

    fn on_team(&self, record: Uuid, user: Uuid, edit: bool) -> bool {
        record == id(100) && user == id(21) && !edit
    }
}

#[tokio::test]
async fn rights_come_from_the_parent_where_that_is_declared() {
    let (world, sales) = (World::new(), access(&["sales"]).await);
    let passing = |object: &str, action: &str, records: &[u128]| world.passing(sales.filter(object, action), records);
    assert_eq!(passing("customer", "view", &[100, 101]), [100]);
    assert_eq!(passing("customer", "edit", &[100, 101]), [0_u128; 0]);
    assert_eq!(passing("contact", "view", &[200, 201, 202]), [200, 202], "its own, and those of a customer that is seen");
    assert_eq!(passing("contact", "edit", &[200, 201, 202]), [202]);
    assert_eq!(passing("contact", "view", &[203]), [203]);
    assert_eq!(passing("contact", "edit", &[203]), [0_u128; 0], "that the customer may be edited opens its contacts to reading alone");
    assert_eq!(passing("follow_up", "view", &[300, 301, 302]), [300, 302], "exactly where the parent is seen");
    assert_eq!(passing("follow_up", "create", &[300, 301, 302]), [300, 302]);
    assert_eq!(passing("follow_up", "edit", &[300, 301, 302]), [302]);
    let office = access(&["office"]).await;
    assert_eq!(office.filter("follow_up", "view"), None);
}

#[tokio::test]
async fn effective_rights_name_every_allowed_action() {
    let office = access(&["office"]).await.effective();
    assert_eq!(
        office["task"],
        json!({ "view": "participating", "create": "own", "edit": "participating", "complete": "participating", "delete": "own", "transfer": "own" })
    );
    assert_eq!(office["user"], json!({ "view": "all" }));
    assert!(!office.contains_key("customer") && !office.contains_key("designer"));
    let admin = access(&["sysadmin"]).await.effective();
    assert_eq!(admin["lead"]["convert"], json!("all"));
    assert_eq!(admin["designer"]["publish"], json!("all"));
}

#[tokio::test]
async fn says_whose_it_is_and_of_which_departments() {
    let sales = access(&["sales"]).await;
    assert_eq!((sales.user(), sales.is_super(), sales.departments()), (id(21), false, [id(2), id(3)].as_slice()));
    let boss = UserFacts { id: id(11), is_super: true, ..UserFacts::default() };
    let boss = Policy::load(&[]).await.unwrap().compile(&catalog(), &boss, &org());
    assert_eq!((boss.user(), boss.is_super(), boss.departments()), (id(11), true, [].as_slice()));
}

#[tokio::test]
async fn fields_are_edited_by_whoever_edits_or_creates() {
    for (action, expected) in
        [("edit", FieldLevel::Edit), ("create", FieldLevel::Edit), ("view", FieldLevel::Read), ("delete", FieldLevel::Hidden)]
    {
        let access = access_with(&[&format!("p, c_role, customer, {action}, all")], &["c_role"]).await;
        assert_eq!(access.field("customer", "phone"), expected, "{action}");
    }
}

#[tokio::test]
async fn rights_come_from_no_further_than_four_parents() {
    let label = json!({ "zh-CN": "级", "en": "Step" });
    let step = |at: u8| {
        let mut object = json!({ "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": format!("c_step{at}"), "title": "Step",
            "type": "object", "x-label": label, "x-object": { "icon": "map", "name_field": "name", "owned": true }, "required": ["name"],
            "unevaluatedProperties": false,
            "properties": { "name": { "x-id": "c_01", "x-type": "text", "type": "string", "x-label": label } } });
        if at > 0 {
            object["x-object"]["access"] = json!({ "inherit": "parent" });
            object["properties"]["parent"] = json!({ "x-id": "c_02", "x-type": "lookup", "type": "string", "format": "uuid",
                "x-lookup": { "object": format!("c_step{}", at - 1), "on_delete": "restrict" }, "x-label": label });
        }
        (format!("custom/c_step{at}/object.json"), object)
    };
    let (catalog, problems) = Catalog::with_overlay(&(0..6).map(step).collect());
    assert_eq!(problems, []);
    let lines = (0..6).map(|at| format!("p, c_role, c_step{at}, view, all").parse().unwrap());
    let policy = Policy::load(&lines.collect::<Vec<_>>()).await.unwrap();
    let user = UserFacts { id: id(21), roles: vec!["c_role".to_owned()], ..UserFacts::default() };
    let access = policy.compile(&Arc::new(catalog), &user, &org());
    assert!(matches!(access.filter("c_step4", "view"), Some(Filter::Related { .. })));
    assert_eq!(access.filter("c_step5", "view"), Some(Filter::False), "what is too deep is not seen");
}

#[tokio::test]
async fn lines_are_read_where_the_field_that_holds_them_is_and_written_with_their_record_alone() {
    let lines = lines_object("c_visit", "c_items");
    let granted: Vec<String> = ["view", "export", "create", "edit", "delete", "import", "transfer"]
        .map(|action| format!("p, c_role, c_visit, {action}, department"))
        .into();
    for (level, reads) in [(None, true), (Some("read"), true), (Some("edit"), true), (Some("masked"), false), (Some("hidden"), false)] {
        let level = level.map(|level| format!("p2, c_role, c_visit.c_items, {level}"));
        let policy: Vec<&str> = granted.iter().chain(&level).map(String::as_str).collect();
        let access = access_with(&policy, &["c_role"]).await;
        for action in ["view", "export"] {
            let expected = reads.then_some(Scope::Department);
            assert_eq!(access.scope(&lines, action), expected, "{action}, {level:?}");
            assert_eq!(access.filter(&lines, action).is_some(), reads, "{action}, {level:?}");
        }
        for action in ["create", "edit", "delete", "import", "transfer"] {
            assert_eq!(access.scope(&lines, action), None, "{action}, {level:?}");
        }
    }
    let without = access_with(&["p, c_role, lead, view, all"], &["c_role"]).await;
    assert_eq!(without.scope(&lines, "view"), None, "who does not see the record does not see its lines");
}
