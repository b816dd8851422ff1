//! Whatever cannot be read is refused and changes nothing: a corpus of broken input at every route.

use axum::{
    body::Body,
    http::{HeaderName, HeaderValue, Method, Request, header},
};
use serde_json::{Value as Json, json};
use trellis_http::routes::{Route, table};
use trellis_test_support::{Client, Reply, State, TestApp, differing, encoded, on_both};
use uuid::Uuid;

use crate::places::{Places, count};

/// What stands in a place of a path.
const PLACES: &[&str] =
    &["%FF", "%00", "%2e%2e", "%22%27%3B--", "%F0%9F%98%80", "99999999999999999999", "a.b.c", "00000000-0000-0000-0000-000000000000"];

/// Headers that a client may get wrong.
const HEADERS: &[(&str, &[u8])] = &[
    ("if-match", b"v1"),
    ("if-match", b"\"v99999999999999999999\""),
    ("if-match", b"\xff"),
    ("idempotency-key", b""),
    ("idempotency-key", b"\xff\xfe"),
    ("content-type", b"text/plain"),
    ("content-type", b"\xff"),
    ("content-type", b"application/json; charset=utf-7; ="),
    ("cookie", b"\xff; trellis_session"),
    ("cookie", b"trellis_session=; trellis_session=%00"),
    ("authorization", b"Basic AAAA"),
    ("authorization", b"Bearer \xff"),
    ("accept-language", b"\xff;q=9,,,"),
    ("if-none-match", b"\xff"),
    ("origin", b"null"),
];

/// Queries of lists; every other route refuses them as unknown or does not look.
fn queries() -> Vec<String> {
    let deep = |depth: usize| format!("{}{{}}{}", "{\"not\":".repeat(depth), "}".repeat(depth));
    let filters = [
        "{".to_owned(),
        "[]".into(),
        "{\"name\":{\"eq\":1e400}}".into(),
        "{\"name\":{\"eq\":\"\\u0000\"}}".into(),
        "{\"name\":{\"starts\":\"\\ud800\"}}".into(),
        "{\"name\":{\"eq\":\"a\"},\"name\":{\"eq\":\"b\"}}".into(),
        "{\"employees\":{\"gt\":99999999999999999999}}".into(),
        "{\"annual_revenue\":{\"in\":[1e999,-0.0000000000000000001]}}".into(),
        "{\"created_at\":{\"within\":\"for ever\"}}".into(),
        "{\"created_at\":{\"gt\":\"+999999-01-01T00:00:00Z\"}}".into(),
        "{\"founded_on\":{\"between\":[\"0000-00-00\"]}}".into(),
        "{\"owner\":{\"eq\":\"me\"},\"parent.parent.name\":{\"eq\":\"a\"}}".into(),
        "{\"name\":{\"is_null\":\"yes\",\"sounds\":\"a\"}}".into(),
        deep(20),
        deep(200),
    ];
    let plain = [
        "limit=0",
        "limit=-1",
        "limit=501",
        "limit=99999999999999999999",
        "limit=ten",
        "sort=%00",
        "sort=name,name,name,name,name",
        "sort=--name",
        "sort=name%22%3B--",
        "cursor=AAAA",
        "cursor=%FF",
        "cursor=W10",
        "page=0",
        "page=-1",
        "page=201&limit=50",
        "page=2&cursor=W10",
        "fields=%FF,%00",
        "fields=owner.owner.owner",
        "fields=.,..",
        "q=%00",
        "q=%FF",
        "count=all",
        "deleted=maybe",
        "view=none",
        "nonsense=1",
        "limit=1&limit=2",
        "as_of=yesterday",
        "user=me&object=customer&id=1",
        "action=fly",
        "field=%00",
        "event=party",
        "from=yesterday",
        "to=%FF",
        "format=exe",
        "cursor=-99999999999999999999",
        "%FF=%FF",
        "=",
        "&&&==",
    ];
    let filters = filters.iter().map(|filter| format!("filter={}", encoded(filter)));
    filters.chain(plain.map(str::to_owned)).chain([format!("q={}", "a".repeat(5000)), format!("fields={}", "name,".repeat(2000))]).collect()
}

