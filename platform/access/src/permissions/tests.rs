//! The matrix says what the lines say, and the lines what the matrix says.

use super::*;

async fn saved(role: &str, change: impl Fn(&mut Permissions)) -> (Policy, Result<Vec<PolicyLine>, Vec<Violation>>) {
    let (catalog, policy) = (Catalog::base(), Policy::load(&[]).await.unwrap());
    let mut wanted = policy.permissions(&catalog, role).permissions();
    change(&mut wanted);
    let lines = lines_for(&policy, &catalog, role, &[], &wanted);
    let after = Policy::load(lines.as_deref().unwrap_or_default()).await.unwrap();
    if lines.is_ok() {
        let mut read = after.permissions(&catalog, role).permissions();
        // A shipped level that is taken away comes back as what the object's rights come to.
        read.fields.retain(|field, _| wanted.fields.contains_key(field));
        assert_eq!(read, wanted, "{role} reads back as it was saved");
    }
    (after, lines)
}

fn texts(lines: &[PolicyLine]) -> Vec<String> {
    lines.iter().map(ToString::to_string).collect()
}

fn set(permissions: &mut Permissions, object: &str, action: &str, scope: &str) {
    permissions.objects.get_mut(object).unwrap().insert(action.to_owned(), scope.to_owned());
}

#[tokio::test]
async fn only_differences_are_kept() {
    for role in shipped::roles() {
        assert_eq!(texts(&saved(&role.name, |_| ()).await.1.unwrap()), [""; 0], "{}", role.name);
    }
    let (_, lines) = saved("sales", |wanted| {
        set(wanted, "customer", "view", "department");
        set(wanted, "customer", "export", "none");
        wanted.fields.clear();
        wanted.fields.insert("customer.phone".into(), FieldLevel::Masked);
    })
    .await;
    let expected = [
        "p, sales, customer, export, none",
        "p, sales, customer, view, department",
        "p2, sales, customer.phone, masked",
        "p2, sales, product.cost, read",
    ];
    let mut lines = texts(&lines.unwrap());
    lines.sort();
    assert_eq!(lines, expected);
}

#[tokio::test]
async fn a_line_about_everything_gives_way_to_a_narrower_wish() {
    let (after, lines) = saved("sysadmin", |wanted| set(wanted, "customer", "delete", "own")).await;
    let lines = texts(&lines.unwrap());
    assert!(lines.contains(&"p, sysadmin, *, *, none".to_owned()) && lines.contains(&"p, sysadmin, lead, delete, all".to_owned()));
    assert_eq!(after.rights_of("sysadmin").unwrap().grant("customer", "delete").unwrap().scope, Scope::Own);
    assert!(after.rights_of("sysadmin").unwrap().grant("roles", "edit").is_some());
}

#[test]
fn a_line_sweeps_over_what_both_its_patterns_cover() {
    let cell = Cell { object: "lead", action: "view", scope: None, scoped: true, administration: false };
    let sweeping = [("*", "*"), ("lead", "*"), ("*", "view")];
    let others = [("lead", "view"), ("customer", "*"), ("*", "edit"), ("customer", "edit")];
    assert!(sweeping.iter().all(|(object, action)| sweeps(object, action, &cell)));
    assert!(!others.iter().any(|(object, action)| sweeps(object, action, &cell)));
}

#[test]
fn only_lines_about_everything_are_taken_away_at_once() {
    let line = |text: &str| -> PolicyLine { text.parse().unwrap() };
    assert!(["p, sales, *, *, all", "p, sales, lead, *, all", "p, sales, *, view, all"].iter().all(|text| is_sweeping(&line(text))));
    let others = ["p, sales, lead, view, all", "p2, sales, lead.name, read", "g, sales, c_base"];
    assert!(!others.iter().any(|text| is_sweeping(&line(text))));
}

#[tokio::test]
async fn of_a_role_s_lines_so_far_those_stay_that_are_about_what_is_not_there() {
    let (catalog, policy) = (Catalog::base(), Policy::load(&[]).await.unwrap());
    let kept =
        ["p, c_intern, c_gone, view, own", "p2, c_intern, lead.c_gone, hidden", "p2, c_intern, c_gone.c_name, read", "g, c_intern, c_base"];
    let replaced =
        ["p, c_intern, *, view, all", "p, c_intern, lead, view, all", "p, c_intern, roles, view, all", "p2, c_intern, lead.name, read"];
    let own: Vec<PolicyLine> = kept.iter().chain(&replaced).map(|text| text.parse().unwrap()).collect();
    let wanted = policy.permissions(&catalog, "c_intern").permissions();
    assert_eq!(texts(&lines_for(&policy, &catalog, "c_intern", &own, &wanted).unwrap()), kept);
}

#[tokio::test]
async fn a_new_role_has_what_the_matrix_says() {
    let (after, lines) = saved("c_intern", |wanted| set(wanted, "task", "view", "own")).await;
    assert_eq!(texts(&lines.unwrap()), ["p, c_intern, task, view, own"]);
    assert_eq!(after.rights_of("c_intern").unwrap().grant("task", "view").unwrap().scope, Scope::Own);
}

#[tokio::test]
async fn the_field_that_names_a_record_may_be_read_only() {
    let (_, lines) = saved("sales", |wanted| wanted.fields.extend([("lead.name".into(), FieldLevel::Read)])).await;
    assert_eq!(texts(&lines.unwrap()), ["p2, sales, lead.name, read"]);
}

#[tokio::test]
async fn what_cannot_be_is_named() {
    type Change = fn(&mut Permissions);
    let cases: [(Change, &str, Code); 7] = [
        (|wanted| set(wanted, "user", "view", "none"), "/objects/user/view", Code::Refused),
        (|wanted| set(wanted, "product", "edit", "own"), "/objects/product/edit", Code::Option),
        (|wanted| set(wanted, "customer", "edit", "mine"), "/objects/customer/edit", Code::Option),
        (|wanted| set(wanted, "customer", "edti", "all"), "/objects/customer/edti", Code::UnknownReference),
        (|wanted| drop(wanted.objects.insert("a/b".into(), BTreeMap::new())), "/objects/a~1b", Code::UnknownReference),
        (|wanted| wanted.fields.extend([("lead.phon".into(), FieldLevel::Read)]), "/fields/lead.phon", Code::UnknownReference),
        (|wanted| wanted.fields.extend([("lead.name".into(), FieldLevel::Hidden)]), "/fields/lead.name", Code::Refused),
    ];
    for (change, pointer, code) in cases {
        let violations = saved("sales", change).await.1.unwrap_err();
        assert_eq!(violations.iter().map(|it| (it.pointer.as_str(), it.code)).collect::<Vec<_>>(), [(pointer, code)]);
    }
}
