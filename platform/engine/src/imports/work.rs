//! Imports go on by themselves, a chunk at a time: each in a transaction of its own that also says where the import stands,
//! so that one that was broken off goes on exactly where it stood. Rights are asked anew for every chunk.

use std::{sync::Arc, time::Duration};

use serde_json::json;
use trellis_model::{Field, wire::ImportStatus};
use trellis_storage::Conn;
use uuid::Uuid;

use super::{
    columns::{ID, fillable},
    resolve::Plan,
    rows::{Mode, Outcome, carry_out},
    store::{self, Import},
};
use crate::{
    Company, Cx, Error, Reason, Result,
    audit::{self, Event},
};

/// How often a chunk is tried that met a busy store.
const TRIES: u32 = 40;
const PAUSE: Duration = Duration::from_millis(250);

/// Lets an import go on until it is over. More than one may do so, also on several nodes: they take turns.
pub fn spawn(company: Arc<Company>, id: Uuid) {
    tokio::spawn(async move {
        let mut tries = 0;
        loop {
            match step(&company, id).await {
                Ok(true) => tries = 0,
                Ok(false) => return,
                Err(Error::Busy | Error::Retry) if tries < TRIES => {
                    tries += 1;
                    tokio::time::sleep(PAUSE).await;
                }
                Err(error) => {
                    tracing::warn!(%id, %error, "an import cannot go on");
                    let reason = match &error {
                        Error::Forbidden(reason) => reason.text(),
                        Error::NotFound => Reason::NotAllowed.text(),
                        _ => trellis_model::Label::new("系统内部错误，已记录", "Something is broken here; it has been logged"),
                    };
                    if fail(&company, id, &reason).await.is_err() {
                        tracing::error!(%id, "cannot say that an import failed");
                    }
                    return;
                }
            }
        }
    });
}

/// Carries out one chunk; says whether there are more.
async fn step(company: &Arc<Company>, id: Uuid) -> Result<bool> {
    let import = {
        let mut conn = company.store.reader().await?;
        store::load(&mut conn, id).await?
    };
    let Some(import) = import.filter(|import| import.status.is_busy()) else { return Ok(false) };
    // As they are now: who may import no longer, does not.
    let cx = Cx::new(Arc::clone(company), import.user, import.info.language).await?;
    let cx = cx.from_address(&import.info.address).acting("import");
    cx.require(&import.object, "import")?;
    if import.status == ImportStatus::Checking {
        return check(&cx, import).await;
    }
    match run(&cx, &import, Mode::Together).await {
        Err(error) if !matches!(error, Error::Busy | Error::Retry) => run(&cx, &import, Mode::OneByOne).await,
        done => done,
    }
}

/// How the file fills the object, as long as the importer may fill all of that.
fn plan<'a>(cx: &'a Cx, import: &Import) -> Result<Plan<'a>> {
    let object = cx.object(&import.object)?;
    let fields = fillable(cx, object);
    let mut plan =
        Plan { object, id: None, fields: Vec::new(), titles: import.info.columns.iter().map(|column| column.title.clone()).collect() };
    for (at, column) in import.info.columns.iter().enumerate() {
        match &column.field {
            None => {}
            Some(name) if name == ID => plan.id = Some(at),
            Some(name) => {
                let field: Option<&Field> = fields.iter().find(|field| field.name == *name).copied();
                plan.fields.push((at, field.ok_or(Error::Forbidden(Reason::FieldNotAllowed))?));
            }
        }
    }
    Ok(plan)
}

/// Tries a chunk: nothing is written but what would be refused.
async fn check(cx: &Cx, import: Import) -> Result<bool> {
    let outcome = {
        let plan = plan(cx, &import)?;
        let mut conn = cx.company.store.reader().await?;
        let rows = store::chunk(&mut conn, import.id, import.info.next).await?;
        let outcome = carry_out(cx, &mut conn, &plan, import.info.duplicates, &rows, Mode::Try).await?;
        Arc::new((outcome, rows.len()))
    };
    cx.write(move |cx, conn| {
        let (import, outcome) = (import.clone(), Arc::clone(&outcome));
        Box::pin(async move {
            conn.lock(&format!("import:{}", import.id)).await?;
            let now = store::load(conn, import.id).await?.filter(|now| now.status == import.status && now.info.next == import.info.next);
            // Somebody else was quicker, or it was given up.
            let Some(now) = now else { return Ok(true) };
            advance(cx, conn, now, &outcome.0, outcome.1, ImportStatus::Checked).await
        })
    })
    .await
}

/// Carries out a chunk and takes it away, in one transaction.
async fn run(cx: &Cx, import: &Import, mode: Mode) -> Result<bool> {
    let id = import.id;
    cx.write(move |cx, conn| {
        Box::pin(async move {
            conn.lock(&format!("import:{id}")).await?;
            let Some(import) = store::load(conn, id).await?.filter(|import| import.status == ImportStatus::Running) else {
                return Ok(false);
            };
            let plan = plan(cx, &import)?;
            let rows = store::chunk(conn, id, import.info.next).await?;
            let outcome = carry_out(cx, conn, &plan, import.info.duplicates, &rows, mode).await?;
            store::delete_chunk(conn, id, import.info.next).await?;
            advance(cx, conn, import, &outcome, rows.len(), ImportStatus::Done).await
        })
    })
    .await
}

/// Notes where the import stands after a chunk; says whether there are more.
async fn advance(cx: &Cx, conn: &mut Conn, mut import: Import, outcome: &Outcome, rows: usize, last: ImportStatus) -> Result<bool> {
    store::insert_rejects(conn, import.id, &outcome.rejects).await?;
    let counts = &mut import.info.counts;
    counts.created += outcome.counts.created;
    counts.updated += outcome.counts.updated;
    counts.skipped += outcome.counts.skipped;
    counts.refused += outcome.counts.refused;
    import.info.done += u32::try_from(rows).unwrap_or_default();
    import.info.next += 1;
    import.updated_at = cx.company.clock.now();
    let more = import.info.next < import.info.chunks;
    if !more {
        import.status = last;
        if last == ImportStatus::Done {
            let counts = import.info.counts;
            let detail = json!({ "file": import.info.file, "created": counts.created, "updated": counts.updated,
                "skipped": counts.skipped, "refused": counts.refused });
            audit::record(cx, conn, Event::Import, Some(import.object.clone()), detail).await?;
        }
    }
    store::save(conn, &import).await?;
    Ok(more)
}

/// Notes why an import cannot go on.
async fn fail(company: &Company, id: Uuid, reason: &trellis_model::Label) -> Result<()> {
    let (now, reason) = (company.clock.now(), reason.clone());
    company
        .store
        .write::<_, Error, _>(move |conn| {
            let reason = reason.clone();
            Box::pin(async move {
                if let Some(mut import) = store::load(conn, id).await?.filter(|import| import.status.is_busy()) {
                    import.status = ImportStatus::Failed;
                    import.info.failure = Some(reason.get(import.info.language).to_owned());
                    import.updated_at = now;
                    store::save(conn, &import).await?;
                }
                Ok(())
            })
        })
        .await
}
