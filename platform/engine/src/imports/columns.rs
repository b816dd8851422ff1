//! Which field a column fills: what a caller may fill, and what the titles probably mean.

use trellis_model::{Field, FieldKind, Label, Object, field::Shape, wire::FieldLevel};

use crate::{Cx, sheet::MOST_COLUMNS};

/// The column that says which record a row is about.
pub const ID: &str = "id";
/// The last column of a file of refused rows, which is no field.
pub const PROBLEM: fn() -> Label = || Label::new("导入失败原因", "Why it was refused");

/// The fields that the caller may fill, the owner where records have one.
pub fn fillable<'a>(cx: &Cx, object: &'a Object) -> Vec<&'a Field> {
    let owner = |field: &Field| field.name == "owner" && object.options.owned;
    let is_cell = |field: &Field| field.shape() != Shape::Lines && !matches!(field.kind, FieldKind::File | FieldKind::Image);
    let fills = |field: &&Field| {
        let writes = field.is_writable() && is_cell(field) && cx.level(object, field) == FieldLevel::Edit;
        writes || (owner(field) && cx.level(object, field) >= FieldLevel::Read)
    };
    object.fields().iter().filter(fills).collect()
}

/// Whether a column may be given this name.
pub fn is_target(cx: &Cx, object: &Object, name: &str) -> bool {
    name == ID || fillable(cx, object).iter().any(|field| field.name == name)
}

/// A title without the marks that people put around it.
pub fn normal(title: &str) -> String {
    let bare = title.split(['(', '（', '[', '【']).next().unwrap_or(title);
    let bare = if bare.trim().is_empty() { title } else { bare };
    let kept: String = bare.chars().filter(|c| c.is_alphanumeric()).collect();
    kept.to_lowercase().chars().take(100).collect()
}

/// The field of each title: what it meant the last time, otherwise the field with this label or name. Each field once: the
/// column with ids before the one with names.
pub fn guess(cx: &Cx, object: &Object, titles: &[String], known: &[(String, String)]) -> Vec<Option<String>> {
    let fields = fillable(cx, object);
    let id = object.field(ID);
    let mut taken: Vec<(String, usize)> = Vec::new();
    for (at, title) in titles.iter().enumerate().take(MOST_COLUMNS) {
        let title = normal(title);
        let is = |text: &str| !title.is_empty() && normal(text) == title;
        // `Level` means `Customer level` in a file of customers.
        let short = |label: &str, own: &str| normal(label).strip_prefix(&normal(own)).map(str::to_owned);
        let shorter = |field: &Field| {
            let labels = [(&field.label.zh, &object.label.zh), (&field.label.en, &object.label.en)];
            labels.iter().any(|(label, own)| short(label, own).is_some_and(|rest| !rest.is_empty() && rest == title))
        };
        let labelled = |field: &Field| is(&field.label.zh) || is(&field.label.en) || is(&field.name);
        let with_id = |field: &Field| [&field.label.zh, &field.label.en].iter().any(|label| is(&format!("{label} ID")));
        let remembered =
            known.iter().find(|(known, field)| *known == title && is_target(cx, object, field)).map(|(_, field)| field.clone());
        let (field, precise) = if let Some(field) = remembered {
            (Some(field), true)
        } else if id.is_some_and(labelled) {
            (Some(ID.to_owned()), true)
        } else if let Some(field) = fields.iter().find(|field| with_id(field)) {
            (Some(field.name.clone()), true)
        } else {
            let field = fields.iter().find(|field| labelled(field)).or_else(|| fields.iter().find(|field| shorter(field)));
            (field.map(|field| field.name.clone()), false)
        };
        let Some(field) = field else { continue };
        match taken.iter_mut().find(|(taken, _)| *taken == field) {
            Some(taken) if precise => taken.1 = at,
            Some(_) => {}
            None => taken.push((field, at)),
        }
    }
    (0..titles.len()).map(|at| taken.iter().find(|(_, taken)| *taken == at).map(|(field, _)| field.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::normal;

    #[test]
    fn titles_are_compared_without_their_marks() {
        for title in ["客户名称", " 客户名称* ", "客户名称（必填）", "客户 名称"] {
            assert_eq!(normal(title), "客户名称", "{title}");
        }
        assert_eq!((normal("Founded on"), normal("founded_on"), normal("(x)")), ("foundedon".into(), "foundedon".into(), "x".into()));
    }
}
