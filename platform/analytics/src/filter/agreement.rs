//! One meaning in three places: SQL, Polars and memory name the same records for any filter.
//!
//! Two objects look each other up, one of them also itself; records have teams, some are in the recycle bin, some lookups lead
//! nowhere. Values are few and nasty, so that filters meet them. `PROPTEST_CASES` runs more cases; `TRELLIS_TEST_POSTGRES`,
//! the URL of a server, adds PostgreSQL.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use chrono::{DateTime, NaiveDate};
use proptest::{
    collection::vec,
    prelude::*,
    sample::select,
    test_runner::{Config, TestCaseError, TestRunner},
};
use tokio::runtime::Runtime;
use trellis_model::{
    Decimal, Field, FieldKind, Filter, Label, Object, Picklist, Record, Schema, Test, Value,
    field::{Lookup, OnDelete, Shape},
    filter::Related,
    object::Options,
    value::{Address, Reference},
};
use trellis_storage::{
    Database, StorageError, Store,
    records::{self, Column, Deleted, Select, Sort},
    tables,
};
use uuid::Uuid;

use super::mask;
use crate::frame::{Needs, View, load::load};

const FILTERS: usize = 6;
const OBJECTS: [&str; 2] = ["deal", "firm"];
const TEXTS: &[&str] =
    &["Alpha", "alpha", "ALPHA beta", "客户一", "客户ABC", "100%", "a_b", "axb", "a\\b", "K", "\u{212a}", "ß", "ſ", "[a]", "^a$", "É", "é"];
const PARTS: &[&str] = &["a", "A", "alpha", "k", "%", "_", "\\", "客", "户a", "b", "s", "[", "^", "$", ".", "é", "Alpha"];
const CODES: &[&str] = &["a", "ab", "b", "b_a"];
const DAYS: &[(i32, u32, u32)] = &[(1, 1, 1), (2025, 12, 31), (2026, 1, 1), (2026, 2, 28), (9999, 12, 31)];

/// Both objects.
struct Model(Vec<Object>);

impl Schema for Model {
    fn object(&self, name: &str) -> Option<&Object> {
        self.0.iter().find(|object| object.name == name)
    }

    fn picklist(&self, _: &str) -> Option<&Picklist> {
        None
    }
}

fn model() -> Model {
    Model(OBJECTS.map(object).into())
}

fn object(name: &str) -> Object {
    let plain = |name: &str, kind: FieldKind| Field::new(name, kind, Label::default());
    let lookup = |name: &str, kind: FieldKind, objects: &[&str]| {
        let objects = objects.iter().map(|&it| it.to_owned()).collect();
        Field { lookup: Some(Lookup { objects, on_delete: OnDelete::SetNull, filter: None }), ..plain(name, kind) }
    };
    let fields = vec![
        plain("words", FieldKind::Text),
        plain("count", FieldKind::Integer),
        Field { scale: Some(2), ..plain("amount", FieldKind::Currency) },
        plain("flag", FieldKind::Boolean),
        plain("day", FieldKind::Date),
        plain("moment", FieldKind::DateTime),
        plain("choice", FieldKind::Picklist),
        plain("choices", FieldKind::MultiPicklist),
        plain("words_given", FieldKind::Tags),
        plain("days", FieldKind::DateRange),
        plain("place", FieldKind::Address),
        plain("free", FieldKind::Json),
        lookup("parent", FieldKind::Lookup, &["firm"]),
        lookup("about", FieldKind::AnyLookup, &OBJECTS),
    ];
    let options = Options { name_field: "words".into(), owned: true, team: true, ..Options::default() };
    Object::new(name, Label::default(), "test", options, fields)
}

/// Ids by number: the first are of deals, then of firms, then of nothing.
fn id(number: u8) -> Uuid {
    // Beyond the sign bit of a signed number too.
    Uuid::from_u128((u128::from(number) << 124) | u128::from(number))
}

const EACH: u8 = 5;

fn id_value() -> impl Strategy<Value = Uuid> {
    (0..EACH * 3).prop_map(id)
}

