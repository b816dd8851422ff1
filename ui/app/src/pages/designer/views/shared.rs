//! What all lists of an object share.

use std::rc::Rc;

use trellis_ui_client::ApiError;
use trellis_ui_kit::{Switch, t};
use trellis_ui_renderers::{filters::PathChoice, use_scope};
use yew::prelude::*;

use super::{
    super::problems::told,
    columns::ColumnsSetting,
    editor::{PARTS, Step},
    model::{Faults, NEWEST_FIRST, Shared},
    order::OrderSetting,
    parts::part,
};

/// Properties of [`SharedSettings`].
#[derive(Properties, PartialEq)]
pub struct SharedSettingsProps {
    /// What all lists share.
    pub shared: Shared,
    /// The fields and paths that there are.
    pub paths: Rc<[PathChoice]>,
    /// Whether records have owners.
    pub owned: bool,
    /// Why the draft does not take it.
    pub error: Option<ApiError>,
    /// Hears what is done.
    pub onstep: Callback<Step>,
}

/// Columns and order of every view that names none, and the scenes.
#[component]
pub fn SharedSettings(props: &SharedSettingsProps) -> Html {
    let scope = use_scope();
    let shared = &props.shared;
    let said = |part: &str| props.error.as_ref().and_then(|error| told(error, &PARTS, Some(part)));
    // Without any key, the newest come first.
    let order = with_shared(shared, &props.onstep, |shared, sort: String| {
        shared.sort = if sort.is_empty() { NEWEST_FIRST.to_owned() } else { sort };
    });
    let fault = Faults::of_shared(shared).columns.map(|message| t!(scope.i18n, message));
    html! {
        <>
            <p class="c-field__help">{ t!(scope.i18n, "views-shared-text") }</p>
            { part(t!(scope.i18n, "views-columns"), Html::default(), said("columns").or(fault), html! {
                <ColumnsSetting columns={shared.columns.clone()} paths={props.paths.clone()} widths={true} onchange={with_shared(shared, &props.onstep, |shared, columns| shared.columns = columns)} />
            }) }
            { part(t!(scope.i18n, "views-sort"), Html::default(), said("sort"), html! {
                <OrderSetting value={shared.sort.clone()} paths={props.paths.clone()} onchange={order} />
            }) }
            if props.owned {
                <Switch on={shared.scenes} label={t!(scope.i18n, "views-scenes-on")} onchange={with_shared(shared, &props.onstep, |shared, scenes| shared.scenes = scenes)} />
            }
        </>
    }
}

/// A callback that changes one thing of what all lists share.
fn with_shared<T: 'static>(shared: &Shared, onstep: &Callback<Step>, alter: impl Fn(&mut Shared, T) + 'static) -> Callback<T> {
    let shared = shared.clone();
    onstep.reform(move |value: T| {
        let mut shared = shared.clone();
        alter(&mut shared, value);
        Step::Shared(shared)
    })
}
