//! Messages on their way out: a real mail server, a real gateway, what the log says.

use std::{
    io,
    sync::{Arc, Mutex},
};

use axum::{Router, body::Bytes, http::HeaderMap, routing::post};
use serde_json::{Value as Json, json};
use trellis_notify::{NotifySettings, Secret, Security, SmsSettings, SmtpSettings};
use trellis_test_support::{Reply, SmtpServer, TestApp};

/// `crm` and `s3cret`, as AUTH PLAIN sends them.
const CREDENTIALS: &str = "AGNybQBzM2NyZXQ=";

fn smtp(port: u16, password: &str) -> NotifySettings {
    let smtp = SmtpSettings {
        host: "127.0.0.1".into(),
        port: Some(port),
        security: Security::None,
        user: Some("crm".into()),
        password: Some(Secret::new(password)),
        from: "Trellis <crm@test.example>".into(),
        ca: None,
    };
    NotifySettings { smtp: Some(smtp), ..NotifySettings::default() }
}

async fn ask(app: &TestApp, channel: &str, address: &str) -> Reply {
    app.anonymous().post("/auth/codes", json!({ "channel": channel, "address": address, "purpose": "register" })).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_arrives_by_mail_at_a_server_that_is_busy_first() {
    let server = SmtpServer::start(CREDENTIALS, 1).await;
    let app = TestApp::sending(smtp(server.port, "s3cret")).await;
    assert_eq!(ask(&app, "email", "new@other.example").await.status, 202);
    app.installation.notifier.settled().await;
    let mail = server.received();
    assert_eq!((mail.len(), mail[0].to.as_str()), (1, "new@other.example"), "{mail:?}");
    assert!(mail[0].text.contains("From: \"Trellis\" <crm@test.example>") || mail[0].text.contains("From: Trellis <crm@test.example>"));
    let code = mail[0].code().unwrap();
    let body = json!({ "company": "新", "name": "人", "account": "new@other.example", "code": code, "password": "a new password" });
    assert_eq!(app.anonymous().post("/auth/register", body).await.status, 201);
    assert_eq!(app.outbox().await, [], "nothing stays behind");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_refuses_changes_no_reply() {
    let server = SmtpServer::start(CREDENTIALS, 0).await;
    let app = TestApp::sending(smtp(server.port, "wrong")).await;
    assert_eq!(ask(&app, "email", "new@other.example").await.status, 202);
    app.installation.notifier.settled().await;
    assert_eq!(server.received(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_arrives_by_sms_as_the_gateway_declares() {
    let received: Arc<Mutex<Vec<(String, Json)>>> = Arc::default();
    let kept = Arc::clone(&received);
    let take = move |headers: HeaderMap, body: Bytes| async move {
        let key = headers["authorization"].to_str().unwrap().to_owned();
        kept.lock().unwrap().push((key, serde_json::from_slice(&body).unwrap()));
        "ok"
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://127.0.0.1:{}/send", listener.local_addr().unwrap().port());
    let gateway = tokio::spawn(async move { axum::serve(listener, Router::new().route("/send", post(take))).await });
    let variables = [("url", url.as_str()), ("key", "k3y")].map(|(name, value)| (name.to_owned(), Secret::new(value)));
    let sms = SmsSettings { gateway: "webhook".into(), variables: variables.into() };
    let app = TestApp::sending(NotifySettings { sms: Some(sms), ..NotifySettings::default() }).await;
    assert_eq!(ask(&app, "sms", "138 0000 1234").await.status, 202);
    app.installation.notifier.settled().await;
    gateway.abort();
    let received = received.lock().unwrap();
    assert_eq!((received.len(), received[0].0.as_str(), &received[0].1["to"]), (1, "Bearer k3y", &json!("13800001234")));
    assert!(received[0].1["text"].as_str().unwrap().starts_with("Trellis: your code is "));
}

/// A log that is kept.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// On one thread, so that everything that is logged comes by.
#[tokio::test]
async fn t38_the_log_holds_neither_code_nor_address_nor_password() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().with_env_filter("trace").with_writer(move || writer.clone()).finish();
    let app = TestApp::sqlite().await;
    {
        let _logging = tracing::subscriber::set_default(subscriber);
        ask(&app, "email", "new@other.example").await;
        let code = app.code_to("new@other.example").await;
        let body = json!({ "company": "新", "name": "人", "account": "new@other.example", "code": code, "password": "a new password" });
        assert_eq!(app.anonymous().post("/auth/register", body).await.status, 201);
        let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        assert!(text.contains("outbox"), "something was logged: {text}");
        for secret in [code.as_str(), "new@other.example", "a new password"] {
            assert!(!text.contains(secret), "the log holds {secret}");
        }
    }
}
