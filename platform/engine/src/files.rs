//! Files of records: uploaded first, by whoever may sign in, and tied to a record's field when the record is saved. From
//! then on a file is read by those who see that field of that record, and by nobody else.
//!
//! Bytes are kept through `object_store`, the row after them: a row never names bytes that are not there. What was
//! uploaded and never saved is swept away after a day.

use std::{path::PathBuf, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};
use object_store::{ObjectStore, ObjectStoreExt, PutPayload, local::LocalFileSystem, memory::InMemory, path::Path};
use serde::Serialize;
use trellis_model::{
    Field, FieldKind, Object, Record, Value, Violation, field::Shape, field::lookup::parse_id, violation::Code, wire::FieldLevel,
};
use trellis_storage::{Arg, Conn};
use uuid::Uuid;

use crate::{Company, Cx, Error, Reason, Result, records};

/// Most bytes of one file.
pub const MOST_BYTES: usize = 50 * 1024 * 1024;
/// Most megabytes of a file in a field that does not say.
const USUAL_MB: u32 = 20;
/// How long an upload waits for its record.
const PATIENCE: TimeDelta = TimeDelta::hours(24);
/// Pictures that browsers draw and that carry no script.
const PICTURES: &[&str] = &["image/png", "image/jpeg", "image/gif", "image/webp"];

/// Where the bytes of files are kept.
#[derive(Clone)]
pub struct FileStore(Arc<dyn ObjectStore>);

impl FileStore {
    /// A folder, made when it is not there.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn folder(path: &PathBuf) -> std::io::Result<Self> {
        std::fs::create_dir_all(path)?;
        let store = LocalFileSystem::new_with_prefix(path).map_err(std::io::Error::other)?;
        Ok(Self(Arc::new(store)))
    }

    /// Memory, for tests.
    pub fn memory() -> Self {
        Self(Arc::new(InMemory::new()))
    }
}

/// An uploaded file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct File {
    /// Its id.
    pub id: Uuid,
    /// The name that it had.
    pub name: String,
    /// Bytes.
    pub size: i64,
    /// What it is by its content.
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(skip)]
    place: Option<Place>,
    #[serde(skip)]
    by: Option<Uuid>,
}

/// Where a file belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    object: String,
    record: Uuid,
    /// The field's id.
    field: String,
}

const COLUMNS: &str = "id, \"name\", \"size\", \"type\", \"object\", \"record\", \"field\", user_id";
const SHAPES: [Shape; 8] = [Shape::Id, Shape::Text, Shape::Integer, Shape::Text, Shape::Text, Shape::Id, Shape::Text, Shape::Id];

fn key(company: &Company, id: Uuid) -> Path {
    Path::from(format!("{}/{id}", company.id))
}

/// Keeps an upload.
///
/// # Errors
/// [`Error::Invalid`] for a file that is too large, has no name, or is not what its name says.
pub async fn upload(cx: &Cx, name: &str, bytes: Vec<u8>) -> Result<File> {
    let name: String = name.rsplit(['/', '\\']).next().unwrap_or_default().chars().filter(|c| !c.is_control()).take(200).collect();
    let wrong = |code: Code| Error::invalid(Violation::new("file", code).with("max", "50 MB").with("expected", "file"));
    if name.trim().is_empty() || bytes.is_empty() {
        return Err(wrong(Code::Required));
    }
    if bytes.len() > MOST_BYTES {
        return Err(wrong(Code::TooLarge));
    }
    let kind = kind_of(&name, &bytes).ok_or_else(|| wrong(Code::Format))?;
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let file = File { id: cx.new_id(), name, size, kind, place: None, by: Some(cx.user) };
    cx.company.files.0.put(&key(&cx.company, file.id), PutPayload::from(bytes)).await.map_err(failed)?;
    let row = file.clone();
    cx.write(move |cx, conn| {
        let file = row.clone();
        Box::pin(async move {
            let args = vec![
                Arg::Id(file.id),
                Arg::Text(file.name),
                Arg::Integer(file.size),
                Arg::Text(file.kind),
                Arg::DateTime(cx.now),
                Arg::Id(cx.user),
            ];
            Ok(conn.insert_many("sys_file", &["id", "name", "size", "type", "at", "user_id"], vec![args]).await?)
        })
    })
    .await?;
    Ok(file)
}

fn failed(error: object_store::Error) -> Error {
    Error::Internal(format!("files: {error}"))
}

