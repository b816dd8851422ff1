//! Non-interference: whatever is hidden may change without any reply changing with it.

use trellis_test_support::TestApp;
use uuid::Uuid;

use crate::{
    dice::Dice,
    oracle::{HIDDEN, Oracle},
    reads::Reads,
    world::{Kind, fields, name_field},
};

/// Changes every hidden cell, reads everything again, and compares byte by byte.
pub async fn compare(app: &TestApp, reads: &Reads<'_>, dice: &mut Dice) {
    let changed = change(app, reads.who, reads.oracle, dice).await;
    let log = std::mem::take(&mut *reads.log.lock().unwrap());
    let client = &reads.oracle.world.people[reads.who].client;
    for (path, before) in &log {
        let after = client.get(path).await;
        let same = (after.status, told(&after.text), after.header("etag")) == (before.status, told(&before.text), before.header("etag"));
        assert!(same, "{path} tells of {changed:?}\nbefore {}\nafter  {}", before.text, after.text);
    }
}

/// A reply without the ids of events: they count what happened in the company, as the numbers of a history do.
fn told(text: &str) -> Vec<&str> {
    text.lines().filter(|line| !line.starts_with("id: ")).collect()
}

async fn change(app: &TestApp, who: usize, oracle: &Oracle<'_>, dice: &mut Dice) -> Vec<String> {
    let mut changed = Vec::new();
    for row in &oracle.world.rows {
        let seen = oracle.sees(who, row) || oracle.sees_in_bin(who, row);
        for (field, kind) in fields(row.object) {
            let Some(old) = row.values.get(*field) else { continue };
            let travels = *field == name_field(row.object) && oracle.is_named(who, row);
            // Lookups decide who sees what: another value there is another company.
            let is_data = !matches!(kind, Kind::To(_) | Kind::ToAny);
            let hidden = if seen { oracle.level(who, row.object, field) == HIDDEN } else { !travels };
            if is_data && hidden {
                let cell = 5000 + changed.len();
                let Some(new) = oracle.world.value(dice, *kind, cell) else { continue };
                app.overwrite(row.object, Uuid::parse_str(&row.id).unwrap(), field, old, &new).await;
                changed.push(format!("{} {} {field}", row.object, row.id));
            }
        }
    }
    changed
}