/// Bodies that no route can do anything with, and some that a few could.
fn bodies() -> Vec<Vec<u8>> {
    let deep = |open: &str, close: &str| format!("{{\"name\":{}1{}}}", open.repeat(200), close.repeat(200)).into_bytes();
    let wrong_types = [json!(null), json!(true), json!(-1), json!("\u{0}"), json!([]), json!({ "object": 1 }), json!([["a"]])];
    let names = [
        "name",
        "owner",
        "members",
        "roles",
        "ids",
        "operations",
        "properties",
        "options",
        "params",
        "account",
        "password",
        "object",
        "by",
        "range",
        "label",
        "objects",
        "administration",
        "fields",
        "to",
        "copy",
    ];
    let typed = wrong_types.iter().map(|wrong| {
        let map: serde_json::Map<String, Json> = names.iter().map(|name| ((*name).to_owned(), wrong.clone())).collect();
        Json::Object(map).to_string().into_bytes()
    });
    let single =
        names.iter().flat_map(|name| [json!({ *name: 7 }), json!({ *name: [{ "op": {} }] })]).map(|json| json.to_string().into_bytes());
    let texts: &[&[u8]] = &[
        b"{",
        b"[]",
        b"null",
        b"\"text\"",
        b"{}{}",
        b"\xff\xfe",
        b"{\"name\":\"\xff\"}",
        b"{\"name\":\"\\ud800\"}",
        b"{\"name\":\"a\\u0000b\"}",
        b"{\"name\":\"a\",\"name\":\"b\"}",
        b"{\"employees\":1e400}",
        b"{\"employees\":99999999999999999999}",
        b"{\"annual_revenue\":-12345678901234567890.123456789}",
        b"{\"name\":\"x\",\"annual_revenue\":1e15,\"founded_on\":\"9999-99-99\",\"tags\":[\"a\",\"a\"]}",
        b"{\"$serde_json::private::Number\":\"x\"}",
        b"{\"name\":{\"$serde_json::private::Number\":\"x\"}}",
        b"{\"id\":1,\"version\":0,\"created_by\":null,\"deleted_at\":\"x\",\"company_id\":\"y\",\"is_super\":true}",
        b"{\"nonsense\":1}",
    ];
    let large = format!("{{\"name\":\"{}\"}}", "a".repeat(2 << 20)).into_bytes();
    texts.iter().map(|text| text.to_vec()).chain(typed).chain(single).chain([deep("[", "]"), deep("{\"a\":", "}"), large]).collect()
}

/// One route under fire.
struct Target<'a> {
    app: &'a TestApp,
    client: Client,
    route: &'a Route,
    /// What is stored, as of the last reply that may have changed it.
    state: State,
    asked: usize,
    /// Questions that were neither answered nor refused.
    broken: Vec<String>,
}

