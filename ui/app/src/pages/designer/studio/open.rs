//! The field that is being edited.

use trellis_model::{Field, Layout};
use yew::prelude::*;

use crate::pages::designer::model::put;

/// A field, in this page only until it is saved.
#[derive(Debug, Clone, PartialEq)]
pub struct Open {
    /// As it is now.
    pub field: Field,
    /// Whether the draft does not have it yet.
    pub is_new: bool,
    /// Where a new one will stand: section, and place there.
    pub place: Option<(usize, usize)>,
}

impl Open {
    /// A field that the draft has.
    pub fn known(field: &Field) -> Self {
        Self { field: field.clone(), is_new: false, place: None }
    }
}

/// Fields and layout with the field that is being edited as it is now, at the place that it will have.
pub fn with_open(fields: &[Field], layout: &Layout, open: Option<&Open>) -> (Vec<Field>, Layout) {
    let Some(open) = open else { return (fields.to_vec(), layout.clone()) };
    let mut fields: Vec<Field> = fields.iter().filter(|field| field.name != open.field.name || !open.is_new).cloned().collect();
    match fields.iter_mut().find(|field| field.name == open.field.name) {
        Some(field) => *field = open.field.clone(),
        None => fields.push(open.field.clone()),
    }
    let layout = match open.place.filter(|_| open.is_new) {
        Some((section, at)) => put(layout.clone(), &open.field.name, section, at),
        None => layout.clone(),
    };
    (fields, layout)
}

/// What is declared elsewhere meanwhile is followed, unless there is work on it here.
#[hook]
pub fn use_followed(open: &UseStateHandle<Option<Open>>, fields: &[Field]) {
    let last = use_mut_ref(|| fields.to_vec());
    use_effect_with(fields.to_vec(), {
        let open = open.clone();
        move |fields| {
            let known = last.replace(fields.clone());
            if let Some(now) = open.as_ref().filter(|now| !now.is_new && known.contains(&now.field)) {
                let field = fields.iter().find(|field| field.name == now.field.name);
                open.set(field.map(|field| Open { field: field.clone(), ..now.clone() }));
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use trellis_model::{FieldKind, Label};

    use super::*;

    #[test]
    fn what_is_being_edited_is_shown_as_it_is_now_where_it_will_stand() {
        let field = |name: &str, kind| Field::new(name, kind, Label::default());
        let layout: Layout =
            serde_json::from_value(json!({ "sections": [{ "name": "s", "label": { "zh-CN": "段", "en": "S" }, "fields": ["a", "b"] }] }))
                .unwrap();
        let fields = [field("a", FieldKind::Text), field("b", FieldKind::Text)];
        let names = |layout: &Layout| layout.sections[0].fields.join(" ");

        let changed = Open::known(&field("b", FieldKind::Integer));
        let (shown, where_) = with_open(&fields, &layout, Some(&changed));
        assert_eq!((shown.len(), shown[1].kind, names(&where_).as_str()), (2, FieldKind::Integer, "a b"));

        let new = Open { field: field("c", FieldKind::Date), is_new: true, place: Some((0, 1)) };
        let (shown, where_) = with_open(&fields, &layout, Some(&new));
        assert_eq!((shown.len(), names(&where_).as_str()), (3, "a c b"));
    }
}
