//! The rules between the fields of an object: the rules at the left, tried on real records in the middle, edited at the
//! right.

mod editor;
mod trial;

use std::rc::Rc;

use trellis_model::{Json, Label, expression::Type, object::Rule};
use trellis_ui_client::{
    Tag,
    designer::{self, Draft, DraftObject, Part, Parts},
    http::{Over, Reply},
    use_query,
};
use trellis_ui_kit::{Button, ButtonKind, EmptyState, Icon, Size, Skeleton, t, use_toasts};
use trellis_ui_renderers::{Failure, forms::use_unsaved_guard, use_scope};
use yew::prelude::*;

use self::{
    editor::{Editor, Step, is_complete},
    trial::Trial,
};
use super::{
    conflict,
    design::Design,
    model::{fresh_name, unnamed},
    opening::{RemoveQuestion, focus_heading, use_following, use_leaving},
};
use crate::workspace::{Conflict, Saved, use_base, use_save_over};

/// The heading of the settings, where the focus goes when another rule is opened.
const HEADING: &str = "rule-settings";

/// Properties of [`RulesPart`].
#[derive(Properties, PartialEq)]
pub struct RulesPartProps {
    /// The object.
    pub object: DraftObject,
    /// The draft that it is part of.
    pub draft: Rc<Draft>,
}

/// Fetches the rules that the draft declares, then shows them.
#[component]
pub fn RulesPart(props: &RulesPartProps) -> Html {
    let name = props.object.name.clone();
    let found = use_query(designer::parts_key(&name), move || {
        let name = name.clone();
        async move { designer::parts(&name).await }
    });
    match (found.data, found.error) {
        (Some(parts), _) => html! { <Rules object={props.object.clone()} draft={props.draft.clone()} {parts} /> },
        (None, Some(error)) => html! { <Failure {error} onretry={found.refetch} /> },
        (None, None) => html! { <div class="p-designer"><Skeleton lines={8} /></div> },
    }
}

#[derive(Properties, PartialEq)]
struct RulesProps {
    object: DraftObject,
    draft: Rc<Draft>,
    parts: Rc<Parts>,
}

/// The rule that is being edited, in this page only until it is saved.
#[derive(Debug, Clone, PartialEq)]
struct Open {
    rule: Rule,
    is_new: bool,
}

impl Open {
    fn new() -> Self {
        Self { rule: Rule { name: String::new(), check: String::new(), message: Label::default(), field: None }, is_new: true }
    }

    /// The same as the draft has it.
    fn kept(&self, rules: &[Rule]) -> Option<Self> {
        match self.is_new {
            true => Some(Self::new()),
            false => rules.iter().find(|rule| rule.name == self.rule.name).map(|rule| Self { rule: rule.clone(), is_new: false }),
        }
    }
}

/// What goes into the draft.
#[derive(Clone, PartialEq)]
enum Write {
    Save(Rule),
    Remove(String),
}

