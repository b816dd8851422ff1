//! What helps an administrator while shaping objects: expressions tried, references found and mended, the bin, packages.

use axum::{
    Json as Reply,
    body::Bytes,
    extract::rejection::BytesRejection,
    http::{StatusCode, header},
    response::IntoResponse,
};
use serde::Deserialize;
use serde_json::json;
use trellis_engine::{
    designer::{self, Choices, Side, Which},
    sheet::{Cell, Format, Writer},
};
use trellis_model::{
    Schema, Violation,
    expression::{ObjectNames, Type, check},
    violation::Code,
};

use crate::{
    ApiError, ApiResult,
    caller::Caller,
    input::{Body, Path, Query, too_large},
    records::{localized, nothing, once},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tried {
    object: String,
    expression: String,
    #[serde(default)]
    expect: Option<String>,
}

/// What an expression over an object of the draft comes to, and what is wrong with it.
pub async fn check_expression(caller: Caller, body: Body) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "view").map_err(|error| localized(cx, error))?;
    let tried: Tried = body.read().map_err(|error| error.in_language(cx.language))?;
    let mut conn = cx.company.store.reader().await?;
    let draft = designer::draft(&mut conn).await.map_err(|error| localized(cx, error))?;
    let object = draft.catalog.object(&tried.object).ok_or_else(|| ApiError::not_found().in_language(cx.language))?;
    let (kind, mut problems) = match check(&tried.expression, &ObjectNames { schema: &draft.catalog, object }) {
        Ok(checked) => (Some(checked.result), Vec::new()),
        Err(problems) => (None, problems.iter().map(|problem| problem.get(cx.language).to_owned()).collect()),
    };
    let wanted = tried.expect.as_deref().and_then(trellis_model::FieldKind::from_name).and_then(Type::of);
    if let (Some(kind), Some(wanted)) = (kind, wanted)
        && !kind.fits(wanted)
    {
        let (is, should) = (kind.label(), wanted.label());
        problems.push(
            trellis_model::Label::new(format!("需要{}，但得到的是{}", should.zh, is.zh), format!("needs {}, not {}", should.en, is.en))
                .get(cx.language)
                .to_owned(),
        );
    }
    let name = kind.and_then(Type::kind).map(|kind| kind.name());
    let problems: Vec<_> = problems.into_iter().map(|message| json!({ "message": message })).collect();
    Ok(Reply(json!({ "type": name, "problems": problems })).into_response())
}

/// Everything in the draft that refers to a field; without one, to the whole object, with how many records it has.
pub async fn get_references(caller: Caller, query: Query) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "view").map_err(|error| localized(cx, error))?;
    let mut conn = cx.company.store.reader().await?;
    let draft = designer::draft(&mut conn).await.map_err(|error| localized(cx, error))?;
    let object = draft.catalog.object(required(&query, "object")?).ok_or_else(ApiError::not_found)?;
    let Some(field) = query.get("field") else {
        let items = designer::object_references(&draft.catalog, &object.name);
        let rows = designer::rows_of(&mut conn, &object.name).await.map_err(|error| localized(cx, error))?;
        return Ok(Reply(json!({ "items": items, "next": null, "rows": rows })).into_response());
    };
    let field = object.field(field).ok_or_else(ApiError::not_found)?;
    let items = designer::references(&draft.catalog, &object.name, &field.name);
    Ok(Reply(json!({ "items": items, "next": null })).into_response())
}

/// A parameter that the query must have.
fn required<'a>(query: &'a Query, name: &str) -> Result<&'a str, ApiError> {
    query.get(name).ok_or_else(|| ApiError::invalid(Violation::new(name, Code::Required)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mending {
    file: String,
    pointer: String,
    #[serde(default)]
    field: Option<String>,
}

/// Takes one reference out of the draft.
pub async fn mend_draft(caller: Caller, body: Body) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "edit").map_err(|error| localized(cx, error))?;
    let key = body.key.clone();
    let mending: Mending = body.read()?;
    once(cx, key, move |cx, conn| {
        let (file, pointer, field) = (mending.file.clone(), mending.pointer.clone(), mending.field.clone());
        Box::pin(async move { designer::mend(cx, conn, &file, &pointer, field.as_deref()).await.map(nothing) })
    })
    .await
}

