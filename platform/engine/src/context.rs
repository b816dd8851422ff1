//! Who asks, of which company, with which rights, when.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use futures_util::future::BoxFuture;
use trellis_access::{Access, UserFacts};
use trellis_catalog::Catalog;
use trellis_model::{
    Field, Filter, Language, Object, Schema,
    filter::{Caller, ParseContext},
    time::Zone,
    wire::FieldLevel,
};
use trellis_storage::Conn;
use uuid::Uuid;

use crate::{Company, Error, Reason, Result, Snapshot};

/// So often a write begins anew because somebody published meanwhile.
const MOST_RENEWALS: usize = 4;

/// The context of a call. It cannot be made without the rights of an active person; cheap to clone.
#[derive(Clone)]
pub struct Cx {
    /// The company.
    pub company: Arc<Company>,
    /// Metadata, policy and people as they were when the call began.
    pub snapshot: Arc<Snapshot>,
    /// The person's rights.
    pub access: Arc<Access>,
    /// The person.
    pub user: Uuid,
    /// The moment of the call.
    pub now: DateTime<Utc>,
    /// The person's language.
    pub language: Language,
    /// The business action that is running, for the change log.
    pub action: Option<&'static str>,
    /// Where the call comes from, for the audit log; empty when it is not known.
    pub address: Arc<str>,
    /// The role that is previewed, instead of the person's own.
    pub role: Option<Arc<str>>,
}

impl Cx {
    /// The context of a person's call.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the person is not active in the company.
    pub async fn new(company: Arc<Company>, user: Uuid, language: Language) -> Result<Self> {
        let snapshot = company.snapshot().await?;
        let access = snapshot.access(user).ok_or(Error::NotFound)?;
        let now = company.clock.now();
        Ok(Self { company, snapshot, access, user, now, language, action: None, address: Arc::default(), role: None })
    }

    /// The context in which a company's first person is made: there is nobody yet whose rights could be asked. Audited by
    /// the change log under that person's id.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the company has people already.
    pub async fn first(company: &Arc<Company>, user: Uuid, language: Language) -> Result<Self> {
        let snapshot = company.snapshot().await?;
        if snapshot.people.iter().next().is_some() {
            return Err(Error::NotFound);
        }
        let facts = UserFacts { id: user, is_super: true, ..UserFacts::default() };
        let access = Arc::new(snapshot.policy.compile(&snapshot.catalog, &facts, &snapshot.people.org));
        let now = company.clock.now();
        Ok(Self { company: Arc::clone(company), snapshot, access, user, now, language, action: None, address: Arc::default(), role: None })
    }

    /// The company's objects.
    pub fn catalog(&self) -> &Catalog {
        &self.snapshot.catalog
    }

    /// The object with this name, when the caller may see any of its records or make one.
    ///
    /// # Errors
    /// [`Error::NotFound`] otherwise.
    pub fn object(&self, name: &str) -> Result<&Object> {
        let object = self.catalog().object(name).ok_or(Error::NotFound)?;
        if self.access.can(name, "view") || self.access.can(name, "create") { Ok(object) } else { Err(Error::NotFound) }
    }

    /// Refuses an action that no role of the caller allows on any record.
    ///
    /// # Errors
    /// [`Error::Forbidden`]
    pub fn require(&self, object: &str, action: &str) -> Result<()> {
        if self.access.can(object, action) { Ok(()) } else { Err(Error::Forbidden(Reason::NotAllowed)) }
    }

    /// The records of `object` that the caller may do `action` to.
    pub fn scope(&self, object: &Object, action: &str) -> Filter {
        self.access.filter(&object.name, action).unwrap_or(Filter::False)
    }

    /// The records of `object` in the recycle bin that are there for the caller: those that the caller could see and delete.
    pub fn bin(&self, object: &Object) -> Filter {
        let (view, delete) = (self.scope(object, "view"), self.scope(object, "delete"));
        if view == delete { view } else { Filter::all([view, delete]) }
    }

