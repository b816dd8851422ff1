//! Writes that are committed together, and what one of them does to the others.

use tokio::task::JoinSet;

use super::*;
use crate::Arg;

/// A store whose writer is busy until all writes of a test wait for it, so that they become one group.
async fn store() -> (tempfile::TempDir, Arc<SqliteStore>) {
    let folder = tempfile::tempdir().unwrap();
    let store = Arc::new(SqliteStore::open(&folder.path().join("a.db")).await.unwrap());
    let table = "CREATE TABLE \"t\" (\"a\" INTEGER); CREATE UNIQUE INDEX \"uq_t_a\" ON \"t\" (\"a\")";
    store.write::<_, StorageError, _>(move |conn| Box::pin(conn.run(table))).await.unwrap();
    let busy = Arc::clone(&store);
    tokio::spawn(async move { busy.write(pause).await });
    tokio::task::yield_now().await;
    (folder, store)
}

fn pause(_: &mut Conn) -> BoxFuture<'_, Result<()>> {
    Box::pin(async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        Ok(())
    })
}

fn failing(conn: &mut Conn) -> BoxFuture<'_, Result<()>> {
    Box::pin(async {
        insert(conn, 1).await?;
        Err(StorageError::Retry)
    })
}

/// The write of one row.
async fn write(store: Arc<SqliteStore>, number: i64) -> Result<()> {
    store.write::<_, StorageError, _>(move |conn| Box::pin(insert(conn, number))).await
}

async fn insert(conn: &mut Conn, number: i64) -> Result<()> {
    conn.insert("t", ["a"].into_iter(), vec![Arg::Integer(number)]).await
}

async fn count(conn: &mut Conn) -> Result<i64> {
    let mut sql = conn.sql();
    sql.push("SELECT count(*) FROM ").table("t");
    Ok(match conn.fetch_one(&sql, &[Shape::Integer]).await?.as_deref() {
        Some([trellis_model::Value::Integer(count)]) => *count,
        _ => -1,
    })
}

async fn rows(store: &SqliteStore) -> i64 {
    count(&mut Conn::sqlite_reader(store.readers.acquire().await.unwrap())).await.unwrap()
}

#[tokio::test]
async fn a_refused_row_is_told_to_whom_it_belongs_and_takes_no_other_along() {
    let (_folder, store) = store().await;
    let mut writes = JoinSet::new();
    for number in 0..60 {
        // Every tenth wants what the one before has.
        let number = if number % 10 == 9 { number - 1 } else { number };
        writes.spawn(write(Arc::clone(&store), number));
    }
    let outcomes = writes.join_all().await;
    let refused = outcomes.iter().filter(|outcome| matches!(outcome, Err(StorageError::Unique { index }) if index == "uq_t_a"));
    assert_eq!((outcomes.iter().filter(|outcome| outcome.is_ok()).count(), refused.count()), (54, 6));
    assert_eq!(rows(&store).await, 54);
}

#[tokio::test]
async fn a_write_reads_what_waits_and_is_not_told_of_the_refused_row_of_another() {
    let (_folder, store) = store().await;
    let write = |number| tokio::spawn(write(Arc::clone(&store), number));
    let reader = Arc::clone(&store);
    let (first, second) = (write(1), write(1));
    tokio::task::yield_now().await;
    let read = tokio::spawn(async move { reader.write::<_, StorageError, _>(|conn| Box::pin(count(conn))).await });
    tokio::task::yield_now().await;
    let third = write(3);
    let [first, second, third] = [first.await.unwrap(), second.await.unwrap(), third.await.unwrap()];
    assert!(first.is_ok() && third.is_ok(), "{first:?} {third:?}");
    assert!(matches!(second, Err(StorageError::Unique { .. })), "{second:?}");
    assert_eq!(read.await.unwrap().unwrap(), 1);
    assert_eq!(rows(&store).await, 2);
}

#[tokio::test]
async fn a_write_that_fails_after_its_rows_leaves_none() {
    let (_folder, store) = store().await;
    let (kept, lost) = tokio::join!(write(Arc::clone(&store), 2), store.write(failing));
    assert!(kept.is_ok() && matches!(lost, Err(StorageError::Retry)));
    assert_eq!(rows(&store).await, 1);
}
