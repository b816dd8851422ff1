//! Times the charts of a dashboard over many opportunities, as one seller's manager sees them and as the whole company's boss:
//! `cargo run --release --example dashboard -p trellis-analytics -- [OPPORTUNITIES]`.

#![expect(clippy::print_stdout, reason = "the figures are what it is for")]
#![expect(clippy::unwrap_used, reason = "a measurement that fails need not go on")]

#[path = "../tests/support/mod.rs"]
mod support;

use std::time::{Duration, Instant};

use serde_json::json;
use support::{BOSS, MANAGER, World};
use trellis_analytics::{Analytics, ChartRequest};
use trellis_engine::{Cx, records};
use trellis_model::Schema;
use uuid::Uuid;

const DASHBOARD: &str = "sales";
const ROUNDS: u32 = 20;

#[tokio::main]
async fn main() {
    let opportunities = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(200_000);
    let world = World::new(opportunities / 2, opportunities).await;
    for (who, user) in [("boss", BOSS), ("manager", MANAGER)] {
        let (analytics, cx) = (Analytics::new(), world.by(user).await);
        let first = all(&analytics, &cx).await;
        let mut warm: Vec<Duration> = Vec::new();
        for _ in 0..ROUNDS {
            warm.push(all(&analytics, &cx).await);
        }
        warm.sort_unstable();
        change(&world.by(BOSS).await).await;
        let written = all(&analytics, &cx).await;
        println!(
            "{who}: {} opportunities, first {first:.1?}, warm {:.1?} (median), after a write {written:.1?}",
            world.opportunities.len(),
            warm[warm.len() / 2]
        );
        for name in charts(&cx) {
            let start = Instant::now();
            for _ in 0..ROUNDS {
                chart(&analytics, &cx, &name).await;
            }
            println!("  {name}: {:.2?}", start.elapsed() / ROUNDS);
        }
    }
}

fn charts(cx: &Cx) -> Vec<String> {
    cx.catalog().dashboard(DASHBOARD).into_iter().flat_map(|dashboard| dashboard.charts.keys().cloned()).collect()
}

/// Every chart of the page, asked for at once as a browser does.
async fn all(analytics: &Analytics, cx: &Cx) -> Duration {
    let start = Instant::now();
    let names = charts(cx);
    let mut pending: Vec<_> = names.iter().map(|name| Box::pin(chart(analytics, cx, name))).collect();
    std::future::poll_fn(|task| {
        pending.retain_mut(|chart| chart.as_mut().poll(task).is_pending());
        if pending.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    start.elapsed()
}

async fn chart(analytics: &Analytics, cx: &Cx, name: &str) {
    let request = ChartRequest { range: None, compare: true };
    analytics.chart(cx, DASHBOARD, name, &request).await.unwrap();
}

/// One more opportunity.
async fn change(cx: &Cx) {
    cx.write(|cx, conn| {
        Box::pin(async move {
            let input = json!({ "name": "新商机", "customer": Uuid::from_u128(0x1_0000_0000), "stage": "won", "amount": 1 });
            let object = cx.catalog().object("opportunity").unwrap();
            records::create(cx, conn, object, input.as_object().unwrap()).await.map(|_| ())
        })
    })
    .await
    .unwrap();
}
