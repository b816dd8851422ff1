//! One chunk of rows: each becomes a record, changes one, is left out, or is refused with what is wrong with it. Everything
//! goes through the verbs of [`records`], with the rights of who imports.

use trellis_model::{
    JsonMap, Violation,
    violation::Code,
    wire::{Duplicates, ImportCounts},
};
use trellis_storage::{Conn, records::Deleted};
use uuid::Uuid;

use super::{
    columns::ID,
    resolve::{Known, Plan, cell, known, names},
    store::Reject,
    values::{Names, json, own_id},
};
use crate::{Cx, Error, Reason, Result, records, sheet::SheetRow};

/// What became of a chunk.
#[derive(Default)]
pub struct Outcome {
    pub counts: ImportCounts,
    pub rejects: Vec<Reject>,
}

/// How a chunk is carried out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Nothing is written.
    Try,
    /// All rows together: the first that fails half-way gives up the chunk.
    Together,
    /// Each row is undone alone when it fails.
    OneByOne,
}

/// What a row is to become.
enum Deed {
    Create,
    Update(Uuid),
    Skip,
}

/// Why a row was not carried out.
enum Failed {
    /// Nothing was written.
    Before(Error),
    /// Perhaps something was.
    HalfWay(Error),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::Before(error)
    }
}

/// Carries out a chunk.
///
/// # Errors
/// When the store fails; with [`Mode::Together`] also when a row fails after something was written.
pub async fn carry_out(
    cx: &Cx,
    conn: &mut Conn,
    plan: &Plan<'_>,
    duplicates: Duplicates,
    rows: &[SheetRow],
    mode: Mode,
) -> Result<Outcome> {
    let names = names(cx, conn, plan, rows).await?;
    let read: Vec<(JsonMap, Vec<Violation>)> = rows.iter().map(|row| input(cx, plan, row, &names)).collect();
    let inputs: Vec<JsonMap> = read.iter().map(|(input, _)| input.clone()).collect();
    let mut known = known(cx, conn, plan, rows, &inputs).await?;
    let mut outcome = Outcome::default();
    for (row, (input, violations)) in rows.iter().zip(read) {
        let done = one(cx, conn, plan, duplicates, (row, &input, violations), &mut known, mode).await;
        match done {
            Ok(Deed::Create) => outcome.counts.created += 1,
            Ok(Deed::Update(_)) => outcome.counts.updated += 1,
            Ok(Deed::Skip) => outcome.counts.skipped += 1,
            Err(Failed::HalfWay(error)) if mode == Mode::Together => return Err(error),
            Err(Failed::Before(error) | Failed::HalfWay(error)) => {
                outcome.counts.refused += 1;
                outcome.rejects.push((row.clone(), reasons(cx, plan, error)?));
            }
        }
    }
    Ok(outcome)
}

/// What a row says, and what of it cannot be read.
fn input(cx: &Cx, plan: &Plan<'_>, row: &SheetRow, names: &Names) -> (JsonMap, Vec<Violation>) {
    let (mut input, mut violations) = (JsonMap::new(), Vec::new());
    for (at, field) in &plan.fields {
        let text = cell(row, *at);
        // An empty cell says nothing.
        if text.is_empty() {
            continue;
        }
        match json(cx, field, text, names) {
            Ok(json) => {
                input.insert(field.name.clone(), json);
            }
            Err(violation) => violations.push(violation),
        }
    }
    (input, violations)
}

