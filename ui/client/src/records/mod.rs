//! Records: lists, one record, what hangs on it, and everything that changes them.

mod actions;
mod history;
mod team;

pub use actions::{Bulk, Operation, Refusal, act, act_on_many, batch};
pub use history::{Change, FieldChange, Note, TimelineEntry, history, timeline};
pub use team::{Member, set_team, team};

use gloo_net::http::Method;
use serde::Deserialize;
use trellis_model::{Json, JsonMap};

use crate::{
    ApiError, Key, Row, Tag,
    http::{self, Reply},
    path::{path, with_query},
};

/// Which records a list shows, and how much of them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListQuery {
    /// A saved list view.
    pub view: Option<String>,
    /// A filter on top of the view's.
    pub filter: Option<Json>,
    /// A keyword.
    pub q: String,
    /// As `-created_at,name`; empty for the view's own order.
    pub sort: String,
    /// The fields, and paths through one lookup.
    pub fields: Vec<String>,
    /// Rows of a page.
    pub limit: u32,
    /// Where the page begins.
    pub cursor: Option<String>,
    /// The number of the page, from one, when it has no cursor; the first when zero.
    pub page: usize,
    /// Whether to count.
    pub count: bool,
    /// Those in the recycle bin instead.
    pub deleted: bool,
}

impl ListQuery {
    /// The address of the page, which is its key as well.
    pub fn path(&self, object: &str) -> String {
        self.on(path(&["records", object]))
    }

    /// Where the same records can be had as a file, all of them.
    pub fn export_path(&self, object: &str, format: &str, ids: bool, language: &str) -> String {
        let all = Self { limit: 0, cursor: None, page: 0, count: false, ..self.clone() };
        let path = all.on(path(&["records", object, "export"]));
        let separator = if path.contains('?') { '&' } else { '?' };
        format!("{path}{separator}format={format}&language={language}{}", if ids { "&ids=true" } else { "" })
    }

    fn on(&self, path: String) -> String {
        let filter = self.filter.as_ref().map(Json::to_string);
        let fields = (!self.fields.is_empty()).then(|| self.fields.join(","));
        let page = (self.page > 1 && self.cursor.is_none()).then(|| self.page.to_string());
        let limit = (self.limit > 0).then(|| self.limit.to_string());
        let given = |text: &'_ str| (!text.is_empty()).then(|| text.to_owned());
        let (q, sort) = (given(self.q.trim()), given(&self.sort));
        with_query(
            path,
            &[
                ("view", self.view.as_deref()),
                ("filter", filter.as_deref()),
                ("q", q.as_deref()),
                ("sort", sort.as_deref()),
                ("fields", fields.as_deref()),
                ("limit", limit.as_deref()),
                ("cursor", self.cursor.as_deref()),
                ("page", page.as_deref()),
                ("count", self.count.then_some("estimate")),
                ("deleted", self.deleted.then_some("true")),
            ],
        )
    }
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Page<T = Row> {
    /// The rows.
    pub items: Vec<T>,
    /// Where the next page begins.
    #[serde(default)]
    pub next: Option<String>,
    /// How many there are, when that was asked.
    #[serde(default)]
    pub count: Option<Total>,
}

/// How many records there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Total {
    /// The number.
    pub value: usize,
    /// Whether there are exactly so many; otherwise at least.
    pub exact: bool,
}

/// One record with its version.
#[derive(Debug, Clone, PartialEq)]
pub struct Versioned {
    /// The record.
    pub row: Row,
    /// What `If-Match` needs.
    pub etag: Option<String>,
}

impl From<Reply<Row>> for Versioned {
    fn from(reply: Reply<Row>) -> Self {
        Self { row: reply.body, etag: reply.etag }
    }
}

/// The key of a list.
pub fn list_key(object: &str, query: &ListQuery) -> Key {
    Key::new(query.path(object), [Tag::Records(object.to_owned())])
}

/// The key of one record.
pub fn record_key(object: &str, id: &str, fields: &[String]) -> Key {
    Key::new(one(object, id, fields), [Tag::Record(object.to_owned(), id.to_owned())])
}

/// What a change of one record outdates.
pub fn tags_of(object: &str, id: &str) -> [Tag; 3] {
    [Tag::Records(object.to_owned()), Tag::Record(object.to_owned(), id.to_owned()), Tag::Charts]
}

fn one(object: &str, id: &str, fields: &[String]) -> String {
    let fields = (!fields.is_empty()).then(|| fields.join(","));
    with_query(path(&["records", object, id]), &[("fields", fields.as_deref())])
}

/// A page of records.
///
/// # Errors
/// When the server refuses or cannot be reached, as for every call here.
pub async fn list(object: &str, query: &ListQuery) -> Result<Page, ApiError> {
    http::get(&query.path(object)).await
}

/// One record, with the labels of the lookups that `fields` names.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn get(object: &str, id: &str, fields: &[String]) -> Result<Versioned, ApiError> {
    http::get_versioned::<Row>(&one(object, id, fields)).await.map(Versioned::from)
}

/// A new record.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn create(object: &str, values: JsonMap) -> Result<Row, ApiError> {
    http::send(Method::POST, &path(&["records", object]), &Json::Object(values)).await
}

/// Changes the given fields.
///
/// # Errors
/// When the server refuses or cannot be reached; [`ApiError::is_outdated`] when it was changed meanwhile.
pub async fn update(object: &str, id: &str, changes: JsonMap, etag: Option<&str>) -> Result<Versioned, ApiError> {
    let path = path(&["records", object, id]);
    let over = etag.map(str::to_owned).into();
    http::send_over::<Row>(Method::PATCH, &path, &Json::Object(changes), &over).await.map(Versioned::from)
}

/// Moves a record to the recycle bin.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn delete(object: &str, id: &str) -> Result<(), ApiError> {
    http::send::<Json>(Method::DELETE, &path(&["records", object, id]), &Json::Null).await.map(drop)
}

/// Brings a record back from the recycle bin.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn restore(object: &str, id: &str) -> Result<(), ApiError> {
    http::send::<Json>(Method::POST, &path(&["records", object, id, "restore"]), &Json::Null).await.map(drop)
}

/// The records of another object that look this one up; `relation` is `<object>.<lookup field>`.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn related(object: &str, id: &str, relation: &str, query: &ListQuery) -> Result<Page, ApiError> {
    http::get(&query.on(path(&["records", object, id, "related", relation]))).await
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_list_asks_only_for_what_is_given() {
        let query = ListQuery {
            view: Some("mine".into()),
            filter: Some(json!({ "level": { "in": ["a"] } })),
            q: " 华 ".into(),
            fields: vec!["name".into(), "owner.name".into()],
            limit: 20,
            count: true,
            ..ListQuery::default()
        };
        assert_eq!(
            query.path("customer"),
            "/api/v1/records/customer?view=mine&filter=%7B%22level%22%3A%7B%22in%22%3A%5B%22a%22%5D%7D%7D&q=%E5%8D%8E\
             &fields=name%2Cowner.name&limit=20&count=estimate"
        );
        assert_eq!(ListQuery::default().path("lead"), "/api/v1/records/lead");
    }
}
