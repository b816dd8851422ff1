//! How far something has come, stage by stage.

use yew::prelude::*;

use super::roving;
use crate::display::Icon;

/// Where a stage stands to the present one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum StageState {
    /// Behind.
    Done,
    /// Here.
    Current,
    /// Ahead.
    Ahead,
    /// The end that was hoped for.
    Won,
    /// The end that was not.
    Lost,
}

impl StageState {
    fn code(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Current => "current",
            Self::Ahead => "ahead",
            Self::Won => "won",
            Self::Lost => "lost",
        }
    }
}

/// One stage.
#[derive(Clone, PartialEq)]
pub struct Stage {
    /// What is reported when it is chosen.
    pub value: AttrValue,
    /// Its name.
    pub label: AttrValue,
    /// Where it stands to the present one.
    pub state: StageState,
}

/// Properties of [`StagePath`].
#[derive(Properties, PartialEq)]
pub struct StagePathProps {
    /// What goes along the path.
    pub label: AttrValue,
    /// The stages in order.
    pub stages: Vec<Stage>,
    /// Hears the stage that was clicked; without, the path only shows.
    #[prop_or_default]
    pub onpick: Option<Callback<AttrValue>>,
}

/// Stages as a row of arrows.
#[component]
pub fn StagePath(props: &StagePathProps) -> Html {
    let onkeydown = roving("button");
    let stage = |stage: &Stage| {
        let current = matches!(stage.state, StageState::Current | StageState::Won | StageState::Lost);
        let icon = match stage.state {
            StageState::Done | StageState::Won => html! { <Icon name="check" size={14} /> },
            StageState::Lost => html! { <Icon name="x" size={14} /> },
            StageState::Current | StageState::Ahead => Html::default(),
        };
        let content = html! { <>{ icon }<span class="u-ellipsis">{ &stage.label }</span></> };
        let inner = match props.onpick.clone() {
            Some(onpick) => {
                let value = stage.value.clone();
                let onclick = Callback::from(move |_: MouseEvent| onpick.emit(value.clone()));
                html! { <button type="button" class="c-stages__inner" tabindex={if current { "0" } else { "-1" }} {onclick}>{ content }</button> }
            }
            None => html! { <span class="c-stages__inner">{ content }</span> },
        };
        html! {
            <li class="c-stages__item" data-state={stage.state.code()} aria-current={current.then_some("step")}>{ inner }</li>
        }
    };
    html! {
        <ol class="c-stages" aria-label={props.label.clone()} {onkeydown}>{ for props.stages.iter().map(stage) }</ol>
    }
}
