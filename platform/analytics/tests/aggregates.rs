//! Aggregates against naive loops and against the lists that they count.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeMap;

use serde_json::json;
use support::{ANALYST, BOSS, MANAGER, NORTH, SELLER, SOUTH, SOUTHERNER, World, now, record};
use trellis_analytics::{AggregateQuery, Analytics, ChartRequest, RowsRequest};
use trellis_engine::{Cx, Error, records};
use trellis_model::{Decimal, Json, JsonMap, Record, Schema, Value, chart::Table};
use uuid::Uuid;

async fn ask(analytics: &Analytics, cx: &Cx, query: Json) -> Result<Table, Error> {
    let query: AggregateQuery = serde_json::from_value(query).unwrap();
    analytics.query(cx, &query).await
}

async fn rows(analytics: &Analytics, cx: &Cx, query: Json) -> Vec<Vec<Json>> {
    ask(analytics, cx, query).await.unwrap().rows
}

/// Pointers and codes of what is wrong.
async fn wrong(analytics: &Analytics, cx: &Cx, query: Json) -> Vec<String> {
    match ask(analytics, cx, query).await {
        Err(Error::Invalid(violations)) => violations.iter().map(|it| format!("{} {}", it.pointer, it.code.as_str())).collect(),
        other => panic!("{other:?}"),
    }
}

fn cents(record: &Record) -> Option<i64> {
    match record.get("amount") {
        Value::Decimal(amount) => amount.exact(2).map(Decimal::mantissa),
        _ => None,
    }
}

