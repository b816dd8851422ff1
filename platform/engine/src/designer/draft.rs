//! The draft: one a company, shared by its administrators, kept until it is published or discarded.

use trellis_catalog::{Catalog, Files, Problem};
use trellis_model::{Json, JsonMap, Value, field::Shape};
use trellis_storage::{Arg, Conn};

use crate::{Cx, Error, Result, company};

/// The draft as it is.
pub struct Draft {
    /// Merge patches by file over the published overlay.
    pub patches: Files,
    /// The published version below it.
    pub base: i64,
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
    let overlay = compose(&published, &patches);
    let (catalog, problems) = Catalog::with_overlay(&overlay);
    Ok(Draft { patches, base, overlay, catalog, problems })
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

/// The patches that do what `first` and then `second` do.
pub fn compose(first: &Files, second: &Files) -> Files {
    let mut files = first.clone();
    for (path, patch) in second {
        match (files.get_mut(path), patch) {
            (Some(Json::Object(below)), Json::Object(above)) => compose_maps(below, above),
            _ => drop(files.insert(path.clone(), patch.clone())),
        }
    }
    files
}

/// The patch that makes `after` of `before`: a map key by key, anything else whole.
pub fn difference(before: &Json, after: &Json) -> Json {
    let (Json::Object(before), Json::Object(after)) = (before, after) else { return after.clone() };
    let mut patch = JsonMap::new();
    for (key, value) in after {
        match before.get(key) {
            Some(old) if old == value => {}
            Some(old) => drop(patch.insert(key.clone(), difference(old, value))),
            None => drop(patch.insert(key.clone(), value.clone())),
        }
    }
    patch.extend(before.keys().filter(|key| !after.contains_key(*key)).map(|key| (key.clone(), Json::Null)));
    Json::Object(patch)
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

/// Unlike applying a patch, composing keeps `null`: it must still remove what is below both.
fn compose_maps(below: &mut JsonMap, above: &JsonMap) {
    for (key, value) in above {
        match (below.get_mut(key), value) {
            (Some(Json::Object(below)), Json::Object(above)) => compose_maps(below, above),
            _ => drop(below.insert(key.clone(), value.clone())),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_difference_leads_from_one_to_the_other() {
        let before = json!({ "a": 1, "b": { "c": [1], "d": 2 }, "e": 3 });
        let after = json!({ "a": 1, "b": { "c": [1, 2] }, "f": 4 });
        assert_eq!(difference(&before, &after), json!({ "b": { "c": [1, 2], "d": null }, "f": 4, "e": null }));
    }

    #[test]
    fn composed_patches_keep_removals() {
        let file = |json: Json| -> Files { [("a.json".to_owned(), json)].into() };
        let first = file(json!({ "x": { "y": 1, "z": 2 }, "k": null }));
        let second = file(json!({ "x": { "y": null }, "n": 3 }));
        assert_eq!(compose(&first, &second), file(json!({ "x": { "y": null, "z": 2 }, "k": null, "n": 3 })));
    }
}
