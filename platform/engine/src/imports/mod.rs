//! Files that become records: uploaded, mapped, tried, carried out in the background, and what was refused to correct and
//! send again.
//!
//! An import belongs to who began it and is nobody else's to see. Its rows go through the very verbs of
//! [`records`](crate::records), a chunk a transaction, with the rights that its owner has at that moment.
//!
//! **To read another notation of a value:** `values.rs`, and a line in its test.

mod columns;
mod resolve;
mod rows;
mod store;
mod values;
mod work;

use std::sync::Arc;

use chrono::TimeDelta;
use trellis_model::{
    Label, Object, Violation,
    violation::Code,
    wire::{Duplicates, ImportColumn, ImportCounts, ImportInfo, ImportMapping, ImportStatus},
};
use trellis_storage::Conn;
use uuid::Uuid;

use crate::{
    Company, Cx, Error, Reason, Result,
    sheet::{self, Cell, Format, SheetError, SheetRow, Writer},
};
use columns::{PROBLEM, guess, is_target, normal};
use store::{CHUNK, Import, Info};

/// The largest file, in bytes.
pub const LARGEST: usize = 20 << 20;
/// Imports that a person's list shows.
const LISTED: u32 = 50;
/// Cells of a column that are shown.
const SAMPLES: usize = 3;
/// Days after which an import that nobody came back to is taken away.
const KEPT_DAYS: i64 = 30;
/// Chunks that are stored in one transaction.
const STORED: usize = 20;
/// An import that has not gone on for so long is taken up again when somebody looks.
const STALLED: TimeDelta = TimeDelta::seconds(30);

/// Takes in a file for an object whose caller may import.
///
/// # Errors
/// [`Error::Forbidden`] without the right to import; [`Error::Invalid`] for what is no table.
pub async fn upload(cx: &Cx, object: &str, file: &str, bytes: Vec<u8>) -> Result<ImportInfo> {
    let object = cx.object(object)?;
    cx.require(&object.name, "import")?;
    if object.options.system {
        return Err(Error::Forbidden(Reason::SystemObject));
    }
    // Unpacking and reading is work of its own: the threads that serve others do not wait for it.
    let read = tokio::task::spawn_blocking(move || Table::read(&bytes)).await.map_err(|error| Error::Internal(error.to_string()))?;
    let table = read.map_err(unreadable)?;
    let known = store::titles(&mut cx.company.store.reader().await?, &object.name).await?;
    let fields = guess(cx, object, &table.titles, &known);
    let columns = table.titles.into_iter().zip(table.samples).zip(fields);
    let import = Import {
        id: cx.new_id(),
        user: cx.user,
        object: object.name.clone(),
        status: ImportStatus::Mapping,
        created_at: cx.now,
        updated_at: cx.now,
        info: Info {
            file: file.chars().filter(|c| !c.is_control()).take(200).collect(),
            rows: table.rows,
            chunks: u32::try_from(table.chunks.len()).unwrap_or_default(),
            next: 0,
            columns: columns.map(|((title, samples), field)| ImportColumn { title, samples, field }).collect(),
            duplicates: Duplicates::default(),
            done: 0,
            counts: ImportCounts::default(),
            failure: None,
            language: cx.language,
            address: cx.address.to_string(),
        },
    };
    keep(cx, &import, table.chunks).await?;
    Ok(import.wire(Vec::new()))
}

/// A file, read.
struct Table {
    titles: Vec<String>,
    samples: Vec<Vec<String>>,
    rows: u32,
    /// The rows in chunks, as they are kept.
    chunks: Vec<String>,
}

impl Table {
    fn read(bytes: &[u8]) -> Result<Self, SheetError> {
        let mut table = Self { titles: Vec::new(), samples: Vec::new(), rows: 0, chunks: Vec::new() };
        let mut waiting: Vec<SheetRow> = Vec::with_capacity(CHUNK);
        sheet::read(bytes, |row| {
            if table.titles.is_empty() {
                table.titles = row.cells.iter().map(|title| title.trim().to_owned()).collect();
                table.samples = vec![Vec::new(); table.titles.len()];
                return;
            }
            table.rows += 1;
            let cells = table.samples.iter_mut().zip(&row.cells);
            for (samples, cell) in cells.filter(|(samples, cell)| samples.len() < SAMPLES && !cell.trim().is_empty()) {
                samples.push(cell.chars().take(60).collect());
            }
            waiting.push(SheetRow { cells: row.cells.into_iter().map(|cell| cell.replace('\0', "")).collect(), ..row });
            if waiting.len() == CHUNK {
                table.chunks.push(store::chunk_text(&waiting));
                waiting.clear();
            }
        })?;
        if !waiting.is_empty() {
            table.chunks.push(store::chunk_text(&waiting));
        }
        Ok(table)
    }
}

