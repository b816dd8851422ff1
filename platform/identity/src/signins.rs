//! Signing in and out, in the audit log of the company concerned. The session is in the control store: its entry is written
//! right after it.

use serde_json::json;
use trellis_engine::audit::{self, Event};
use uuid::Uuid;

use crate::{Installation, Login, Principal, Result};

impl Installation {
    /// Somebody signed in to a company.
    pub(crate) async fn note_sign_in(&self, company: Uuid, user: Uuid, agent: &str, address: &str) -> Result<()> {
        let company = self.company(company).await?;
        Ok(audit::note(&company, Some(user), address, Event::SignIn, None, json!({ "agent": agent })).await?)
    }

    /// Something that a person does with the own account: signing out, tokens.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_own(&self, principal: &Principal, address: &str, event: Event, detail: serde_json::Value) -> Result<()> {
        let (Some(company), Some(user)) = (principal.company, principal.user) else { return Ok(()) };
        Ok(audit::note(&*self.company(company).await?, Some(user), address, event, None, detail).await?)
    }

    /// Somebody tried to sign in to an account with a wrong password: each company of that account learns of it. Not to be
    /// awaited by the reply, which takes as long for an account that is not there.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_failed_sign_in(&self, account: &str, address: &str) -> Result<()> {
        let Some(login) = Login::parse(account) else { return Ok(()) };
        let Some(account) = self.account_of(&login).await? else { return Ok(()) };
        for (company, user) in self.companies_of(account).await? {
            if let Ok(id) = Uuid::try_parse(&company.id) {
                audit::note(&*self.company(id).await?, Some(user), address, Event::SignInFailed, None, json!({})).await?;
            }
        }
        Ok(())
    }
}
