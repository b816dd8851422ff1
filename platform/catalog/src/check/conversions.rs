//! Conversions: which field becomes which.

use trellis_model::{Json, Object, both};

use super::{field, object};
use crate::{
    Catalog,
    problem::{Report, What, at},
};

pub(super) fn check(catalog: &Catalog, of: &Object, report: &mut Report<'_>) {
    for (action, targets) in &of.conversions {
        let pointer = at("/conversions", action);
        if of.action(action).is_none() {
            report.unknown(&pointer, What::Action, action, of.actions.iter().map(|action| action.name.as_str()));
        }
        for (target, mapping) in targets.as_object().into_iter().flatten() {
            let pointer = at(&pointer, target);
            let Some(target) = object(catalog, target, &pointer, report) else { continue };
            for (to, from) in mapping.as_object().into_iter().flatten() {
                one(of, target, (to, from), &at(&pointer, to), report);
            }
        }
    }
}

fn one(of: &Object, target: &Object, (to, from): (&str, &Json), pointer: &str, report: &mut Report<'_>) {
    let to = field(target, to, pointer, report);
    let from = from.as_str().and_then(|from| field(of, from, pointer, report));
    let (Some(to), Some(from)) = (to, from) else { return };
    if !to.is_writable() {
        report.add(pointer, both!("“{}”由系统维护，不能填入", "`{}` is kept by the system and cannot be filled", to.name));
    } else if !from.fits_into(to) {
        let (from, from_kind, to, to_kind) = (&from.name, from.kind.name(), &to.name, to.kind.name());
        report.add(
            pointer,
            both!("“{from}”（{from_kind}）不能填入“{to}”（{to_kind}）", "`{from}` ({from_kind}) does not fit into `{to}` ({to_kind})"),
        );
    }
}
