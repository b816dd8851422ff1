//! A company of any size, for measuring.

use std::fmt;

use chrono::{DateTime, Days, TimeDelta, Utc};
use clap::Args;
use trellis_engine::{Cx, records};
use trellis_identity::{Installation, NewCompany};
use trellis_model::{Decimal, JsonMap, Language, Record, Value};
use uuid::Uuid;

use super::{demo::DEMO_PASSWORD, random::Random};

/// How large.
#[derive(Debug, Clone, Args)]
pub struct Scale {
    /// Customers
    #[arg(long, default_value_t = 100_000)]
    pub customers: u32,
    /// Contacts
    #[arg(long, default_value_t = 200_000)]
    pub contacts: u32,
    /// Opportunities
    #[arg(long, default_value_t = 200_000)]
    pub opportunities: u32,
    /// People, ten departments of them
    #[arg(long, default_value_t = 100)]
    pub users: u32,
}

impl fmt::Display for Scale {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} customers, {} contacts, {} opportunities, {} people", self.customers, self.contacts, self.opportunities, self.users)
    }
}

/// The company's name, and the accounts that measure in it: its super administrator, a manager, a seller.
const COMPANY: &str = "Scale";
const DEPARTMENTS: u32 = 10;
/// Rows of one transaction.
const CHUNK: usize = 20_000;

/// Makes the company. People are `user<n>@scale.example`: the first of each department manages it, the others sell.
///
/// # Errors
/// When the database fails, or the company is there already.
pub async fn scale(installation: &Installation, scale: &Scale) -> anyhow::Result<()> {
    anyhow::ensure!(installation.companies().await?.iter().all(|(_, name)| name != COMPANY), "the company {COMPANY} is there already");
    let new = NewCompany {
        company: COMPANY.to_owned(),
        name: "Boss".to_owned(),
        account: "boss@scale.example".to_owned(),
        password: DEMO_PASSWORD.to_owned(),
        department: COMPANY.to_owned(),
    };
    let company = installation.company(installation.create_company(&new).await?).await?;
    let boss = company.snapshot().await?.people.iter().map(|person| person.facts.id).next().unwrap_or_default();
    let mut cx = Cx::new(company.clone(), boss, Language::En).await?;
    let mut departments = Vec::new();
    for n in 1..=DEPARTMENTS {
        let fields: JsonMap = [("name".to_owned(), format!("Department {n}").into())].into_iter().collect();
        let made = cx.write(move |cx, conn| {
            let fields = fields.clone();
            Box::pin(async move { trellis_identity::create_department(cx, conn, &fields).await })
        });
        departments.push(made.await?.id());
    }
    let users = people(installation, &mut cx, &departments, scale.users).await?;
    let mut random = Random::new(20_260_101);
    let began = Utc::now() - TimeDelta::days(730);
    let customers = customers(&cx, &mut random, scale.customers, &users, began).await?;
    contacts(&cx, &mut random, scale.contacts, &customers, began).await?;
    opportunities(&cx, &mut random, scale.opportunities, &customers, began).await
}

async fn people(installation: &Installation, cx: &mut Cx, departments: &[Uuid], count: u32) -> anyhow::Result<Vec<Uuid>> {
    let mut users = Vec::new();
    for n in 0..count {
        let department = departments[n as usize % departments.len()];
        let fields: JsonMap =
            [("name".to_owned(), format!("User {}", n + 1).into()), ("department".to_owned(), department.to_string().into())]
                .into_iter()
                .collect();
        let account = format!("user{}@scale.example", n + 1);
        // Only those that a measurement signs in as need a password that somebody knows; hashing is costly on purpose.
        let password = (n < 20).then(|| DEMO_PASSWORD.to_owned());
        let user = trellis_identity::create_user(installation, cx, &trellis_identity::NewUser { account, password, fields }).await?.id();
        users.push(user);
        *cx = Cx::new(cx.company.clone(), cx.user, cx.language).await?;
        let role = if (n as usize) < departments.len() { "sales_manager" } else { "sales" };
        let given = cx.write(move |cx, conn| {
            Box::pin(async move { trellis_identity::set_roles(cx, conn, user, &[role.to_owned()], u64::MAX).await })
        });
        given.await?;
    }
    cx.company.reload().await?;
    *cx = Cx::new(cx.company.clone(), cx.user, cx.language).await?;
    Ok(users)
}

/// Loads records in large transactions.
async fn load(cx: &Cx, object: &'static str, records: Vec<Record>) -> anyhow::Result<()> {
    for chunk in records.chunks(CHUNK) {
        let chunk = chunk.to_vec();
        let loaded = cx.write(move |cx, conn| {
            let chunk = chunk.clone();
            Box::pin(async move { records::load(cx, conn, cx.object(object)?, chunk).await })
        });
        loaded.await?;
    }
    Ok(())
}

