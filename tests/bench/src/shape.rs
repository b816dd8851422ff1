//! Shaping: how long publishing takes, and what it does to those who work meanwhile.

use std::{
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::ensure;
use serde_json::{Value as Json, json};

use crate::{
    load::{Connection, median, request},
    report::{self, Line},
    run::{OURS, Running, line, ready, token},
};

/// Objects and fields that the designer is measured with.
const OBJECTS: usize = 500;
const FIELDS: usize = 1_000;

/// Shaping: a company with many objects, one of them very wide, and publishing while everybody works.
pub async fn shape(lines: &mut Vec<Line>) -> anyhow::Result<()> {
    let token = token("boss@scale.example").await?;
    let call = |method: &str, path: &str, body: Json| request(method, &format!("/api/v1{path}"), &token, Some(&body.to_string()));
    let get = |path: &str| request("GET", &format!("/api/v1{path}"), &token, None);
    // Something new in each run: the company of the last one is measured again.
    let title = format!("Object {:?}", std::time::SystemTime::now());
    let object = |fields: usize| {
        let mut properties = json!({ "c_name": field() });
        (0..fields).for_each(|n| properties[format!("c_f{n}")] = field());
        json!({ "title": title, "x-label": { "zh-CN": "对象", "en": "Object" }, "x-object": { "icon": "box", "name_field": "c_name", "owned": true },
            "required": ["c_name"], "properties": properties })
    };
    let mut connection = Connection::open(OURS).await?;
    let mut said = async |request: Vec<u8>| -> anyhow::Result<f64> {
        let began = Instant::now();
        let (status, body) = connection.send(&request).await?;
        ensure!(status < 300, "{status}: {}", String::from_utf8_lossy(body));
        Ok(began.elapsed().as_secs_f64() * 1000.0)
    };
    let publish = || call("POST", "/designer/draft/publish", json!({ "accept_losses": true }));

    publishing(lines, "opportunity", "200,000").await?;
    said(call("PUT", "/designer/draft/objects/c_wide", object(FIELDS))).await?;
    said(publish()).await?;
    for n in 0..OBJECTS {
        said(call("PUT", &format!("/designer/draft/objects/c_o{n}"), object(10))).await?;
    }
    line(lines, "publish 500 objects, ms", said(publish()).await?, None, "");
    for (work, path) in [
        ("open the designer of 500 objects, ms", "/designer/draft/objects"),
        ("open the interface of 500 objects, ms", "/objects"),
        ("one object of 1,000 fields, ms", "/objects/c_wide"),
        ("a list of it, ms", "/records/c_wide?limit=50"),
    ] {
        let took = median(OURS, 9, &[get(path)], 200).await?;
        line(lines, work, took, None, "< 300");
    }
    let mut took = Vec::new();
    for n in 0..9 {
        let mut changed = field();
        changed["x-label"]["en"] = json!(format!("Field {n}"));
        took.push(said(call("PUT", "/designer/draft/objects/c_wide/fields/c_f7", changed)).await?);
    }
    took.sort_by(f64::total_cmp);
    line(lines, "save a field of it in the draft, ms", took[took.len() / 2], None, "< 300");
    line(lines, "and publish it, ms", said(publish()).await?, None, "< 300");
    Ok(())
}

/// Fields come, change their name and go on a large table, while its list is read again and again.
pub async fn publishing(lines: &mut Vec<Line>, object: &str, rows: &str) -> anyhow::Result<()> {
    let token = token("boss@scale.example").await?;
    let call = |method: &str, path: &str, body: Json| request(method, &format!("/api/v1{path}"), &token, Some(&body.to_string()));
    let publish = || call("POST", "/designer/draft/publish", json!({ "accept_losses": true }));
    let mut connection = Connection::open(OURS).await?;
    let mut said = async |request: Vec<u8>| -> anyhow::Result<f64> {
        let began = Instant::now();
        let (status, body) = connection.send(&request).await?;
        ensure!(status < 300, "{status}: {}", String::from_utf8_lossy(body));
        Ok(began.elapsed().as_secs_f64() * 1000.0)
    };
    let list = request("GET", &format!("/api/v1/records/{object}?limit=50"), &token, None);
    let (enough, told) = tokio::sync::oneshot::channel::<()>();
    let reader = tokio::spawn(waits(list.clone(), told));
    tokio::time::sleep(Duration::from_secs(5)).await;
    let _ = enough.send(());
    let calm = reader.await??;

    let (enough, told) = tokio::sync::oneshot::channel::<()>();
    let reader = tokio::spawn(waits(list, told));
    let path = format!("/designer/draft/objects/{object}/fields/c_bench");
    said(call("PUT", &path, field())).await?;
    let added = said(publish()).await?;
    said(call("POST", &format!("{path}/rename"), json!({ "name": "c_bench_two" }))).await?;
    let renamed = said(publish()).await?;
    let path = format!("/api/v1/designer/draft/objects/{object}/fields/c_bench_two?mend=true");
    said(request("DELETE", &path, &token, None)).await?;
    let retired = said(publish()).await?;
    let _ = enough.send(());
    let meanwhile = reader.await??;
    for (work, took) in [("a new field", added), ("a renamed field", renamed), ("a retired field", retired)] {
        line(lines, &format!("publish {work} on {rows} rows, ms"), took, None, "< 200");
    }
    for (share, name) in [(0.99, "99 of 100 lists of 50"), (1.0, "the slowest list of 50")] {
        line(lines, &format!("{name} meanwhile, ms (floor: the same when calm)"), at(&meanwhile, share), Some(at(&calm, share)), "");
    }
    Ok(())
}

/// How long each answer to a request took that is sent again and again until it is enough, shortest first; one that fails ends it.
async fn waits(request: Vec<u8>, mut enough: tokio::sync::oneshot::Receiver<()>) -> anyhow::Result<Vec<f64>> {
    let mut connection = Connection::open(OURS).await?;
    let mut took = Vec::new();
    while enough.try_recv().is_err() {
        let began = Instant::now();
        let (status, body) = connection.send(&request).await?;
        ensure!(status == 200, "{status}: {}", String::from_utf8_lossy(body));
        took.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    took.sort_by(f64::total_cmp);
    Ok(took)
}

/// The time within which this share of the answers came.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a share of a small count")]
fn at(sorted: &[f64], share: f64) -> f64 {
    let place = (sorted.len() as f64 * share).ceil() as usize;
    sorted.get(place.saturating_sub(1)).copied().unwrap_or_default()
}

/// A plain field.
fn field() -> Json {
    json!({ "x-type": "text", "type": "string", "x-label": { "zh-CN": "字段", "en": "Field" } })
}

/// Publishing on a million rows: `store` is what the server is started with, a data folder or a database.
pub async fn million(program: &str, report: &str, name: &str, store: &[&str]) -> anyhow::Result<()> {
    let server = Command::new(program).arg("serve").args(store).args(["--listen", OURS]).stdout(Stdio::null()).spawn()?;
    let _server = Running(server);
    ready(OURS).await?;
    let mut lines = Vec::new();
    publishing(&mut lines, "customer", "1,000,000").await?;
    report::put(report, &format!("Publishing on a million rows, {name}"), "Data: 1,000,000 customers.", &lines)
}