/// Keeps a new import, its rows first: until the last is there nobody sees it.
async fn keep(cx: &Cx, import: &Import, chunks: Vec<String>) -> Result<()> {
    let before = cx.now - TimeDelta::days(KEPT_DAYS);
    cx.write(move |_, conn| Box::pin(async move { store::delete_older(conn, before).await })).await?;
    let (id, chunks) = (import.id, Arc::new(chunks));
    for first in (0..chunks.len()).step_by(STORED) {
        let chunks = Arc::clone(&chunks);
        cx.write(move |_, conn| {
            let chunks = Arc::clone(&chunks);
            Box::pin(async move {
                let end = (first + STORED).min(chunks.len());
                store::insert_chunks(conn, id, first, &chunks[first..end]).await
            })
        })
        .await?;
    }
    let import = import.clone();
    cx.write(move |_, conn| {
        let import = import.clone();
        Box::pin(async move { store::insert(conn, &import).await })
    })
    .await
}

fn unreadable(error: SheetError) -> Error {
    let (zh, en) = match error {
        SheetError::Unreadable => {
            ("无法读取文件，请使用 CSV（UTF-8 或 GBK）或 XLSX 格式", "The file cannot be read; use CSV (UTF-8 or GBK) or XLSX")
        }
        SheetError::Empty => (
            "文件中没有数据：第一行为标题，数据从第二行开始",
            "There are no rows in the file: the first line has the titles, the rows begin below",
        ),
        SheetError::TooLarge => ("文件解压后过大", "The file is too large when unpacked"),
        SheetError::TooManyRows => ("最多 200,000 行", "At most 200,000 rows"),
        SheetError::TooManyColumns => ("最多 200 列", "At most 200 columns"),
    };
    Error::invalid(Violation::new("file", Code::Refused).with("reason_zh", zh).with("reason_en", en))
}

/// The caller's import with this id.
async fn own(cx: &Cx, conn: &mut Conn, id: Uuid) -> Result<Import> {
    store::load(conn, id).await?.filter(|import| import.user == cx.user).ok_or(Error::NotFound)
}

/// The caller's imports, the newest first.
///
/// # Errors
/// When the store fails.
pub async fn list(cx: &Cx) -> Result<Vec<ImportInfo>> {
    let mut conn = cx.company.store.reader().await?;
    Ok(store::of_user(&mut conn, cx.user, LISTED).await?.iter().map(|import| import.wire(Vec::new())).collect())
}

/// Where an import of the caller's stands.
///
/// # Errors
/// [`Error::NotFound`] for somebody else's as for none.
pub async fn get(cx: &Cx, id: Uuid) -> Result<ImportInfo> {
    let mut conn = cx.company.store.reader().await?;
    let import = own(cx, &mut conn, id).await?;
    let problems = store::problems(&mut conn, id).await?;
    if import.status.is_busy() && import.updated_at + STALLED < cx.now {
        // The node that carried it out may be gone.
        work::spawn(Arc::clone(&cx.company), id);
    }
    Ok(import.wire(problems))
}

/// Says which columns fill which fields.
///
/// # Errors
/// [`Error::Invalid`] for a field that is not there for the caller to fill, or twice; [`Error::Conflict`] for an import that
/// goes on or is over.
pub async fn map(cx: &Cx, id: Uuid, mapping: ImportMapping) -> Result<ImportInfo> {
    cx.write(move |cx, conn| {
        let mapping = mapping.clone();
        Box::pin(async move {
            let mut import = own(cx, conn, id).await?;
            refuse_unless(&import, &[ImportStatus::Mapping, ImportStatus::Checked])?;
            check_mapping(cx, cx.object(&import.object)?, &import, &mapping)?;
            for (column, field) in import.info.columns.iter_mut().zip(&mapping.columns) {
                column.field.clone_from(field);
            }
            import.info.duplicates = mapping.duplicates;
            begin(cx, conn, &mut import, ImportStatus::Mapping).await?;
            Ok(import.wire(Vec::new()))
        })
    })
    .await
}

fn check_mapping(cx: &Cx, object: &Object, import: &Import, mapping: &ImportMapping) -> Result<()> {
    if mapping.columns.len() != import.info.columns.len() {
        let length = import.info.columns.len();
        return Err(Error::invalid(Violation::new("columns", Code::Shape).with("expected", format!("columns:{length}"))));
    }
    let mut violations = Vec::new();
    for (at, field) in mapping.columns.iter().enumerate().filter_map(|(at, field)| Some((at, field.as_ref()?))) {
        let pointer = format!("/columns/{at}");
        if !is_target(cx, object, field) {
            let names = columns::fillable(cx, object);
            let mut violation = trellis_model::record::unknown_field(field, names.iter().map(|field| field.name.as_str()));
            violation.pointer = pointer;
            violations.push(violation);
        } else if mapping.columns[..at].iter().any(|other| other.as_ref() == Some(field)) {
            violations.push(Violation::at(pointer, Code::Repeated));
        }
    }
    if mapping.columns.iter().all(Option::is_none) {
        violations.push(Violation::new("columns", Code::Required));
    }
    if violations.is_empty() { Ok(()) } else { Err(Error::Invalid(violations)) }
}

