//! One's own account: wrong passwords, sessions, a new password, another login, the profile.

use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Request, header},
};
use serde_json::json;
use std::net::SocketAddr;
use trellis_identity::NewCompany;
use trellis_test_support::{Client, PASSWORD, Reply, TestApp, on_both};

const BOSS: &str = "boss@test.example";

/// Signs in from a network address.
async fn sign_in_from(app: &TestApp, address: &str, account: &str, password: &str) -> Reply {
    let body = json!({ "account": account, "password": password }).to_string();
    let request = Request::post("/api/v1/auth/login").header(header::CONTENT_TYPE, "application/json");
    let mut request = request.header("x-forwarded-for", "198.51.100.77").body(Body::from(body)).unwrap();
    let peer: SocketAddr = format!("{address}:1234").parse().unwrap();
    request.extensions_mut().insert(ConnectInfo(peer));
    app.anonymous().raw(request).await
}

async fn code(app: &TestApp, channel: &str, address: &str, purpose: &str) -> String {
    let body = json!({ "channel": channel, "address": address, "purpose": purpose });
    let reply = app.anonymous().post("/auth/codes", body).await;
    assert_eq!(reply.status, 202, "{}", reply.text);
    app.code_to(address).await
}

async fn is_in(client: &Client) -> bool {
    client.get("/me").await.status == 200
}