fn text(value: impl Into<String>) -> Value {
    Value::Text(value.into())
}

/// The `n`th of `count` records, which were made one after another over two years.
fn base(random: &mut Random, owner: Uuid, began: DateTime<Utc>, n: u32, count: u32) -> (Record, DateTime<Utc>) {
    let at = began + TimeDelta::seconds(729 * 86_400 * i64::from(n) / i64::from(count.max(1)) + random.between(0, 3_600));
    let mut record = Record::default();
    record.set("id", Value::Id(Uuid::now_v7()));
    record.set("owner", Value::Id(owner));
    record.set("created_by", Value::Id(owner));
    record.set("created_at", Value::DateTime(at));
    (record, at)
}

const ADJECTIVES: &[&str] =
    &["Northern", "Silver", "Golden", "Rapid", "Bright", "Global", "United", "Prime", "Apex", "Summit", "华东", "恒信", "瑞达"];
const NOUNS: &[&str] = &["Falcon", "River", "Harbor", "Machine", "Textile", "Logistics", "Foods", "Pharma", "科技", "制造", "物流", "能源"];
const INDUSTRIES: &[&str] = &["manufacturing", "retail", "finance", "healthcare", "education", "logistics", "software", "energy"];

async fn customers(cx: &Cx, random: &mut Random, count: u32, users: &[Uuid], began: DateTime<Utc>) -> anyhow::Result<Vec<(Uuid, Uuid)>> {
    let (mut records, mut made) = (Vec::new(), Vec::new());
    for n in 0..count {
        let owner = *random.pick(users);
        let (mut record, at) = base(random, owner, began, n, count);
        record.set("name", text(format!("{} {} {n}", random.pick(ADJECTIVES), random.pick(NOUNS))));
        record.set("level", text(*random.weighted(&[("a", 10), ("b", 20), ("c", 40), ("d", 30)])));
        record.set("status", text(*random.pick(&["potential", "contacted", "intent", "dealt"])));
        record.set("industry", text(*random.pick(INDUSTRIES)));
        record.set("source", text(*random.pick(&["website", "exhibition", "referral", "cold_call"])));
        record.set("phone", text(format!("1{:010}", random.below(10_000_000_000))));
        record.set("annual_revenue", Value::Decimal(Decimal::new(random.between(1_000_000, 9_000_000_000), 2)));
        record.set("next_contact_at", Value::DateTime(at + TimeDelta::days(random.between(1, 90))));
        record.set("description", text("quarterly renewal pricing discussed with buyer, follow up with a sample and a budget ".repeat(2)));
        made.push((record.id(), owner));
        records.push(record);
    }
    load(cx, "customer", records).await?;
    Ok(made)
}

async fn contacts(cx: &Cx, random: &mut Random, count: u32, customers: &[(Uuid, Uuid)], began: DateTime<Utc>) -> anyhow::Result<()> {
    let mut records = Vec::new();
    for n in 0..count {
        let (customer, owner) = *random.pick(customers);
        let (mut record, _) = base(random, owner, began, n, count);
        record.set("name", text(format!("Person {n}")));
        record.set("customer", Value::Id(customer));
        record.set("title", text(*random.pick(&["CEO", "CTO", "Buyer", "Sales", "Ops"])));
        record.set("phone", text(format!("1{:010}", random.below(10_000_000_000))));
        record.set("email", text(format!("person{n}@example.com")));
        records.push(record);
    }
    load(cx, "contact", records).await
}

async fn opportunities(cx: &Cx, random: &mut Random, count: u32, customers: &[(Uuid, Uuid)], began: DateTime<Utc>) -> anyhow::Result<()> {
    let stages = [("prospecting", 30), ("engaging", 25), ("proposal", 15), ("negotiation", 10), ("won", 12), ("lost", 8)];
    let mut records = Vec::new();
    for n in 0..count {
        let (customer, owner) = *random.pick(customers);
        let (mut record, at) = base(random, owner, began, n, count);
        record.set("name", text(format!("Deal {n}")));
        record.set("customer", Value::Id(customer));
        record.set("pipeline", text("standard"));
        record.set("stage", text(*random.weighted(&stages)));
        record.set("amount", Value::Decimal(Decimal::new(random.between(100_000, 50_000_000), 2)));
        record.set("close_date", Value::Date(at.date_naive() + Days::new(random.below(120))));
        records.push(record);
    }
    load(cx, "opportunity", records).await
}
