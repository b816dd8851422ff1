//! Running a business action: one way for single records and for many.

use trellis_model::{Filter, Json, JsonMap, Object, Record, filter, object::fields_of, record::check_fields};
use trellis_storage::{Conn, records::Deleted};
use uuid::Uuid;

use crate::{
    Cx, Error, Reason, Result,
    records::{exists, find},
};

/// Runs an action on one record.
///
/// # Errors
/// [`Error::NotFound`] for an unknown action or a record that the caller does not see; [`Error::Forbidden`] outside the
/// action's scope; [`Error::Conflict`] when the declared condition does not hold; [`Error::Invalid`] for its parameters.
pub async fn run(cx: &Cx, conn: &mut Conn, object: &Object, id: Uuid, name: &str, params: &JsonMap) -> Result<Json> {
    let (Some(action), Some(declared)) = (cx.company.registry.find(&object.name, name), object.action(name)) else {
        return Err(Error::NotFound);
    };
    let record = find(cx, conn, object, id, name).await?;
    if let Some(when) = &declared.when {
        let condition = filter::parse(when, object, cx.parsing()).unwrap_or(Filter::False);
        if !exists(cx, conn, object, id, condition, Deleted::Live).await? {
            return Err(Error::Conflict(Reason::NotApplicable));
        }
    }
    let params = parameters(cx, declared.params.as_ref(), params)?;
    action.run(&cx.acting(action.name()), conn, record, params).await
}

/// The parameters checked as their declaration says; one without a value that was not given has its default.
fn parameters(cx: &Cx, declaration: Option<&Json>, params: &JsonMap) -> Result<Record> {
    let (fields, _) = declaration.map(fields_of).unwrap_or_default();
    check_fields(&fields, cx.catalog(), params, None).map_err(Error::Invalid)
}
