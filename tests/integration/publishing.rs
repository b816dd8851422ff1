//! Any sequence of edits and publishes: the tables always match the metadata, no data of a kept field is ever lost, and
//! rolling back gives the old rows again. `TRELLIS_SEQUENCES` says how many sequences; a seed that failed is named.

use std::collections::BTreeMap;

use futures_util::{StreamExt, stream};
use serde_json::{Value as Json, json};
use trellis_storage::tables::{self, TableSet};
use trellis_test_support::{Client, TestApp, on_both};

/// Sequences of a run of the suite, and steps of each.
const SEQUENCES: u64 = 6;
const STEPS: usize = 14;
const RECORDS: usize = 3;

/// Random numbers from a seed (SplitMix64, Steele et al. 2014).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % sides as u64).unwrap()
    }
}

/// A field as the test knows it: where its values are kept, and what kind it is.
#[derive(Debug, Clone, PartialEq)]
struct Known {
    id: String,
    column: String,
    kind: &'static str,
}

type Fields = BTreeMap<String, Known>;

struct Model {
    object: String,
    records: Vec<String>,
    /// By column, what each record has there.
    values: BTreeMap<String, Vec<Json>>,
    published: Fields,
    draft: Fields,
    versions: BTreeMap<i64, Fields>,
    next: usize,
}

const KINDS: &[(&str, &str)] = &[("text", "string"), ("textarea", "string"), ("integer", "integer"), ("decimal", "number")];

fn declaration(kind: &str) -> Json {
    let json_type = KINDS.iter().find(|(name, _)| *name == kind).unwrap().1;
    json!({ "x-type": kind, "type": json_type, "x-label": { "zh-CN": "字段", "en": "Field" } })
}

/// A number as a field of this kind holds it.
fn value(kind: &str, number: u64) -> Json {
    if kind.starts_with("text") { json!(number.to_string()) } else { json!(number) }
}

