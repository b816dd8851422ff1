//! The permission oracle: random companies, every read path over HTTP, compared with a naive telling of access.md.
//!
//! `TRELLIS_ORACLE_WORLDS` says how many companies on each database; `TRELLIS_ORACLE_SEED` begins with another one.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

mod dice;
mod oracle;
mod query;
mod reads;
mod twin;
mod why;
mod world;

use dice::Dice;
use futures_util::{StreamExt, stream};
use oracle::Oracle;
use reads::Reads;
use trellis_test_support::TestApp;
use world::{OBJECTS, World};

/// Companies on SQLite and on PostgreSQL, and how many at once.
const ON_SQLITE: u64 = 280;
const ON_POSTGRES: u64 = 20;
const AT_ONCE: usize = 2;

fn setting(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// One company, as each of its people sees it.
async fn compare(app: TestApp, seed: u64) {
    let mut dice = Dice::new(seed);
    let world = World::make(&app, &mut dice).await;
    let oracle = Oracle::new(&world);
    why::compare(&oracle, &mut dice).await;
    let last = dice.between(1, world.people.len() - 1);
    // The last of them is the one whose hidden cells change.
    let order = (0..world.people.len()).filter(|who| *who != last && (*who > 0 || seed.is_multiple_of(8))).chain([last]);
    for who in order {
        let reads = Reads::new(who, &oracle);
        reads.all(&mut dice).await;
        if who == last {
            twin::compare(&app, &reads, &mut dice).await;
            // Nothing refers to these, so that nothing goes along with them.
            let object = dice.pick(&["opportunity", "task"]);
            debug_assert!(OBJECTS.iter().any(|(name, _)| name == object));
            reads.many(object).await;
        }
    }
}

async fn worlds(on: &'static str, count: u64) {
    let first = setting("TRELLIS_ORACLE_SEED", 1);
    let one = async |seed: u64| {
        let app = match on {
            "sqlite" => Some(TestApp::sqlite().await),
            _ => TestApp::postgres().await,
        };
        let app = app?;
        tokio::spawn(compare(app, seed)).await.is_err().then_some(seed)
    };
    let outcomes: Vec<Option<u64>> = stream::iter(first..first + count).map(one).buffer_unordered(AT_ONCE).collect().await;
    let wrong: Vec<u64> = outcomes.into_iter().flatten().collect();
    assert!(wrong.is_empty(), "on {on}, the companies of the seeds {wrong:?} show what they should not, or not what they should");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t01_to_t13_everybody_reads_exactly_what_they_may_on_sqlite() {
    worlds("sqlite", setting("TRELLIS_ORACLE_WORLDS", ON_SQLITE)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t01_to_t13_everybody_reads_exactly_what_they_may_on_postgresql() {
    worlds("postgres", setting("TRELLIS_ORACLE_WORLDS", ON_POSTGRES)).await;
}
