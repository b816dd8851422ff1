//! A package comes in: first what it would do, then, when nothing is left to decide, its doing.

use trellis_ui_client::{
    ApiError, Tag, invalidate,
    packages::{self, Choices, Conflict, Imported},
    use_mutation,
};
use trellis_ui_kit::{Button, ButtonKind, Checkbox, EmptyState, FileDrop, Icon, Skeleton, t, use_toasts};
use trellis_ui_renderers::{Scope, explain, use_scope};
use web_sys::File;
use yew::prelude::*;

use super::conflicts::{self, Conflicts};
use crate::pages::designer::{place, plan_view::PlanView};

/// A package that was chosen, and what is decided about it.
#[derive(Clone, PartialEq)]
struct Chosen {
    file: File,
    /// What it would do, once the server has said so.
    found: Option<Imported>,
    choices: Choices,
    accepts: bool,
}

impl Chosen {
    fn conflicts(&self) -> &[Conflict] {
        self.found.as_ref().map_or(&[], |found| &found.conflicts)
    }
}

/// Drop, plan, decide, apply.
#[component]
pub fn Import() -> Html {
    let scope = use_scope();
    let toasts = use_toasts();
    let chosen = use_state_eq(|| None::<Chosen>);
    // What comes back belongs to the file that was chosen last.
    let latest = use_mut_ref(|| None::<Chosen>);
    let set = {
        let (chosen, latest) = (chosen.setter(), latest.clone());
        Callback::from(move |now: Option<Chosen>| {
            latest.borrow_mut().clone_from(&now);
            chosen.set(now);
        })
    };
    let planned = {
        let (set, latest) = (set.clone(), latest.clone());
        Callback::from(move |result: Result<Option<Imported>, ApiError>| {
            let now = latest.borrow().clone();
            if let (Ok(Some(found)), Some(now)) = (result, now) {
                set.emit(Some(Chosen { found: Some(found), ..now }));
            }
        })
    };
    let plan = {
        let latest = latest.clone();
        let call = move |()| {
            let latest = latest.clone();
            async move {
                // Decisions come faster than replies: what is told at last is about the last.
                loop {
                    let Some(now) = latest.borrow().clone() else { return Ok(None) };
                    let found = packages::plan(&now.file, now.conflicts(), &now.choices).await;
                    let asked = |other: &Chosen| (&other.file, &other.choices) == (&now.file, &now.choices);
                    if latest.borrow().as_ref().is_some_and(asked) {
                        return found.map(Some);
                    }
                }
            }
        };
        use_mutation(call, planned)
    };
    let applied = {
        let (set, i18n) = (set.clone(), scope.i18n.clone());
        Callback::from(move |result: Result<Imported, ApiError>| {
            if let Ok(done) = result {
                set.emit(None);
                match done.version {
                    Some(version) => toasts.ok(t!(i18n, "package-applied", version = version.to_string())),
                    None => toasts.ok(t!(i18n, "package-nothing")),
                }
                // Every form and list shows the new version at once.
                invalidate(&[Tag::Draft, Tag::Metadata, Tag::Charts]);
            }
        })
    };
    let apply =
        use_mutation(|now: Chosen| async move { packages::apply(&now.file, now.conflicts(), &now.choices, now.accepts).await }, applied);
    let onfiles = {
        let (set, run, resets) = (set.clone(), plan.run.clone(), [plan.reset.clone(), apply.reset.clone()]);
        Callback::from(move |files: Vec<File>| {
            if let Some(file) = files.into_iter().next() {
                resets.iter().for_each(|reset| reset.emit(()));
                set.emit(Some(Chosen { file, found: None, choices: Choices::new(), accepts: false }));
                run.emit(());
            }
        })
    };
    let clear = {
        let (set, resets) = (set.clone(), [plan.reset.clone(), apply.reset.clone()]);
        Callback::from(move |_: MouseEvent| {
            resets.iter().for_each(|reset| reset.emit(()));
            set.emit(None);
        })
    };
    let body = match (*chosen).clone() {
        None => html! {
            <FileDrop
                label={t!(scope.i18n, "package-drop")}
                hint={t!(scope.i18n, "package-drop-hint")}
                accept=".zip"
                multiple={false}
                {onfiles}
            />
        },
        Some(now) => {
            let onchoice = {
                let (set, run, now) = (set.clone(), plan.run.clone(), now.clone());
                Callback::from(move |choices: Choices| {
                    set.emit(Some(Chosen { choices, accepts: false, ..now.clone() }));
                    // What the package does depends on whose declarations hold.
                    run.emit(());
                })
            };
            let onaccept = {
                let (set, now) = (set.clone(), now.clone());
                Callback::from(move |accepts: bool| set.emit(Some(Chosen { accepts, ..now.clone() })))
            };
            let onapply = {
                let (run, now) = (apply.run.clone(), now.clone());
                Callback::from(move |_: MouseEvent| run.emit(now.clone()))
            };
            let ready = now.found.as_ref().is_some_and(|found| is_decided(found, &now.choices, now.accepts)) && !plan.busy;
            let changes = now.found.as_ref().is_some_and(|found| !is_nothing(found));
            html! {
                <>
                    <div class="p-package__file">
                        <Icon name="file-archive" />
                        <strong class="u-grow u-ellipsis">{ now.file.name() }</strong>
                        <Button label={t!(scope.i18n, "package-other")} onclick={clear} />
                        if changes {
                            <Button label={t!(scope.i18n, "package-apply")} icon="rocket" kind={ButtonKind::Primary} disabled={!ready} busy={apply.busy} onclick={onapply} />
                        }
                    </div>
                    if let Some(error) = plan.error.as_ref().or(apply.error.as_ref()) {
                        { refused(&scope, error) }
                    }
                    if let Some(found) = &now.found {
                        { outcome(&scope, found, &now, onchoice, onaccept) }
                    } else if plan.busy {
                        <Skeleton lines={4} />
                    }
                </>
            }
        }
    };
    html! {
        <section class="p-panel p-package__part" aria-labelledby="package-import">
            <h2 id="package-import" class="p-package__title"><Icon name="upload" />{ t!(scope.i18n, "package-import") }</h2>
            <p class="u-muted">{ t!(scope.i18n, "package-import-text") }</p>
            { body }
        </section>
    }
}