/// Carries out one row.
async fn one(
    cx: &Cx,
    conn: &mut Conn,
    plan: &Plan<'_>,
    duplicates: Duplicates,
    (row, input, violations): (&SheetRow, &JsonMap, Vec<Violation>),
    known: &mut Known,
    mode: Mode,
) -> Result<Deed, Failed> {
    let deed = match deed(cx, plan, duplicates, row, input, known)? {
        Deed::Skip => return Ok(Deed::Skip),
        deed => deed,
    };
    if !violations.is_empty() {
        // What else is wrong is told with it.
        let others = match (&deed, records::check_new(cx, plan.object, input)) {
            (Deed::Create, Ok(new)) => new.violations(cx, conn, plan.object).await?,
            _ => Vec::new(),
        };
        let is_new = |other: &Violation| violations.iter().all(|own| own.pointer != other.pointer);
        let others: Vec<Violation> = others.into_iter().filter(is_new).collect();
        return Err(Error::Invalid(violations.into_iter().chain(others).collect()).into());
    }
    if let Deed::Update(id) = deed {
        // How far the right to import reaches is asked of what is changed; what is created is one's own.
        if !records::exists(cx, conn, plan.object, id, cx.scope(plan.object, "import"), Deleted::Live).await? {
            return Err(Error::Forbidden(Reason::NotAllowed).into());
        }
    }
    let written = match (&deed, mode) {
        (Deed::Update(id), Mode::Try) => {
            records::try_update(cx, conn, plan.object, *id, input).await?;
            *id
        }
        (_, Mode::Try) => {
            let violations = records::check_new(cx, plan.object, input)?.violations(cx, conn, plan.object).await?;
            if !violations.is_empty() {
                return Err(Error::Invalid(violations).into());
            }
            cx.new_id()
        }
        (deed, Mode::Together) => write(cx, conn, plan, input, deed).await?,
        (deed, Mode::OneByOne) => {
            conn.begin_part().await.map_err(Error::from)?;
            let written = write(cx, conn, plan, input, deed).await;
            conn.end_part(written.is_ok()).await.map_err(Error::from)?;
            written?
        }
    };
    if matches!(deed, Deed::Create) {
        known.add(cx, plan.object, input, written);
    }
    Ok(deed)
}

async fn write(cx: &Cx, conn: &mut Conn, plan: &Plan<'_>, input: &JsonMap, deed: &Deed) -> Result<Uuid, Failed> {
    if let Deed::Update(id) = deed {
        return records::update(cx, conn, plan.object, *id, input, None).await.map(|_| *id).map_err(Failed::HalfWay);
    }
    let new = records::check_new(cx, plan.object, input)?;
    if new.is_refused() {
        return Err(Error::Invalid(new.violations(cx, conn, plan.object).await?).into());
    }
    new.insert(cx, conn, plan.object).await.map(|record| record.id()).map_err(Failed::HalfWay)
}

/// What a row is to become: it may name its record, or be the same as one.
fn deed(cx: &Cx, plan: &Plan<'_>, duplicates: Duplicates, row: &SheetRow, input: &JsonMap, known: &Known) -> Result<Deed> {
    let named = plan.id.map_or("", |at| cell(row, at));
    let same = if named.is_empty() {
        known.same(cx, plan.object, input)
    } else {
        match own_id(named).filter(|id| known.has(*id)) {
            Some(id) => vec![id],
            None => return Err(Error::invalid(Violation::new(ID, Code::Lookup))),
        }
    };
    match (duplicates, same.as_slice()) {
        (Duplicates::Create, _) | (_, []) => Ok(Deed::Create),
        (Duplicates::Skip, _) => Ok(Deed::Skip),
        (Duplicates::Update, [one]) => Ok(Deed::Update(*one)),
        (Duplicates::Update, several) => {
            let (zh, en) = (format!("与 {} 条已有记录重复", several.len()), format!("{} records are the same as this row", several.len()));
            Err(Error::invalid(Violation::at("", Code::Refused).with("reason_zh", zh).with("reason_en", en)))
        }
    }
}

/// What is wrong with a row, in words: the column's title and a message each.
///
/// # Errors
/// The error itself, when it is not the row's.
fn reasons(cx: &Cx, plan: &Plan<'_>, error: Error) -> Result<Vec<(Option<String>, String)>> {
    match error {
        Error::Invalid(violations) => Ok(violations
            .iter()
            .map(|violation| {
                let field = violation.pointer.trim_start_matches('/').split('/').next().unwrap_or_default();
                // A required field that no column fills is called by its label.
                let label = || plan.object.field(field).map(|field| field.label.get(cx.language).to_owned());
                (plan.title(field).or_else(label), violation.message(cx.language))
            })
            .collect()),
        Error::Forbidden(reason) | Error::Conflict(reason) => Ok(vec![(None, reason.text().get(cx.language).to_owned())]),
        Error::NotFound => Ok(vec![(None, Reason::NotAllowed.text().get(cx.language).to_owned())]),
        other => Err(other),
    }
}
