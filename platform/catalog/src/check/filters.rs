//! Filters in declarations, read by the very parser that reads those of the API.

use chrono::NaiveDate;
use trellis_model::{
    Field, Filter, Json, Object,
    filter::{Caller, ParseContext, parse},
    time::{FixedZone, Zone},
};
use uuid::Uuid;

use crate::{Catalog, problem::Report};

/// Reports what is wrong with a filter on records of `object`.
pub(super) fn check(catalog: &Catalog, object: &Object, filter: &Json, pointer: &str, report: &mut Report<'_>) {
    if let Err(violations) = parse(filter, object, ParseContext { schema: catalog, caller: &Anybody }) {
        report.violations(pointer, violations);
    }
}

/// A declared filter, checked before: for the system, which asks about everything.
pub(crate) fn read(catalog: &Catalog, object: &Object, filter: &Json) -> Filter {
    parse(filter, object, ParseContext { schema: catalog, caller: &Anybody }).unwrap_or(Filter::False)
}

/// A caller who may ask about everything: whether a filter makes sense does not depend on who asks.
struct Anybody;

impl Caller for Anybody {
    fn user(&self) -> Uuid {
        Uuid::nil()
    }

    fn departments(&self) -> Vec<Uuid> {
        Vec::new()
    }

    fn today(&self) -> NaiveDate {
        NaiveDate::default()
    }

    fn zone(&self) -> &dyn Zone {
        &FixedZone(0)
    }

    fn may_ask(&self, _: &Object, _: &Field) -> bool {
        true
    }

    fn sees(&self, _: &Object) -> Filter {
        Filter::True
    }
}