/// Whether a package changes nothing.
fn is_nothing(found: &Imported) -> bool {
    found.plan.steps.is_empty() && found.conflicts.is_empty()
}

/// Whether nothing is left to decide.
fn is_decided(found: &Imported, choices: &Choices, accepts: bool) -> bool {
    conflicts::open(&found.conflicts, choices) == 0 && (found.plan.losses.is_empty() || accepts)
}

/// What the package would do, and what is to be decided first.
fn outcome(scope: &Scope, found: &Imported, now: &Chosen, onchoice: Callback<Choices>, onaccept: Callback<bool>) -> Html {
    if is_nothing(found) {
        return html! { <EmptyState icon="check" title={t!(scope.i18n, "package-nothing")} text={t!(scope.i18n, "package-nothing-text")} small={true} /> };
    }
    html! {
        <div class="u-stack p-review">
            if !found.conflicts.is_empty() {
                <Conflicts conflicts={found.conflicts.clone()} choices={now.choices.clone()} onchange={onchoice} />
            }
            if found.plan.steps.is_empty() {
                <p class="u-muted">{ t!(scope.i18n, "package-no-steps") }</p>
            } else {
                <PlanView plan={found.plan.clone()} title={t!(scope.i18n, "package-steps", count = found.plan.steps.len())} />
            }
            if !found.plan.losses.is_empty() {
                <Checkbox label={t!(scope.i18n, "designer-accept-losses")} checked={now.accepts} onchange={onaccept} />
            }
        </div>
    }
}

/// Why a package is refused: place by place when its declarations are wrong.
fn refused(scope: &Scope, error: &ApiError) -> Html {
    let line = |fault: &trellis_model::wire::ProblemField| {
        let (file, pointer) = place::parts(&fault.pointer);
        let at = place::address(&file).map(|_| place::in_words(scope, &file, &pointer));
        html! {
            <li>
                if let Some(at) = at {
                    <strong>{ at }</strong>{ " " }
                }
                { &fault.message }
            </li>
        }
    };
    html! {
        <div class="p-package__refused" role="alert">
            <p class="u-row"><Icon name="triangle-alert" />{ if error.errors.is_empty() { explain(&scope.i18n, error) } else { t!(scope.i18n, "package-refused") } }</p>
            if !error.errors.is_empty() {
                <ul>{ for error.errors.iter().map(line) }</ul>
            }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use trellis_ui_client::packages::Side;

    use super::*;

    #[test]
    fn nothing_is_applied_before_everything_is_decided() {
        let found = |json: serde_json::Value| -> Imported { serde_json::from_value(json).unwrap() };
        let conflict = |place: &str| json!({ "place": place, "file": "a.json", "pointer": "/x", "mine": 1, "theirs": 2 });
        let loss = json!({ "object": "customer", "field": "c_x", "rows": 2 });
        let both = found(json!({ "plan": { "losses": [loss] }, "conflicts": [conflict("/a"), conflict("/b")] }));
        let choices = |places: &[&str]| places.iter().map(|place| ((*place).to_owned(), Side::Mine)).collect::<Choices>();
        assert!(!is_nothing(&both) && !is_decided(&both, &choices(&["/a"]), true) && !is_decided(&both, &choices(&["/a", "/b"]), false));
        assert!(is_decided(&both, &choices(&["/a", "/b"]), true));
        let nothing = found(json!({ "plan": {}, "conflicts": [], "version": null }));
        assert!(is_nothing(&nothing) && is_decided(&nothing, &Choices::new(), false));
    }
}
