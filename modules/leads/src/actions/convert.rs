//! A lead becomes a customer.

use futures_util::future::BoxFuture;
use trellis_engine::{Cx, Error, Result, actions::RecordAction, records};
use trellis_model::{Json, JsonMap, Object, Record, Schema, Value, Violation, violation::Code};
use trellis_storage::Conn;
use uuid::Uuid;

use crate::conversion::map;

/// Converts a lead into a customer and, as wanted, a contact and an opportunity.
pub struct ConvertLead;

impl RecordAction for ConvertLead {
    fn object(&self) -> &'static str {
        "lead"
    }

    fn name(&self) -> &'static str {
        "convert"
    }

    fn run<'a>(&'a self, cx: &'a Cx, conn: &'a mut Conn, lead: Record, params: Record) -> BoxFuture<'a, Result<Json>> {
        Box::pin(convert(cx, conn, lead, params))
    }
}

async fn convert(cx: &Cx, conn: &mut Conn, lead: Record, params: Record) -> Result<Json> {
    let object = declared(cx, "lead")?;
    let wanted = |name: &str| params.get(name) == &Value::Bool(true);
    let mut input = map(object, &lead, "convert", "customer");
    // A lead of a private person has no company; the person is the customer then.
    if !input.contains_key("name") {
        input.insert("name".into(), lead.get("name").to_json());
    }
    let customer = make(cx, conn, "customer", input, &lead).await?;
    let contact = if wanted("create_contact") {
        let mut input = map(object, &lead, "convert", "contact");
        input.insert("customer".into(), customer.to_string().into());
        Some(make(cx, conn, "contact", input, &lead).await?)
    } else {
        None
    };
    let opportunity = if wanted("create_opportunity") {
        let mut input = map(object, &lead, "convert", "opportunity");
        for (param, field) in [("opportunity_name", "name"), ("amount", "amount"), ("close_date", "close_date")] {
            if !params.get(param).is_null() {
                input.insert(field.into(), params.get(param).to_json());
            }
        }
        if !input.contains_key("name") {
            input.insert("name".into(), lead.get("name").to_json());
        }
        input.insert("customer".into(), customer.to_string().into());
        Some(make(cx, conn, "opportunity", input, &lead).await?)
    } else {
        None
    };
    let mut changes = Record::default();
    changes.set("status", Value::Text("converted".into()));
    changes.set("converted_at", Value::DateTime(cx.now));
    changes.set("converted_customer", Value::Id(customer));
    changes.set("converted_contact", contact.map_or(Value::Null, Value::Id));
    changes.set("converted_opportunity", opportunity.map_or(Value::Null, Value::Id));
    records::set(cx, conn, object, &lead, changes).await?;
    Ok(serde_json::json!({ "customer": customer, "contact": contact, "opportunity": opportunity }))
}

/// Creates a record with the caller's rights; it belongs to whoever the lead belongs to.
async fn make(cx: &Cx, conn: &mut Conn, name: &str, mut input: JsonMap, lead: &Record) -> Result<Uuid> {
    let object = declared(cx, name)?;
    if let Some(owner) = lead.owner().filter(|_| object.options.owned && cx.access.can(name, "transfer")) {
        input.insert("owner".into(), owner.to_string().into());
    }
    let made = records::create(cx, conn, object, &input).await;
    made.map(|record| record.id()).map_err(|error| within(name, error))
}

/// What is wrong with the customer is said of the customer, not of the lead.
fn within(object: &str, error: Error) -> Error {
    match error {
        Error::Invalid(violations) => {
            Error::Invalid(violations.into_iter().map(|violation| violation.under(&format!("/{object}"))).collect())
        }
        other => other,
    }
}

fn declared<'a>(cx: &'a Cx, name: &str) -> Result<&'a Object> {
    let missing = || Error::invalid(Violation::at("", Code::UnknownReference).with("name", name));
    cx.catalog().object(name).ok_or_else(missing)
}
