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

/// A field as the test knows it: what it is, and where its values are kept.
#[derive(Debug, Clone, PartialEq)]
struct Known {
    id: String,
    kind: &'static str,
    /// The values that it has; none until it is published.
    slot: Option<usize>,
}

type Fields = BTreeMap<String, Known>;

struct Model {
    object: String,
    records: Vec<String>,
    /// By slot, what each record has there.
    values: Vec<Vec<Json>>,
    published: Fields,
    draft: Fields,
    versions: BTreeMap<i64, Fields>,
}

const KINDS: &[(&str, &str)] = &[("text", "string"), ("textarea", "string"), ("integer", "integer"), ("decimal", "number")];
/// Names that fields come, go and come again under.
const NAMES: &[&str] = &["c_f0", "c_f1", "c_f2", "c_f3", "c_f4"];
/// A field that is computed from all numbers that there are, and is declared anew with each publish.
const SUM: &str = "c_sum";

fn declaration(kind: &str) -> Json {
    let json_type = KINDS.iter().find(|(name, _)| *name == kind).unwrap().1;
    json!({ "x-type": kind, "type": json_type, "x-label": { "zh-CN": "字段", "en": "Field" } })
}

fn is_number(kind: &str) -> bool {
    !kind.starts_with("text")
}

/// A number as a field of this kind holds it.
fn value(kind: &str, number: u64) -> Json {
    if is_number(kind) { json!(number) } else { json!(number.to_string()) }
}

/// Whether values move when a kind becomes another: only a text is a long text as it is.
fn moves(from: &str, to: &str) -> bool {
    from != to && (from, to) != ("text", "textarea")
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
        values: Vec::new(),
        published: Fields::new(),
        draft: Fields::new(),
        versions: [(version, Fields::new())].into(),
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
        let free: Vec<&str> = NAMES.iter().copied().filter(|name| !self.draft.contains_key(*name)).collect();
        let some = names.get(dice.roll(names.len().max(1))).cloned();
        match (dice.roll(10), some) {
            (0..=2, _) | (_, None) => {
                if let Some(name) = free.get(dice.roll(free.len().max(1))) {
                    self.put(boss, name, KINDS[dice.roll(KINDS.len())].0).await;
                }
            }
            (3, Some(name)) => {
                let kind = KINDS[dice.roll(KINDS.len())].0;
                self.put(boss, &name, kind).await;
            }
            (4, Some(name)) => {
                if let Some(to) = free.get(dice.roll(free.len().max(1))) {
                    let renamed = boss.post(&format!("{}/rename", self.path(&name)), json!({ "name": to })).await;
                    assert_eq!(renamed.status, 204, "{}", renamed.text);
                    let known = self.draft.remove(&name).unwrap();
                    self.draft.insert((*to).to_owned(), known);
                }
            }
            (5, Some(name)) => {
                self.forget_sum(boss).await;
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
        // What is no number any more is no part of a sum.
        self.forget_sum(boss).await;
        let put = boss.put(&self.path(name), declaration(kind)).await;
        assert_eq!(put.status, 200, "{name} {kind}: {}", put.text);
        let id = put.json["x-id"].as_str().unwrap().to_owned();
        self.draft.insert(name.to_owned(), Known { id, kind, slot: None });
    }

    async fn forget_sum(&self, boss: &Client) {
        let gone = boss.delete(&self.path(SUM)).await;
        assert!([204, 404].contains(&gone.status), "{}", gone.text);
    }

    /// Declares the sum of the draft's numbers.
    async fn put_sum(&self, boss: &Client) {
        let numbers = self.draft.iter().filter(|(_, known)| is_number(known.kind));
        let terms: Vec<String> = numbers.map(|(name, _)| format!("({name} or 0)")).collect();
        if terms.is_empty() {
            return;
        }
        let sum = json!({ "x-type": "formula", "x-label": { "zh-CN": "合计", "en": "Sum" }, "x-formula": { "expression": terms.join(" + "), "kind": "decimal" } });
        let put = boss.put(&self.path(SUM), sum).await;
        assert_eq!(put.status, 200, "{}", put.text);
    }

    async fn publish(&mut self, boss: &Client) {
        self.put_sum(boss).await;
        let reply = boss.post("/designer/draft/publish", json!({ "accept_losses": true })).await;
        if reply.code() == "no_draft" {
            return;
        }
        assert_eq!(reply.status, 200, "{}", reply.text);
        for known in self.draft.values_mut() {
            let before = self.published.values().find(|before| before.id == known.id);
            let values = match before {
                Some(before) if !moves(before.kind, known.kind) => {
                    known.slot = before.slot;
                    continue;
                }
                Some(before) => self.values[before.slot.unwrap()].iter().map(|it| converted(it, known.kind)).collect(),
                None => vec![Json::Null; RECORDS],
            };
            known.slot = Some(self.values.len());
            self.values.push(values);
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
            let new = if dice.roll(4) == 0 { Json::Null } else { value(known.kind, dice.roll(100_000) as u64) };
            self.values[known.slot.unwrap()][at] = new.clone();
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
                assert_eq!(read.json[name], self.values[known.slot.unwrap()][at], "{place}: {name} of record {at}, {known:?}");
            }
            let numbers = self.published.values().filter(|known| is_number(known.kind));
            let numbers: Vec<u64> = numbers.map(|known| self.values[known.slot.unwrap()][at].as_u64().unwrap_or_default()).collect();
            let sum = if numbers.is_empty() { Json::Null } else { json!(numbers.iter().sum::<u64>()) };
            assert_eq!(read.json.get(SUM).unwrap_or(&Json::Null), &sum, "{place}: the sum of record {at}");
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
