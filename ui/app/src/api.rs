//! What the shell asks of the server: who is signed in, signing in and out. Pages get an [`Api`] from the context and
//! so can be shown against a stand-in.

use std::{future::Future, pin::Pin, rc::Rc};

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestInit, Response};

/// Where the API lives.
const BASE: &str = "/api/v1";

/// A company that an account belongs to.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Company {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// What signing in leads to.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct SignedIn {
    /// The account's companies.
    pub companies: Vec<Company>,
    /// The company that was entered at once, when there is only one.
    pub company: Option<Company>,
}

/// A person.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Person {
    /// The user's id.
    pub id: String,
    /// The name.
    pub name: String,
}

/// Who is signed in, and where.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Me {
    /// The person.
    pub user: Person,
    /// The company.
    pub company: Company,
}

/// Why a request did not succeed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ApiError {
    /// The server cannot be reached.
    Offline,
    /// The server refused, with the status and the stable code of its reply.
    Refused {
        /// The HTTP status.
        status: u16,
        /// The code of the problem.
        code: String,
    },
    /// The reply was not what was asked for.
    Unreadable,
}

impl ApiError {
    /// The HTTP status, when the server replied.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Refused { status, .. } => Some(*status),
            Self::Offline | Self::Unreadable => None,
        }
    }
}

/// A reply on its way.
pub type Reply<T> = Pin<Box<dyn Future<Output = Result<T, ApiError>>>>;

/// What the shell asks of the server.
pub trait Api {
    /// Who is signed in.
    fn me(&self) -> Reply<Me>;
    /// Signs in.
    fn login(&self, account: String, password: String) -> Reply<SignedIn>;
    /// Enters a company, or another one.
    fn choose_company(&self, id: String) -> Reply<()>;
    /// Signs out.
    fn logout(&self) -> Reply<()>;
}

/// The API of the page, for contexts.
#[derive(Clone)]
pub struct ApiHandle(Rc<dyn Api>);

impl ApiHandle {
    /// Wraps an API.
    pub fn new(api: impl Api + 'static) -> Self {
        Self(Rc::new(api))
    }
}

impl PartialEq for ApiHandle {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl std::ops::Deref for ApiHandle {
    type Target = dyn Api;

    fn deref(&self) -> &Self::Target {
        &*self.0
    }
}

/// The server that the page came from.
pub struct Server;

impl Api for Server {
    fn me(&self) -> Reply<Me> {
        Box::pin(send("GET", "/me", None))
    }

    fn login(&self, account: String, password: String) -> Reply<SignedIn> {
        Box::pin(send("POST", "/auth/login", Some(json!({ "account": account, "password": password }))))
    }

    fn choose_company(&self, id: String) -> Reply<()> {
        Box::pin(async move { send::<Value>("POST", "/auth/company", Some(json!({ "company_id": id }))).await.map(drop) })
    }

    fn logout(&self) -> Reply<()> {
        Box::pin(async { send::<Value>("POST", "/auth/logout", None).await.map(drop) })
    }
}

async fn send<T: DeserializeOwned>(method: &str, path: &str, body: Option<Value>) -> Result<T, ApiError> {
    let response = fetch(method, path, body).await.map_err(|_| ApiError::Offline)?;
    let text = text(&response).await.map_err(|_| ApiError::Unreadable)?;
    let reply: Value = if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap_or(Value::Null) };
    if !response.ok() {
        let code = reply.get("code").and_then(Value::as_str).unwrap_or_default().to_owned();
        return Err(ApiError::Refused { status: response.status(), code });
    }
    serde_json::from_value(reply).map_err(|_| ApiError::Unreadable)
}

async fn fetch(method: &str, path: &str, body: Option<Value>) -> Result<Response, JsValue> {
    let headers = Headers::new()?;
    headers.set("accept", "application/json")?;
    let init = RequestInit::new();
    init.set_method(method);
    if let Some(body) = body {
        headers.set("content-type", "application/json")?;
        init.set_body(&body.to_string().into());
    }
    init.set_headers(&headers);
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let response = JsFuture::from(window.fetch_with_str_and_init(&format!("{BASE}{path}"), &init)).await?;
    response.dyn_into()
}

async fn text(response: &Response) -> Result<String, JsValue> {
    JsFuture::from(response.text()?).await?.as_string().ok_or(JsValue::NULL)
}
