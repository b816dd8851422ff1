//! Every read path over HTTP, compared with the oracle.
//!
//! Paths compared: `list_records` (filters, orders, pages, counts, keywords, suggestions, labels, guarded paths, recycle
//! bin), `read_record`, `related_records`, `record_history`, `read_team`, `analytics_query`, the objects' metadata, and the refusals of `update_record`,
//! `delete_record` and `act_on_records`; `export_records`, `search`, `events` and `record_timeline`.

use std::sync::Mutex;

use serde_json::{Value as Json, json};
use trellis_test_support::{Reply, encoded};

use crate::{
    dice::Dice,
    oracle::{EDIT, HIDDEN, MASKED, Oracle, READ},
    query::{self, LABELS, PATHS, Question, has_keyword, is_shown, of},
    world::{Kind, OBJECTS, Person, Row, fields},
};

/// One person's look at the company.
pub struct Reads<'a> {
    pub who: usize,
    pub oracle: &'a Oracle<'a>,
    canaries: Vec<String>,
    /// Every path that was read, with its reply.
    pub log: Mutex<Vec<(String, Reply)>>,
}

impl<'a> Reads<'a> {
    pub fn new(who: usize, oracle: &'a Oracle<'a>) -> Self {
        Self { who, oracle, canaries: oracle.canaries(who), log: Mutex::default() }
    }

    fn person(&self) -> &Person {
        &self.oracle.world.people[self.who]
    }