#[tokio::test(flavor = "multi_thread")]
async fn t37_wrong_passwords_make_an_account_wait() {
    on_both(async |app| {
        for n in 0..5 {
            // From a network of its own each time, with other headers and another way to write the same account.
            let account =
                ["boss@test.example", "BOSS@TEST.EXAMPLE", " boss@test.example", "boss@test.example.", "ｂｏｓｓ@test.example"][n];
            let reply = sign_in_from(app, &format!("203.0.113.{n}"), account, "wrong password").await;
            assert_eq!(reply.status, 401, "{}", reply.text);
        }
        let right = sign_in_from(app, "203.0.113.99", BOSS, PASSWORD).await;
        assert_eq!((right.status, right.code(), right.header("retry-after")), (429, "too_many_tries", "30"));
        app.clock.advance(chrono::TimeDelta::seconds(30));
        assert_eq!(sign_in_from(app, "203.0.113.99", BOSS, "wrong password").await.status, 401);
        assert_eq!(sign_in_from(app, "203.0.113.99", BOSS, PASSWORD).await.header("retry-after"), "60", "it grows");
        app.clock.advance(chrono::TimeDelta::seconds(60));
        assert_eq!(sign_in_from(app, "203.0.113.99", BOSS, PASSWORD).await.status, 200);
        assert_eq!(sign_in_from(app, "203.0.113.99", BOSS, "wrong password").await.status, 401, "and is forgiven");
        assert_eq!(sign_in_from(app, "203.0.113.99", BOSS, PASSWORD).await.status, 200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t37_many_accounts_make_a_client_wait() {
    on_both(async |app| {
        let mut refused = 0;
        for n in 0..32 {
            let reply = sign_in_from(app, "203.0.113.7", &format!("p{n}@test.example"), "wrong password").await;
            refused += usize::from(reply.status == 429);
        }
        assert_eq!(refused, 2, "what a stranger says in X-Forwarded-For gives no fresh tries");
        assert_eq!(sign_in_from(app, "203.0.113.8", BOSS, PASSWORD).await.status, 200, "others are not kept out");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t37_many_at_once_are_not_all_the_first() {
    on_both(async |app| {
        let tries = (0..30).map(|n| sign_in_from(app, ["203.0.113.1", "203.0.113.2"][n % 2], BOSS, "wrong password"));
        let replies = futures_util::future::join_all(tries).await;
        assert_eq!(replies.iter().filter(|reply| reply.status == 401).count(), 5);
        assert!(replies.iter().all(|reply| matches!(reply.status, 401 | 429)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_listed_and_ended() {
    on_both(async |app| {
        let (first, second) = (app.boss().await, app.boss().await);
        let stranger = app.person(&first, "stranger", None, &["sales"]).await.1;
        let items = first.get("/me/sessions").await.items();
        assert_eq!((items.len(), items.iter().filter(|item| item["current"] == true).count()), (2, 1));
        let other = items.iter().find(|item| item["current"] == false).unwrap()["id"].as_str().unwrap().to_owned();
        assert_eq!(stranger.delete(&format!("/me/sessions/{other}")).await.status, 404, "somebody else's");
        assert_eq!(first.delete(&format!("/me/sessions/{other}")).await.status, 204);
        assert!(!is_in(&second).await && is_in(&first).await);
        let (third, fourth) = (app.boss().await, app.boss().await);
        assert_eq!(fourth.delete("/me/sessions").await.status, 204);
        assert!(is_in(&fourth).await && is_in(&stranger).await && !is_in(&first).await && !is_in(&third).await);
        let token = fourth.post("/me/tokens", json!({ "name": "同步" })).await.json["token"].as_str().unwrap().to_owned();
        assert_eq!(fourth.with_token(&token).delete("/me/sessions").await.code(), "sessions_only");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t39_a_new_password_ends_the_other_sessions() {
    on_both(async |app| {
        let (here, there) = (app.boss().await, app.boss().await);
        let change = |current: &str| json!({ "current": current, "password": "another password" });
        assert_eq!(here.put("/me/password", change("wrong")).await.errors(), ["/current wrong_password"]);
        assert_eq!(here.put("/me/password", json!({ "current": PASSWORD, "password": "short" })).await.errors(), ["/password too_short"]);
        assert!(is_in(&there).await);
        assert_eq!(here.put("/me/password", change(PASSWORD)).await.status, 204);
        assert!(is_in(&here).await && !is_in(&there).await);
        let login = |password: &str| json!({ "account": BOSS, "password": password });
        assert_eq!(app.anonymous().post("/auth/login", login(PASSWORD)).await.status, 401);
        assert_eq!(app.anonymous().post("/auth/login", login("another password")).await.status, 200);
        // A reset ends all of them, and the tokens.
        let token = here.post("/me/tokens", json!({ "name": "同步" })).await.json["token"].as_str().unwrap().to_owned();
        let code = code(app, "email", BOSS, "reset").await;
        let reset = json!({ "account": BOSS, "code": code, "password": PASSWORD });
        assert_eq!(app.anonymous().post("/auth/reset", reset).await.status, 204);
        assert!(!is_in(&here).await && !is_in(&here.with_token(&token)).await);
        assert_eq!(app.anonymous().post("/auth/login", login(PASSWORD)).await.status, 200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_forgives_wrong_tries() {
    on_both(async |app| {
        for _ in 0..6 {
            app.anonymous().post("/auth/login", json!({ "account": BOSS, "password": "forgotten" })).await;
        }
        let code = code(app, "email", BOSS, "reset").await;
        let reset = json!({ "account": BOSS, "code": code, "password": PASSWORD });
        assert_eq!(app.anonymous().post("/auth/reset", reset).await.status, 204);
        app.boss().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t39_another_login_needs_code_and_password_and_the_old_one_is_told() {
    on_both(async |app| {
        let (here, there) = (app.boss().await, app.boss().await);
        let code = code(app, "email", "chef@test.example", "bind").await;
        let body = |password: &str, code: &str| json!({ "account": "chef@test.example", "code": code, "password": password });
        assert_eq!(here.put("/me/login", body("wrong", &code)).await.errors(), ["/password wrong_password"]);
        assert_eq!(here.put("/me/login", body(PASSWORD, "000000x")).await.errors(), ["/code code"]);
        assert_eq!(here.put("/me/login", body(PASSWORD, &code)).await.status, 204);
        assert!(is_in(&here).await && !is_in(&there).await);
        assert_eq!(here.get("/me/logins").await.items(), [json!({ "login": "chef@test.example", "kind": "email" })]);
        let told = app.outbox().await.pop().unwrap();
        assert!(told.to == BOSS && told.text.contains("chef@test.example"), "{told:?}");
        assert_eq!(app.anonymous().post("/auth/login", json!({ "account": BOSS, "password": PASSWORD })).await.status, 401);
        app.sign_in("chef@test.example").await;
        // A number goes beside the address.
        let code = self::code(app, "sms", "13800001234", "bind").await;
        let number = json!({ "account": "138 0000 1234", "code": code, "password": PASSWORD });
        assert_eq!(here.put("/me/login", number).await.status, 204);
        assert_eq!(here.get("/me/logins").await.column("kind"), ["phone", "email"]);
        // Nobody takes what is another's, even with a code for it.
        let (_, anna) = app.person(&here, "anna", None, &["sales"]).await;
        let code = self::code(app, "email", "chef@test.example", "bind").await;
        assert_eq!(anna.put("/me/login", body(PASSWORD, &code)).await.errors(), ["/account unique"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_chooser_says_where_somebody_is_not_active() {
    on_both(async |app| {
        let boss = app.boss().await;
        let fields = json!({ "account": "both@test.example", "password": PASSWORD, "name": "两边" });
        assert_eq!(boss.post("/users", fields).await.status, 201);
        let login = json!({ "account": "both@test.example", "password": PASSWORD });
        assert_eq!(app.anonymous().post("/auth/login", login.clone()).await.code(), "not_activated");
        let own = NewCompany {
            company: "自己的".into(),
            name: "两边".into(),
            account: "both@test.example".into(),
            password: PASSWORD.into(),
            department: "总部".into(),
        };
        app.installation.create_company(&own).await.unwrap();
        let mut client = app.anonymous();
        let reply = client.post("/auth/login", login).await;
        client.take_cookie(&reply);
        let mut states: Vec<String> =
            reply.json["companies"].as_array().unwrap().iter().map(|company| format!("{} {}", company["name"], company["state"])).collect();
        states.sort();
        assert_eq!(states, ["\"测试公司\" \"inactive\"", "\"自己的\" \"active\""]);
        let chosen = client.post("/auth/company", json!({ "company_id": app.company.to_string() })).await;
        assert_eq!((chosen.status, chosen.code()), (403, "not_activated"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_change_what_is_their_own() {
    on_both(async |app| {
        let boss = app.boss().await;
        let (_, anna) = app.person(&boss, "anna", None, &["sales"]).await;
        let picture = "data:image/png;base64,iVBORw0KGgpyZXN0";
        let change = json!({ "name": "安娜", "phone": "8001", "title": "客户经理", "avatar": picture });
        assert_eq!(anna.patch("/me", change).await.status, 204);
        let user = anna.get("/me").await.json["user"].clone();
        assert_eq!((&user["name"], &user["title"], &user["avatar"]), (&json!("安娜"), &json!("客户经理"), &json!(picture)));
        assert_eq!(anna.patch("/me", json!({ "avatar": null, "title": null })).await.status, 204);
        assert_eq!(anna.get("/me").await.json["user"]["avatar"], json!(null));
        for (field, value) in [("department", json!(null)), ("status", json!("active")), ("roles", json!(["sysadmin"]))] {
            assert_eq!(anna.patch("/me", json!({ field: value })).await.errors(), [format!("/{field} unknown_field")]);
        }
        assert_eq!(anna.patch("/me", json!({ "name": "" })).await.status, 422);
        assert_eq!(anna.patch("/me", json!({ "avatar": "data:image/png;base64,PHN2Zz4=" })).await.errors(), ["/avatar format"]);
    })
    .await;
}
