//! What is open in the editor of list views, and how it is shown.

use trellis_model::{Label, ListView, view::Column};
use yew::prelude::*;

use super::{
    editor::Step,
    model::{Shared, WIDTHS},
};

/// What is being edited, in this page only until it is saved.
#[derive(Debug, Clone, PartialEq)]
pub enum Open {
    /// What all lists share.
    Shared(Shared),
    /// A scene, which nobody edits.
    Scene(Box<ListView>),
    /// A declared view.
    View {
        /// As it is now.
        view: Box<ListView>,
        /// Whether the draft has none of it.
        is_new: bool,
    },
}

/// What is open as the draft has it; a new view begins without anything.
pub fn kept(open: &Open, views: &[ListView], saved: &Shared) -> Option<Open> {
    match open {
        Open::Shared(_) => Some(Open::Shared(saved.clone())),
        Open::Scene(view) => Some(Open::Scene(view.clone())),
        Open::View { is_new: true, .. } => Some(Open::View { view: Box::new(new_view()), is_new: true }),
        Open::View { view, .. } => {
            let known = views.iter().find(|known| known.name == view.name)?;
            Some(Open::View { view: Box::new(known.clone()), is_new: false })
        }
    }
}

/// The views in an order that is on its way into the draft.
pub fn in_moved_order(views: &[ListView], moved: Option<&Vec<String>>) -> Vec<ListView> {
    let mut views = views.to_vec();
    if let Some(moved) = moved {
        views.sort_by_key(|view| moved.iter().position(|name| *name == view.name).unwrap_or(usize::MAX));
    }
    views
}

/// A table without conditions, that has no name yet.
pub fn new_view() -> ListView {
    ListView { name: String::new(), label: Label::default(), scene: false, filter: None, ..ListView::scenes(false, false).remove(0) }
}

/// The view as people will see it: complete, where it names no columns and no order of its own.
pub fn previewed(open: &Open, saved: &Shared, object: &Label) -> ListView {
    let (view, shared) = match open {
        Open::Shared(shared) => (ListView { label: object.clone(), ..new_view() }, shared),
        Open::Scene(view) => ((**view).clone(), saved),
        Open::View { view, .. } => ((**view).clone(), saved),
    };
    let columns: Vec<Column> = if view.columns.is_empty() { shared.columns.clone() } else { view.columns.clone() };
    let sort = view.sort.clone().or_else(|| Some(shared.sort.clone()).filter(|sort| !sort.is_empty()));
    ListView { columns, sort, ..view }
}

/// A callback that hears what was changed in the preview itself.
pub type Hears<T> = Option<Callback<T>>;

/// What dragging a column's edge and clicking a head do: they edit what is open.
pub fn edits(open: &Open, preview: &ListView, onstep: &Callback<Step>) -> (Hears<(AttrValue, f64)>, Hears<String>) {
    if matches!(open, Open::Scene(_)) {
        return (None, None);
    }
    let set = {
        let open = open.clone();
        move |columns: Option<Vec<Column>>, sort: Option<String>| match &open {
            Open::Shared(shared) => {
                let now = shared.clone();
                Step::Shared(Shared { columns: columns.unwrap_or(now.columns), sort: sort.unwrap_or(now.sort), ..now })
            }
            Open::View { view, .. } | Open::Scene(view) => {
                let mut view = view.clone();
                view.columns = columns.unwrap_or(view.columns);
                view.sort = sort.or(view.sort);
                Step::View(view)
            }
        }
    };
    let onwidth = {
        let (set, columns) = (set.clone(), preview.columns.clone());
        onstep.reform(move |(field, width): (AttrValue, f64)| {
            let mut columns = columns.clone();
            if let Some(column) = columns.iter_mut().find(|column| column.field == field.as_str()) {
                column.width = Some(whole(width));
            }
            set(Some(columns), None)
        })
    };
    let onsort = onstep.reform(move |sort: String| set(None, Some(sort)));
    (Some(onwidth), Some(onsort))
}

/// A width as declarations have it.
fn whole(width: f64) -> u16 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is held between the least and the most before")]
    let width = width.round().clamp(f64::from(*WIDTHS.start()), f64::from(*WIDTHS.end())) as u16;
    width
}