/// What a file is by its content, when its name does not say otherwise; `None` for programs and for what pretends.
fn kind_of(name: &str, bytes: &[u8]) -> Option<String> {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    if infer::is_app(bytes) || ["exe", "dll", "scr", "com", "msi", "bat", "cmd"].contains(&ending.as_str()) {
        return None;
    }
    let found = infer::get(bytes).map(|kind| kind.mime_type());
    let starts = |prefix: &str| found.is_some_and(|found| found.starts_with(prefix));
    let fits = match ending.as_str() {
        "png" => found == Some("image/png"),
        "jpg" | "jpeg" => found == Some("image/jpeg"),
        "gif" => found == Some("image/gif"),
        "webp" => found == Some("image/webp"),
        "pdf" => found == Some("application/pdf"),
        "docx" | "xlsx" | "pptx" => starts("application/vnd.openxmlformats") || found == Some("application/zip"),
        "zip" => found == Some("application/zip") || starts("application/vnd.openxmlformats"),
        "mp4" | "mov" | "webm" | "avi" => starts("video/"),
        "mp3" | "wav" | "m4a" | "ogg" | "amr" => starts("audio/") || starts("video/mp4"),
        "txt" | "csv" | "md" | "json" | "log" => !bytes.contains(&0) && found.is_none_or(|found| found.starts_with("text/")),
        // What claims no well-known kind may be anything that is not a picture under another name.
        _ => !starts("image/") || ["bmp", "tif", "tiff", "heic", "avif", "ico", "psd"].contains(&ending.as_str()),
    };
    let plain = if ["txt", "csv", "md", "json", "log"].contains(&ending.as_str()) { "text/plain" } else { "application/octet-stream" };
    fits.then(|| found.unwrap_or(plain).to_owned())
}

async fn read(conn: &mut Conn, ids: &[Uuid]) -> Result<Vec<File>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = conn.sql();
    sql.push("SELECT ").push(COLUMNS).push(" FROM ").table("sys_file").push(" WHERE id IN ").set(Arg::Ids(ids.to_vec()));
    let text = |value: &Value| value.as_text().unwrap_or_default().to_owned();
    let file = |row: Vec<Value>| {
        let place = row[5].as_id().map(|record| Place { object: text(&row[4]), record, field: text(&row[6]) });
        let size = if let Value::Integer(size) = row[2] { size } else { 0 };
        Some(File { id: row[0].as_id()?, name: text(&row[1]), size, kind: text(&row[3]), place, by: row[7].as_id() })
    };
    Ok(conn.fetch(&sql, &SHAPES).await?.into_iter().filter_map(file).collect())
}

/// A file that the caller may read: their own upload that waits for its record, or one of a record and field that they see.
///
/// # Errors
/// [`Error::NotFound`] for any other.
pub async fn find(cx: &Cx, conn: &mut Conn, id: Uuid) -> Result<File> {
    let file = read(conn, &[id]).await?.into_iter().next().ok_or(Error::NotFound)?;
    let Some(place) = &file.place else {
        return if file.by == Some(cx.user) { Ok(file) } else { Err(Error::NotFound) };
    };
    let object = cx.object(&place.object)?;
    let field = object.fields().iter().find(|field| field.id == place.field).ok_or(Error::NotFound)?;
    let seen = cx.level(object, field) >= FieldLevel::Read
        && records::exists(cx, conn, object, place.record, cx.scope(object, "view"), trellis_storage::records::Deleted::Live).await?;
    // A file that was taken out of its field is kept for the history, and shown to nobody.
    if !seen {
        return Err(Error::NotFound);
    }
    let record = records::find(cx, conn, object, place.record, "view").await?;
    let held = matches!(record.get(&field.name), Value::Codes(ids) if ids.contains(&id.to_string()));
    if held { Ok(file) } else { Err(Error::NotFound) }
}

/// The bytes of a file that [`find`] gave.
///
/// # Errors
/// When they cannot be read.
pub async fn bytes(cx: &Cx, file: &File) -> Result<Vec<u8>> {
    let found = cx.company.files.0.get(&key(&cx.company, file.id)).await.map_err(failed)?;
    Ok(found.bytes().await.map_err(failed)?.to_vec())
}

/// The names of files, by id.
pub(crate) async fn names(conn: &mut Conn, ids: &[Uuid]) -> Result<Vec<(Uuid, String)>> {
    Ok(read(conn, ids).await?.into_iter().map(|file| (file.id, file.name)).collect())
}

fn fields_of(object: &Object) -> impl Iterator<Item = &Field> {
    object.declared().filter(|field| matches!(field.kind, FieldKind::File | FieldKind::Image))
}

fn ids(value: &Value) -> Vec<Uuid> {
    if let Value::Codes(ids) = value { ids.iter().filter_map(|id| parse_id(id)).collect() } else { Vec::new() }
}

