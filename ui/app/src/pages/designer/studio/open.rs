//! The field that is being edited.

use std::rc::Rc;

use trellis_model::{Field, Layout};
use yew::prelude::*;

use crate::pages::designer::model::{is_same, place_of, put};

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

    /// Whether the draft, which has `kept` of it, does not have it as it is here.
    pub fn is_dirty(&self, kept: Option<&Field>) -> bool {
        self.is_new || kept.is_none_or(|kept| !is_same(kept, &self.field))
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
    // One that was sent stands in the layout already.
    let place = open.place.filter(|_| open.is_new && place_of(layout, &open.field.name).is_none());
    let layout = match place {
        Some((section, at)) => put(layout.clone(), &open.field.name, section, at),
        None => layout.clone(),
    };
    (fields, layout)
}

/// What lies before whoever edits: the field that is open, and those that the draft refused while another one was.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Desk {
    /// The field that is open.
    pub open: Option<Open>,
    refused: Vec<Open>,
}

/// What happens to the [`Desk`].
#[derive(Debug, Clone, PartialEq)]
pub enum Turn {
    /// This is open now.
    Show(Option<Box<Open>>),
    /// The draft has a field that was sent, as the second says.
    Kept(Box<Open>, Box<Field>),
    /// The draft does not have a field that was sent.
    Refused(Box<Open>),
    /// There is room for what was refused while something else was being edited.
    Return,
    /// What was refused of this field is not wanted any more.
    Forget(String),
}

impl Desk {
    /// Whether something waits to be opened again.
    pub fn owes(&self) -> bool {
        !self.refused.is_empty()
    }

    /// What is open once the draft has `field`: its version, or what was typed since over it.
    fn with_kept(open: Option<Open>, sent: &Open, field: &Field) -> Option<Open> {
        match open {
            Some(now) if now.field.name != sent.field.name => Some(now),
            Some(now) if now.field == sent.field => Some(Open::known(field)),
            Some(now) => Some(Open::known(&Field { id: field.id.clone(), ..now.field })),
            None => None,
        }
    }
}

impl Reducible for Desk {
    type Action = Turn;

    fn reduce(self: Rc<Self>, turn: Turn) -> Rc<Self> {
        let mut desk = (*self).clone();
        let forget = |desk: &mut Self, name: &str| desk.refused.retain(|open| open.field.name != name);
        match turn {
            Turn::Show(open) => desk.open = open.map(|open| *open),
            Turn::Kept(sent, field) => {
                forget(&mut desk, &sent.field.name);
                desk.open = Self::with_kept(desk.open, &sent, &field);
            }
            Turn::Refused(sent) => {
                forget(&mut desk, &sent.field.name);
                // What is open of the same field is it, or goes further.
                if desk.open.as_ref().is_none_or(|open| open.field.name != sent.field.name) {
                    desk.refused.push(*sent);
                }
            }
            Turn::Return => desk.open = desk.refused.pop().or(desk.open),
            Turn::Forget(name) => forget(&mut desk, &name),
        }
        Rc::new(desk)
    }
}

/// What is declared elsewhere meanwhile is followed, unless there is work on it here.
#[hook]
pub fn use_followed(desk: &UseReducerHandle<Desk>, fields: &[Field]) {
    let last = use_mut_ref(|| fields.to_vec());
    use_effect_with(fields.to_vec(), {
        let desk = desk.clone();
        move |fields| {
            let known = last.replace(fields.clone());
            let is_known = |now: &&Open| !now.is_new && known.iter().any(|field| is_same(field, &now.field));
            if let Some(now) = desk.open.as_ref().filter(is_known) {
                let field = fields.iter().find(|field| field.name == now.field.name);
                desk.dispatch(Turn::Show(field.map(|field| Box::new(Open { field: field.clone(), ..now.clone() }))));
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
        let (_, where_) = with_open(&fields, &put(layout, "c", 0, 0), Some(&new));
        assert_eq!(names(&where_), "c a b", "where it was moved since");
    }

    fn open(name: &str, english: &str) -> Open {
        Open { is_new: true, ..Open::known(&Field::new(name, FieldKind::Text, Label::new("", english))) }
    }

    /// The desk with `now` open, after a turn.
    fn turned(now: Option<Open>, turn: Turn) -> Desk {
        (*Rc::new(Desk { open: now, refused: Vec::new() }).reduce(turn)).clone()
    }

    #[test]
    fn what_was_typed_while_a_field_was_on_its_way_stays() {
        let (sent, typed) = (open("x", "Sent"), open("x", "Typed since"));
        let kept = Field { id: "f_1".into(), scale: Some(2), ..sent.field.clone() };
        let after = |now: Option<&Open>| turned(now.cloned(), Turn::Kept(Box::new(sent.clone()), Box::new(kept.clone()))).open;
        assert_eq!(after(Some(&sent)), Some(Open::known(&kept)), "untouched, it is as the draft has it");
        assert_eq!(after(Some(&typed)), Some(Open::known(&Field { id: "f_1".into(), ..typed.field.clone() })));
        assert_eq!(after(Some(&open("y", "Other"))), Some(open("y", "Other")));
        assert_eq!(after(None), None, "what was closed stays closed");
    }

    #[test]
    fn what_was_refused_comes_back_when_there_is_room() {
        let (sent, other) = (open("x", "Sent"), open("y", "Other"));
        let refused = |now: Option<&Open>| turned(now.cloned(), Turn::Refused(Box::new(sent.clone())));
        let meanwhile = refused(Some(&other));
        assert_eq!((meanwhile.open.as_ref(), meanwhile.owes()), (Some(&other), true));
        let after = Rc::new(meanwhile.clone()).reduce(Turn::Return);
        assert_eq!((after.open.as_ref(), after.owes()), (Some(&sent), false));
        assert!(!Rc::new(meanwhile).reduce(Turn::Forget("x".into())).owes());

        let same = refused(Some(&open("x", "Typed since")));
        assert_eq!((same.owes(), same.open), (false, Some(open("x", "Typed since"))));
        assert_eq!(refused(None).refused, [sent]);
    }
}