/// A value that a field may have.
fn value(shape: Shape) -> BoxedStrategy<Value> {
    let text = |from: &'static [&'static str]| select(from).prop_map(|text| Value::Text(text.into()));
    match shape {
        Shape::Text => prop_oneof![text(TEXTS), text(CODES)].boxed(),
        Shape::Bool => any::<bool>().prop_map(Value::Bool).boxed(),
        Shape::Integer => select(vec![-999_999_999_999_999, -1, 0, 1, 999_999_999_999_999]).prop_map(Value::Integer).boxed(),
        Shape::Decimal(scale) => select(vec![-100_i64, -1, 0, 1, 99, 100, 99_999_999_999_999])
            .prop_map(move |it| Value::Decimal(Decimal::new(it, scale)))
            .boxed(),
        Shape::Date => select(DAYS).prop_map(|day| Value::Date(date(day))).boxed(),
        Shape::DateTime => (select(DAYS), select(vec![-1, 0, 1]))
            .prop_map(|(day, micros)| {
                let at = date(day).and_time(chrono::NaiveTime::MIN).and_utc().timestamp_micros();
                Value::DateTime(DateTime::from_timestamp_micros(if day.0 == 1 { at } else { at + micros }).unwrap())
            })
            .boxed(),
        Shape::Id => id_value().prop_map(Value::Id).boxed(),
        Shape::Codes => proptest::sample::subsequence(CODES, 1..=CODES.len())
            .prop_map(|codes| Value::Codes(codes.into_iter().map(str::to_owned).collect()))
            .boxed(),
        Shape::Reference => {
            (select(&OBJECTS[..]), id_value()).prop_map(|(object, id)| Value::Reference(Reference { object: object.into(), id })).boxed()
        }
        Shape::DateRange => (select(DAYS), select(DAYS))
            .prop_map(|(one, other)| Value::DateRange(date(one).min(date(other)), date(one).max(date(other))))
            .boxed(),
        Shape::Address => (proptest::sample::subsequence(CODES, 0..=CODES.len()), select(TEXTS), select(CODES))
            .prop_map(|(region, detail, postcode)| {
                let region = region.into_iter().map(str::to_owned).collect();
                Value::Address(Box::new(Address { region, detail: detail.into(), postcode: postcode.into(), coordinates: None }))
            })
            .boxed(),
        Shape::Json | Shape::Secret | Shape::Lines => Just(Value::Json(Box::new(serde_json::json!([1])))).boxed(),
    }
}

fn date((year, month, day): (i32, u32, u32)) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// The tests that the API lets one ask of a field.
fn test(shape: Shape) -> BoxedStrategy<Test> {
    let one = move || value(shape);
    let equal = prop_oneof![Just(Test::IsNull), one().prop_map(Test::Eq)];
    let several = vec(one(), 1..8).prop_map(Test::In);
    let ordered = prop_oneof![one().prop_map(Test::Lt), one().prop_map(Test::Le), one().prop_map(Test::Gt), one().prop_map(Test::Ge)];
    match shape {
        Shape::Text => {
            let part = || select(PARTS).prop_map(str::to_owned);
            prop_oneof![equal, several, ordered, part().prop_map(Test::Contains), part().prop_map(Test::Starts)].boxed()
        }
        Shape::Codes => {
            let codes = proptest::sample::subsequence(CODES, 1..=CODES.len());
            prop_oneof![equal, codes.prop_map(|codes| Test::HasAny(codes.into_iter().map(str::to_owned).collect()))].boxed()
        }
        Shape::Reference => equal.boxed(),
        Shape::DateRange => {
            let overlaps = (select(DAYS), select(DAYS))
                .prop_map(|(one, other)| Test::Overlaps(date(one).min(date(other)), date(one).max(date(other))));
            prop_oneof![equal, overlaps].boxed()
        }
        Shape::Address => {
            let codes = proptest::sample::subsequence(CODES, 1..=CODES.len());
            let part = select(PARTS).prop_map(str::to_owned);
            prop_oneof![
                Just(Test::IsNull),
                codes.prop_map(|codes| Test::HasAny(codes.into_iter().map(str::to_owned).collect())),
                part.prop_map(Test::Contains)
            ]
            .boxed()
        }
        Shape::Json | Shape::Secret | Shape::Lines => Just(Test::IsNull).boxed(),
        Shape::Bool | Shape::Id => prop_oneof![equal, several].boxed(),
        _ => prop_oneof![equal, several, ordered].boxed(),
    }
}

fn condition() -> BoxedStrategy<Filter> {
    let fields: Vec<Field> = object("deal").fields().iter().filter(|field| field.name != "deleted_at").cloned().collect();
    let field = select(fields).prop_flat_map(|field| (Just(field.name.clone()), test(field.shape())));
    prop_oneof![
        1 => any::<bool>().prop_map(|all| if all { Filter::True } else { Filter::False }),
        12 => field.prop_map(|(field, test)| Filter::Field { field, test }),
        1 => select(vec![Test::IsNull, Test::Eq(Value::Integer(1))]).prop_map(|test| Filter::Field { field: "gone".into(), test }),
        2 => (id_value(), any::<bool>()).prop_map(|(user, edit)| Filter::Team { user, edit }),
    ]
    .boxed()
}

