//! The filter builder: conditions in groups, all or any of which must hold.

use std::rc::Rc;

use trellis_model::Json;
use trellis_ui_kit::{Button, ButtonKind, Choice, Combobox, IconButton, Segment, SegmentedControl, Select, Size, t};
use yew::prelude::*;

use super::{Condition, Group, Node, Operator, PathChoice, offered, value::ValueInput};
use crate::{Scope, use_scope};

/// Properties of [`FilterBuilder`].
#[derive(Properties, PartialEq)]
pub struct FilterBuilderProps {
    /// What can be asked about.
    pub paths: Rc<[PathChoice]>,
    /// The filter.
    pub group: Group,
    /// Hears every change.
    pub onchange: Callback<Group>,
}

/// Rows of field, operator and value; a group within indents.
#[component]
pub fn FilterBuilder(props: &FilterBuilderProps) -> Html {
    let scope = use_scope();
    html! { <div class="r-builder">{ group(&scope, props, &props.group, &[]) }</div> }
}

/// A change of the whole filter.
fn change(props: &FilterBuilderProps, alter: impl Fn(&mut Group) + 'static) -> Callback<MouseEvent> {
    let (whole, onchange) = (props.group.clone(), props.onchange.clone());
    Callback::from(move |_: MouseEvent| {
        let mut whole = whole.clone();
        alter(&mut whole);
        onchange.emit(whole);
    })
}

fn group(scope: &Scope, props: &FilterBuilderProps, group: &Group, at: &[usize]) -> Html {
    let segments = vec![Segment::new("all", t!(scope.i18n, "filter-all")), Segment::new("any", t!(scope.i18n, "filter-any"))];
    let onmode = {
        let (whole, onchange, at) = (props.group.clone(), props.onchange.clone(), at.to_vec());
        Callback::from(move |mode: AttrValue| {
            let mut whole = whole.clone();
            if let Some(group) = whole.group_at(&at) {
                group.any = mode == "any";
            }
            onchange.emit(whole);
        })
    };
    let first = props.paths.first().map(blank);
    let add = first.clone().map(|condition| {
        let at = at.to_vec();
        change(props, move |whole| {
            if let Some(group) = whole.group_at(&at) {
                group.nodes.push(Node::Condition(condition.clone()))
            }
        })
    });
    let add_group = first.map(|condition| {
        let at = at.to_vec();
        change(props, move |whole| {
            if let Some(group) = whole.group_at(&at) {
                group.nodes.push(Node::Group(Group { any: !group.any, nodes: vec![Node::Condition(condition.clone())] }));
            }
        })
    });
    html! {
        <div class="r-builder__group" data-inner={(!at.is_empty()).then_some("")}>
            if group.nodes.len() > 1 {
                <div class="r-builder__mode">
                    <SegmentedControl label={t!(scope.i18n, "filter-mode")} {segments} value={if group.any { "any" } else { "all" }} onchange={onmode} />
                </div>
            }
            { for group.nodes.iter().enumerate().map(|(index, node)| {
                let at: Vec<usize> = at.iter().copied().chain([index]).collect();
                line(scope, props, node, at)
            }) }
            <div class="r-builder__add">
                if let Some(onclick) = add {
                    <Button label={t!(scope.i18n, "filter-add")} icon="plus" kind={ButtonKind::Ghost} size={Size::Small} {onclick} />
                }
                if let Some(onclick) = add_group.filter(|_| at.is_empty()) {
                    <Button label={t!(scope.i18n, "filter-add-group")} icon="layers" kind={ButtonKind::Ghost} size={Size::Small} {onclick} />
                }
            </div>
        </div>
    }
}

fn line(scope: &Scope, props: &FilterBuilderProps, node: &Node, at: Vec<usize>) -> Html {
    let remove = {
        let at = at.clone();
        change(props, move |whole| whole.remove(&at))
    };
    let remove = html! { <IconButton label={t!(scope.i18n, "filter-remove")} icon="trash-2" size={Size::Small} onclick={remove} /> };
    match node {
        Node::Group(inner) => html! { <div class="r-builder__nested">{ group(scope, props, inner, &at) }</div> },
        Node::Other(_) => html! {
            <div class="r-builder__line"><span class="u-grow u-muted">{ t!(scope.i18n, "filter-other") }</span>{ remove }</div>
        },
        Node::Condition(condition) => html! {
            <div class="r-builder__line">{ controls(scope, props, condition, at) }{ remove }</div>
        },
    }
}

