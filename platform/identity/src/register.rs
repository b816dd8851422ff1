//! A company registers: a code proves the address, the person becomes its super administrator.

use chrono::{DateTime, Utc};
use trellis_engine::Error;
use trellis_model::{
    Language, Violation,
    violation::Code,
    wire::{Purpose, Registration},
};
use trellis_storage::Conn;
use uuid::Uuid;

use crate::{IdentityError, Installation, Login, Result, accounts, codes::Proof, password};

/// The most characters of a company's and a person's name.
const LONGEST_COMPANY: usize = 100;
const LONGEST_NAME: usize = 60;

/// A company that was just registered.
#[derive(Debug, Clone, Copy)]
pub struct Registered {
    /// The account that owns it.
    pub account: Uuid,
    /// The company.
    pub company: Uuid,
    /// The person there.
    pub user: Uuid,
}

/// What the transaction needs to know.
#[derive(Clone)]
struct Plan {
    proof: Proof,
    login: Login,
    company: Uuid,
    user: Uuid,
    name: String,
    /// Of a new account, or the one that the password was compared with.
    hash: String,
    existing: Option<Uuid>,
    fits: bool,
    now: DateTime<Utc>,
}

enum Outcome {
    Done(Uuid),
    WrongCode,
    WrongPassword,
}

impl Installation {
    /// Registers a company. An address that has an account needs that account's password; otherwise the account is made.
    ///
    /// # Errors
    /// [`IdentityError::WrongCode`]; [`Error::Invalid`] for what cannot be, and for a password that is not the account's.
    pub async fn register(&self, new: &Registration, client: &str, language: Language) -> Result<Registered> {
        let login = check(new)?;
        let found = accounts::find(&mut self.control.reader().await?, &login).await?;
        // One hashing either way: the time does not tell whether there is an account.
        let (existing, hash, fits) = match found {
            Some((id, hash)) => (Some(id), hash.clone(), password::verify(new.password.clone(), Some(hash)).await?),
            None => (None, password::hash(new.password.clone()).await?, true),
        };
        let (company, user, now) = (Uuid::now_v7(), Uuid::now_v7(), self.clock.now());
        let (proof, name) = (self.proof(&login, Purpose::Register, &new.code), new.company.trim().to_owned());
        let plan = Plan { proof, login: login.clone(), company, user, name, hash, existing, fits, now };
        let work = async {
            let written = self.control.write::<_, IdentityError, _>(move |conn| {
                let plan = plan.clone();
                Box::pin(async move { write(conn, &plan).await })
            });
            match written.await? {
                Outcome::Done(account) => Ok(account),
                Outcome::WrongCode => Err(IdentityError::WrongCode),
                Outcome::WrongPassword => Err(Error::invalid(Violation::new("password", Code::WrongPassword)).into()),
            }
        };
        let account = self.patiently(&self.code_buckets(client), work).await?;
        let department = match language {
            Language::ZhCn => "总部",
            Language::En => "Headquarters",
        };
        self.begin_company(company, user, new.name.trim(), &login, department).await?;
        Ok(Registered { account, company, user })
    }
}

/// Everything that can be said before the code is looked at, at once.
fn check(new: &Registration) -> Result<Login> {
    let mut violations = Vec::new();
    for (field, text, longest) in [("company", &new.company, LONGEST_COMPANY), ("name", &new.name, LONGEST_NAME)] {
        violations.extend(name_violation(field, text, longest));
    }
    violations.extend(password::check(&new.password, "password").err());
    let login = Login::parse(&new.account);
    if login.is_none() {
        violations.push(Violation::new("account", Code::Format).with("expected", "account"));
    }
    login.filter(|_| violations.is_empty()).ok_or_else(|| Error::Invalid(violations).into())
}

fn name_violation(field: &str, text: &str, longest: usize) -> Option<Violation> {
    let text = text.trim();
    if text.is_empty() {
        return Some(Violation::new(field, Code::Required));
    }
    if text.chars().any(char::is_control) {
        return Some(Violation::new(field, Code::Type).with("expected", "text"));
    }
    (text.chars().count() > longest).then(|| Violation::new(field, Code::TooLong).with("max", longest))
}

async fn write(conn: &mut Conn, plan: &Plan) -> Result<Outcome> {
    if !plan.proof.is_right(conn).await? {
        return Ok(Outcome::WrongCode);
    }
    if !plan.fits {
        plan.proof.count_wrong(conn).await?;
        return Ok(Outcome::WrongPassword);
    }
    // Somebody made the account, or gave the address to another, since the password was looked at.
    if accounts::find(conn, &plan.login).await?.map(|(id, _)| id) != plan.existing {
        return Err(Error::Busy.into());
    }
    plan.proof.consume(conn).await?;
    accounts::insert_company(conn, plan.company, &plan.name, plan.now).await?;
    accounts::join(conn, &plan.login, &plan.hash, plan.company, plan.user, plan.now).await?;
    let account = accounts::find(conn, &plan.login).await?.ok_or_else(|| Error::Internal("the account is not there".to_owned()))?;
    Ok(Outcome::Done(account.0))
}