/// What is wrong with the files that a record is to have: each must be the caller's own upload or the record's already,
/// and of a kind and size that the field takes.
pub(crate) async fn check(
    cx: &Cx,
    conn: &mut Conn,
    object: &Object,
    own: Uuid,
    before: &Record,
    changes: &Record,
) -> Result<Vec<Violation>> {
    let mut violations = Vec::new();
    for field in fields_of(object).filter(|field| changes.0.contains_key(&field.name)) {
        let had = ids(before.get(&field.name));
        let new: Vec<Uuid> = ids(changes.get(&field.name)).into_iter().filter(|id| !had.contains(id)).collect();
        let found = read(conn, &new).await?;
        for (index, id) in new.iter().enumerate() {
            let file = found.iter().find(|file| file.id == *id);
            let is_own = file.is_some_and(|file| match &file.place {
                None => file.by == Some(cx.user),
                Some(place) => place.object == object.name && place.record == own && place.field == field.id,
            });
            let pointer = format!("/{}/{index}", field.name);
            match file.filter(|_| is_own) {
                None => violations.push(Violation::at(pointer, Code::Lookup)),
                Some(file) => violations.extend(refused(field, file).map(|violation| violation.under(&pointer))),
            }
        }
    }
    Ok(violations)
}

fn refused(field: &Field, file: &File) -> Option<Violation> {
    let rule = field.file.clone().unwrap_or_default();
    let most = rule.max_mb.unwrap_or(USUAL_MB);
    if file.size > i64::from(most) * 1024 * 1024 {
        return Some(Violation::at("", Code::TooLarge).with("max", format!("{most} MB")));
    }
    let ending = file.name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    let picture = field.kind != FieldKind::Image || PICTURES.contains(&file.kind.as_str());
    let accepted = rule.accept.is_empty() || rule.accept.contains(&ending);
    let expected = if picture { format!("file_of:{}", rule.accept.join(", ")) } else { "picture".to_owned() };
    (!picture || !accepted).then(|| Violation::at("", Code::Format).with("expected", expected))
}

/// Ties the files of a record that was just written to it.
pub(crate) async fn bind(conn: &mut Conn, object: &Object, before: &Record, after: &Record) -> Result<()> {
    for field in fields_of(object).filter(|field| before.get(&field.name) != after.get(&field.name)) {
        let new: Vec<Uuid> = ids(after.get(&field.name)).into_iter().filter(|id| !ids(before.get(&field.name)).contains(id)).collect();
        if new.is_empty() {
            continue;
        }
        let mut sql = conn.sql();
        sql.push("UPDATE ").table("sys_file").push(" SET \"object\" = ").arg(Arg::Text(object.name.clone()));
        sql.push(", \"record\" = ").arg(Arg::Id(after.id())).push(", \"field\" = ").arg(Arg::Text(field.id.clone()));
        sql.push(" WHERE \"record\" IS NULL AND id IN ").set(Arg::Ids(new));
        conn.execute(&sql).await?;
    }
    Ok(())
}

/// Sweeps away what was uploaded and never saved. Rows first: bytes without a row are harmless.
///
/// # Errors
/// When the store fails.
pub async fn sweep(company: &Company, now: DateTime<Utc>) -> Result<usize> {
    let before = now - PATIENCE;
    let gone: Vec<Uuid> = company
        .store
        .write::<_, Error, _>(move |conn| {
            Box::pin(async move {
                let mut sql = conn.sql();
                sql.push("DELETE FROM ").table("sys_file").push(" WHERE \"record\" IS NULL AND \"at\" < ").arg(Arg::DateTime(before));
                sql.push(" RETURNING id");
                Ok(conn.fetch_changed(&sql, &[Shape::Id]).await?.iter().filter_map(|row| row[0].as_id()).collect())
            })
        })
        .await?;
    for id in &gone {
        let _ = company.files.0.delete(&key(company, *id)).await;
    }
    Ok(gone.len())
}

/// Refuses an upload of somebody who may write nothing at all.
///
/// # Errors
/// [`Error::Forbidden`]
pub fn may_upload(cx: &Cx) -> Result<()> {
    let writes = cx.catalog().objects().any(|object| cx.access.can(&object.name, "create") || cx.access.can(&object.name, "edit"));
    if writes { Ok(()) } else { Err(Error::Forbidden(Reason::NotAllowed)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_counts_not_the_name() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
        for (name, bytes, expected) in [
            ("a.png", png.as_slice(), Some("image/png")),
            ("a.jpg", png.as_slice(), None),
            ("a.pdf", b"%PDF-1.7 x".as_slice(), Some("application/pdf")),
            ("a.png", b"<svg onload=alert(1)>".as_slice(), None),
            ("a.txt", "文字".as_bytes(), Some("text/plain")),
            ("a.txt", b"a\0b".as_slice(), None),
            ("a.exe", b"x".as_slice(), None),
            ("a.bin", b"MZ\x90\0".as_slice(), None),
            ("notes.xyz", b"anything".as_slice(), Some("application/octet-stream")),
        ] {
            assert_eq!(kind_of(name, bytes).as_deref(), expected, "{name}");
        }
    }
}