/// The same value in another kind.
fn converted(old: &Json, kind: &str) -> Json {
    match old {
        Json::Null => Json::Null,
        other => value(kind, other.as_str().map_or_else(|| other.as_u64().unwrap(), |text| text.parse().unwrap())),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn any_sequence_of_edits_and_publishes_keeps_tables_and_data() {
    let sequences = std::env::var("TRELLIS_SEQUENCES").ok().and_then(|text| text.parse().ok()).unwrap_or(SEQUENCES);
    // Every sequence leaves an object and its versions behind: a new company now and then keeps each as quick as the first.
    let companies = stream::iter((0..sequences).step_by(20));
    let at_once = std::thread::available_parallelism().map_or(1, usize::from);
    companies
        .for_each_concurrent(at_once, |first| {
            on_both(async move |app| {
                let boss = app.boss().await;
                for seed in first..sequences.min(first + 20) {
                    run(app, &boss, seed).await;
                }
            })
        })
        .await;
}

async fn run(app: &TestApp, boss: &Client, seed: u64) {
    let mut dice = Dice(seed);
    boss.delete("/designer/draft").await;
    let object = format!("c_prop{seed}");
    let declared = json!({ "title": "P", "x-label": { "zh-CN": "对象", "en": "Object" }, "x-object": { "icon": "box", "name_field": "c_name", "owned": true },
        "required": ["c_name"], "properties": { "c_name": { "x-type": "text", "type": "string", "x-label": { "zh-CN": "名称", "en": "Name" } } } });
    assert_eq!(boss.put(&format!("/designer/draft/objects/{object}"), declared).await.status, 200);
    let published = boss.post("/designer/draft/publish", json!({})).await;
    let version = published.json["version"].as_i64().unwrap_or_else(|| panic!("seed {seed}: {}", published.text));
    let mut records = Vec::new();
    for n in 0..RECORDS {
        records.push(boss.post(&format!("/records/{object}"), json!({ "c_name": format!("{n}") })).await.id());
    }
    let mut model = Model {
        object,
        records,
        values: BTreeMap::new(),
        published: Fields::new(),
        draft: Fields::new(),
        versions: [(version, Fields::new())].into(),
        next: 0,
    };
    for step in 0..STEPS {
        model.step(boss, &mut dice).await;
        model.check(app, boss, &format!("seed {seed}, step {step}")).await;
    }
}

impl Model {
    fn path(&self, name: &str) -> String {
        format!("/designer/draft/objects/{}/fields/{name}", self.object)
    }

    async fn step(&mut self, boss: &Client, dice: &mut Dice) {
        let names: Vec<String> = self.draft.keys().cloned().collect();
        let some = names.get(dice.roll(names.len().max(1))).cloned();
        match (dice.roll(10), some) {
            (0..=2, _) | (_, None) => {
                let (name, kind) = (format!("c_f{}", self.next), KINDS[dice.roll(KINDS.len())].0);
                self.next += 1;
                self.put(boss, &name, kind).await;
            }
            (3, Some(name)) => {
                let kind = KINDS[dice.roll(KINDS.len())].0;
                self.put(boss, &name, kind).await;
            }
            (4, Some(name)) => {
                let to = format!("c_f{}", self.next);
                self.next += 1;
                let renamed = boss.post(&format!("{}/rename", self.path(&name)), json!({ "name": to })).await;
                assert_eq!(renamed.status, 204, "{}", renamed.text);
                let known = self.draft.remove(&name).unwrap();
                self.draft.insert(to, known);
            }
            (5, Some(name)) => {
                let gone = boss.delete(&format!("{}?mend=true", self.path(&name))).await;
                assert_eq!(gone.status, 204, "{}", gone.text);
                self.draft.remove(&name);
            }
            (6, _) => self.roll_back(boss, dice).await,
            (7, _) => self.write(boss, dice).await,
            _ => self.publish(boss).await,
        }
    }

    async fn put(&mut self, boss: &Client, name: &str, kind: &'static str) {
        let put = boss.put(&self.path(name), declaration(kind)).await;
        assert_eq!(put.status, 200, "{name} {kind}: {}", put.text);
        let id = put.json["x-id"].as_str().unwrap().to_owned();
        let column = put.json["x-column"].as_str().unwrap_or(&id).to_owned();
        self.draft.insert(name.to_owned(), Known { id, column, kind });
    }

    async fn publish(&mut self, boss: &Client) {
        let reply = boss.post("/designer/draft/publish", json!({ "accept_losses": true })).await;
        if reply.code() == "no_draft" {
            return;
        }
        assert_eq!(reply.status, 200, "{}", reply.text);
        for known in self.draft.values() {
            let before = self.published.values().find(|before| before.id == known.id);
            match before {
                Some(before) if before.column != known.column => {
                    let moved = self.values.get(&before.column).map(|values| values.iter().map(|it| converted(it, known.kind)).collect());
                    self.values.insert(known.column.clone(), moved.unwrap_or_else(|| vec![Json::Null; RECORDS]));
                }
                Some(_) => {}
                None => drop(self.values.entry(known.column.clone()).or_insert_with(|| vec![Json::Null; RECORDS])),
            }
        }
        self.published = self.draft.clone();
        self.versions.insert(reply.json["version"].as_i64().unwrap(), self.published.clone());
    }

    /// Goes back to an older version of this object; a draft over another version would not be what the test knows.
    async fn roll_back(&mut self, boss: &Client, dice: &mut Dice) {
        boss.delete("/designer/draft").await;
        let versions: Vec<i64> = self.versions.keys().copied().collect();
        let to = versions[dice.roll(versions.len())];
        let reply = boss.post(&format!("/designer/versions/{to}/rollback"), json!({})).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        self.published = self.versions[&to].clone();
        self.draft = self.published.clone();
        self.versions.insert(reply.json["version"].as_i64().unwrap(), self.published.clone());
    }

    async fn write(&mut self, boss: &Client, dice: &mut Dice) {
        let at = dice.roll(RECORDS);
        let mut input = serde_json::Map::new();
        for (name, known) in &self.published {
            let new = value(known.kind, dice.roll(100_000) as u64);
            self.values.get_mut(&known.column).unwrap()[at] = new.clone();
            input.insert(name.clone(), new);
        }
        let reply = boss.patch(&format!("/records/{}/{}", self.object, self.records[at]), Json::Object(input)).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
    }

    async fn check(&self, app: &TestApp, boss: &Client, place: &str) {
        for (at, id) in self.records.iter().enumerate() {
            let read = boss.get(&format!("/records/{}/{id}", self.object)).await;
            assert_eq!(read.status, 200, "{place}: {}", read.text);
            for (name, known) in &self.published {
                assert_eq!(read.json[name], self.values[&known.column][at], "{place}: {name} of record {at}, {known:?}");
            }
            let shown = read.json.as_object().unwrap().keys().filter(|name| name.starts_with("c_f")).count();
            assert_eq!(shown, self.published.len(), "{place}: {}", read.text);
        }
        let company = app.installation.company(app.company).await.unwrap();
        let snapshot = company.snapshot().await.unwrap();
        let desired = TableSet::of(snapshot.catalog.objects().map(AsRef::as_ref));
        let current = tables::current(&mut company.store.reader().await.unwrap()).await.unwrap();
        assert_eq!(tables::plan(&current, &desired), [], "{place}: the tables are what the metadata asks for");
    }
}
