//! How long rights take: compiling one person's, and asking them.

use std::{hint::black_box, sync::Arc, time::Instant};

use anyhow::{Context, bail};
use serde_json::json;
use trellis_access::{Org, Policy, PolicyLine, UserFacts};
use trellis_catalog::{Catalog, Files};
use trellis_model::Schema;
use uuid::Uuid;

/// Objects, fields of each, roles of the person, people.
const OBJECTS: usize = 60;
const FIELDS: usize = 25;
const ROLES: usize = 20;
const PEOPLE: u128 = 1_000;
/// The bounds that must hold, in microseconds.
const COMPILE: f64 = 1_000.0;
const CHECK: f64 = 20.0;

/// Compiles the rights of one person with many roles over many objects and fields, and asks what a request asks.
pub async fn measure() -> anyhow::Result<()> {
    let catalog = Arc::new(catalog()?);
    let began = Instant::now();
    let policy = Policy::load(&lines()).await?;
    println!("load: {:.1} ms once a policy", began.elapsed().as_secs_f64() * 1e3);
    let id = Uuid::from_u128;
    let departments = (1..=50_u128).map(|n| (id(n), (n > 1).then(|| id(n / 2))));
    let org = Org::new(departments, (1..=PEOPLE).map(|n| (id(1000 + n), Some(id(1 + n % 50)))));
    let roles = (0..ROLES).map(|role| format!("c_role_{role}")).collect();
    let user = UserFacts { id: id(1001), department: Some(id(2)), roles, ..UserFacts::default() };
    let compile = micros(200, || drop(black_box(policy.compile(&catalog, &user, &org))));
    let access = policy.compile(&catalog, &user, &org);
    let object = catalog.object("c_object_7").context("the object is there")?;
    let check = micros(2_000, || {
        // What a request asks: may it, of which records, and which fields are shown.
        black_box(access.can(&object.name, "view"));
        black_box(access.scope(&object.name, "edit"));
        for field in object.fields() {
            black_box(access.level(object, field));
        }
    });
    let filter = micros(2_000, || drop(black_box(access.filter(&object.name, "view"))));
    println!("compile: {compile:.0} µs for {ROLES} roles, {OBJECTS} objects, {} fields (at most {COMPILE:.0})", OBJECTS * FIELDS);
    println!("check: {check:.1} µs for one object with all its fields (at most {CHECK:.0}); filter of {PEOPLE} people: {filter:.1} µs");
    if compile > COMPILE || check > CHECK {
        bail!("slower than it must be");
    }
    Ok(())
}

/// The median of many times, in microseconds.
fn micros(times: usize, mut work: impl FnMut()) -> f64 {
    let mut took: Vec<f64> = (0..times)
        .map(|_| {
            let began = Instant::now();
            work();
            began.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    took.sort_by(f64::total_cmp);
    took[times / 2]
}

fn catalog() -> anyhow::Result<Catalog> {
    let label = |name: &str| json!({ "zh-CN": name, "en": name });
    let object = |at: usize| {
        let name = format!("c_object_{at}");
        let field = |n: usize| {
            let name = if n == 0 { "name".to_owned() } else { format!("field_{n}") };
            (name.clone(), json!({ "x-id": format!("c_{n:02}"), "x-type": "text", "type": "string", "x-label": label(&name) }))
        };
        let fields: serde_json::Map<String, serde_json::Value> = (0..FIELDS).map(field).collect();
        let document = json!({ "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": name, "title": name, "type": "object",
            "x-label": label(&name), "x-object": { "icon": "box", "name_field": "name", "owned": true, "team": true },
            "required": ["name"], "unevaluatedProperties": false, "properties": fields });
        (format!("custom/{name}/object.json"), document)
    };
    let overlay: Files = (0..OBJECTS).map(object).collect();
    let (catalog, problems) = Catalog::with_overlay(&overlay);
    if let Some(problem) = problems.first() {
        bail!("{problem}");
    }
    Ok(catalog)
}

/// Every role speaks of every object and of every field.
fn lines() -> Vec<PolicyLine> {
    let mut lines = Vec::new();
    for role in 0..ROLES {
        for object in 0..OBJECTS {
            for action in ["view", "create", "edit", "delete", "import", "export", "transfer"] {
                let scope = ["own", "participating", "department", "department_tree"][(role + object) % 4];
                lines.push(format!("p, c_role_{role}, c_object_{object}, {action}, {scope}"));
            }
            for field in 1..FIELDS {
                let level = ["hidden", "masked", "read", "edit"][(role + field) % 4];
                lines.push(format!("p2, c_role_{role}, c_object_{object}.field_{field}, {level}"));
            }
        }
    }
    lines.iter().filter_map(|line| line.parse().ok()).collect()
}