/// The rows whose values do not fit what the draft makes of a field, as JSON or CSV.
pub async fn get_unfit_rows(caller: Caller, query: Query) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "view").map_err(|error| localized(cx, error))?;
    let csv = match query.get("format") {
        None => false,
        Some("csv") => true,
        Some(other) => return Err(ApiError::invalid(Violation::new("format", Code::Option).with("value", other).with("known", "csv"))),
    };
    let most = if csv { 100_000 } else { 100 };
    let mut conn = cx.company.store.reader().await?;
    let (object, field) = (required(&query, "object")?, required(&query, "field")?);
    let rows = designer::unfit_rows(cx, &mut conn, object, field, most).await.map_err(|error| localized(cx, error))?;
    if !csv {
        return Ok(Reply(json!({ "items": rows, "next": null })).into_response());
    }
    let broken = |error: std::io::Error| ApiError::from(trellis_engine::Error::Internal(error.to_string()));
    let mut table = Writer::new(Format::Csv, &["id", "name", "value"].map(str::to_owned)).map_err(broken)?;
    for row in rows {
        table.row(&[row.id.to_string(), row.name, row.value].map(Cell::Text)).map_err(broken)?;
    }
    let headers = [(header::CONTENT_TYPE, Format::Csv.media()), (header::CONTENT_DISPOSITION, "attachment; filename=\"rows.csv\"")];
    Ok((headers, table.finish().map_err(broken)?).into_response())
}

/// What became different from one version to another.
pub async fn compare_versions(caller: Caller, path: Path) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "view").map_err(|error| localized(cx, error))?;
    let number = |key: &str| path.text(key).parse::<i64>().map_err(|_| ApiError::not_found().in_language(cx.language));
    let (from, to) = (number("version")?, number("other")?);
    let mut conn = cx.company.store.reader().await?;
    let plan = designer::compare_versions(&mut conn, from, to).await.map_err(|error| localized(cx, error))?;
    Ok(Reply(plan).into_response())
}

/// The fields and objects that are no longer declared, with the data that they keep.
pub async fn list_retired(caller: Caller) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "view").map_err(|error| localized(cx, error))?;
    let mut conn = cx.company.store.reader().await?;
    let items = designer::retired(&mut conn).await.map_err(|error| localized(cx, error))?;
    Ok(Reply(json!({ "items": items, "next": null })).into_response())
}

/// Puts a retired field, or a whole object, back into the draft.
pub async fn restore_retired(caller: Caller, path: Path, query: Query, body: Body) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "edit").map_err(|error| localized(cx, error))?;
    body.empty()?;
    let which = which(&path, &query);
    once(cx, body.key, move |cx, conn| {
        let which = which.clone();
        Box::pin(async move { designer::restore(cx, conn, &which).await.map(nothing) })
    })
    .await
}

/// Empties a retired field, or a whole object, for good.
pub async fn purge_retired(caller: Caller, path: Path, query: Query) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "publish").map_err(|error| localized(cx, error))?;
    let which = which(&path, &query);
    let purged = cx.write(move |cx, conn| {
        let which = which.clone();
        Box::pin(async move { designer::purge(cx, conn, &which).await })
    });
    let rows = purged.await.map_err(|error| localized(cx, error))?;
    Ok(Reply(json!({ "rows": rows })).into_response())
}

/// What of the bin an address means: a field that has had several columns says which.
fn which(path: &Path, query: &Query) -> Which {
    let field = path.find("field").map(str::to_owned);
    Which { object: path.text("object").to_owned(), field, column: query.get("column").map(str::to_owned) }
}