fn controls(scope: &Scope, props: &FilterBuilderProps, condition: &Condition, at: Vec<usize>) -> Html {
    let set = {
        let (whole, onchange) = (props.group.clone(), props.onchange.clone());
        Callback::from(move |condition: Condition| {
            let mut whole = whole.clone();
            whole.set(&at, condition);
            onchange.emit(whole);
        })
    };
    let chosen = props.paths.iter().find(|choice| choice.path == condition.path);
    let onpath = {
        let (paths, set) = (props.paths.clone(), set.clone());
        Callback::from(move |picked: Vec<Choice>| {
            let choice = picked.first().and_then(|picked| paths.iter().find(|choice| choice.path == picked.value.as_str()));
            if let Some(choice) = choice {
                set.emit(blank(choice));
            }
        })
    };
    let options: Vec<Choice> = props.paths.iter().map(|choice| Choice::new(choice.path.clone(), choice.label.clone())).collect();
    let value: Vec<Choice> = chosen.map(|choice| Choice::new(choice.path.clone(), choice.label.clone())).into_iter().collect();
    let Some(choice) = chosen else {
        // What is not there any more is named, so that it can be taken out or another chosen.
        let value = vec![Choice::new(condition.path.clone(), condition.path.clone()).with_icon("triangle-alert")];
        return html! {
            <>
                <Combobox label={t!(scope.i18n, "filter-field")} size={Size::Small} {options} {value} onchange={onpath} />
                <span class="u-muted r-builder__gone">{ t!(scope.i18n, "filter-gone") }</span>
            </>
        };
    };
    let kind = choice.field.value_kind();
    let condition = &as_offered(condition, &offered(&choice.field));
    let operators = offered(&choice.field).into_iter().map(|operator| Choice::new(operator.name(), t!(scope.i18n, operator.message(kind))));
    let onoperator = {
        let (set, condition) = (set.clone(), condition.clone());
        Callback::from(move |name: Option<AttrValue>| {
            if let Some(operator) = name.and_then(|name| Operator::from_name(&name)) {
                let value = if fits(condition.operator, operator) { condition.value.clone() } else { Json::Null };
                set.emit(Condition { operator, value, ..condition.clone() });
            }
        })
    };
    let onvalue = {
        let condition = condition.clone();
        Callback::from(move |value: Json| set.emit(Condition { value, ..condition.clone() }))
    };
    html! {
        <>
            <Combobox label={t!(scope.i18n, "filter-field")} size={Size::Small} {options} {value} onchange={onpath} />
            <Select
                label={t!(scope.i18n, "filter-operator")}
                size={Size::Small}
                options={operators.collect::<Vec<_>>()}
                value={AttrValue::from(condition.operator.name())}
                onchange={onoperator}
            />
            <div class="r-builder__value">
                <ValueInput field={choice.field.clone()} operator={condition.operator} value={condition.value.clone()} onchange={onvalue} />
            </div>
        </>
    }
}

/// A condition on a field with its usual operator and no value yet.
pub(super) fn blank(choice: &PathChoice) -> Condition {
    let operator = offered(&choice.field).first().copied().unwrap_or(Operator::Filled);
    Condition { path: choice.path.clone(), operator, value: Json::Null }
}

/// A condition in the words that are offered: where one of several is chosen, being equal to one is being one of that one.
fn as_offered(condition: &Condition, offered: &[Operator]) -> Condition {
    use trellis_model::filter::Op;
    let several = match condition.operator {
        Operator::Op(Op::Eq) => Operator::Op(Op::In),
        Operator::Op(Op::Ne) => Operator::Op(Op::Nin),
        _ => return condition.clone(),
    };
    if offered.contains(&condition.operator) || !offered.contains(&several) {
        return condition.clone();
    }
    Condition { operator: several, value: Json::Array(vec![condition.value.clone()]), path: condition.path.clone() }
}

/// Whether a value entered for one operator makes sense for the other.
fn fits(from: Operator, to: Operator) -> bool {
    use trellis_model::filter::Op;
    let shape = |operator: Operator| match operator {
        Operator::Op(Op::In | Op::Nin) => 1,
        Operator::Op(Op::Between) => 2,
        Operator::Op(Op::Within) => 3,
        Operator::Op(_) => 4,
        Operator::Empty | Operator::Filled => 5,
    };
    shape(from) == shape(to)
}

#[cfg(test)]
mod tests {
    use trellis_model::filter::Op;

    use super::*;

    #[test]
    fn one_of_a_choice_is_a_choice_of_one() {
        let condition = |op, value: Json| Condition { path: "stage".into(), operator: Operator::Op(op), value };
        let choice = [Operator::Op(Op::In), Operator::Op(Op::Nin)];
        assert_eq!(as_offered(&condition(Op::Eq, "won".into()), &choice), condition(Op::In, serde_json::json!(["won"])));
        assert_eq!(as_offered(&condition(Op::Ne, "won".into()), &choice), condition(Op::Nin, serde_json::json!(["won"])));
        let number = [Operator::Op(Op::Eq)];
        assert_eq!(as_offered(&condition(Op::Eq, 5.into()), &number), condition(Op::Eq, 5.into()));
    }

    #[test]
    fn a_value_stays_only_where_it_makes_sense() {
        assert!(fits(Operator::Op(Op::In), Operator::Op(Op::Nin)));
        assert!(fits(Operator::Op(Op::Lt), Operator::Op(Op::Ge)));
        assert!(!fits(Operator::Op(Op::Between), Operator::Op(Op::Ge)));
        assert!(!fits(Operator::Op(Op::In), Operator::Empty));
    }
}
