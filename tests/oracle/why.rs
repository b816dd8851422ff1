//! What the answers about rights say, compared with the oracle and with what happens: for each person, record and action
//! `explain` says what the API does, by a clause that holds; `who` names everybody who sees the record and nobody else;
//! `missing` says what the list says.

use serde_json::{Value as Json, json};

use crate::{
    dice::Dice,
    oracle::{EDIT, Oracle, READ},
    world::{Row, fields},
};

const LEVELS: &[&str] = &["hidden", "masked", "read", "edit"];

/// The super administrator asks about everybody.
pub async fn compare(oracle: &Oracle<'_>, dice: &mut Dice) {
    for row in &oracle.world.rows {
        if !dice.chance(30) {
            continue;
        }
        if row.deleted {
            let path = format!("/access/who?object={}&id={}", row.object, row.id);
            assert_eq!(oracle.world.people[0].client.get(&path).await.status, 404);
            continue;
        }
        who(oracle, row).await;
        for person in 0..oracle.world.people.len() {
            explain(oracle, dice, row, person).await;
        }
    }
}

async fn explain(oracle: &Oracle<'_>, dice: &mut Dice, row: &Row, who: usize) {
    let (boss, person) = (&oracle.world.people[0].client, &oracle.world.people[who]);
    let about = |path: &str, json: &Json| format!("{path} of {} {:?}: {json}\nlines: {:#?}", person.name, person.roles, oracle.world.lines);
    let record = format!("/records/{}/{}", row.object, row.id);
    for action in ["view", "edit", "delete", "transfer"] {
        let path = format!("/access/explain?user={}&object={}&id={}&action={action}", person.id, row.object, row.id);
        let reply = boss.get(&path).await;
        let told = &reply.json;
        let expected = oracle.may(who, row, action);
        assert_eq!((reply.status, told["allowed"].as_bool()), (200, Some(expected)), "{}", about(&path, told));
        let happens = match action {
            "view" => Some(person.client.get(&record).await.status == 200),
            // A change of nothing, which is asked for like any other.
            "edit" => Some(person.client.patch(&record, json!({})).await.status == 200),
            _ => None,
        };
        assert!(happens.is_none_or(|happens| happens == expected), "it happens otherwise: {}", about(&path, told));
        let clauses = told["clauses"].as_array().unwrap();
        let holds = clauses.iter().any(|clause| clause["held"] == true && clause["counts"] == true);
        assert_eq!(holds, expected, "{}", about(&path, told));
        assert!(expected || told["needed"].is_string() || row.object == "follow_up", "{}", about(&path, told));
        let has_line = told["lines"].as_array().is_some_and(|lines| !lines.is_empty());
        assert!(!expected || has_line || person.is_super, "{}", about(&path, told));
    }
    let (field, _) = dice.pick(fields(row.object));
    let path = format!("/access/explain?user={}&object={}&id={}&field={field}", person.id, row.object, row.id);
    let told = boss.get(&path).await.json;
    let level = oracle.level(who, row.object, field);
    assert_eq!(told["allowed"], json!(oracle.sees(who, row) && level >= READ), "{}", about(&path, &told));
    if oracle.sees(who, row) {
        assert_eq!(told["level"], json!(LEVELS[usize::from(level.min(EDIT))]), "{}", about(&path, &told));
    }
    // The list view of what is one's own, and the one of everything.
    for (view, listed) in [("all", oracle.sees(who, row)), ("mine", oracle.sees(who, row) && row.owner == Some(who))] {
        if view == "mine" && row.owner.is_none() {
            continue;
        }
        let path = format!("/access/missing?user={}&object={}&id={}&view={view}", person.id, row.object, row.id);
        let told = boss.get(&path).await.json;
        assert_eq!(told["listed"], json!(listed), "{}", about(&path, &told));
    }
    // Answers are for the administration, and there about the records that it sees.
    let expected = match (person.is_super || person.roles.contains(&"sysadmin"), oracle.sees(who, row)) {
        (false, _) => 403,
        (true, false) => 404,
        (true, true) => 200,
    };
    assert_eq!(person.client.get(&path).await.status, expected, "{path} as {}", person.name);
}

async fn who(oracle: &Oracle<'_>, row: &Row) {
    let path = format!("/access/who?object={}&id={}", row.object, row.id);
    let told = oracle.world.people[0].client.get(&path).await;
    let mut found: Vec<(String, Vec<bool>)> = Vec::new();
    for item in told.items() {
        let can = |action: &str| item["actions"].get(action).is_some();
        found.push((item["id"].as_str().unwrap().to_owned(), ["view", "edit", "delete", "transfer"].map(can).to_vec()));
    }
    found.sort();
    let mut expected: Vec<(String, Vec<bool>)> = Vec::new();
    for (at, person) in oracle.world.people.iter().enumerate().filter(|(at, _)| oracle.sees(*at, row)) {
        expected.push((person.id.clone(), ["view", "edit", "delete", "transfer"].map(|action| oracle.may(at, row, action)).to_vec()));
    }
    expected.sort();
    assert_eq!(found, expected, "{path}: {}\nlines: {:#?}", told.text, oracle.world.lines);
}
