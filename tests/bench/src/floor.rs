//! The floor: the same SQL through sqlx in a bare axum handler, without rights, checks or history.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::{Path, State},
    http::header,
    response::IntoResponse,
    routing::{get, post},
};
use sqlx::{
    AssertSqlSafe, Column, Row, SqlitePool, TypeInfo, ValueRef,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous},
};

#[derive(Clone)]
struct Floor {
    readers: SqlitePool,
    writer: SqlitePool,
    columns: Arc<str>,
    owners: Arc<str>,
}

/// Serves the floor from a company's file.
pub async fn serve(file: &str, address: &str) -> anyhow::Result<()> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(Duration::from_secs(5))
        .pragma("cache_size", "-16000");
    let writer = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
    let readers = SqlitePoolOptions::new().max_connections(4).test_before_acquire(false).connect_with(options.read_only(true)).await?;
    let names: Vec<String> =
        sqlx::query_scalar("SELECT name FROM pragma_table_info('customer') WHERE name <> 'deleted_at'").fetch_all(&readers).await?;
    let columns = names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(",");
    // The people of the first department, as the manager's scope has them.
    let owners: Vec<String> =
        sqlx::query_scalar("SELECT id FROM user WHERE f_02 = (SELECT f_02 FROM user WHERE f_01 = 'User 1')").fetch_all(&readers).await?;
    let owners = owners.iter().map(|id| format!("'{id}'")).collect::<Vec<_>>().join(",");
    let app = Router::new().route("/get/{id}", get(read)).route("/list", get(list)).route("/create", post(create)).with_state(Floor {
        readers,
        writer,
        columns: columns.into(),
        owners: owners.into(),
    });
    let listener = tokio::net::TcpListener::bind(address).await?;
    axum::serve(listener, app).await?;
    Ok(())
}

async fn read(State(floor): State<Floor>, Path(id): Path<String>) -> impl IntoResponse {
    let sql = format!("SELECT {} FROM customer t WHERE id = ? AND owner IN ({}) AND deleted_at IS NULL", floor.columns, floor.owners);
    let row = sqlx::query(AssertSqlSafe(sql)).bind(id).fetch_optional(&floor.readers).await;
    json(row.ok().flatten().map(|row| text(&row)).unwrap_or_default())
}

async fn list(State(floor): State<Floor>) -> impl IntoResponse {
    let sql = format!(
        "SELECT {} FROM customer t WHERE deleted_at IS NULL AND f_03 = 'b' AND +owner IN ({}) ORDER BY created_at DESC, id DESC LIMIT 50",
        floor.columns, floor.owners
    );
    let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(&floor.readers).await.unwrap_or_default();
    json(format!("[{}]", rows.iter().map(text).collect::<Vec<_>>().join(",")))
}

/// One row, one commit, one fsync.
async fn create(State(floor): State<Floor>) -> impl IntoResponse {
    let id = uuid::Uuid::now_v7().to_string();
    let made = sqlx::query("INSERT INTO customer (id, f_01, owner, created_at, updated_at, version) VALUES (?, 'new', ?, 0, 0, 1)")
        .bind(&id)
        .bind(&id)
        .execute(&floor.writer)
        .await;
    if made.is_ok() { axum::http::StatusCode::CREATED } else { axum::http::StatusCode::INTERNAL_SERVER_ERROR }
}

fn text(row: &SqliteRow) -> String {
    let mut map = serde_json::Map::new();
    for (at, column) in row.columns().iter().enumerate() {
        let value = match row.try_get_raw(at) {
            Ok(raw) if !raw.is_null() => match raw.type_info().name() {
                "INTEGER" => row.get::<i64, _>(at).into(),
                _ => row.get::<String, _>(at).into(),
            },
            _ => serde_json::Value::Null,
        };
        map.insert(column.name().into(), value);
    }
    serde_json::Value::Object(map).to_string()
}

fn json(body: String) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], body)
}
