//! Codes, and what they are for: registering a company, a forgotten password.

use axum::http::Method;
use futures_util::future::join_all;
use serde_json::{Value as Json, json};
use trellis_test_support::{Client, PASSWORD, Reply, TestApp, differing, on_both};

/// Asks for a code by mail.
async fn ask(client: &Client, address: &str, purpose: &str) -> Reply {
    client.post("/auth/codes", json!({ "channel": "email", "address": address, "purpose": purpose })).await
}

fn registration(account: &str, code: &str) -> Json {
    json!({ "company": "新公司", "name": "新人", "account": account, "code": code, "password": "a new password" })
}

fn reset(account: &str, code: &str) -> Json {
    json!({ "account": account, "code": code, "password": "another password" })
}

/// A code that is not the right one.
fn other(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000)
}

async fn companies(app: &TestApp) -> usize {
    app.installation.companies().await.unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_company_registers_and_its_first_person_owns_it() {
    on_both(async |app| {
        let mut client = app.anonymous();
        let sent = ask(&client, "New@Other.Example", "register").await;
        assert_eq!((sent.status, &sent.json["wait"]), (202, &json!(60)), "{}", sent.text);
        let code = app.code_to("new@other.example").await;
        let made = client.post("/auth/register", registration("new@other.example", &code)).await;
        assert_eq!((made.status, made.json["company"]["name"].as_str()), (201, Some("新公司")), "{}", made.text);
        assert_eq!(made.json["company"]["state"], "active");
        client.take_cookie(&made);
        let me = client.get("/me").await;
        assert_eq!((&me.json["super_admin"], &me.json["user"]["name"]), (&json!(true), &json!("新人")), "{}", me.text);
        assert_eq!(client.post("/records/customer", json!({ "name": "第一个客户" })).await.status, 201);
        // The mobile number does as well as an address.
        let sms = json!({ "channel": "sms", "address": "+86 138 0000 1234", "purpose": "register" });
        assert_eq!(app.anonymous().post("/auth/codes", sms).await.status, 202);
        let code = app.code_to("13800001234").await;
        assert_eq!(app.anonymous().post("/auth/register", registration("138-0000-1234", &code)).await.status, 201);
        let login = json!({ "account": "13800001234", "password": "a new password" });
        assert_eq!(app.anonymous().post("/auth/login", login).await.status, 200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_is_there_gets_another_company_by_its_own_password() {
    on_both(async |app| {
        let client = app.anonymous();
        ask(&client, "boss@test.example", "register").await;
        let code = app.code_to("boss@test.example").await;
        let stranger = client.post("/auth/register", registration("boss@test.example", &code)).await;
        assert_eq!((stranger.status, stranger.errors()), (422, vec!["/password wrong_password".to_owned()]));
        let mut own = registration("boss@test.example", &code);
        own["password"] = PASSWORD.into();
        let made = client.post("/auth/register", own).await;
        assert_eq!((made.status, made.json["companies"].as_array().map(Vec::len)), (201, Some(2)), "{}", made.text);
        assert_eq!(companies(app).await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_registered_is_said_at_once() {
    on_both(async |app| {
        let client = app.anonymous();
        let body = json!({ "company": " ", "name": "x".repeat(61), "account": "nobody", "code": "1", "password": "short" });
        let reply = client.post("/auth/register", body).await;
        let expected = ["/company required", "/name too_long", "/password too_short", "/account format"];
        assert_eq!((reply.status, reply.errors()), (422, expected.map(str::to_owned).to_vec()));
        let mut more = registration("a@b.example", "123456");
        more["super_admin"] = true.into();
        assert_eq!(client.post("/auth/register", more).await.errors(), ["/super_admin unknown_field"]);
        let wrong = json!({ "channel": "sms", "address": "a@b.example", "purpose": "register" });
        assert_eq!(client.post("/auth/codes", wrong).await.errors(), ["/address format"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t34_a_code_goes_to_the_stored_address_only() {
    on_both(async |app| {
        let client = app.anonymous();
        for alike in
            ["bøss@test.example", "boss@tést.example", "boss+tag@test.example", "boss@test.example.evil.example", "bosſ@test.example.co"]
        {
            assert_eq!(ask(&client, alike, "reset").await.status, 202, "{alike}");
        }
        assert_eq!(app.outbox().await, []);
        for (at, same) in ["ＢＯＳＳ＠test．example", "Boss@TEST.example.", " boss@test.example "].into_iter().enumerate() {
            app.clock.advance(chrono::TimeDelta::minutes(2));
            assert_eq!(ask(&client, same, "reset").await.status, 202, "{same}");
            let sent = app.outbox().await;
            assert_eq!((sent.len(), sent[at].to.as_str()), (at + 1, "boss@test.example"), "{same}");
        }
        let code = app.code_to("boss@test.example").await;
        assert_eq!(client.post("/auth/reset", reset("BOSS@test.example.", &code)).await.status, 204);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t35_what_a_request_says_about_the_host_is_in_no_message() {
    on_both(async |app| {
        let client = app.anonymous();
        let body = json!({ "channel": "email", "address": "boss@test.example", "purpose": "reset" }).to_string();
        let headers = [
            ("host", "evil.example"),
            ("x-forwarded-host", "evil.example"),
            ("forwarded", "host=evil.example;proto=http"),
            ("x-forwarded-proto", "http"),
            ("referer", "https://evil.example/"),
        ];
        assert_eq!(client.send(Method::POST, "/auth/codes", Some(body), &headers).await.status, 202);
        let sent = app.outbox().await;
        assert!(sent.len() == 1 && !sent[0].text.contains("evil"), "{sent:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t36_a_second_address_is_no_request() {
    on_both(async |app| {
        let client = app.anonymous();
        let before = app.state().await;
        let bodies = [
            r#"{"channel":"email","address":"boss@test.example","address":"evil@x.example","purpose":"reset"}"#,
            r#"{"channel":"email","address":["boss@test.example","evil@x.example"],"purpose":"reset"}"#,
            r#"{"channel":"email","address":"boss@test.example, evil@x.example","purpose":"reset"}"#,
            r#"{"channel":"email","address":"boss@test.example\r\nBcc: evil@x.example","purpose":"reset"}"#,
            r#"{"channel":"email","address":"boss@test.example","cc":"evil@x.example","purpose":"reset"}"#,
            r#"{"channel":"email","address":{"$ne":null},"purpose":"reset"}"#,
        ];
        for body in bodies {
            let reply = client.send(Method::POST, "/auth/codes", Some(body.to_owned()), &[]).await;
            assert!(matches!(reply.status, 400 | 422), "{body}: {} {}", reply.status, reply.text);
        }
        let form = "channel=email&address[]=boss@test.example&address[]=evil@x.example&purpose=reset";
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        assert_eq!(client.send(Method::POST, "/auth/codes", Some(form.to_owned()), &headers).await.status, 415);
        assert_eq!(app.outbox().await, []);
        assert_eq!(differing(&before, &app.state().await), Vec::<String>::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t38_many_at_once_send_one_code() {
    on_both(async |app| {
        let client = app.anonymous();
        let asked = join_all((0..50).map(|_| ask(&client, "new@other.example", "register"))).await;
        let accepted = asked.iter().filter(|reply| reply.status == 202).count();
        assert_eq!((accepted, app.outbox().await.len()), (1, 1));
        for refused in asked.iter().filter(|reply| reply.status != 202) {
            assert_eq!((refused.status, refused.code(), refused.header("retry-after")), (429, "code_wait", "60"));
        }
        let code = app.code_to("new@other.example").await;
        assert!(asked.iter().all(|reply| !reply.text.contains(&code)), "a reply holds the code");
        assert!(!format!("{:?}", app.state().await).contains(&code), "the store holds the code");
        app.clock.advance(chrono::TimeDelta::seconds(59));
        assert_eq!(ask(&client, "new@other.example", "register").await.header("retry-after"), "1");
        app.clock.advance(chrono::TimeDelta::seconds(1));
        assert_eq!(ask(&client, "new@other.example", "register").await.status, 202);
        let next = app.code_to("new@other.example").await;
        if next != code {
            let old = client.post("/auth/register", registration("new@other.example", &code)).await;
            assert_eq!(old.errors(), ["/code code"], "only the last code is alive");
        }
        for _ in 2..10 {
            app.clock.advance(chrono::TimeDelta::minutes(1));
            assert_eq!(ask(&client, "new@other.example", "register").await.status, 202);
        }
        app.clock.advance(chrono::TimeDelta::minutes(1));
        assert_eq!(ask(&client, "new@other.example", "register").await.code(), "too_many_codes");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t38_five_wrong_tries_burn_a_code_and_so_does_time() {
    on_both(async |app| {
        let client = app.anonymous();
        ask(&client, "new@other.example", "register").await;
        let code = app.code_to("new@other.example").await;
        for _ in 0..5 {
            let wrong = client.post("/auth/register", registration("new@other.example", &other(&code))).await;
            assert_eq!((wrong.status, wrong.errors()), (422, vec!["/code code".to_owned()]));
        }
        assert_eq!(client.post("/auth/register", registration("new@other.example", &code)).await.errors(), ["/code code"]);
        app.clock.advance(chrono::TimeDelta::minutes(1));
        ask(&client, "new@other.example", "register").await;
        let code = app.code_to("new@other.example").await;
        // A code is for what it was asked for.
        assert_eq!(client.post("/auth/reset", reset("new@other.example", &code)).await.errors(), ["/code code"]);
        app.clock.advance(chrono::TimeDelta::minutes(10));
        assert_eq!(client.post("/auth/register", registration("new@other.example", &code)).await.errors(), ["/code code"]);
        assert_eq!(companies(app).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t38_one_client_guesses_at_few_codes() {
    on_both(async |app| {
        let client = app.anonymous();
        let mut statuses = Vec::new();
        for n in 0..40 {
            statuses.push(client.post("/auth/reset", reset(&format!("p{n}@test.example"), "123456")).await.status);
        }
        assert_eq!((statuses[0], statuses.iter().filter(|status| **status == 422).count()), (422, 30), "{statuses:?}");
        let last = client.post("/auth/reset", reset("fresh@test.example", "123456")).await;
        assert_eq!((last.status, last.code()), (429, "too_many_tries"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t42_a_code_is_used_once() {
    on_both(async |app| {
        let client = app.anonymous();
        ask(&client, "new@other.example", "register").await;
        let code = app.code_to("new@other.example").await;
        let tries = join_all((0..4).map(|_| client.post("/auth/register", registration("new@other.example", &code)))).await;
        let mut statuses: Vec<u16> = tries.iter().map(|reply| reply.status).collect();
        statuses.sort_unstable();
        assert_eq!((statuses, companies(app).await), (vec![201, 422, 422, 422], 2));
        ask(&client, "boss@test.example", "reset").await;
        let code = app.code_to("boss@test.example").await;
        let tries = join_all((0..4).map(|_| client.post("/auth/reset", reset("boss@test.example", &code)))).await;
        assert_eq!(tries.iter().filter(|reply| reply.status == 204).count(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn r5_nobody_learns_which_accounts_there_are() {
    on_both(async |app| {
        let client = app.anonymous();
        let known = ask(&client, "boss@test.example", "reset").await;
        let unknown = ask(&client, "nobody@test.example", "reset").await;
        assert_eq!((known.status, &known.text), (unknown.status, &unknown.text));
        assert_eq!(app.outbox().await.len(), 1);
        let [known, unknown] = ["boss@test.example", "nobody@test.example"].map(|account| (account, reset(account, "123456")));
        let (first, second) = (client.post("/auth/reset", known.1).await, client.post("/auth/reset", unknown.1).await);
        assert_eq!((first.status, &first.text), (second.status, &second.text));
        // A second request within the minute is refused alike, too.
        let (again, other) = (ask(&client, known.0, "reset").await, ask(&client, unknown.0, "reset").await);
        assert_eq!((again.status, &again.text), (other.status, &other.text));
        for wrong in 0..7 {
            let login = |account: &str| json!({ "account": account, "password": "wrong password" });
            let (first, second) = (client.post("/auth/login", login(known.0)).await, client.post("/auth/login", login(unknown.0)).await);
            assert_eq!((first.status, &first.text), (second.status, &second.text), "try {wrong}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn r5_an_unknown_account_takes_as_long() {
    on_both(async |app| {
        let client = app.anonymous();
        let mut took = [Vec::new(), Vec::new()];
        // The first one also makes what unknown accounts are compared with.
        client.post("/auth/login", json!({ "account": "first@test.example", "password": "wrong password" })).await;
        for _ in 0..4 {
            for (took, account) in took.iter_mut().zip(["boss@test.example", "nobody@test.example"]) {
                let began = std::time::Instant::now();
                client.post("/auth/login", json!({ "account": account, "password": "wrong password" })).await;
                took.push(began.elapsed());
            }
        }
        let [known, unknown] = took.map(|mut took| {
            took.sort_unstable();
            took[1]
        });
        // Hashing is nearly all of it: without it one would take a tenth of the other.
        assert!(known < unknown * 3 && unknown < known * 3, "{known:?} {unknown:?}");
    })
    .await;
}
