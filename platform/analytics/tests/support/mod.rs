//! A company for tests and measurements: two departments below one, five people, and as many customers and opportunities as
//! are asked for, by rule from a fixed seed. In a file; on the server whose URL is in `TRELLIS_TEST_POSTGRES`, if there is one.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use trellis_catalog::Catalog;
use trellis_engine::{Clock, Company, Cx, Error, FileStore, Vault, actions::Registry, settings};
use trellis_model::{Decimal, Language, Record, Schema, Value};
use trellis_storage::{Arg, Database, StorageError, records};
use uuid::Uuid;

/// Departments: the whole, and two below it.
pub const WHOLE: Uuid = Uuid::from_u128(0xd0);
pub const NORTH: Uuid = Uuid::from_u128(0xd1);
pub const SOUTH: Uuid = Uuid::from_u128(0xd2);
/// People: the super administrator, a manager and a seller of the north, a seller of the south, an analyst.
pub const BOSS: Uuid = Uuid::from_u128(0xa0);
pub const MANAGER: Uuid = Uuid::from_u128(0xa1);
pub const SELLER: Uuid = Uuid::from_u128(0xa2);
pub const SOUTHERNER: Uuid = Uuid::from_u128(0xa3);
pub const ANALYST: Uuid = Uuid::from_u128(0xa4);

const OWNERS: [Uuid; 3] = [MANAGER, SELLER, SOUTHERNER];
const PEOPLE: [(Uuid, &str, Uuid, &str); 5] = [
    (BOSS, "老板", WHOLE, ""),
    (MANAGER, "北方经理", NORTH, "sales_manager"),
    (SELLER, "北方销售", NORTH, "sales"),
    (SOUTHERNER, "南方销售", SOUTH, "sales"),
    (ANALYST, "分析员", WHOLE, "analyst"),
];
const STAGES: [&str; 6] = ["prospecting", "engaging", "proposal", "negotiation", "won", "lost"];
const INDUSTRIES: [&str; 3] = ["manufacturing", "software", "finance"];
/// Records of one transaction.
const CHUNK: usize = 5_000;

/// A company in a folder that goes with it.
pub struct World {
    pub company: Arc<Company>,
    /// The opportunities as they were made.
    pub opportunities: Vec<Record>,
    _folder: tempfile::TempDir,
}

/// The moment at which everything happens.
pub fn now() -> DateTime<Utc> {
    DateTime::parse_from_rfc3339("2026-11-25T04:00:00Z").unwrap().to_utc()
}

impl World {
    /// A company of so many customers and opportunities.
    pub async fn new(customers: usize, opportunities: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = match std::env::var("TRELLIS_TEST_POSTGRES") {
            Ok(url) => Database::server(&url).await.unwrap(),
            Err(_) => Database::folder(folder.path()).unwrap(),
        };
        let id = Uuid::now_v7();
        let store = database.open(&id.to_string()).await.unwrap();
        let company =
            Company::open(id, store, Clock::fixed(now()), Arc::new(Registry::default()), Vault::new([7; 32]), FileStore::memory())
                .await
                .unwrap();
        organization(&company).await;
        company.reload().await.unwrap();
        let mut random = Random(7);
        let customers: Vec<Record> = (0..customers).map(|at| customer(at, &mut random)).collect();
        let ids: Vec<Uuid> = customers.iter().map(Record::id).collect();
        let opportunities: Vec<Record> = (0..opportunities).map(|at| opportunity(at, &ids, &mut random)).collect();
        insert(&company, "customer", customers).await;
        insert(&company, "opportunity", opportunities.clone()).await;
        Self { company, opportunities, _folder: folder }
    }

    /// A call by this person.
    pub async fn by(&self, user: Uuid) -> Cx {
        Cx::new(Arc::clone(&self.company), user, Language::ZhCn).await.unwrap()
    }
}

