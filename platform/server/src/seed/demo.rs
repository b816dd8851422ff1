//! The demo company: departments, people, two years of sales. Everything goes through the engine, as its owner would have
//! entered it.

use std::collections::HashMap;

use anyhow::Context;
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use rust_embed::RustEmbed;
use serde::Deserialize;
use trellis_engine::{Cx, records};
use trellis_identity::{IdentityError, Installation, NewCompany, NewUser, create_department, create_user, set_roles, update_department};
use trellis_model::{Json, JsonMap, Language};
use uuid::Uuid;

use super::random::Random;

/// The password of every demo account.
pub const DEMO_PASSWORD: &str = "trellis-demo";

/// The accounts that people are told of.
pub const DEMO_ACCOUNTS: &[(&str, &str)] = &[
    ("boss@demo.example", "超级管理员 / super administrator"),
    ("admin@demo.example", "系统管理员 / system administrator"),
    ("manager@demo.example", "销售经理 / sales manager"),
    ("sales@demo.example", "销售 / sales"),
    ("analyst@demo.example", "数据分析员 / analyst"),
];

/// Days of history.
const HISTORY: i64 = 730;

#[derive(RustEmbed)]
#[folder = "../../seeds"]
struct Seeds;

#[derive(Deserialize)]
struct Demo {
    company: String,
    departments: Vec<Department>,
    people: Vec<Person>,
    categories: Vec<Category>,
    products: Vec<JsonMap>,
    places: Vec<Place>,
    brands: Vec<String>,
    trades: Vec<Trade>,
    surnames: String,
    given: Vec<String>,
    titles: Vec<String>,
    deals: Vec<String>,
    notes: Vec<String>,
    tasks: Vec<String>,
    needs: Vec<String>,
    campaigns: Vec<JsonMap>,
}

#[derive(Deserialize)]
struct Department {
    key: String,
    name: String,
    parent: Option<String>,
    manager: Option<String>,
}

#[derive(Deserialize)]
struct Person {
    key: String,
    account: String,
    name: String,
    title: String,
    department: String,
    roles: Vec<String>,
    /// How much of the business is theirs, relative to others.
    #[serde(default)]
    sells: u64,
}

#[derive(Deserialize)]
struct Category {
    key: String,
    name: String,
    parent: Option<String>,
}

#[derive(Deserialize)]
struct Place {
    province: String,
    city: String,
}

#[derive(Deserialize)]
struct Trade {
    name: String,
    industry: String,
}

/// Makes the demo company; `false` when it is there already.
///
/// # Errors
/// When the database fails, or a seed is not valid.
pub async fn demo(installation: &Installation) -> anyhow::Result<bool> {
    let file = Seeds::get("demo.json").context("seeds/demo.json is not there")?;
    let demo: Demo = serde_json::from_slice(&file.data).context("seeds/demo.json")?;
    if installation.companies().await?.iter().any(|(_, name)| *name == demo.company) {
        return Ok(false);
    }
    let boss = demo.people.first().context("the demo needs a person")?;
    let root = demo.departments.first().context("the demo needs a department")?;
    let new = NewCompany {
        company: demo.company.clone(),
        name: boss.name.clone(),
        account: boss.account.clone(),
        password: DEMO_PASSWORD.to_owned(),
        department: root.name.clone(),
    };
    let company = installation.company(installation.create_company(&new).await?).await?;
    let snapshot = company.snapshot().await?;
    let boss_id = snapshot.people.iter().next().context("the company has no one")?.facts.id;
    let people = organization(installation, &company, boss_id, &demo).await?;
    let cx = Cx::new(company, boss_id, Language::ZhCn).await?;
    Business { demo: &demo, people, random: Random::new(2026), cx, today: Utc::now() }.make().await?;
    Ok(true)
}

