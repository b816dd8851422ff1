//! Signing in, companies, tokens.

use axum::http::Method;
use serde_json::json;
use trellis_identity::NewCompany;
use trellis_test_support::{PASSWORD, on_both};

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_and_an_unknown_account_look_alike() {
    on_both(async |app| {
        let nobody = app.anonymous();
        let wrong = nobody.post("/auth/login", json!({ "account": "boss@test.example", "password": "wrong" })).await;
        let unknown = nobody.post("/auth/login", json!({ "account": "nobody@test.example", "password": "wrong" })).await;
        assert_eq!((wrong.status, wrong.text.as_str()), (401, unknown.text.as_str()));
        assert_eq!(nobody.get("/me").await.status, 401);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_when_it_is_signed_out_or_forgotten() {
    on_both(async |app| {
        let boss = app.boss().await;
        assert_eq!(boss.get("/me").await.json["user"]["name"], "老板");
        assert_eq!(boss.post("/auth/logout", json!({})).await.status, 204);
        assert_eq!(boss.get("/me").await.status, 401);
        let boss = app.boss().await;
        app.clock.advance(chrono::TimeDelta::hours(13));
        assert_eq!(boss.get("/me").await.status, 401, "idle for too long");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_of_two_companies_chooses_and_stays_inside() {
    on_both(async |app| {
        let boss = app.boss().await;
        let secret = boss.post("/records/customer", json!({ "name": "甲公司的客户" })).await.id();
        let other = NewCompany {
            company: "另一家".into(),
            name: "兼职".into(),
            account: "boss@test.example".into(),
            password: PASSWORD.into(),
            department: "总部".into(),
        };
        let other = app.installation.create_company(&other).await.unwrap();
        let mut client = app.anonymous();
        let reply = client.post("/auth/login", json!({ "account": "BOSS@test.example", "password": PASSWORD })).await;
        assert_eq!((reply.json["companies"].as_array().unwrap().len(), &reply.json["company"]), (2, &json!(null)));
        client.take_cookie(&reply);
        assert_eq!(client.get("/records/customer").await.code(), "no_company");
        let chosen = client.post("/auth/company", json!({ "company_id": other.to_string() })).await;
        assert_eq!(chosen.json["company"]["name"], "另一家");
        assert_eq!(client.get("/me").await.status, 401, "the old secret does not reach the new company");
        client.take_cookie(&chosen);
        assert_eq!(client.get(&format!("/records/customer/{secret}")).await.status, 404);
        assert_eq!(client.get("/records/customer").await.items().len(), 0);
        let back = client.post("/auth/company", json!({ "company_id": app.company.to_string() })).await;
        client.take_cookie(&back);
        assert_eq!(client.get(&format!("/records/customer/{secret}")).await.status, 200);
        assert_eq!(client.post("/auth/company", json!({ "company_id": "nonsense" })).await.status, 404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_are_shown_once_and_may_be_read_only() {
    on_both(async |app| {
        let boss = app.boss().await;
        let made = boss.post("/me/tokens", json!({ "name": "报表", "read_only": true, "expires_at": "2026-03-11T00:00:00Z" })).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let token = made.json["token"].as_str().unwrap().to_owned();
        let program = boss.with_token(&token);
        assert_eq!(program.get("/records/customer").await.status, 200);
        assert_eq!(program.post("/records/customer", json!({ "name": "甲" })).await.code(), "read_only_token");
        assert!(!boss.get("/me/tokens").await.text.contains(&token));
        app.clock.advance(chrono::TimeDelta::days(2));
        tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
        assert_eq!(program.get("/records/customer").await.status, 401, "it has ended");
        let boss = app.boss().await;
        let whole = boss.post("/me/tokens", json!({ "name": "同步" })).await;
        let program = boss.with_token(whole.json["token"].as_str().unwrap());
        assert_eq!(program.post("/records/customer", json!({ "name": "甲" })).await.status, 201);
        assert_eq!(boss.delete(&format!("/me/tokens/{}", whole.id())).await.status, 204);
        assert_eq!(program.get("/me").await.status, 401);
        assert_eq!(boss.with_token("trl_nonsense").get("/me").await.status, 401);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_site_cannot_use_the_cookie() {
    on_both(async |app| {
        let boss = app.boss().await;
        let body = || Some(json!({ "name": "甲" }).to_string());
        for headers in [[("sec-fetch-site", "cross-site")], [("origin", "https://evil.example")]] {
            let reply = boss.send(Method::POST, "/records/customer", body(), &headers).await;
            assert_eq!(reply.code(), "cross_origin");
        }
        let same = boss.send(Method::POST, "/records/customer", body(), &[("origin", "http://test")]).await;
        assert_eq!(same.status, 201);
        let form = boss.send(Method::POST, "/records/customer", body(), &[("content-type", "text/plain")]).await;
        assert_eq!(form.status, 415);
    })
    .await;
}