fn filter() -> impl Strategy<Value = Filter> {
    condition().prop_recursive(4, 16, 4, |inner| {
        let several = vec(inner.clone(), 1..4);
        let lookup = prop_oneof![Just(("parent", "firm")), Just(("about", "deal")), Just(("about", "firm")),];
        prop_oneof![
            several.clone().prop_map(Filter::And),
            several.prop_map(Filter::Or),
            inner.clone().prop_map(|filter| Filter::Not(Box::new(filter))),
            (lookup, inner).prop_map(|((field, object), filter)| Filter::Related {
                field: field.into(),
                object: object.into(),
                filter: Box::new(filter)
            }),
        ]
    })
}

/// Who takes part in a record, with whether that person may edit it.
type Team = BTreeMap<Uuid, bool>;

/// Records of one object with their teams.
fn records_of(object: &'static str, first: u8) -> impl Strategy<Value = Vec<(Record, Team)>> {
    let fields: Vec<Field> = self::object(object).fields().to_vec();
    let optional = |field: &Field| {
        let (name, present) = (field.name.clone(), if field.name == "deleted_at" { 0.2 } else { 0.7 });
        proptest::option::weighted(present, value(field.shape())).prop_map(move |value| (name.clone(), value.unwrap_or_default()))
    };
    let values: Vec<_> = fields.iter().map(optional).collect();
    let team = proptest::collection::btree_map(id_value(), any::<bool>(), 0..4);
    vec((values, team), usize::from(EACH)).prop_map(move |rows| {
        let record = |(number, (values, team)): (u8, (Vec<(String, Value)>, Team))| {
            let mut record = Record(values.into_iter().collect());
            record.set("id", Value::Id(id(first + number)));
            for name in ["created_at", "updated_at"] {
                if record.get(name).is_null() {
                    record.set(name, Value::DateTime(DateTime::UNIX_EPOCH));
                }
            }
            record.set("version", Value::Integer(1));
            (record, team)
        };
        (0..).zip(rows).map(record).collect()
    })
}

#[derive(Debug, Clone)]
struct Case {
    records: Vec<(&'static str, Vec<(Record, Team)>)>,
    filters: Vec<Filter>,
    by_owner: bool,
}

fn case() -> impl Strategy<Value = Case> {
    (records_of("deal", 0), records_of("firm", EACH), vec(filter(), FILTERS), any::<bool>())
        .prop_map(|(deals, firms, filters, by_owner)| Case { records: vec![("deal", deals), ("firm", firms)], filters, by_owner })
}

/// Memory.
struct Memory {
    records: HashMap<(String, Uuid), Record>,
    teams: HashMap<Uuid, Team>,
}

impl Related for Memory {
    fn find(&self, object: &str, id: Uuid) -> Option<&Record> {
        self.records.get(&(object.to_owned(), id))
    }

    fn on_team(&self, record: Uuid, user: Uuid, edit: bool) -> bool {
        self.teams.get(&record).and_then(|team| team.get(&user)).is_some_and(|may_edit| *may_edit || !edit)
    }
}

impl Memory {
    /// The live records.
    fn of(case: &Case) -> Self {
        let all = case.records.iter().flat_map(|(object, rows)| rows.iter().map(move |(record, team)| (object, record, team)));
        let live = all.filter(|(_, record, _)| record.get("deleted_at").is_null());
        let records = live.clone().map(|(object, record, _)| (((*object).to_owned(), record.id()), record.clone())).collect();
        Self { records, teams: live.map(|(_, record, team)| (record.id(), team.clone())).collect() }
    }

