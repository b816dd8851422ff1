//! The audit log as CSV.

use axum::{http::header, response::IntoResponse};
use serde_json::json;
use trellis_engine::audit::{self, AuditQuery, Event};
use trellis_model::{Violation, violation::Code, wire::AuditEntry};

use super::list::filter;
use crate::{ApiError, ApiResult, caller::Caller, input::Query, records::localized};

/// Entries read at once, and the most that are exported.
const STEP: u32 = 500;
const MOST: usize = 100_000;

/// The entries that the query asks for, as CSV with a heading; that it was exported is logged.
pub async fn export(caller: Caller, query: Query) -> ApiResult {
    let cx = &caller.cx;
    let read = || match query.get("format") {
        None | Some("csv") => filter(&query),
        Some(other) => Err(ApiError::invalid(Violation::new("format", Code::Option).with("value", other))),
    };
    let asked = read().map_err(|error| error.in_language(cx.language))?;
    cx.require("audit", "export").map_err(|error| localized(cx, error))?;
    let mut text = "\u{feff}seq,at,user,user.name,event,target,target.name,detail,address\r\n".to_owned();
    let (mut before, mut written) = (None, 0);
    let mut conn = cx.company.store.reader().await?;
    while written < MOST {
        let step = AuditQuery { before, limit: STEP, ..asked.clone() };
        let (items, next) = audit::page(cx, &mut conn, &step).await.map_err(|error| localized(cx, error))?;
        written += items.len();
        items.iter().for_each(|item| row(item, &mut text));
        before = next;
        if before.is_none() {
            break;
        }
    }
    drop(conn);
    let logged =
        audit::note(&cx.company, Some(cx.user), &cx.address, Event::Export, Some("audit:log".to_owned()), json!({ "rows": written }));
    logged.await.map_err(|error| localized(cx, error))?;
    let headers = [(header::CONTENT_TYPE, "text/csv; charset=utf-8"), (header::CONTENT_DISPOSITION, "attachment; filename=\"audit.csv\"")];
    Ok((headers, text).into_response())
}

fn row(entry: &AuditEntry, out: &mut String) {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let cells = [
        entry.seq.to_string(),
        entry.at.clone(),
        text(&entry.user),
        text(&entry.user_name),
        entry.event.clone(),
        text(&entry.target),
        text(&entry.target_name),
        entry.detail.to_string(),
        entry.address.clone(),
    ];
    let cells: Vec<String> = cells.iter().map(|cell| csv_cell(cell)).collect();
    out.push_str(&cells.join(","));
    out.push_str("\r\n");
}

/// A cell in quotes. A text that a spreadsheet would compute begins with an apostrophe.
fn csv_cell(text: &str) -> String {
    let computes = text.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '|']);
    format!("\"{}{}\"", if computes { "'" } else { "" }, text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::csv_cell;

    #[test]
    fn cells_are_texts_and_never_formulas() {
        assert_eq!(csv_cell("a,\"b\""), "\"a,\"\"b\"\"\"");
        assert_eq!(csv_cell("=1+1"), "\"'=1+1\"");
        assert_eq!(csv_cell(" @x"), "\"' @x\"");
    }
}
