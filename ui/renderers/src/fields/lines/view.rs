//! Lines that are read.

use trellis_model::{Field, Json};
use trellis_ui_client::Row;
use trellis_ui_kit::{Align, t};
use yew::prelude::*;

use super::{
    super::{Place, renderer, shown_value, view},
    model::totals,
    name_in,
};
use crate::use_scope;

/// Properties of [`LinesView`].
#[derive(Properties, PartialEq)]
pub struct LinesViewProps {
    /// The field.
    pub field: Field,
    /// Its lines.
    pub lines: Vec<Json>,
    /// The names of what they look up, by id.
    pub names: Option<Json>,
}

/// The lines as a table, with the sums below.
#[component]
pub fn LinesView(props: &LinesViewProps) -> Html {
    let scope = use_scope();
    let fields = props.field.lines.as_deref().unwrap_or_default();
    let end = |field: &Field| (renderer(field.value_kind()).align() == Align::End).then_some("end");
    let line = |(at, line): (usize, &Json)| {
        let cell = |field: &Field| {
            let value = &line[&field.name];
            shown_value(&scope, field, value, name_in(props.names.as_ref(), field, value), Place::Cell)
        };
        html! {
            <tr key={at}>
                <td class="u-muted">{ at + 1 }</td>
                { for fields.iter().map(|field| html! {
                    <td data-align={end(field)} data-label={scope.label(&field.label)}>{ cell(field) }</td>
                }) }
            </tr>
        }
    };
    let sums = totals(fields, &props.lines);
    let foot = (!sums.is_empty() && props.lines.len() > 1).then(|| {
        let row = Row::new(sums.clone());
        html! {
            <tfoot>
                <tr>
                    <td />
                    { for fields.iter().enumerate().map(|(at, field)| html! {
                        <td data-align={end(field)} data-label={scope.label(&field.label)}>
                            if sums.contains_key(&field.name) {
                                { view(&scope, field, &field.name, &row, Place::Cell) }
                            } else if at == 0 {
                                { t!(scope.i18n, "lines-total") }
                            }
                        </td>
                    }) }
                </tr>
            </tfoot>
        }
    });
    html! {
        <div class="r-lines-view" tabindex="0" role="group" aria-label={scope.label(&props.field.label)}>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{ "#" }</th>
                        { for fields.iter().map(|field| html! { <th scope="col" data-align={end(field)}>{ scope.label(&field.label) }</th> }) }
                    </tr>
                </thead>
                <tbody>{ for props.lines.iter().enumerate().map(line) }</tbody>
                { foot }
            </table>
        </div>
    }
}