    fn ids(&self, object: &str, filter: &Filter) -> BTreeSet<Uuid> {
        let own = self.records.iter().filter(|((of, _), _)| of == object);
        own.filter(|(_, record)| filter.matches(record, self)).map(|((_, id), _)| *id).collect()
    }
}

/// Makes the tables.
async fn prepare(store: &Store) {
    store
        .write::<_, StorageError, _>(|conn| {
            Box::pin(async move {
                tables::create_system_tables(conn).await?;
                let steps = tables::plan(&tables::current(conn).await?, &tables::TableSet::of(&model().0));
                tables::apply(conn, &steps).await
            })
        })
        .await
        .unwrap();
}

/// Replaces whatever the store holds.
async fn fill(store: &Store, case: &Case) {
    let case = case.clone();
    store
        .write::<_, StorageError, _>(move |conn| {
            let case = case.clone();
            Box::pin(async move {
                for table in OBJECTS.iter().chain(&["sys_team"]) {
                    let mut sql = conn.sql();
                    sql.push("DELETE FROM ").table(table);
                    conn.execute(&sql).await?;
                }
                for (name, rows) in &case.records {
                    let all: Vec<Record> = rows.iter().map(|(record, _)| record.clone()).collect();
                    records::insert_rows(conn, &object(name), &all).await?;
                    for (record, team) in rows {
                        let members: Vec<(Uuid, bool)> = team.iter().map(|(user, edit)| (*user, *edit)).collect();
                        records::set_team(conn, name, record.id(), &members).await?;
                    }
                }
                Ok(())
            })
        })
        .await
        .unwrap();
}

async fn in_sql(store: &Store, model: &Model, object: &Object, filter: &Filter, by_owner: bool) -> BTreeSet<Uuid> {
    let created = object.field("created_at").map(|field| Sort { column: Column::Own(field), descending: false });
    let select = Select {
        object,
        schema: model,
        filter: filter.clone(),
        columns: object.field("id").map(Column::Own).into_iter().collect(),
        // In the order of creation, the owner's index is not to be used.
        sort: created.into_iter().filter(|_| !by_owner).collect(),
        after: None,
        skip: 0,
        limit: 1000,
        deleted: Deleted::Live,
    };
    let mut conn = store.reader().await.unwrap();
    let rows = select.rows(&mut conn).await.unwrap();
    assert_eq!(select.count(&mut conn, None).await.unwrap(), rows.len() as u64);
    rows.iter().filter_map(|row| row[0].as_id()).collect()
}

/// Everything that any of the filters needs.
async fn view(store: &Store, model: &Model, filters: &[Filter]) -> View {
    let mut conn = store.reader().await.unwrap();
    let (mut view, mut needs) = (View::default(), Needs::default());
    for object in &model.0 {
        let fields: Vec<&Field> = object.fields().iter().filter(|field| field.name != "id").collect();
        view.add(&object.name, Arc::new(load(&mut conn, model, object, &fields).await.unwrap()));
        filters.iter().for_each(|filter| needs.filter(model, object, filter));
    }
    view.add_teams(&mut conn, model, &needs).await.unwrap();
    view
}

fn in_polars(view: &View, model: &Model, object: &Object, filter: &Filter) -> BTreeSet<Uuid> {
    let mask = mask(view, model, object, filter).unwrap();
    assert_eq!(mask.null_count(), 0);
    let ids = view.frame(&object.name).unwrap().data.column("id").unwrap().filter(&mask).unwrap();
    ids.u128().unwrap().iter().map(|key| Uuid::from_u128(key.unwrap())).collect()
}

/// Holds all three to the same answer.
fn check(runtime: &Runtime, store: &Store, model: &Model, case: &Case) -> Result<(), TestCaseError> {
    runtime.block_on(fill(store, case));
    let (memory, view) = (Memory::of(case), runtime.block_on(view(store, model, &case.filters)));
    for object in &model.0 {
        for filter in &case.filters {
            let expected = memory.ids(&object.name, filter);
            let sql = runtime.block_on(in_sql(store, model, object, filter, case.by_owner));
            prop_assert_eq!(&sql, &expected, "SQL, {} {:?}", &object.name, filter);
            prop_assert_eq!(&in_polars(&view, model, object, filter), &expected, "Polars, {} {:?}", &object.name, filter);
        }
    }
    Ok(())
}

#[test]
fn a_filter_means_the_same_everywhere() {
    let runtime = Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut stores = vec![runtime.block_on(async { Database::folder(folder.path()).unwrap().open("agreement").await.unwrap() })];
    if let Ok(url) = std::env::var("TRELLIS_TEST_POSTGRES") {
        stores.push(runtime.block_on(async { Database::server(&url).await.unwrap().open("agreement").await.unwrap() }));
    }
    stores.iter().for_each(|store| runtime.block_on(prepare(store)));
    let model = model();
    let cases = if std::env::var("PROPTEST_CASES").is_ok() { Config::default().cases } else { 200 };
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&case(), |case| stores.iter().try_for_each(|store| check(&runtime, store, &model, &case)));
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}