#[component]
fn Rules(props: &RulesProps) -> Html {
    let scope = use_scope();
    let toasts = use_toasts();
    let (object, rules) = (&props.object, &props.parts.rules);
    let open = use_state_eq(|| rules.first().map(|rule| Open { rule: rule.clone(), is_new: false }));
    let (tried, removing) = (use_state_eq(|| false), use_state_eq(|| false));
    let before = open.as_ref().and_then(|open| open.kept(rules));
    let dirty = open.is_some() && before != *open;
    use_unsaved_guard(dirty);
    use_following(&open, rules.clone(), |open, rules| open.as_ref().and_then(|open| open.kept(rules)));
    let part = Part::Rule(open.as_ref().map(|open| open.rule.name.clone()).unwrap_or_default());
    let version = use_base(&part.address(), props.parts.tags.of(&part), dirty);
    let reset = {
        let (open, tried, before) = (open.clone(), tried.setter(), before.clone());
        Callback::from(move |()| {
            tried.set(false);
            let fresh = open.as_ref().is_some_and(|open| open.is_new);
            open.set(before.clone().filter(|_| !fresh));
        })
    };
    let (write, met) = {
        let then = {
            let (open, tried, version, i18n) = (open.setter(), tried.setter(), version.clone(), scope.i18n.clone());
            Callback::from(move |(write, reply): (Write, Reply<Json>)| {
                tried.set(false);
                match write {
                    Write::Save(rule) => {
                        version.wrote(&Part::Rule(rule.name.clone()).address(), reply.etag);
                        open.set(Some(Open { rule, is_new: false }));
                        toasts.ok(t!(i18n, "rules-saved"));
                    }
                    Write::Remove(_) => {
                        open.set(None);
                        toasts.ok(t!(i18n, "rules-removed"));
                    }
                }
            })
        };
        let name = object.name.clone();
        let call = move |write: Write, over: Over| {
            let name = name.clone();
            async move {
                match write {
                    Write::Save(rule) => conflict::write(&name, &Part::Rule(rule.name.clone()), Some(unnamed(&rule)), &over).await,
                    Write::Remove(rule) => conflict::write(&name, &Part::Rule(rule), None, &over).await,
                }
            }
        };
        let saved = Saved { said: AttrValue::default(), tags: vec![Tag::Draft], then, tells: true };
        use_save_over(&scope.i18n, call, saved, reset.reform(|_: Conflict| ()))
    };
    let go = {
        let (open, tried, reset) = (open.setter(), tried.setter(), write.reset.clone());
        Callback::from(move |next: Open| {
            tried.set(false);
            reset.emit(());
            open.set(Some(next));
            focus_heading(HEADING);
        })
    };
    let (onpick, leaving) = use_leaving(dirty, &go);
    let onstep = {
        let (open, tried, removing, run) = (open.clone(), tried.setter(), removing.setter(), write.run.clone());
        let (forget, reset, version) = (reset, write.reset.clone(), version.clone());
        let taken: Vec<String> = rules.iter().map(|rule| rule.name.clone()).collect();
        Callback::from(move |step: Step| {
            let Some(now) = (*open).clone() else { return };
            match step {
                Step::Change(rule) => open.set(Some(Open { rule, ..now })),
                Step::Remove => removing.set(true),
                Step::Reset => {
                    reset.emit(());
                    forget.emit(());
                }
                Step::Save => {
                    tried.set(true);
                    if is_complete(&now.rule) {
                        let taken: Vec<&str> = taken.iter().map(String::as_str).collect();
                        let name = if now.is_new { fresh_name("", "rule", &taken) } else { now.rule.name.clone() };
                        let over = if now.is_new { Over::Nothing } else { version.over() };
                        run.emit((Write::Save(completed(Rule { name, ..now.rule })), over));
                    }
                }
            }
        })
    };
    let design = use_memo((props.draft.clone(), object.clone()), |(draft, object)| Design::new(draft, &object.name, &object.fields));
    let pick = |next: Open| onpick.reform(move |_: MouseEvent| next.clone());
    let row = |rule: &Rule| {
        let current = open.as_ref().is_some_and(|open| !open.is_new && open.rule.name == rule.name);
        html! {
            <li key={rule.name.clone()} aria-current={current.then_some("true")}>
                <button type="button" class="p-index__item p-views__pick" onclick={pick(Open { rule: rule.clone(), is_new: false })}>
                    <Icon name="scale" />
                    <span class="p-views__label">
                        <span>{ scope.label(&rule.message) }</span>
                        <code class="u-muted u-ellipsis p-views__note">{ &rule.check }</code>
                    </span>
                </button>
            </li>
        }
    };
    let onremove = {
        let (run, open) = (write.run.clone(), open.clone());
        Callback::from(move |()| {
            if let Some(open) = open.as_ref() {
                run.emit((Write::Remove(open.rule.name.clone()), version.over()));
            }
        })
    };
    let add = html! { <Button label={t!(scope.i18n, "rules-new")} icon="plus" size={Size::Small} onclick={pick(Open::new())} /> };
    let opened = match open.as_ref() {
        Some(open) => {
            let is_readable = design.check(&open.rule.check).is_ok_and(|checked| checked.result.fits(Type::Bool));
            html! {
                <>
                    <Trial object={object.name.clone()} rule={open.rule.clone()} {is_readable} />
                    <Editor
                        key={if open.is_new { "new".to_owned() } else { format!("rule:{}", open.rule.name) }}
                        rule={open.rule.clone()}
                        is_new={open.is_new}
                        fields={object.fields.clone()}
                        {dirty}
                        tried={*tried}
                        error={write.error.clone()}
                        busy={write.busy}
                        heading={HEADING}
                        {onstep}
                    />
                </>
            }
        }
        None => html! {
            <EmptyState icon="scale" title={t!(scope.i18n, if rules.is_empty() { "rules-none" } else { "rules-choose" })} text={t!(scope.i18n, "rules-none-text")}>
                <Button label={t!(scope.i18n, "rules-new")} icon="plus" kind={ButtonKind::Primary} onclick={pick(Open::new())} />
            </EmptyState>
        },
    };
    html! {
        <ContextProvider<Design> context={(*design).clone()}>
            <div class="p-studio__columns p-views" data-empty={open.is_none().then_some("")}>
                <aside class="p-views__list" aria-label={t!(scope.i18n, "designer-part-rules")}>
                    <p class="c-field__help">{ t!(scope.i18n, "rules-text") }</p>
                    <ul>{ for rules.iter().map(row) }</ul>
                    if open.is_some() || !rules.is_empty() {
                        <div>{ add }</div>
                    }
                </aside>
                { opened }
            </div>
            <RemoveQuestion
                asking={removing}
                title={t!(scope.i18n, "rules-remove-title")}
                text={t!(scope.i18n, "rules-remove-text")}
                action={t!(scope.i18n, "rules-remove")}
                busy={write.busy}
                {onremove}
            />
            { leaving }
            { met }
        </ContextProvider<Design>>
    }
}

/// The rule as it is declared: whoever writes one message means the other language as well.
fn completed(mut rule: Rule) -> Rule {
    let (zh, en) = (rule.message.zh.trim().to_owned(), rule.message.en.trim().to_owned());
    rule.message.en = if en.is_empty() { zh.clone() } else { en.clone() };
    rule.message.zh = if zh.is_empty() { en } else { zh };
    rule.check = rule.check.trim().to_owned();
    rule
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_declaration_has_both_messages_and_no_name() {
        let message = Label::new(" 结束早于开始 ", "");
        let rule = Rule { name: "c_rule".into(), check: " b >= a ".into(), message, field: None };
        let expected = json!({ "check": "b >= a", "message": { "zh-CN": "结束早于开始", "en": "结束早于开始" } });
        assert_eq!(unnamed(&completed(rule)), expected);
    }
}
