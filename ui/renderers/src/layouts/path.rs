//! The stages of a record as a path, from a picklist.

use trellis_model::{Picklist, Schema};
use trellis_ui_client::Row;
use trellis_ui_kit::{Stage, StagePath, StageState};
use yew::prelude::*;

use crate::{Scope, use_scope};

/// Properties of [`RecordPath`].
#[derive(Properties, PartialEq)]
pub struct RecordPathProps {
    /// The object.
    pub object: AttrValue,
    /// The picklist field.
    pub field: AttrValue,
    /// The record.
    pub row: Row,
    /// Hears the code of a stage that was clicked; without, the path only shows.
    #[prop_or_default]
    pub onpick: Option<Callback<AttrValue>>,
}

/// The stages of a record.
#[component]
pub fn RecordPath(props: &RecordPathProps) -> Html {
    let scope = use_scope();
    let Some(field) = scope.meta.field(&props.object, &props.field) else { return Html::default() };
    let Some(picklist) = field.picklist.as_deref().and_then(|name| scope.meta.picklist(name)) else { return Html::default() };
    let stages = stages(&scope, picklist, props.row.text(&props.field).unwrap_or_default());
    let onpick = props.onpick.clone().filter(|_| field.is_writable());
    html! { <StagePath label={scope.label(&field.label)} {stages} {onpick} /> }
}

/// The stages with where they stand. Of the two ends `won` and `lost`, only the one that was reached is drawn as such.
pub fn stages(scope: &Scope, picklist: &Picklist, current: &str) -> Vec<Stage> {
    let codes: Vec<&str> = picklist.options.iter().filter(|it| it.active || it.code == current).map(|it| it.code.as_str()).collect();
    let label = |code: &str| picklist.option(code).map(|option| scope.label(&option.label)).unwrap_or_default();
    let states = states(&codes, current);
    codes.iter().zip(states).map(|(code, state)| Stage { value: AttrValue::from((*code).to_owned()), label: label(code), state }).collect()
}

fn states(codes: &[&str], current: &str) -> Vec<StageState> {
    let at = codes.iter().position(|code| *code == current);
    let state = |(index, code): (usize, &&str)| match at {
        Some(here) if index == here => match *code {
            "won" => StageState::Won,
            "lost" => StageState::Lost,
            _ => StageState::Current,
        },
        Some(here) if index < here && !matches!(*code, "won" | "lost") && codes[here] != "lost" => StageState::Done,
        _ => StageState::Ahead,
    };
    codes.iter().enumerate().map(state).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(current: &str) -> String {
        let states = states(&["a", "b", "won", "lost"], current);
        states
            .iter()
            .map(|state| match state {
                StageState::Done => 'd',
                StageState::Current => 'c',
                StageState::Ahead => '.',
                StageState::Won => 'w',
                StageState::Lost => 'l',
            })
            .collect()
    }

    #[test]
    fn what_is_behind_is_done_unless_it_was_lost() {
        assert_eq!(said("b"), "dc..");
        assert_eq!(said("won"), "ddw.");
        assert_eq!(said("lost"), "...l");
        assert_eq!(said(""), "....");
    }
}
