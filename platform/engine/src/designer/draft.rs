//! The draft: one a company, shared by its administrators, kept until it is published or discarded.

use trellis_catalog::{Catalog, Files, Problem, file, shipped, stack};
use trellis_model::{Json, JsonMap, Value, field::Shape};
use trellis_storage::{Arg, Conn};

use crate::{Cx, Error, Result, company};

/// The draft as it is.
pub struct Draft {
    /// Merge patches by file over the published overlay.
    pub patches: Files,
    /// The published version below it.
    pub base: i64,
    /// The published overlay.
    pub published: Files,
    /// The published overlay with the patches.
    pub overlay: Files,
    /// The catalog that publishing would give.
    pub catalog: Catalog,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

/// The draft over what is published.
///
/// # Errors
/// When the store fails.
pub async fn draft(conn: &mut Conn) -> Result<Draft> {
    let (base, published) = company::overlay(conn).await?;
    let patches = patches(conn).await?;
    let overlay = over_shipped(&published, &patches);
    let (catalog, problems) = Catalog::with_overlay(&overlay);
    Ok(Draft { patches, base, published, overlay, catalog, problems })
}

/// The overlay that does what `overlay` and then the patches do.
pub(super) fn over_shipped(overlay: &Files, patches: &Files) -> Files {
    stack(|path| shipped().get(path).cloned(), overlay, patches)
}

impl Draft {
    /// The patches over what is published that do what the draft and then `change` do.
    pub(super) fn with(&self, change: &Files) -> Files {
        stack(|path| file(shipped(), &self.published, path), &self.patches, change)
    }
}

/// The draft for somebody who changes it. Others who do wait until the transaction ends, so that nobody's change is lost
/// and what was seen of a declaration still holds when it is written.
pub(super) async fn draft_to_change(conn: &mut Conn) -> Result<Draft> {
    conn.lock("draft").await?;
    draft(conn).await
}

/// Throws the draft away.
///
/// # Errors
/// When the store fails.
pub async fn discard(conn: &mut Conn) -> Result<()> {
    conn.lock("draft").await?;
    let mut sql = conn.sql();
    sql.push("DELETE FROM ").table("sys_draft");
    conn.execute(&sql).await?;
    Ok(())
}

/// How many things the draft changes: fields, views, layouts, whole files.
pub fn changes(draft: &Draft) -> usize {
    let parts = |patch: &Json| {
        let named = ["properties", "x-rules", "views", "layouts"].iter().filter_map(|key| patch.get(*key)).filter_map(Json::as_object);
        let count: usize = named.map(JsonMap::len).sum();
        count.max(1)
    };
    draft.patches.values().map(parts).sum()
}

pub(super) async fn patches(conn: &mut Conn) -> Result<Files> {
    let mut sql = conn.sql();
    sql.push("SELECT \"files\" FROM ").table("sys_draft").push(" WHERE id = 1");
    let row = conn.fetch_one(&sql, &[Shape::Text]).await?;
    Ok(match row.as_deref() {
        Some([Value::Text(files)]) => serde_json::from_str(files).unwrap_or_default(),
        _ => Files::new(),
    })
}

pub(super) async fn keep(cx: &Cx, conn: &mut Conn, patches: &Files) -> Result<()> {
    let mut sql = conn.sql();
    sql.push("INSERT INTO ").table("sys_draft").push(" (id, \"files\", \"at\", user_id) VALUES (1, ");
    sql.args([Arg::Text(serde_json::to_string(patches).unwrap_or_default()), Arg::DateTime(cx.now), Arg::Id(cx.user)]);
    sql.push(") ON CONFLICT (id) DO UPDATE SET \"files\" = excluded.\"files\", \"at\" = excluded.\"at\", user_id = excluded.user_id");
    conn.execute(&sql).await?;
    Ok(())
}

/// What a declaration of the draft is now, for those who edit it: another tag, another declaration.
pub fn tag_of(declaration: &Json) -> String {
    use sha2::Digest;
    let digest = sha2::Sha256::digest(declaration.to_string().as_bytes());
    let short: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("\"d-{short}\"")
}

/// What somebody has read of a declaration before writing it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Seen {
    /// Whatever it is, it is written over.
    #[default]
    Anything,
    /// There was none.
    Nothing,
    /// The one with this tag.
    Tag(String),
}

impl Seen {
    /// Holds what was read against the tag of what there is now.
    ///
    /// # Errors
    /// [`Error::Precondition`] when it is another one.
    pub(super) fn require(&self, now: Option<&str>) -> Result<()> {
        let same = match self {
            Self::Anything => true,
            Self::Nothing => now.is_none(),
            Self::Tag(tag) => now == Some(tag),
        };
        if same { Ok(()) } else { Err(Error::Precondition) }
    }
}