/// A number of cents as JSON has it.
fn money(cents: i128) -> Json {
    let text = format!("{}.{:02}", cents / 100, cents % 100);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    serde_json::from_str(text).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn sums_are_exact() {
    let world = World::new(20, 3_000).await;
    let (analytics, boss) = (Analytics::new(), world.by(BOSS).await);
    let mut by_stage: BTreeMap<String, Vec<&Record>> = BTreeMap::new();
    for record in &world.opportunities {
        by_stage.entry(record.get("stage").as_text().unwrap().to_owned()).or_default().push(record);
    }
    let measures = json!([
        { "fn": "count" }, { "fn": "count", "field": "amount" }, { "fn": "sum", "field": "amount" },
        { "fn": "min", "field": "amount" }, { "fn": "max", "field": "amount" }, { "fn": "max", "field": "close_date" },
    ]);
    let found = rows(&analytics, &boss, json!({ "object": "opportunity", "measures": measures, "by": [{ "field": "stage" }] })).await;
    let stages: Vec<&str> = found.iter().map(|row| row[0].as_str().unwrap()).collect();
    assert_eq!(stages, ["prospecting", "engaging", "proposal", "negotiation", "won", "lost"], "in the order of the dictionary");
    for row in &found {
        let records = &by_stage[row[0].as_str().unwrap()];
        let amounts: Vec<i128> = records.iter().filter_map(|record| cents(record)).map(i128::from).collect();
        let last = records.iter().map(|record| record.get("close_date")).max_by(|a, b| a.order(b)).unwrap();
        assert_eq!(row[1], json!(records.len()));
        assert_eq!(row[2], json!(amounts.len()));
        assert_eq!(row[3], money(amounts.iter().sum()));
        assert_eq!(row[4], money(*amounts.iter().min().unwrap()));
        assert_eq!(row[5], money(*amounts.iter().max().unwrap()));
        assert_eq!(row[6], last.to_json());
    }
    let mean = rows(&analytics, &boss, json!({ "object": "opportunity", "measures": [{ "fn": "avg", "field": "win_probability" }] })).await;
    let values: Vec<i64> = world
        .opportunities
        .iter()
        .filter_map(|record| if let Value::Decimal(percent) = record.get("win_probability") { Some(percent.mantissa()) } else { None })
        .collect();
    let exact = Decimal::new(values.iter().sum::<i64>() * 1_000_000 / i64::try_from(values.len()).unwrap(), 6).rounded(2);
    assert_eq!(mean, [[Value::Decimal(exact).to_json()]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_sum_runs_over() {
    let world = World::new(1, 0).await;
    let huge = Value::Decimal(Decimal::new(999_999_999_999_999, 2));
    let all = (0..10_000).map(|at| {
        record(Uuid::from_u128(at + 1), now(), [("name", Value::Text("大单".into())), ("amount", huge.clone()), ("owner", Value::Id(BOSS))])
    });
    support::insert(&world.company, "opportunity", all.collect()).await;
    let query = json!({ "object": "opportunity", "measures": [{ "fn": "sum", "field": "amount" }, { "fn": "avg", "field": "amount" }] });
    let found = ask(&Analytics::new(), &world.by(BOSS).await, query).await.unwrap();
    assert_eq!(json!(found.rows).to_string(), "[[99999999999999900,9999999999999.99]]");
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_counts_what_they_see() {
    let world = World::new(20, 2_000).await;
    let analytics = Analytics::new();
    let query = || json!({ "object": "opportunity", "measures": [{ "fn": "count" }, { "fn": "sum", "field": "amount" }], "by": [{ "field": "owner.department" }] });
    let total = |owners: &[Uuid]| {
        let own: Vec<&Record> = world.opportunities.iter().filter(|record| owners.contains(&record.owner().unwrap())).collect();
        (json!(own.len()), money(own.iter().filter_map(|record| cents(record)).map(i128::from).sum()))
    };
    let row = |department: Uuid, (count, sum): (Json, Json)| vec![json!(department), count, sum];
    let (north, south) = (row(NORTH, total(&[MANAGER, SELLER])), row(SOUTH, total(&[SOUTHERNER])));
    // 北 comes before 南.
    assert_eq!(rows(&analytics, &world.by(BOSS).await, query()).await, [north.clone(), south.clone()]);
    assert_eq!(rows(&analytics, &world.by(ANALYST).await, query()).await, [north.clone(), south.clone()]);
    assert_eq!(rows(&analytics, &world.by(MANAGER).await, query()).await, [north]);
    assert_eq!(rows(&analytics, &world.by(SELLER).await, query()).await, [row(NORTH, total(&[SELLER]))]);
    assert_eq!(rows(&analytics, &world.by(SOUTHERNER).await, query()).await, [south]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_path_has_no_value_where_the_record_is_not_seen() {
    let world = World::new(2, 0).await;
    let customer = |id: u128, owner: Uuid| {
        let values = [("name", Value::Text("客户".into())), ("industry", Value::Text("finance".into())), ("owner", Value::Id(owner))];
        record(Uuid::from_u128(id), now(), values)
    };
    let deal = |id: u128, customer: u128| {
        let values =
            [("name", Value::Text("商机".into())), ("customer", Value::Id(Uuid::from_u128(customer))), ("owner", Value::Id(SELLER))];
        record(Uuid::from_u128(id), now(), values)
    };
    support::insert(&world.company, "customer", vec![customer(1, SELLER), customer(2, SOUTHERNER)]).await;
    support::insert(&world.company, "opportunity", vec![deal(11, 1), deal(12, 1), deal(13, 2)]).await;
    let (analytics, seller) = (Analytics::new(), world.by(SELLER).await);
    let by = |field: &str| json!({ "object": "opportunity", "measures": [{ "fn": "count" }], "by": [{ "field": field }] });
    assert_eq!(json!(rows(&analytics, &seller, by("customer.industry")).await), json!([["finance", 2], [null, 1]]));
    assert_eq!(json!(rows(&analytics, &world.by(BOSS).await, by("customer.industry")).await), json!([["finance", 3]]));
    let hidden =
        json!({ "object": "opportunity", "measures": [{ "fn": "count" }], "filter": { "customer.industry": { "is_null": true } } });
    assert_eq!(json!(rows(&analytics, &seller, hidden).await), json!([[1]]));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_not_be_asked_is_named() {
    let world = World::new(1, 1).await;
    let analytics = Analytics::new();
    let (seller, analyst) = (world.by(SELLER).await, world.by(ANALYST).await);
    let count = json!([{ "fn": "count" }]);
    assert_eq!(
        wrong(&analytics, &seller, json!({ "object": "product", "measures": [{ "fn": "sum", "field": "cost" }], "filter": { "cost": { "gt": 1 } }, "by": [{ "field": "cost" }] })).await,
        ["/filter/cost unknown_field", "/by/0/field unknown_field", "/measures/0/field unknown_field"]
    );
    for query in [
        json!({ "object": "contact", "measures": [{ "fn": "count", "field": "phone" }] }),
        json!({ "object": "contact", "measures": count, "by": [{ "field": "customer.phone" }] }),
        json!({ "object": "contact", "measures": count, "filter": { "phone": { "starts": "138" } } }),
        json!({ "object": "opportunity", "measures": count, "by": [{ "field": "amuont" }] }),
    ] {
        assert!(wrong(&analytics, &analyst, query.clone()).await.iter().all(|it| it.ends_with("unknown_field")), "{query}");
    }
    for (query, expected) in [
        (json!({ "measures": [] }), "/measures required"),
        (json!({ "measures": [{ "fn": "sum" }] }), "/measures/0/field required"),
        (json!({ "measures": [{ "fn": "sum", "field": "stage" }] }), "/measures/0/field operator"),
        (json!({ "measures": count, "by": [{ "field": "amount" }] }), "/by/0/field operator"),
        (json!({ "measures": count, "by": [{ "field": "close_date" }] }), "/by/0/unit required"),
        (json!({ "measures": count, "by": [{ "field": "stage", "unit": "month" }] }), "/by/0/unit operator"),
        (json!({ "measures": count, "sort": "-sum_amount" }), "/sort unknown_reference"),
        (json!({ "measures": count, "limit": 0 }), "/limit too_small"),
    ] {
        let mut query = query;
        query["object"] = "opportunity".into();
        assert_eq!(wrong(&analytics, &seller, query).await, [expected]);
    }
    assert!(matches!(ask(&analytics, &seller, json!({ "object": "nothing", "measures": count })).await, Err(Error::NotFound)));
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_are_as_fresh_as_the_records() {
    let world = World::new(3, 40).await;
    // No memory at all: frames are dropped as soon as another comes.
    for analytics in [Analytics::new(), Analytics::with_budget(0)] {
        let boss = world.by(BOSS).await;
        let query = || json!({ "object": "opportunity", "measures": [{ "fn": "count" }, { "fn": "sum", "field": "quantity" }], "filter": { "customer.name": { "eq": "客户0" }, "type": { "is_null": true } } });
        let before = rows(&analytics, &boss, query()).await;
        let seen = rows(&analytics, &world.by(SELLER).await, json!({ "object": "opportunity", "measures": [{ "fn": "count" }] })).await;
        let count = |rows: &[Vec<Json>]| rows[0][0].as_u64().unwrap();
        let customer = json!(Uuid::from_u128(0x1_0000_0000));
        let input = json!({ "name": "新商机", "customer": customer, "stage": "won", "quantity": 2.5 });
        let id = write(&boss, move |cx, conn, object| {
            let input = input.clone();
            Box::pin(async move { Ok(records::create(cx, conn, object, input.as_object().unwrap()).await?.id()) })
        })
        .await;
        let after = rows(&analytics, &boss, query()).await;
        assert_eq!((count(&after), &after[0][1]), (count(&before) + 1, &json!(2.5)));
        write(&boss, move |cx, conn, object| {
            Box::pin(async move { records::update(cx, conn, object, id, json!({ "quantity": 0.1 }).as_object().unwrap(), None).await })
        })
        .await;
        assert_eq!(json!(rows(&analytics, &boss, query()).await[0][1]).to_string(), "0.1");
        write(&boss, move |cx, conn, object| {
            let member = records::Member { user: SELLER, name: None, right: serde_json::from_value(json!("read")).unwrap() };
            Box::pin(async move { records::set_team(cx, conn, object, id, &[member]).await })
        })
        .await;
        let more = rows(&analytics, &world.by(SELLER).await, json!({ "object": "opportunity", "measures": [{ "fn": "count" }] })).await;
        assert_eq!(count(&more), count(&seen) + 1, "the team counts");
        write(&boss, move |cx, conn, object| Box::pin(async move { records::delete(cx, conn, object, id, None).await })).await;
        assert_eq!(rows(&analytics, &boss, query()).await, before);
    }
}

async fn write<T, F>(cx: &Cx, work: F) -> T
where
    T: Send + 'static,
    F: for<'a> Fn(
            &'a Cx,
            &'a mut trellis_storage::Conn,
            &'a trellis_model::Object,
        ) -> std::pin::Pin<Box<dyn Future<Output = trellis_engine::Result<T>> + Send + 'a>>
        + Send
        + Sync
        + 'static,
{
    cx.write(move |cx, conn| work(cx, conn, cx.catalog().object("opportunity").unwrap())).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn months_are_those_of_the_company_and_none_is_missing() {
    let world = World::new(1, 0).await;
    let at = |text: &str| chrono::DateTime::parse_from_rfc3339(text).unwrap().to_utc();
    let deal = |id: u128, created: &str| {
        record(Uuid::from_u128(id), at(created), [("name", Value::Text("商机".into())), ("owner", Value::Id(BOSS))])
    };
    let all = vec![deal(1, "2025-12-31T15:59:59Z"), deal(2, "2025-12-31T16:00:00Z"), deal(3, "2026-03-31T15:00:00Z")];
    support::insert(&world.company, "opportunity", all).await;
    let (analytics, boss) = (Analytics::new(), world.by(BOSS).await);
    let by = |unit: &str| json!({ "object": "opportunity", "measures": [{ "fn": "count" }, { "fn": "sum", "field": "amount" }, { "fn": "max", "field": "amount" }], "by": [{ "field": "created_at", "unit": unit }] });
    assert_eq!(
        json!(rows(&analytics, &boss, by("month")).await),
        json!([["2025-12-01", 1, 0, null], ["2026-01-01", 1, 0, null], ["2026-02-01", 0, 0, null], ["2026-03-01", 1, 0, null]])
    );
    assert_eq!(json!(rows(&analytics, &boss, by("year")).await), json!([["2025-01-01", 1, 0, null], ["2026-01-01", 2, 0, null]]));
    let chart = analytics.chart(&boss, "sales", "won_trend", &ChartRequest { compare: true, range: None }).await.unwrap();
    assert_eq!(json!(chart.range), json!({ "from": "2026-01-01", "to": "2026-12-31" }));
    assert_eq!((chart.table.rows.len(), chart.previous.unwrap().len()), (12, 12));
    assert_eq!(json!(chart.table.rows[11]), json!(["2026-12-01", 0]));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_mark_of_every_chart_counts_its_list() {
    let world = World::new(12, 400).await;
    let analytics = Analytics::new();
    for user in [BOSS, MANAGER, SELLER] {
        let cx = world.by(user).await;
        for dashboard in cx.catalog().dashboards() {
            for name in dashboard.charts.keys() {
                let chart = dashboard.chart(name).unwrap();
                let data = analytics.chart(&cx, &dashboard.name, name, &ChartRequest::default()).await.unwrap();
                assert_eq!(data.table.columns.len(), chart.by.len() + chart.measures.len());
                for row in &data.table.rows {
                    let at: JsonMap = chart.by.iter().zip(row).map(|(group, value)| (group.field.clone(), value.clone())).collect();
                    let request = RowsRequest { at, limit: Some(500), ..RowsRequest::default() };
                    let mut conn = cx.company.store.reader().await.unwrap();
                    let page = analytics.rows(&cx, &mut conn, &dashboard.name, name, &request).await.unwrap();
                    let list: Vec<JsonMap> = serde_json::from_str(&page.items).unwrap();
                    for (measure, number) in chart.measures.iter().zip(&row[chart.by.len()..]) {
                        let expected = match &measure.field {
                            None => json!(list.len()),
                            Some(field) => money(
                                list.iter()
                                    .filter_map(|record| record[field].to_string().parse::<Decimal>().ok())
                                    .map(|it| i128::from(it.exact(2).unwrap().mantissa()))
                                    .sum(),
                            ),
                        };
                        assert_eq!(number, &expected, "{name} {row:?}");
                    }
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn charts_have_names_limits_and_the_period_before() {
    let world = World::new(12, 2_000).await;
    let (analytics, boss) = (Analytics::new(), world.by(BOSS).await);
    let request = |json: Json| -> ChartRequest { serde_json::from_value(json).unwrap() };
    let ranking = analytics.chart(&boss, "sales", "owner_ranking", &ChartRequest::default()).await.unwrap();
    assert!(ranking.table.rows.windows(2).all(|pair| pair[0][1].as_f64() >= pair[1][1].as_f64()));
    assert_eq!(ranking.labels[&SELLER.to_string()], "北方销售");
    let stages = analytics.chart(&boss, "sales", "department_stage", &ChartRequest::default()).await.unwrap();
    assert_eq!((stages.labels["engaging"].as_str(), stages.labels[&NORTH.to_string()].as_str()), ("需求确认", "北方区"));
    assert_eq!(stages.table.columns[0].label.zh, "负责人的所属部门");
    let year = analytics
        .chart(&boss, "sales", "won_amount", &request(json!({ "range": { "from": "2025-07-01", "to": "2025-12-31" } })))
        .await
        .unwrap();
    let next = analytics
        .chart(&boss, "sales", "won_amount", &request(json!({ "range": { "from": "2026-01-01", "to": "2026-06-30" }, "compare": true })))
        .await
        .unwrap();
    assert_eq!(next.previous.unwrap(), year.table.rows);
    let open = analytics.chart(&boss, "sales", "open_pipeline", &request(json!({ "compare": true }))).await.unwrap();
    assert_eq!((open.previous, open.range), (None, None));
    for (dashboard, chart) in [("sales", "none"), ("none", "won_amount")] {
        assert!(matches!(analytics.chart(&boss, dashboard, chart, &ChartRequest::default()).await, Err(Error::NotFound)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_agree() {
    let world = World::new(20, 2_000).await;
    let (analytics, boss) = (std::sync::Arc::new(Analytics::new()), world.by(BOSS).await);
    let query =
        json!({ "object": "opportunity", "measures": [{ "fn": "count" }], "by": [{ "field": "customer.industry" }, { "field": "stage" }] });
    let tasks: Vec<_> = (0..16)
        .map(|_| {
            let (analytics, boss, query) = (analytics.clone(), boss.clone(), query.clone());
            tokio::spawn(async move { rows(&analytics, &boss, query).await })
        })
        .collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.unwrap());
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
}