/// Inserts records as they are.
pub async fn insert(company: &Company, object: &'static str, all: Vec<Record>) {
    for chunk in all.chunks(CHUNK) {
        let chunk = chunk.to_vec();
        company
            .store
            .write::<_, StorageError, _>(move |conn| {
                let chunk = chunk.clone();
                Box::pin(async move {
                    let catalog = Catalog::base();
                    records::insert_rows(conn, catalog.object(object).unwrap(), &chunk).await
                })
            })
            .await
            .unwrap();
    }
}

async fn organization(company: &Company) {
    let department = |id: Uuid, name: &str, parent: Option<Uuid>| {
        record(id, now(), [("name", Value::Text(name.into())), ("parent", parent.map_or(Value::Null, Value::Id))])
    };
    let departments =
        vec![department(WHOLE, "全公司", None), department(NORTH, "北方区", Some(WHOLE)), department(SOUTH, "南方区", Some(WHOLE))];
    let person = |&(id, name, department, _): &(Uuid, &str, Uuid, &str)| {
        let values = [("name", Value::Text(name.into())), ("department", Value::Id(department)), ("status", Value::Text("active".into()))];
        record(id, now(), values)
    };
    insert(company, "department", departments).await;
    insert(company, "user", PEOPLE.iter().map(person).collect()).await;
    company
        .store
        .write::<_, Error, _>(|conn| {
            Box::pin(async move {
                settings::set(conn, settings::SUPER_ADMIN, &BOSS.to_string()).await?;
                let roles = PEOPLE.iter().filter(|(.., role)| !role.is_empty());
                let rows = roles.map(|(id, .., role)| vec![Arg::Id(*id), Arg::Text((*role).to_owned())]).collect();
                Ok(conn.insert_many("sys_user_role", &["user_id", "role"], rows).await?)
            })
        })
        .await
        .unwrap();
}

/// A record with the system's fields.
pub fn record<const N: usize>(id: Uuid, at: DateTime<Utc>, values: [(&str, Value); N]) -> Record {
    let mut record = Record::default();
    record.set("id", Value::Id(id));
    for name in ["created_at", "updated_at"] {
        record.set(name, Value::DateTime(at));
    }
    for name in ["created_by", "updated_by"] {
        record.set(name, Value::Id(BOSS));
    }
    record.set("version", Value::Integer(1));
    for (name, value) in values {
        record.set(name, value);
    }
    record
}

fn customer(at: usize, random: &mut Random) -> Record {
    let values = [
        ("name", Value::Text(format!("客户{at}"))),
        ("owner", Value::Id(random.pick(&OWNERS))),
        ("industry", random.maybe(|random| Value::Text(random.pick(&INDUSTRIES).into()))),
    ];
    record(Uuid::from_u128(0x1_0000_0000 + at as u128), now(), values)
}

fn opportunity(at: usize, customers: &[Uuid], random: &mut Random) -> Record {
    let day = NaiveDate::from_ymd_opt(2025, 7, 1).unwrap() + TimeDelta::days(random.below(600).cast_signed());
    let created = now() - TimeDelta::minutes(random.below(500 * 24 * 60).cast_signed());
    let values = [
        ("name", Value::Text(format!("商机{at}"))),
        ("customer", Value::Id(random.pick(customers))),
        ("owner", Value::Id(random.pick(&OWNERS))),
        ("stage", Value::Text(random.pick(&STAGES).into())),
        ("amount", random.maybe(|random| Value::Decimal(Decimal::new(random.below(100_000_000).cast_signed(), 2)))),
        ("win_probability", random.maybe(|random| Value::Decimal(Decimal::new(random.below(101).cast_signed(), 0)))),
        ("close_date", random.maybe(|_| Value::Date(day))),
    ];
    record(Uuid::from_u128(0x2_0000_0000 + at as u128), created, values)
}

/// Numbers that look random and are the same every time.
struct Random(u64);

impl Random {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[usize::try_from(self.below(from.len() as u64)).unwrap()]
    }

    /// A value nine times out of ten.
    fn maybe(&mut self, value: impl FnOnce(&mut Self) -> Value) -> Value {
        if self.below(10) == 0 { Value::Null } else { value(self) }
    }
}