    /// What filters are read with.
    pub fn parsing(&self) -> ParseContext<'_> {
        ParseContext { schema: self.catalog(), caller: self }
    }

    /// A new id. Ids made later sort later.
    pub fn new_id(&self) -> Uuid {
        Uuid::now_v7()
    }

    /// The same call with other objects: what the person, or somebody who has only `role`, would see and may do if they
    /// were published. It is for describing them: no record is ever read with it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the person is not active any more, or there is no such role.
    pub fn previewing(&self, catalog: Catalog, role: Option<&str>) -> Result<Self> {
        let snapshot = Arc::new(self.snapshot.with_catalog(catalog));
        let Some(role) = role else {
            let access = snapshot.access(self.user).ok_or(Error::NotFound)?;
            return Ok(Self { snapshot, access, ..self.clone() });
        };
        let person = snapshot.people.get(self.user).filter(|person| person.active).ok_or(Error::NotFound)?;
        snapshot.roles.iter().find(|known| known.name == role).ok_or(Error::NotFound)?;
        let facts = UserFacts { is_super: false, roles: vec![role.to_owned()], ..person.facts.clone() };
        let access = Arc::new(snapshot.policy.compile(&snapshot.catalog, &facts, &snapshot.people.org));
        Ok(Self { snapshot, access, role: Some(role.into()), ..self.clone() })
    }

    /// The names of the roles that layouts and list views are chosen by: the person's, or the one that is previewed.
    pub fn roles(&self) -> Vec<String> {
        match &self.role {
            Some(role) => vec![role.to_string()],
            None => self.snapshot.people.get(self.user).map(|person| person.facts.roles.clone()).unwrap_or_default(),
        }
    }

    /// The same call inside a business action.
    #[must_use]
    pub fn acting(&self, action: &'static str) -> Self {
        Self { action: Some(action), ..self.clone() }
    }

    /// The same call, known to come from this address.
    #[must_use]
    pub fn from_address(self, address: &str) -> Self {
        Self { address: address.into(), ..self }
    }

    /// The day it is in the company.
    pub fn today(&self) -> NaiveDate {
        self.snapshot.zone().day_of(self.now)
    }

    /// Runs the work in one transaction: durable when this returns, nothing changed when it fails. The work may run twice,
    /// and runs with the objects that are in force when it ends: what others publish meanwhile has it run again.
    ///
    /// # Errors
    /// The work's own.
    pub async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'a> Fn(&'a Self, &'a mut Conn) -> BoxFuture<'a, Result<T>> + Send + Sync + 'static,
    {
        let work = Arc::new(work);
        let mut cx = self.clone();
        for _ in 0..MOST_RENEWALS {
            let (now, work) = (cx.clone(), Arc::clone(&work));
            let written = cx.transaction(move |conn| {
                let (cx, work) = (now.clone(), Arc::clone(&work));
                Box::pin(async move {
                    let done = work(&cx, conn).await?;
                    // A table whose columns change is locked for writing until then, so nothing can come after this.
                    cx.company.require_current(conn, cx.catalog().version()).await?;
                    Ok(done)
                })
            });
            match written.await {
                Ok(done) => return Ok(done),
                // What was refused may be right by now.
                Err(error) if matches!(error, Error::Outdated) || cx.is_outdated().await => cx = cx.renewed().await?,
                Err(error) => return Err(error),
            }
        }
        Err(Error::Busy)
    }

    /// [`Cx::write`] for work that publishes: it waits for others who do, and then reads what is in force by itself.
    ///
    /// # Errors
    /// The work's own.
    pub async fn write_metadata<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'a> Fn(&'a Self, &'a mut Conn) -> BoxFuture<'a, Result<T>> + Send + Sync + 'static,
    {
        let (cx, work) = (self.clone(), Arc::new(work));
        let written = self.transaction(move |conn| {
            let (cx, work) = (cx.clone(), Arc::clone(&work));
            Box::pin(async move { work(&cx, conn).await })
        });
        written.await
    }

    async fn transaction<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'a> Fn(&'a mut Conn) -> BoxFuture<'a, Result<T>> + Send + Sync + 'static,
    {
        let written = self.company.store.write(work).await;
        if written.is_ok() {
            self.company.live.wake();
        }
        written
    }

    async fn is_outdated(&self) -> bool {
        if self.company.is_surely_current(self.catalog().version()) {
            return false;
        }
        let Ok(mut conn) = self.company.store.reader().await else { return false };
        matches!(self.company.require_current(&mut conn, self.catalog().version()).await, Err(Error::Outdated))
    }

    /// The same call with the metadata and the rights that are in force now.
    async fn renewed(&self) -> Result<Self> {
        self.company.reload().await?;
        let snapshot = self.company.snapshot().await?;
        let access = snapshot.access(self.user).ok_or(Error::NotFound)?;
        Ok(Self { snapshot, access, ..self.clone() })
    }

    /// The caller's level on a field of an object.
    pub fn level(&self, object: &Object, field: &Field) -> FieldLevel {
        self.access.level(object, field)
    }
}

impl Caller for Cx {
    fn user(&self) -> Uuid {
        self.user
    }

    fn departments(&self) -> Vec<Uuid> {
        self.access.departments().to_vec()
    }

    fn today(&self) -> NaiveDate {
        self.today()
    }

    fn zone(&self) -> &dyn Zone {
        self.snapshot.zone()
    }

    fn may_ask(&self, object: &Object, field: &Field) -> bool {
        self.access.can(&object.name, "view") && self.level(object, field) >= FieldLevel::Read
    }

    fn sees(&self, object: &Object) -> Filter {
        self.scope(object, "view")
    }
}