/// The company's changes as a zip of JSON files.
pub async fn export_package(caller: Caller) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "view").map_err(|error| localized(cx, error))?;
    let mut conn = cx.company.store.reader().await?;
    let bytes = designer::export(&mut conn).await.map_err(|error| localized(cx, error))?;
    let headers = [(header::CONTENT_TYPE, "application/zip"), (header::CONTENT_DISPOSITION, "attachment; filename=\"package.zip\"")];
    Ok((headers, bytes).into_response())
}

/// The largest package, in bytes.
pub const LARGEST_PACKAGE: usize = 20 << 20;

/// Applies a package, or says what that would do.
pub async fn import_package(caller: Caller, query: Query, body: Result<Bytes, BytesRejection>) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "publish").map_err(|error| localized(cx, error))?;
    let choices = choices(&query).map_err(|error| error.in_language(cx.language))?;
    let flag = |name: &str| query.flag(name).map_err(|error| error.in_language(cx.language));
    let (dry_run, accept) = (flag("dry_run")?, flag("accept_losses")?);
    let bytes = body.map_err(|error| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_large(LARGEST_PACKAGE),
        _ => ApiError::malformed("body", "请求内容没有完整到达", "The body did not arrive whole"),
    })?;
    let imported = cx.write_metadata(move |cx, conn| {
        let (bytes, choices) = (bytes.clone(), choices.clone());
        Box::pin(async move { designer::import(cx, conn, &bytes, &choices, dry_run, accept).await })
    });
    let imported = imported.await.map_err(|error| localized(cx, error))?;
    if imported.version.is_some() {
        super::publish::take_effect(cx).await?;
    }
    Ok(Reply(imported).into_response())
}

/// What is decided about places that both changed: `mine` or `theirs` for all, or one of these for each place as JSON.
fn choices(query: &Query) -> Result<Choices, ApiError> {
    match query.get("conflicts") {
        None => Ok(Choices::Open),
        Some("mine") => Ok(Choices::All(Side::Mine)),
        Some("theirs") => Ok(Choices::All(Side::Theirs)),
        Some(each) => serde_json::from_str(each).map(Choices::Each).map_err(|_| {
            let wrong = Violation::new("conflicts", Code::Refused)
                .with("reason_zh", "应为 mine、theirs 或 {\"位置\": \"mine\"} 形式的 JSON")
                .with("reason_en", "must be mine, theirs, or JSON as {\"place\": \"mine\"}");
            trellis_engine::Error::invalid(wrong).into()
        }),
    }
}

/// The objects as the caller, or somebody with only the role asked for, would see them if the draft were published, in the
/// form of the list of objects.
pub async fn preview_draft(caller: Caller, query: Query) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "view").map_err(|error| localized(cx, error))?;
    let mut conn = cx.company.store.reader().await?;
    let draft = designer::draft(&mut conn).await.map_err(|error| localized(cx, error))?;
    let cx = cx.previewing(draft.catalog, query.get("role")).map_err(|error| localized(cx, error))?;
    Ok(Reply(super::objects::listed(&cx)).into_response())
}

/// What is wrong with the company's changes over what is shipped: after an upgrade of the product, say. Listed is what the
/// draft has not mended yet; `published` counts what people live with until it is published.
pub async fn list_problems(caller: Caller) -> ApiResult {
    let cx = &caller.cx;
    cx.require("designer", "view").map_err(|error| localized(cx, error))?;
    let mut conn = cx.company.store.reader().await?;
    let found = designer::problems(&mut conn).await.map_err(|error| localized(cx, error))?;
    let told = |misfit: &designer::Misfit| {
        let problem = &misfit.problem;
        let message = problem.message.get(cx.language);
        json!({ "file": problem.file, "pointer": problem.pointer, "message": message, "suggestion": problem.suggestion, "mend": misfit.mend })
    };
    let items: Vec<_> = found.items.iter().map(told).collect();
    Ok(Reply(json!({ "items": items, "next": null, "published": found.published })).into_response())
}