    fn rows(&self, object: &str) -> Vec<&'a Row> {
        self.oracle.world.rows.iter().filter(|row| row.object == object).collect()
    }

    fn seen(&self, object: &str) -> Vec<&'a Row> {
        self.rows(object).into_iter().filter(|row| self.oracle.sees(self.who, row)).collect()
    }

    /// Who asks and what, for messages.
    fn about(&self, path: &str, reply: &Reply) -> String {
        let roles = &self.person().roles;
        format!("{} {roles:?} reads {path}\n{} {}\nlines: {:#?}", self.person().name, reply.status, reply.text, self.oracle.world.lines)
    }

    async fn get(&self, path: &str) -> Reply {
        let reply = self.person().client.get(path).await;
        self.scan(path, &reply);
        self.log.lock().unwrap().push((path.to_owned(), reply.clone()));
        reply
    }

    fn scan(&self, path: &str, reply: &Reply) {
        for canary in self.canaries.iter().filter(|canary| !path.contains(canary.as_str())) {
            assert!(!reply.text.contains(canary.as_str()), "{canary} is hidden\n{}", self.about(path, reply));
        }
    }

    /// Everything that there is to read.
    pub async fn all(&self, dice: &mut Dice) {
        for (object, _) in OBJECTS {
            if !self.oracle.can(self.who, object, "view") {
                self.nothing(object).await;
                continue;
            }
            self.whole_list(object).await;
            self.bin(object).await;
            for _ in 0..5 {
                self.question(dice, object).await;
            }
            for _ in 0..2 {
                self.keyword(dice, object).await;
            }
            self.labels(object).await;
            self.guarded(object).await;
            for _ in 0..2 {
                self.aggregate(dice, object).await;
            }
            self.export(object).await;
        }
        for _ in 0..3 {
            self.search(dice).await;
        }
        self.told().await;
        for row in &self.oracle.world.rows {
            self.record(dice, row).await;
            if dice.chance(40) {
                self.around(row).await;
                self.refusals(dice, row).await;
            }
        }
        self.metadata().await;
    }

    async fn nothing(&self, object: &str) {
        let path = format!("/records/{object}");
        let reply = self.get(&path).await;
        let expected = if self.oracle.can(self.who, object, "create") { 403 } else { 404 };
        assert_eq!(reply.status, expected, "{}", self.about(&path, &reply));
    }

    async fn whole_list(&self, object: &str) {
        let seen = self.seen(object);
        for (count, exact) in [("exact", true), ("estimate", true)] {
            let path = format!("/records/{object}?limit=500&sort=created_at&count={count}");
            let reply = self.get(&path).await;
            let about = self.about(&path, &reply);
            assert_eq!(reply.json["count"], json!({ "value": seen.len(), "exact": exact }), "{about}");
            assert_eq!(reply.column("id"), ids(&seen), "{about}");
            for (item, row) in reply.items().iter().zip(&seen) {
                self.shows(item, row, &about);
            }
        }
    }

    /// A record shows exactly the fields that the person may see, as they are or masked.
    fn shows(&self, item: &Json, row: &Row, about: &str) {
        for (field, _) in fields(row.object) {
            let level = self.oracle.level(self.who, row.object, field);
            let stored = row.values.get(*field).unwrap_or(&Json::Null);
            assert!(is_shown(level, stored, item.get(*field)), "{} {field} at level {level}\n{about}", row.id);
        }
        assert!(item.get("deleted_at").is_none(), "{about}");
    }

    async fn bin(&self, object: &str) {
        let path = format!("/records/{object}?deleted=true&limit=500&sort=created_at&count=exact");
        let reply = self.get(&path).await;
        let about = self.about(&path, &reply);
        if !self.oracle.can(self.who, object, "delete") {
            assert_eq!(reply.status, 403, "{about}");
            return;
        }
        let rows: Vec<&Row> = self.rows(object).into_iter().filter(|row| self.oracle.sees_in_bin(self.who, row)).collect();
        assert_eq!(reply.column("id"), ids(&rows), "{about}");
        assert_eq!(reply.json["count"]["value"], json!(rows.len()), "{about}");
        for (item, row) in reply.items().iter().zip(&rows) {
            self.shows(item, row, &about);
        }
    }

    /// A filter and an order, page by page, counted.
    async fn question(&self, dice: &mut Dice, object: &str) {
        let question = Question::ask(dice, self.oracle, object, 0);
        let order = query::order(dice, object);
        let sort: Vec<String> = order.iter().map(|(path, descending)| format!("{}{path}", if *descending { "-" } else { "" })).collect();
        let filter = encoded(&question.json().to_string());
        let base = format!("/records/{object}?fields=id&count=exact&limit=3&sort={}&filter={filter}", sort.join(","));
        let known = question.is_known(self.who, self.oracle, object)
            && order.iter().all(|(path, _)| self.oracle.knows(self.who, object, path, READ));
        let rows: Vec<&Row> = self.seen(object).into_iter().filter(|row| question.holds(self.who, self.oracle, row)).collect();
        let expected = ids(&query::sort(self.who, self.oracle, rows, &order));
        let (mut found, mut cursor) = (Vec::new(), String::new());
        loop {
            let path = format!("{base}&cursor={cursor}");
            let reply = self.get(&path).await;
            let about = format!("{question:?} {sort:?}\n{}", self.about(&path, &reply));
            if !known {
                assert_eq!(reply.status, 422, "{about}");
                return;
            }
            assert_eq!(reply.status, 200, "{about}");
            assert_eq!(reply.json["count"]["value"], json!(expected.len()), "{about}");
            found.extend(reply.column("id"));
            match reply.json["next"].as_str() {
                Some(next) => cursor = next.to_owned(),
                None => break assert_eq!(found, expected, "{about}"),
            }
        }
    }

    /// A keyword that stands somewhere, seen or not; what a lookup's suggestions ask.
    async fn keyword(&self, dice: &mut Dice, object: &str) {
        let texts = |rows: Vec<&'a Row>, most: u8| -> Vec<&'a str> {
            let cells = rows.into_iter().flat_map(|row| row.values.iter());
            cells.filter(|(field, _)| self.oracle.level(self.who, object, field) <= most).filter_map(|(_, value)| value.as_str()).collect()
        };
        // Rather what stands in a field that may not be searched of a record that is seen: there a slip would show.
        let tempting = texts(self.seen(object), MASKED);
        let texts = if tempting.is_empty() || dice.chance(30) { texts(self.rows(object), EDIT) } else { tempting };
        let whole = *dice.pick(&texts);
        let keyword = if dice.chance(50) { whole } else { &whole[..whole.len() / 2] };
        let path = format!("/records/{object}?fields=id&limit=500&sort=created_at&q={}", encoded(keyword));
        let reply = self.get(&path).await;
        let rows: Vec<&Row> = self.seen(object).into_iter().filter(|row| has_keyword(self.who, self.oracle, row, keyword)).collect();
        assert_eq!(reply.column("id"), ids(&rows), "{}", self.about(&path, &reply));
    }

    /// A file has the rows that may be exported and the fields that a list shows, masked where they are masked there.
    async fn export(&self, object: &str) {
        let shown: Vec<&str> =
            fields(object).iter().map(|(field, _)| *field).filter(|field| self.oracle.level(self.who, object, field) >= MASKED).collect();
        let path = format!("/records/{object}/export?ids=true&sort=created_at&fields={}", shown.join(","));
        let reply = self.get(&path).await;
        let about = self.about(&path, &reply);
        if !self.oracle.can(self.who, object, "export") {
            return assert_eq!(reply.status, 403, "{about}");
        }
        let mut rows = Vec::new();
        // A table without rows is none to the reader.
        let _ = trellis_engine::sheet::read(reply.text.as_bytes(), |row| rows.push(row.cells));
        let titles = rows.remove(0);
        let expected: Vec<&Row> = self.rows(object).into_iter().filter(|row| self.oracle.may(self.who, row, "export")).collect();
        assert_eq!(rows.iter().map(|row| row[0].clone()).collect::<Vec<_>>(), ids(&expected), "{about}");
        for (cells, row) in rows.iter().zip(expected) {
            // The id, then the fields; behind a lookup that may be read stands its id.
            let mut at = 1;
            for field in &shown {
                let (kind, level) = (query::kind(object, field), self.oracle.level(self.who, object, field));
                let cell = cells.get(at).cloned().unwrap_or_default();
                let stored = row.values.get(*field).unwrap_or(&Json::Null);
                let text = stored.as_str().map_or_else(|| stored.to_string(), str::to_owned);
                match kind {
                    _ if stored.is_null() => assert_eq!(cell, "", "{field} {about}"),
                    _ if level == MASKED => assert!(!cell.is_empty() && cell != text, "{field} {about}"),
                    Kind::Text | Kind::Long | Kind::Phone | Kind::Email | Kind::Day => assert_eq!(cell, text, "{field} {about}"),
                    Kind::To(_) => {
                        assert_eq!(cells.get(at + 1).map(String::as_str), Some(text.as_str()), "{field} {about}");
                        let name = self.oracle.read(self.who, row, &format!("{field}.name"));
                        assert_eq!(Some(cell.as_str()), name.as_str(), "{field} {about}");
                    }
                    _ => assert!(!cell.is_empty(), "{field} {about}"),
                }
                at += 1 + usize::from(matches!(kind, Kind::To(_) | Kind::ToAny) && level >= READ);
            }
            assert!(cells.len() <= at && titles.len() == at, "{titles:?} {about}");
        }
    }

    /// A keyword that stands somewhere, looked for in everything at once.
    async fn search(&self, dice: &mut Dice) {
        let texts = self.oracle.world.rows.iter().flat_map(|row| row.values.values()).filter_map(Json::as_str);
        // Half of one letter would be no keyword.
        let texts: Vec<&str> = texts.filter(|text| text.len() > 1).collect();
        let whole = *dice.pick(&texts);
        let keyword = if dice.chance(50) { whole } else { &whole[..whole.len() / 2] };
        let names: Vec<&str> = OBJECTS.iter().map(|(object, _)| *object).collect();
        let path = format!("/search?limit=20&objects={}&q={}", names.join(","), encoded(keyword));
        let reply = self.get(&path).await;
        let about = self.about(&path, &reply);
        let mut found = reply.column("id");
        let mut expected = Vec::new();
        for object in names.iter().filter(|object| self.oracle.can(self.who, object, "view")) {
            let rows: Vec<&Row> = self.seen(object).into_iter().filter(|row| has_keyword(self.who, self.oracle, row, keyword)).collect();
            expected.extend(ids(&rows));
        }
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{about}");
    }

    /// Of everything that ever happened, what is told of records that are seen.
    async fn told(&self) {
        let reply = self.get("/events?after=0").await;
        let about = self.about("/events?after=0", &reply);
        let heard =
            reply.text.lines().filter_map(|line| line.strip_prefix("data: ")).filter_map(|data| serde_json::from_str::<Json>(data).ok());
        let is_ours = |data: &Json| OBJECTS.iter().any(|(object, _)| data["object"] == json!(object));
        let mut heard: Vec<String> = heard.filter(is_ours).filter_map(|data| data["id"].as_str().map(str::to_owned)).collect();
        let told: Vec<&Row> = self.oracle.world.rows.iter().filter(|row| self.oracle.is_told(self.who, row)).collect();
        let mut expected = ids(&told);
        heard.sort();
        expected.sort();
        assert_eq!(heard, expected, "{about}");
    }

    /// Labels travel with whatever the person sees.
    async fn labels(&self, object: &str) {
        for label in of(LABELS, object) {
            let path = format!("/records/{object}?limit=500&sort=created_at&fields={label}");
            let reply = self.get(&path).await;
            let about = self.about(&path, &reply);
            if self.oracle.level(self.who, object, lookup(label)) < READ {
                assert_eq!(reply.status, 422, "{about}");
                continue;
            }
            assert_eq!(reply.items().len(), self.seen(object).len(), "{about}");
            for (item, row) in reply.items().iter().zip(self.seen(object)) {
                assert_eq!(item.get(*label), Some(&self.oracle.read(self.who, row, label)), "{about}");
            }
        }
    }

    /// Any other path reads no value where the record behind it is not seen.
    async fn guarded(&self, object: &str) {
        for through in of(PATHS, object) {
            let path = format!("/records/{object}?limit=500&sort=created_at&fields={through}");
            let reply = self.get(&path).await;
            let about = self.about(&path, &reply);
            if !self.oracle.knows(self.who, object, through, MASKED) {
                assert_eq!(reply.status, 422, "{about}");
                continue;
            }
            let (target, field) = (crate::oracle::target_of(object, lookup(through)), through.split_once('.').unwrap().1);
            let level = self.oracle.level(self.who, target, field);
            for (item, row) in reply.items().iter().zip(self.seen(object)) {
                assert!(is_shown(level, &self.oracle.read(self.who, row, through), item.get(*through)), "{} {about}", row.id);
            }
        }
    }

    /// Counts and sums by group: of exactly the rows that the list lists, and of no field that may not be asked about.
    async fn aggregate(&self, dice: &mut Dice, object: &str) {
        let is_group = |path: &&str| matches!(query::kind(object, path), Kind::Text | Kind::Code(_) | Kind::To(_));
        let own = fields(object).iter().map(|(name, _)| *name);
        let groups: Vec<&str> = own.chain(of(PATHS, object).iter().copied()).filter(is_group).collect();
        let group = *dice.pick(&groups);
        let amount = fields(object).iter().find(|(_, kind)| *kind == Kind::Amount).map(|(name, _)| *name);
        let question = Question::ask(dice, self.oracle, object, 1);
        let count = json!({ "fn": "count" });
        let measures: Vec<Json> = std::iter::once(count).chain(amount.map(|field| json!({ "fn": "sum", "field": field }))).collect();
        let body = json!({ "object": object, "measures": measures, "by": [{ "field": group }], "filter": question.json(), "limit": 1000 });
        let reply = self.person().client.post("/analytics/query", body.clone()).await;
        let about = self.about(&body.to_string(), &reply);
        self.scan(&body.to_string(), &reply);
        let known = question.is_known(self.who, self.oracle, object)
            && std::iter::once(group).chain(amount).all(|path| self.oracle.knows(self.who, object, path, READ));
        if !known {
            assert_eq!(reply.status, 422, "{about}");
            return;
        }
        assert_eq!(reply.status, 200, "{about}");
        let mut expected: std::collections::BTreeMap<String, (i64, i64)> = Default::default();
        for row in self.seen(object).into_iter().filter(|row| question.holds(self.who, self.oracle, row)) {
            let (count, sum) = expected.entry(self.oracle.read(self.who, row, group).to_string()).or_default();
            *count += 1;
            *sum += amount.and_then(|field| row.values.get(field)).and_then(Json::as_i64).unwrap_or_default();
        }
        let whole = |json: &Json| json.as_f64().map_or(0, |number| number as i64);
        let found = reply.json["rows"].as_array().cloned().unwrap_or_default();
        let found = found.iter().map(|row| (row[0].to_string(), (whole(&row[1]), amount.map_or(0, |_| whole(&row[2])))));
        assert_eq!(found.collect::<std::collections::BTreeMap<_, _>>(), expected, "{about}");
    }

    /// One record, and beside it one that never was.
    async fn record(&self, dice: &mut Dice, row: &Row) {
        let path = format!("/records/{}/{}", row.object, row.id);
        let reply = self.get(&path).await;
        let about = self.about(&path, &reply);
        if self.oracle.sees(self.who, row) {
            assert_eq!(reply.status, 200, "{about}");
            self.shows(&reply.json, row, &about);
            if dice.chance(20) {
                let path = format!("{path}?as_of=2030-01-01T00:00:00Z");
                let then = self.get(&path).await;
                self.shows_no_more(&then.json, row, &self.about(&path, &then));
            }
        } else {
            let never = self.get(&format!("/records/{}/019b0000-0000-7000-8000-000000000000", row.object)).await;
            assert_eq!((reply.status, &reply.text), (404, &never.text), "{about}");
        }
    }

    fn shows_no_more(&self, item: &Json, row: &Row, about: &str) {
        for (field, _) in fields(row.object) {
            let level = self.oracle.level(self.who, row.object, field);
            assert!(is_shown(level, row.values.get(*field).unwrap_or(&Json::Null), item.get(*field)), "{field}\n{about}");
        }
    }

    /// What hangs on a record: related lists, history, team.
    async fn around(&self, row: &Row) {
        let base = format!("/records/{}/{}", row.object, row.id);
        let sees = self.oracle.sees(self.who, row);
        for (object, fields) in OBJECTS {
            for (field, kind) in *fields {
                if !(*kind == Kind::To(row.object) || *kind == Kind::ToAny && matches!(row.object, "customer" | "contact" | "opportunity"))
                {
                    continue;
                }
                let path = format!("{base}/related/{object}.{field}?limit=500&sort=created_at&fields=id&count=exact");
                let reply = self.get(&path).await;
                let about = self.about(&path, &reply);
                let known = sees && self.oracle.can(self.who, object, "view") && self.oracle.level(self.who, object, field) >= READ;
                if !known {
                    assert!(matches!(reply.status, 403 | 404), "{about}");
                    continue;
                }
                let leads = |child: &&Row| self.oracle.target(child, field).is_some_and(|target| target.id == row.id);
                let rows: Vec<&Row> = self.seen(object).into_iter().filter(leads).collect();
                assert_eq!(reply.column("id"), ids(&rows), "{about}");
                assert_eq!(reply.json["count"]["value"], json!(rows.len()), "{about}");
            }
        }
        let history = self.get(&format!("{base}/history")).await;
        let about = self.about(&base, &history);
        assert_eq!(history.status, if sees { 200 } else { 404 }, "{about}");
        for change in history.items().iter().flat_map(|entry| entry["changes"].as_array().unwrap()) {
            let field = change["field"].as_str().unwrap();
            let stored = row.values.get(field).unwrap_or(&Json::Null);
            if fields(row.object).iter().any(|(known, _)| *known == field) {
                let level = self.oracle.level(self.who, row.object, field);
                assert!(is_shown(level, stored, change.get("after")) && level > HIDDEN, "{field}\n{about}");
            }
        }
        let timeline = self.get(&format!("{base}/timeline")).await;
        let about = self.about(&base, &timeline);
        assert_eq!(timeline.status, if sees { 200 } else { 404 }, "{about}");
        let of_kind = |kind: &str| timeline.items().into_iter().filter(|item| item["type"] == json!(kind)).collect::<Vec<_>>();
        let mut noted: Vec<String> = of_kind("record").iter().filter_map(|item| item["id"].as_str().map(str::to_owned)).collect();
        let is_note = |note: &&Row| note.values["related"]["id"] == json!(row.id);
        let may_ask = self.oracle.can(self.who, "follow_up", "view") && self.oracle.level(self.who, "follow_up", "related") >= READ;
        let mut expected =
            if sees && may_ask { ids(&self.seen("follow_up").into_iter().filter(is_note).collect::<Vec<_>>()) } else { Vec::new() };
        noted.sort();
        expected.sort();
        assert_eq!(noted, expected, "{about}");
        assert_eq!(of_kind("change").len(), history.items().len(), "{about}");
        let team = self.get(&format!("{base}/team")).await;
        let expected = if sees && row.object != "follow_up" { 200 } else { 404 };
        assert_eq!(team.status, expected, "{}", self.about(&base, &team));
        if expected == 200 {
            let members: Vec<&str> = team.json["members"].as_array().unwrap().iter().filter_map(|member| member["user"].as_str()).collect();
            let people: Vec<&str> = row.team.iter().map(|(person, _)| self.oracle.world.people[*person].id.as_str()).collect();
            assert_eq!(members, people, "{}", self.about(&base, &team));
        }
    }

    /// What may not be done is refused: 404 where the record is not seen, 403 where it is.
    async fn refusals(&self, dice: &mut Dice, row: &Row) {
        let client = &self.person().client;
        let path = format!("/records/{}/{}", row.object, row.id);
        let expected = |action: &str, allowed: u16| match (self.oracle.sees(self.who, row), self.oracle.may(self.who, row, action)) {
            (false, _) => 404,
            (true, false) => 403,
            (true, true) => allowed,
        };
        let edit = client.patch(&path, json!({})).await;
        assert_eq!(edit.status, expected("edit", 200), "PATCH {}", self.about(&path, &edit));
        // A version that no record has: whoever may delete it learns that it has changed.
        let delete = client.send(axum::http::Method::DELETE, &path, None, &[("if-match", "\"v999\"")]).await;
        assert_eq!(delete.status, expected("delete", 412), "DELETE {}", self.about(&path, &delete));
        let (field, _) = *dice.pick(fields(row.object));
        let value = row.values.get(field).cloned().unwrap_or(Json::Null);
        let body = json!({ field: value });
        let write = client.patch(&path, body.clone()).await;
        let status = match expected("edit", 200) {
            200 => match self.oracle.level(self.who, row.object, field) {
                EDIT => 200,
                HIDDEN => 422,
                _ => 403,
            },
            refused => refused,
        };
        // A lookup is offered what its writer sees: the same value may be refused, never taken wrongly.
        let is_lookup = matches!(fields(row.object).iter().find(|(name, _)| *name == field), Some((_, Kind::To(_) | Kind::ToAny)));
        assert!(write.status == status || is_lookup && write.status == 422, "PATCH {body} {}", self.about(&path, &write));
        // A slip beside a hidden field's name is told of no such field.
        if self.oracle.level(self.who, row.object, field) == HIDDEN {
            let slip = client.patch(&path, json!({ field[..field.len() - 1]: 1 })).await;
            assert!(!slip.text.contains(&format!("`{field}`")), "{field} {}", self.about(&path, &slip));
        }
        for reply in [&edit, &delete, &write] {
            self.scan(&body.to_string(), reply);
        }
    }

    /// Neither the objects nor their schemas name a hidden field.
    async fn metadata(&self) {
        for (object, fields) in OBJECTS {
            let path = format!("/objects/{object}");
            let (described, schema) = (self.get(&path).await, self.get(&format!("{path}/schema")).await);
            if described.status != 200 {
                continue;
            }
            for (field, _) in *fields {
                let visible = self.oracle.level(self.who, object, field) > HIDDEN;
                assert_eq!(schema.json["properties"].get(*field).is_some(), visible, "{field} {}", self.about(&path, &schema));
                let named = described.json["fields"].as_array().unwrap().iter().any(|known| known["name"] == json!(field));
                assert_eq!(named, visible, "{field} {}", self.about(&path, &described));
            }
        }
        for path in ["/objects", "/me", "/users?limit=500", "/departments?limit=500", "/dashboards", "/picklists"] {
            self.get(path).await;
        }
    }

    /// The same on many records at once: what may be done is done, everything else is refused with the same words as alone.
    pub async fn many(&self, object: &str) {
        let rows = self.rows(object);
        let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
        let body = json!({ "ids": ids, "params": {} });
        let reply = self.person().client.post(&format!("/records/{object}/actions/delete"), body).await;
        let about = self.about(&format!("many {object}"), &reply);
        self.scan("", &reply);
        if !(self.oracle.can(self.who, object, "view") || self.oracle.can(self.who, object, "create")) {
            return assert_eq!(reply.status, 404, "{about}");
        }
        let list = |key: &str| reply.json[key].as_array().cloned().unwrap_or_default();
        for row in rows {
            let code = list("refused").iter().find(|refused| refused["id"] == json!(row.id)).map(|refused| refused["code"].clone());
            let expected = match (self.oracle.sees(self.who, row), self.oracle.may(self.who, row, "delete")) {
                (false, _) => Some(json!("not_found")),
                (true, false) => Some(json!("not_allowed")),
                (true, true) => None,
            };
            // Something that refers to a record may forbid its end, and records go along with one another.
            assert!(code == expected || expected.is_none() && code == Some(json!("has_related")), "{} {about}", row.id);
        }
    }
}

fn ids(rows: &[&Row]) -> Vec<String> {
    rows.iter().map(|row| row.id.clone()).collect()
}

fn lookup(path: &str) -> &str {
    path.split_once('.').map_or(path, |(lookup, _)| lookup)
}