fn refuse_unless(import: &Import, allowed: &[ImportStatus]) -> Result<()> {
    if allowed.contains(&import.status) { Ok(()) } else { Err(Error::Conflict(Reason::ImportState)) }
}

/// Brings an import to the beginning of a step.
async fn begin(cx: &Cx, conn: &mut Conn, import: &mut Import, status: ImportStatus) -> Result<()> {
    import.status = status;
    import.updated_at = cx.now;
    (import.info.next, import.info.done, import.info.counts) = (0, 0, ImportCounts::default());
    (import.info.language, import.info.address) = (cx.language, cx.address.to_string());
    store::delete_rejects(conn, import.id).await?;
    store::save(conn, import).await
}

/// Tries an import, or carries it out, in the background.
///
/// # Errors
/// [`Error::Forbidden`] without the right to import; [`Error::Conflict`] for an import that goes on or is over.
pub async fn start(cx: &Cx, id: Uuid, run: bool) -> Result<ImportInfo> {
    let started = cx.write(move |cx, conn| {
        Box::pin(async move {
            let mut import = own(cx, conn, id).await?;
            cx.require(&import.object, "import")?;
            refuse_unless(&import, &[ImportStatus::Mapping, ImportStatus::Checked])?;
            let columns = import.info.columns.iter().map(|column| column.field.clone()).collect();
            check_mapping(cx, cx.object(&import.object)?, &import, &ImportMapping { columns, duplicates: import.info.duplicates })?;
            begin(cx, conn, &mut import, if run { ImportStatus::Running } else { ImportStatus::Checking }).await?;
            if run {
                remember(conn, &import).await?;
            }
            Ok(import.wire(Vec::new()))
        })
    });
    let info = started.await?;
    work::spawn(Arc::clone(&cx.company), id);
    Ok(info)
}

/// Remembers what the titles mean, for the next file.
async fn remember(conn: &mut Conn, import: &Import) -> Result<()> {
    for column in &import.info.columns {
        let title = normal(&column.title);
        if let Some(field) = column.field.as_ref().filter(|_| !title.is_empty()) {
            store::remember_title(conn, &import.object, &title, field).await?;
        }
    }
    Ok(())
}

/// Gives an import up: what is carried out stays, the rest is not.
///
/// # Errors
/// [`Error::NotFound`] for somebody else's as for none.
pub async fn discard(cx: &Cx, id: Uuid) -> Result<()> {
    cx.write(move |cx, conn| {
        Box::pin(async move {
            conn.lock(&format!("import:{id}")).await?;
            own(cx, conn, id).await?;
            store::delete(conn, id).await
        })
    })
    .await
}

/// The refused rows as a file like the one that came, with what is wrong in a last column.
///
/// # Errors
/// [`Error::NotFound`] for somebody else's as for none.
pub async fn rejects(cx: &Cx, id: Uuid) -> Result<Vec<u8>> {
    let failed = |error: std::io::Error| Error::Internal(error.to_string());
    let import = own(cx, &mut cx.company.store.reader().await?, id).await?;
    let problem = PROBLEM();
    let is_ours = |title: &str| [&problem.zh, &problem.en].iter().any(|own| own.as_str() == title);
    // A file of refused rows that comes back has the column already.
    let kept: Vec<usize> = (0..import.info.columns.len()).filter(|at| !is_ours(&import.info.columns[*at].title)).collect();
    let mut titles: Vec<String> = kept.iter().map(|at| import.info.columns[*at].title.clone()).collect();
    titles.push(problem.get(cx.language).to_owned());
    let mut writer = Writer::new(Format::Csv, &titles).map_err(failed)?;
    let mut after = 0;
    loop {
        let page = store::rejects(&mut cx.company.store.reader().await?, id, after, 500).await?;
        let Some((last, _)) = page.last() else { break };
        after = last.number;
        for (row, reasons) in &page {
            let cell = |at: &usize| row.cells.get(*at).filter(|cell| !cell.is_empty()).map_or(Cell::Empty, |cell| Cell::Text(cell.clone()));
            let mut cells: Vec<Cell> = kept.iter().map(cell).collect();
            cells.push(Cell::Text(said(row.number, reasons, cx)));
            writer.row(&cells).map_err(failed)?;
        }
    }
    writer.finish().map_err(failed)
}

/// `Row 3: Phone: not in the right format; …`
fn said(row: u32, reasons: &[(Option<String>, String)], cx: &Cx) -> String {
    let label = Label::new(format!("第 {row} 行"), format!("Row {row}"));
    let reasons: Vec<String> = reasons
        .iter()
        .map(|(column, message)| match column {
            Some(column) => format!("{column}: {message}"),
            None => message.clone(),
        })
        .collect();
    format!("{}: {}", label.get(cx.language), reasons.join("; "))
}

/// Lets imports go on that were broken off when the server last stopped.
///
/// # Errors
/// When the store fails.
pub async fn resume(company: &Arc<Company>) -> Result<()> {
    let busy = store::busy(&mut company.store.reader().await?).await?;
    for id in busy {
        work::spawn(Arc::clone(company), id);
    }
    Ok(())
}
