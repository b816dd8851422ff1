//! The audit log: who did what to people, rights and data, and from where. Entries are written in the transaction of what
//! they tell of and never changed; each carries the hash of the one before, so that a changed, removed or inserted entry is
//! found.
//!
//! **To log another kind of event:** a line in [`Event`], and a call of [`record`] where it happens.

mod read;
mod verify;

use chrono::{DateTime, Utc};
use serde_json::json;
use sha2::{Digest, Sha256};
use trellis_model::{Json, Value, field::Shape};
use trellis_storage::{Arg, Conn, StorageError};
use uuid::Uuid;

pub use read::{AuditQuery, page};
pub use verify::verify;

use crate::{Company, Cx, Error, Result};

macro_rules! events {
    ($($(#[$doc:meta])* $variant:ident = $name:literal;)*) => {
        /// What is logged.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Event { $($(#[$doc])* $variant,)* }

        impl Event {
            /// Every event.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

events! {
    /// Somebody signed in to the company.
    SignIn = "sign_in";
    /// Somebody tried with a wrong password.
    SignInFailed = "sign_in_failed";
    /// Somebody signed out.
    SignOut = "sign_out";
    /// A person was given other roles.
    RoleChanged = "role_changed";
    /// A role was made, renamed, deleted, or may do something else.
    PermissionsChanged = "permissions_changed";
    /// A person was added.
    UserAdded = "user_added";
    /// A person was disabled.
    UserDisabled = "user_disabled";
    /// A disabled person came back.
    UserRestored = "user_restored";
    /// A person's records were given to somebody else.
    Handover = "handover";
    /// The company has another super administrator.
    CompanyTransferred = "company_transferred";
    /// The company has another name or time zone.
    CompanyChanged = "company_changed";
    /// Metadata was published.
    MetadataPublished = "metadata_published";
    /// The data of a retired field or object was emptied for good.
    DataPurged = "data_purged";
    /// A record went to the recycle bin.
    RecordDeleted = "record_deleted";
    /// A record came back from it.
    RecordRestored = "record_restored";
    /// A record was given to somebody else.
    Transfer = "transfer";
    /// Data was exported.
    Export = "export";
    /// Records were imported.
    Import = "import";
    /// A personal access token was made.
    TokenMade = "token_made";
    /// A personal access token was ended.
    TokenEnded = "token_ended";
    /// A password was changed.
    PasswordChanged = "password_changed";
}

/// An entry as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub seq: i64,
    pub at: DateTime<Utc>,
    pub user: Option<Uuid>,
    pub event: String,
    pub target: Option<String>,
    pub detail: String,
    pub address: String,
}

impl Entry {
    /// The hash that binds the entry to the one before.
    pub fn hash(&self, previous: &str) -> String {
        let row = json!([self.seq, self.at.timestamp_micros(), self.user, self.event, self.target, self.detail, self.address]);
        Sha256::digest(format!("{previous}|{row}").as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Logs what the caller does, in the transaction that does it.
///
/// # Errors
/// When the store fails.
pub async fn record(cx: &Cx, conn: &mut Conn, event: Event, target: Option<String>, detail: Json) -> Result<()> {
    append(conn, cx.now, Some(cx.user), &cx.address, event, target, &detail).await
}

/// Logs what happened elsewhere, such as in the control store: in a transaction of its own, right after it.
///
/// # Errors
/// When the store fails.
pub async fn note(company: &Company, user: Option<Uuid>, address: &str, event: Event, target: Option<String>, detail: Json) -> Result<()> {
    let (now, address) = (company.clock.now(), address.to_owned());
    company
        .store
        .write::<_, Error, _>(move |conn| {
            let (address, target, detail) = (address.clone(), target.clone(), detail.clone());
            Box::pin(async move { append(conn, now, user, &address, event, target, &detail).await })
        })
        .await
}

async fn append(
    conn: &mut Conn,
    at: DateTime<Utc>,
    user: Option<Uuid>,
    address: &str,
    event: Event,
    target: Option<String>,
    detail: &Json,
) -> Result<()> {
    // One after another: each entry follows the last one that was committed.
    conn.lock("audit").await?;
    let mut sql = conn.sql();
    sql.push("SELECT seq, \"hash\" FROM ").table("sys_audit").push(" ORDER BY seq DESC LIMIT 1");
    let last = conn.fetch_one(&sql, &[Shape::Integer, Shape::Text]).await?;
    let (seq, previous) = match last.as_deref() {
        Some([Value::Integer(seq), Value::Text(hash)]) => (seq + 1, hash.clone()),
        _ => (1, String::new()),
    };
    let entry = Entry { seq, at, user, event: event.name().to_owned(), target, detail: detail.to_string(), address: address.to_owned() };
    let hash = entry.hash(&previous);
    let mut sql = conn.sql();
    sql.push("INSERT INTO ").table("sys_audit");
    sql.push(" (seq, \"at\", user_id, \"event\", \"target\", \"detail\", \"address\", \"previous\", \"hash\") VALUES (");
    sql.args([
        Arg::Integer(entry.seq),
        Arg::DateTime(entry.at),
        entry.user.map_or(Arg::Null(Shape::Id), Arg::Id),
        Arg::Text(entry.event),
        entry.target.map_or(Arg::Null(Shape::Text), Arg::Text),
        Arg::Text(entry.detail),
        Arg::Text(entry.address),
        Arg::Text(previous),
        Arg::Text(hash),
    ]);
    sql.push(")");
    match conn.execute(&sql).await {
        Ok(_) => Ok(()),
        Err(StorageError::Unique { .. }) => Err(Error::Retry),
        Err(error) => Err(error.into()),
    }
}