/// Whether somebody could sign in with a demo account and its well-known password.
///
/// # Errors
/// When the database fails.
pub async fn has_demo_passwords(installation: &Installation) -> anyhow::Result<bool> {
    for (account, _) in DEMO_ACCOUNTS {
        match installation.authenticate(account, DEMO_PASSWORD).await {
            Ok(_) => return Ok(true),
            Err(IdentityError::WrongPassword) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(false)
}

fn input<const N: usize>(pairs: [(&str, Json); N]) -> JsonMap {
    pairs.into_iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Departments, people and their roles; gives the people by key.
async fn organization(
    installation: &Installation,
    company: &std::sync::Arc<trellis_engine::Company>,
    boss: Uuid,
    demo: &Demo,
) -> anyhow::Result<HashMap<String, Uuid>> {
    let cx = Cx::new(company.clone(), boss, Language::ZhCn).await?;
    let root = {
        let mut conn = company.store.reader().await?;
        let query = records::ListQuery::default();
        let page = records::list(&cx, &mut conn, cx.object("department")?, &query).await?;
        let items: Vec<JsonMap> = serde_json::from_str(&page.items)?;
        items.first().and_then(|item| item.get("id")).and_then(Json::as_str).context("no first department")?.to_owned()
    };
    let mut departments: HashMap<String, String> = HashMap::from([(demo.departments[0].key.clone(), root)]);
    for department in &demo.departments[1..] {
        let parent = department.parent.as_ref().and_then(|key| departments.get(key)).cloned();
        let fields = input([("name", department.name.as_str().into()), ("parent", parent.into())]);
        let made = cx.write(move |cx, conn| {
            let fields = fields.clone();
            Box::pin(async move { create_department(cx, conn, &fields).await })
        });
        departments.insert(department.key.clone(), made.await?.id().to_string());
    }
    let mut people = HashMap::from([(demo.people[0].key.clone(), boss)]);
    for person in &demo.people[1..] {
        // Anew each time: whom departments and people may be set to is part of the context.
        company.reload().await?;
        let cx = Cx::new(company.clone(), boss, Language::ZhCn).await?;
        let department = departments.get(&person.department).cloned();
        let fields =
            input([("name", person.name.as_str().into()), ("title", person.title.as_str().into()), ("department", department.into())]);
        let new = NewUser { account: person.account.clone(), password: Some(DEMO_PASSWORD.to_owned()), fields };
        let id = create_user(installation, &cx, &new).await?.id();
        people.insert(person.key.clone(), id);
        let cx = Cx::new(company.clone(), boss, Language::ZhCn).await?;
        let roles = person.roles.clone();
        let given = cx.write(move |cx, conn| {
            let roles = roles.clone();
            Box::pin(async move { set_roles(cx, conn, id, &roles, u64::MAX).await })
        });
        given.await?;
    }
    company.reload().await?;
    let cx = Cx::new(company.clone(), boss, Language::ZhCn).await?;
    for department in demo.departments.iter() {
        let (Some(manager), Some(id)) = (department.manager.as_ref().and_then(|key| people.get(key)), departments.get(&department.key))
        else {
            continue;
        };
        let (fields, id) = (input([("manager", manager.to_string().into())]), Uuid::try_parse(id)?);
        let changed = cx.write(move |cx, conn| {
            let fields = fields.clone();
            Box::pin(async move { update_department(cx, conn, id, &fields, None).await })
        });
        changed.await?;
    }
    company.reload().await?;
    Ok(people)
}

/// Two years of sales.
struct Business<'a> {
    demo: &'a Demo,
    people: HashMap<String, Uuid>,
    random: Random,
    cx: Cx,
    today: DateTime<Utc>,
}

/// A record that is to be made: its object, its fields, when it was entered.
type Entry = (&'static str, JsonMap, DateTime<Utc>);

/// A customer whose people and deals are still to be made up.
struct Made {
    id: Uuid,
    name: String,
    owner: Uuid,
    since: i64,
}

impl Business<'_> {
    async fn make(mut self) -> anyhow::Result<()> {
        let products = self.catalog().await?;
        let campaigns = self.campaigns().await?;
        let customers = self.customers().await?;
        let contacts = self.contacts(&customers).await?;
        self.deals(&customers, &contacts, &products).await?;
        self.leads(&campaigns).await?;
        self.follow_ups(&customers).await?;
        self.tasks(&customers).await
    }

    /// Enters records as their owners, all in one transaction; gives their ids.
    async fn enter(&self, entries: Vec<Entry>) -> anyhow::Result<Vec<Uuid>> {
        let made = self.cx.write(move |cx, conn| {
            let entries = entries.clone();
            Box::pin(async move {
                let mut ids = Vec::with_capacity(entries.len());
                for (object, fields, at) in entries {
                    let cx = Cx { now: at, ..cx.clone() };
                    ids.push(records::create(&cx, conn, cx.object(object)?, &fields).await?.id());
                }
                Ok(ids)
            })
        });
        Ok(made.await?)
    }

    fn days_ago(&self, days: i64) -> DateTime<Utc> {
        // In office hours in Shanghai.
        let minute = (days * 37) % 480;
        let midnight = self.today.date_naive().and_time(chrono::NaiveTime::MIN).and_utc();
        (midnight - TimeDelta::days(days) + TimeDelta::minutes(60 + minute)).min(self.today)
    }

    fn day(&self, days_ago: i64) -> NaiveDate {
        let today = self.today.date_naive();
        if days_ago >= 0 { today - Days::new(days_ago.unsigned_abs()) } else { today + Days::new(days_ago.unsigned_abs()) }
    }

    fn seller(&mut self) -> Uuid {
        let sellers: Vec<(Uuid, u64)> = self
            .demo
            .people
            .iter()
            .filter(|person| person.sells > 0)
            .filter_map(|person| Some((*self.people.get(&person.key)?, person.sells)))
            .collect();
        *self.random.weighted(&sellers)
    }

    fn person_name(&mut self) -> String {
        let surnames: Vec<char> = self.demo.surnames.chars().collect();
        let surname = *self.random.pick(&surnames);
        format!("{surname}{}", self.random.pick(&self.demo.given))
    }

    fn mobile(&mut self) -> String {
        let prefix = *self.random.pick(&["38", "39", "50", "58", "77", "86", "99"]);
        format!("1{prefix}{:08}", self.random.below(100_000_000))
    }

    async fn catalog(&mut self) -> anyhow::Result<Vec<(Uuid, i64)>> {
        let mut categories: HashMap<String, Uuid> = HashMap::new();
        for category in &self.demo.categories {
            let parent = category.parent.as_ref().and_then(|key| categories.get(key)).map(Uuid::to_string);
            let fields = input([("name", category.name.as_str().into()), ("parent", parent.into())]);
            let ids = self.enter(vec![("product_category", fields, self.days_ago(HISTORY))]).await?;
            categories.insert(category.key.clone(), ids[0]);
        }
        let mut entries = Vec::new();
        for product in &self.demo.products {
            let mut fields = product.clone();
            let category = product.get("category").and_then(Json::as_str).and_then(|key| categories.get(key)).context("category")?;
            fields.insert("category".into(), category.to_string().into());
            entries.push(("product", fields, self.days_ago(HISTORY)));
        }
        let prices: Vec<i64> =
            self.demo.products.iter().map(|product| product.get("price").and_then(Json::as_i64).unwrap_or(1000)).collect();
        Ok(self.enter(entries).await?.into_iter().zip(prices).collect())
    }

    async fn campaigns(&mut self) -> anyhow::Result<Vec<Uuid>> {
        let mut entries = Vec::new();
        for (at, campaign) in self.demo.campaigns.iter().enumerate() {
            let days = 600 - 170 * at as i64;
            let mut fields = campaign.clone();
            fields.insert("starts_on".into(), self.day(days).to_string().into());
            fields.insert("ends_on".into(), self.day(days - 30).to_string().into());
            fields.insert("status".into(), if days > 30 { "completed" } else { "active" }.into());
            entries.push(("campaign", fields, self.days_ago(days + 20)));
        }
        self.enter(entries).await
    }

    async fn customers(&mut self) -> anyhow::Result<Vec<Made>> {
        let (mut entries, mut rest) = (Vec::new(), Vec::new());
        for at in 0..150_i64 {
            let brand = self.demo.brands[(at as usize * 7) % self.demo.brands.len()].clone();
            let trade = &self.demo.trades[(at as usize * 11 + at as usize / 30) % self.demo.trades.len()];
            let place = self.random.pick(&self.demo.places);
            let (owner, since) = (self.seller(), HISTORY - at * 4 - self.random.between(0, 3));
            let name = format!("{}{brand}{}有限公司", place.city, trade.name);
            let source = *self.random.pick(&["website", "exhibition", "referral", "cold_call", "partner", "wechat"]);
            let employees = self.random.between(20, 4000);
            let size = match employees {
                ..50 => "1_49",
                50..100 => "50_99",
                100..500 => "100_499",
                500..1000 => "500_999",
                _ => "1000_9999",
            };
            let code = *self.random.pick(&["21", "512", "25", "571", "10", "532"]);
            let phone = format!("0{code}-{:08}", self.random.below(100_000_000));
            let mut fields = input([
                ("name", name.as_str().into()),
                ("short_name", format!("{brand}{}", trade.name).into()),
                ("level", (*self.random.weighted(&[("a", 12), ("b", 25), ("c", 40), ("d", 23)])).into()),
                ("status", (*self.random.pick(&["potential", "contacted", "intent", "dealt", "repeat"])).into()),
                ("industry", trade.industry.as_str().into()),
                ("source", source.into()),
                ("phone", phone.into()),
                ("company_size", size.into()),
                ("employees", employees.into()),
                ("annual_revenue", (self.random.between(200, 90_000) * 10_000).into()),
                ("province", place.province.as_str().into()),
                ("city", place.city.as_str().into()),
                ("owner", owner.to_string().into()),
            ]);
            if self.random.chance(30) {
                fields
                    .insert("tags".into(), serde_json::json!([self.random.pick(&["strategic", "reference", "high_tech", "state_owned"])]));
            }
            if self.random.chance(45) {
                let ahead = self.random.between(-3, 25);
                let next = self.days_ago(-ahead);
                fields.insert("next_contact_at".into(), trellis_model::value::format_instant(next).into());
            }
            entries.push(("customer", fields, self.days_ago(since)));
            rest.push((name, owner, since));
        }
        let ids = self.enter(entries).await?;
        Ok(ids.into_iter().zip(rest).map(|(id, (name, owner, since))| Made { id, name, owner, since }).collect())
    }

    async fn contacts(&mut self, customers: &[Made]) -> anyhow::Result<HashMap<Uuid, Uuid>> {
        let (mut entries, mut of) = (Vec::new(), Vec::new());
        for customer in customers {
            for at in 0..self.random.between(1, 3) {
                let fields = input([
                    ("name", self.person_name().into()),
                    ("customer", customer.id.to_string().into()),
                    ("title", self.random.pick(&self.demo.titles).as_str().into()),
                    ("role", (*self.random.pick(&["decision_maker", "procurement", "technical", "user"])).into()),
                    ("is_primary", (at == 0).into()),
                    ("phone", self.mobile().into()),
                    ("email", format!("contact{}@example.com", entries.len() + 1).into()),
                    ("wechat", format!("wx{:06}", self.random.below(1_000_000)).into()),
                    ("owner", customer.owner.to_string().into()),
                ]);
                entries.push(("contact", fields, self.days_ago(customer.since.saturating_sub(2).max(0))));
                of.push((customer.id, at == 0));
            }
        }
        let ids = self.enter(entries).await?;
        Ok(of.into_iter().zip(ids).filter(|((_, primary), _)| *primary).map(|((customer, _), id)| (customer, id)).collect())
    }

    async fn deals(&mut self, customers: &[Made], contacts: &HashMap<Uuid, Uuid>, products: &[(Uuid, i64)]) -> anyhow::Result<()> {
        let (mut entries, mut won) = (Vec::new(), Vec::new());
        for customer in customers {
            for _ in 0..self.random.between(1, 5) {
                let (product, price) = *self.random.pick(products);
                let quantity = self.random.between(1, 6);
                let amount = price * quantity * self.random.between(85, 100) / 100;
                let began = self.random.between(0, customer.since.max(1));
                let took = self.random.between(15, 120);
                let closed = began - took;
                let stage = if closed >= 0 {
                    *self.random.weighted(&[("won", 58), ("lost", 42)])
                } else {
                    *self.random.weighted(&[("prospecting", 30), ("engaging", 28), ("proposal", 24), ("negotiation", 18)])
                };
                let probability = match stage {
                    "won" => 100,
                    "lost" => 0,
                    "negotiation" => 80,
                    "proposal" => 50,
                    "engaging" => 30,
                    _ => 10,
                };
                let deal = self.random.pick(&self.demo.deals).clone();
                let short: String = customer.name.chars().take(6).collect();
                let name = format!("{short}{deal}");
                let lost = (stage == "lost").then(|| *self.random.pick(&["price", "competitor", "no_budget", "no_decision", "delivery"]));
                let fields = input([
                    ("name", name.as_str().into()),
                    ("customer", customer.id.to_string().into()),
                    ("contact", contacts.get(&customer.id).map(Uuid::to_string).into()),
                    ("pipeline", "standard".into()),
                    ("stage", stage.into()),
                    ("amount", amount.into()),
                    ("close_date", self.day(closed).to_string().into()),
                    ("win_probability", probability.into()),
                    ("product", product.to_string().into()),
                    ("quantity", quantity.into()),
                    ("engaged_on", self.day(began).to_string().into()),
                    ("lost_reason", lost.into()),
                    ("owner", customer.owner.to_string().into()),
                ]);
                entries.push(("opportunity", fields, self.days_ago(began)));
                won.push((stage == "won").then_some((customer, name, amount, closed)));
            }
        }
        let ids = self.enter(entries).await?;
        let mut contracts = Vec::new();
        for (id, (customer, name, amount, closed)) in ids.iter().zip(won).filter_map(|(id, won)| Some((id, won?))) {
            if !self.random.chance(85) {
                continue;
            }
            let fields = input([
                ("name", format!("{name}合同").into()),
                ("customer", customer.id.to_string().into()),
                ("opportunity", id.to_string().into()),
                ("type", "sales".into()),
                ("status", if closed > 365 { "completed" } else { "active" }.into()),
                ("amount", amount.into()),
                ("signed_on", self.day(closed).to_string().into()),
                ("starts_on", self.day(closed).to_string().into()),
                ("ends_on", self.day(closed - 365).to_string().into()),
                ("owner", customer.owner.to_string().into()),
            ]);
            contracts.push(("contract", fields, self.days_ago(closed.max(0))));
        }
        self.enter(contracts).await?;
        Ok(())
    }

    async fn leads(&mut self, campaigns: &[Uuid]) -> anyhow::Result<()> {
        let mut entries = Vec::new();
        for at in 0..90_i64 {
            let (brand, trade) = (self.random.pick(&self.demo.brands).clone(), self.random.pick(&self.demo.trades));
            let place = self.random.pick(&self.demo.places);
            let campaign = self.random.chance(40).then(|| self.random.pick(campaigns).to_string());
            let fields = input([
                ("name", self.person_name().into()),
                ("company", format!("{}{brand}{}有限公司", place.city, trade.name).into()),
                ("title", self.random.pick(&self.demo.titles).as_str().into()),
                ("phone", self.mobile().into()),
                ("email", format!("lead{at}@example.com").into()),
                ("source", (*self.random.pick(&["website", "search_ads", "wechat", "exhibition", "short_video"])).into()),
                ("campaign", campaign.into()),
                ("status", (*self.random.weighted(&[("new", 55), ("working", 45)])).into()),
                ("rating", (*self.random.pick(&["hot", "warm", "cold"])).into()),
                ("industry", trade.industry.as_str().into()),
                ("province", place.province.as_str().into()),
                ("need", self.random.pick(&self.demo.needs).as_str().into()),
                ("expected_amount", (self.random.between(2, 60) * 10_000).into()),
                ("owner", self.seller().to_string().into()),
            ]);
            entries.push(("lead", fields, self.days_ago(at)));
        }
        self.enter(entries).await?;
        Ok(())
    }

    async fn follow_ups(&mut self, customers: &[Made]) -> anyhow::Result<()> {
        let mut entries = Vec::new();
        for customer in customers {
            for _ in 0..self.random.between(1, 4) {
                let ago = self.random.between(0, customer.since.clamp(1, 180));
                let fields = input([
                    ("related", serde_json::json!({ "object": "customer", "id": customer.id })),
                    ("kind", (*self.random.pick(&["call", "visit", "wechat", "meeting", "demo"])).into()),
                    ("content", self.random.pick(&self.demo.notes).as_str().into()),
                ]);
                entries.push(("follow_up", fields, self.days_ago(ago)));
            }
        }
        self.enter(entries).await?;
        Ok(())
    }

    async fn tasks(&mut self, customers: &[Made]) -> anyhow::Result<()> {
        let mut entries = Vec::new();
        for at in 0..40_i64 {
            let customer = self.random.pick(customers);
            let ago = self.random.between(-20, 10);
            let due = self.days_ago(ago);
            let fields = input([
                ("subject", self.random.pick(&self.demo.tasks).as_str().into()),
                ("assignee", customer.owner.to_string().into()),
                ("due_at", trellis_model::value::format_instant(due).into()),
                ("priority", (*self.random.weighted(&[("normal", 50), ("high", 30), ("urgent", 10), ("low", 10)])).into()),
                ("status", (*self.random.weighted(&[("todo", 50), ("doing", 30), ("done", 20)])).into()),
                ("related", serde_json::json!({ "object": "customer", "id": customer.id })),
                ("owner", customer.owner.to_string().into()),
            ]);
            entries.push(("task", fields, self.days_ago(at % 20)));
        }
        self.enter(entries).await?;
        Ok(())
    }
}
