//! The inventory: what holds for every route of the one table, the ones of tomorrow included.

use axum::{
    body::Body,
    http::{Request, header},
};
use trellis_test_support::{differing, on_both};

use crate::places::{Places, guarded, reads};

/// The read paths that the permission oracle (`tests/oracle`) compares.
const COMPARED: &[&str] = &[
    "list_records",
    "read_record",
    "related_records",
    "record_history",
    "read_team",
    "list_objects",
    "get_object",
    "get_schema",
    "analytics_query",
    "explain_access",
    "who_has_access",
    "missing_record",
    "export_records",
    "search",
    "events",
    "record_timeline",
];

/// The read paths that it does not, and why.
const NOT_COMPARED: &[(&str, &str)] = &[
    ("me", "the caller's own account and rights"),
    ("list_companies", "the companies of the caller's own account"),
    ("list_logins", "what the caller's own account signs in with"),
    ("list_sessions", "the caller's own sessions"),
    ("list_tokens", "the caller's own tokens, by name"),
    ("list_picklists", "dictionaries are the same for everybody"),
    ("get_picklist", "dictionaries are the same for everybody"),
    ("list_departments", "the address book, which everybody sees; hidden cells are looked for in it"),
    ("list_users", "the address book, which everybody sees; hidden cells are looked for in it"),
    ("department_tree", "the address book, which everybody sees"),
    ("get_company", "the company's name and seats, no record"),
    ("get_permissions", "needs a right of the administration, no record"),
    ("list_audit", "needs the right to the audit log; names of targets only for who sees them, tests/integration/why.rs"),
    ("export_audit", "as list_audit"),
    ("verify_audit", "needs the right to the audit log, no record"),
    ("list_imports", "the caller's own imports, of files that the caller sent"),
    ("get_import", "as list_imports; names and duplicates are looked for among what is seen, tests/integration/imports.rs"),
    ("import_rejects", "as get_import"),
    ("list_roles", "needs a right of the administration, no record"),
    ("list_dashboards", "declarations; their numbers come from the compared aggregation"),
    ("get_dashboard", "declarations; their numbers come from the compared aggregation"),
    ("list_draft_objects", "needs the right to design, no record"),
    ("get_draft_object", "needs the right to design, no record"),
    ("get_draft_field", "needs the right to design, no record"),
    ("get_plan", "needs the right to design; counts what publishing would lose"),
    ("list_versions", "needs the right to design, no record"),
    ("get_draft_part", "needs the right to design, no record"),
    ("get_draft_parts", "needs the right to design, no record"),
    ("get_draft_settings", "needs the right to design, no record"),
    ("get_draft_lists", "needs the right to design, no record"),
    ("get_draft_view", "needs the right to design, no record"),
    ("get_draft_layout", "needs the right to design, no record"),
    ("get_draft_rule", "needs the right to design, no record"),
    ("get_draft_action", "needs the right to design, no record"),
    ("get_draft_conversion", "needs the right to design, no record"),
    ("get_references", "needs the right to design, no record"),
    ("get_unfit_rows", "needs the right to design, and shows rows that the caller sees alone, tests/integration/shaping.rs"),
    ("preview_draft", "needs the right to design, no record"),
    ("compare_versions", "needs the right to design, no record"),
    ("list_retired", "needs the right to design, no record"),
    ("export_package", "needs the right to design, no record"),
    ("list_problems", "needs the right to design, no record"),
    ("download_file", "of a field and record that the caller sees, tests/integration/shaping.rs"),
    ("file_info", "as download_file"),
];

#[test]
fn t15_every_read_path_is_in_the_oracle_or_says_why_not() {
    for route in guarded().iter().filter(|route| reads(route)) {
        let compared = COMPARED.contains(&route.name);
        let excepted = NOT_COMPARED.iter().any(|(name, _)| *name == route.name);
        assert!(compared != excepted, "{} {}: compare it in tests/oracle, or say here why not", route.name, route.path);
    }
    let known: Vec<&str> = guarded().iter().map(|route| route.name).collect();
    for name in COMPARED.iter().chain(NOT_COMPARED.iter().map(|(name, _)| name)) {
        assert!(known.contains(name), "{name} is no route any more");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn t15_nobody_gets_anything_but_401() {
    on_both(async |app| {
        let places = Places::make(app, &app.boss().await).await;
        let before = app.state().await;
        for route in guarded() {
            let path = places.fill(&route, None);
            for credentials in
                [None, Some((header::COOKIE, "trellis_session=nonsense")), Some((header::AUTHORIZATION, "Bearer trl_nonsense"))]
            {
                let mut request = Request::builder().method(route.method.clone()).uri(format!("/api{path}"));
                if let Some((name, value)) = credentials {
                    request = request.header(name, value);
                }
                let request = request.header(header::CONTENT_TYPE, "application/json").body(Body::from("{}")).unwrap();
                let reply = app.anonymous().raw(request).await;
                assert_eq!((reply.status, reply.code()), (401, "not_signed_in"), "{} {path}: {}", route.name, reply.text);
            }
        }
        assert_eq!(differing(&before, &app.state().await), Vec::<String>::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t15_reading_changes_nothing() {
    on_both(async |app| {
        let boss = app.boss().await;
        let places = Places::make(app, &boss).await;
        let mut before = app.state().await;
        for route in guarded().iter().filter(|route| reads(route)) {
            let path = places.fill(route, None);
            let reply = boss.get(path.trim_start_matches("/v1")).await;
            // The draft of an object is there without one having been begun; a version is not.
            assert!(matches!(reply.status, 200 | 404), "{} {path}: {} {}", route.name, reply.status, reply.text);
            let mut after = app.state().await;
            if route.name.starts_with("export_") {
                // That something was exported is logged, and nothing else.
                after.insert("company.sys_audit".to_owned(), before["company.sys_audit"].clone());
            }
            assert_eq!(differing(&before, &after), Vec::<String>::new(), "{} {path} changes something", route.name);
            before = app.state().await;
        }
    })
    .await;
}