impl Target<'_> {
    async fn ask(&mut self, uri: &str, headers: &[(&str, &[u8])], body: Option<&[u8]>) {
        let mut request = Request::builder().method(self.route.method.clone()).uri(uri);
        if body.is_some() && !headers.iter().any(|(name, _)| *name == "content-type") {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        for (name, value) in headers {
            request = request.header(HeaderName::from_bytes(name.as_bytes()).unwrap(), HeaderValue::from_bytes(value).unwrap());
        }
        let request = request.body(body.map_or_else(Body::empty, |bytes| Body::from(bytes.to_vec()))).unwrap();
        let reply = self.client.raw(request).await;
        self.asked += 1;
        self.judge(uri, headers, body, &reply).await;
    }

    async fn judge(&mut self, uri: &str, headers: &[(&str, &[u8])], body: Option<&[u8]>, reply: &Reply) {
        let text = |bytes: &[u8]| String::from_utf8_lossy(&bytes[..bytes.len().min(300)]).into_owned();
        let headers: Vec<String> = headers.iter().map(|(name, value)| format!("{name}: {}", text(value))).collect();
        let about = format!("{} {uri} {headers:?} {:?}\n{} {}", self.route.method, body.map(text), reply.status, reply.text);
        match reply.status {
            200..=304 if self.route.name.starts_with("export_") => self.state = self.app.state().await,
            200..=304 if self.route.method == Method::GET => {}
            200..=304 => {
                // What is legal may change something, and may end the session.
                self.client = session(self.app).await;
                self.state = self.app.state().await;
            }
            400..=499 => {
                assert_eq!(reply.header("content-type"), "application/problem+json", "{about}");
                assert_eq!(reply.json["status"], json!(reply.status), "{about}");
                assert!(!reply.code().is_empty(), "{about}");
                // Reading is compared once, when all has been asked: nothing that it does may change anything. So is PostgreSQL,
                // which takes its time to tell all that it holds.
                if self.route.method != Method::GET && self.app.backend == "sqlite" {
                    assert_eq!(differing(&self.state, &self.app.state().await), Vec::<String>::new(), "{about}");
                }
            }
            _ => self.broken.push(about),
        }
    }
}

async fn session(app: &TestApp) -> Client {
    let company = app.installation.company(app.company).await.unwrap();
    let snapshot = company.snapshot().await.unwrap();
    let boss: Uuid = snapshot.people.iter().find(|person| person.facts.is_super).unwrap().facts.id;
    app.session_of(boss).await
}

#[tokio::test(flavor = "multi_thread")]
async fn t19_malformed_input_is_refused_and_changes_nothing() {
    on_both(async |app| {
        let (queries, bodies) = (queries(), bodies());
        let places = Places::make(app, &app.boss().await).await;
        let (mut asked, mut broken) = (0, Vec::new());
        for route in table() {
            let client = session(app).await;
            let mut target = Target { app, client, route: &route, state: app.state().await, asked: 0, broken: Vec::new() };
            let path = format!("/api{}", places.fill(&route, None));
            for place in 1..=count(&route) {
                for wrong in PLACES {
                    let path = format!("/api{}", places.fill(&route, Some((place, wrong))));
                    target.ask(&path, &[], route.takes_body.then_some(b"{}")).await;
                }
            }
            for query in queries.iter().filter(|_| route.method == Method::GET) {
                let with = if path.contains('?') { '&' } else { '?' };
                target.ask(&format!("{path}{with}{query}"), &[], None).await;
            }
            for body in bodies.iter().filter(|_| route.takes_body) {
                target.ask(&path, &[], Some(body)).await;
            }
            for (name, value) in HEADERS {
                target.ask(&path, &[(name, value)], route.takes_body.then_some(b"{\"nonsense\":1}")).await;
            }
            let long = "k".repeat(201);
            target.ask(&path, &[("idempotency-key", long.as_bytes())], route.takes_body.then_some(b"{\"nonsense\":1}")).await;
            assert_eq!(differing(&target.state, &app.state().await), Vec::<String>::new(), "{}", route.name);
            asked += target.asked;
            broken.extend(target.broken);
        }
        assert!(broken.is_empty(), "neither done nor refused on {}: {broken:#?}", app.backend);
        assert!(asked > 2000, "{asked} questions are too few");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_stands_twice_is_no_json() {
    on_both(async |app| {
        let boss = app.boss().await;
        let body = |text: &str| Some(text.to_owned());
        for twice in
            [r#"{"name":"甲","name":"乙"}"#, r#"{"name":"甲","\u006eame":"乙"}"#, r#"{"operations":[{"op":"create","op":"delete"}]}"#]
        {
            for path in ["/records/customer", "/records/customer/batch"] {
                assert_eq!(boss.send(Method::POST, path, body(twice), &[]).await.status, 400, "{twice}");
            }
        }
        let filter = encoded(r#"{"level":{"eq":"a"},"level":{"eq":"b"}}"#);
        assert_eq!(boss.get(&format!("/records/customer?filter={filter}")).await.code(), "filter");
    })
    .await;
}
