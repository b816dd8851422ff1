//! How far it has come, what would become of the rows, and what has.

use trellis_model::wire::{ImportInfo, ImportProblem, ImportStatus};
use trellis_ui_client::imports;
use trellis_ui_kit::{Button, ButtonKind, Icon, Progress, t};
use trellis_ui_renderers::{use_go, use_scope};
use yew::prelude::*;

use super::number;
use crate::workspace::{Saved, list_path, use_save};

/// Properties of [`Working`].
#[derive(Properties, PartialEq)]
pub struct WorkingProps {
    /// What goes on.
    pub label: AttrValue,
    /// The import.
    pub import: ImportInfo,
}

/// A bar that fills. One may leave: it goes on.
#[component]
pub fn Working(props: &WorkingProps) -> Html {
    let scope = use_scope();
    let import = &props.import;
    html! {
        <section class="p-panel p-import__panel" aria-busy="true">
            <h2 class="p-panel__title">{ &props.label }</h2>
            <Progress label={props.label.clone()} value={import.done} max={import.rows} />
            <p class="u-muted" role="status">
                { t!(scope.i18n, "import-progress", done = number(&scope, import.done), rows = number(&scope, import.rows)) }
            </p>
            <p class="u-muted">{ t!(scope.i18n, "import-leave") }</p>
        </section>
    }
}

/// Properties of [`Outcome`].
#[derive(Properties, PartialEq)]
pub struct OutcomeProps {
    /// The object.
    pub object: AttrValue,
    /// The import.
    pub import: ImportInfo,
    /// Hears that it goes on.
    pub onchange: Callback<()>,
    /// Goes back to the fields.
    pub onback: Callback<()>,
    /// Begins with another file.
    pub onagain: Callback<()>,
}

/// The numbers, the first of the refused rows, and the next step.
#[component]
pub fn Outcome(props: &OutcomeProps) -> Html {
    let scope = use_scope();
    let go = use_go();
    let import = &props.import;
    let run = {
        let id = import.id.clone();
        let saved = Saved { said: AttrValue::default(), tags: Vec::new(), then: props.onchange.clone(), tells: true };
        use_save(
            &scope.i18n,
            move |()| {
                let id = id.clone();
                async move { imports::start(&id, true).await.map(|_| ()) }
            },
            saved,
        )
    };
    let checked = import.status == ImportStatus::Checked;
    let counts = import.counts;
    let good = counts.created + counts.updated;
    let figure = |name: &str, count: u32| {
        html! {
            <div class="p-import__figure" data-name={name.to_owned()} data-none={(count == 0).then_some("")}>
                <dd>{ number(&scope, count) }</dd>
                <dt>{ t!(scope.i18n, &format!("import-count-{name}{}", if checked { "-would" } else { "" })) }</dt>
            </div>
        }
    };
    let title = match import.status {
        ImportStatus::Failed => t!(scope.i18n, "import-failed"),
        ImportStatus::Checked if counts.refused == 0 => t!(scope.i18n, "import-all-good"),
        ImportStatus::Checked => t!(scope.i18n, "import-some-bad"),
        _ => t!(scope.i18n, "import-done"),
    };
    let icon = if import.status == ImportStatus::Failed || counts.refused > 0 { "triangle-alert" } else { "circle-check" };
    let to_list = {
        let object = props.object.clone();
        Callback::from(move |_: MouseEvent| go.to(list_path(&object)))
    };
    html! {
        <>
            <section class="p-panel p-import__panel">
                <h2 class="p-panel__title p-import__verdict" data-good={(icon == "circle-check").then_some("")}><Icon name={icon} size={20} />{ title }</h2>
                if let Some(failure) = &import.failure {
                    <p class="p-import__error" role="alert">{ failure }</p>
                }
                <dl class="p-import__figures">
                    { figure("created", counts.created) }
                    { figure("updated", counts.updated) }
                    { figure("skipped", counts.skipped) }
                    { figure("refused", counts.refused) }
                </dl>
                if !import.problems.is_empty() {
                    <Problems problems={import.problems.clone()} />
                    <p>
                        <a class="u-link" href={imports::rejects_path(&import.id, scope.language().tag())} download="">{ t!(scope.i18n, "import-rejects") }</a>
                        <span class="u-muted">{ " " }{ t!(scope.i18n, "import-rejects-text") }</span>
                    </p>
                }
            </section>
            <footer class="p-import__foot">
                if checked {
                    <Button label={t!(scope.i18n, "import-back")} kind={ButtonKind::Ghost} onclick={props.onback.reform(|_: MouseEvent| ())} />
                    <Button
                        label={t!(scope.i18n, "import-run", count = number(&scope, good))}
                        kind={ButtonKind::Primary}
                        busy={run.busy}
                        disabled={good == 0}
                        onclick={run.run.reform(|_: MouseEvent| ())}
                    />
                } else {
                    <Button label={t!(scope.i18n, "import-again")} kind={ButtonKind::Ghost} onclick={props.onagain.reform(|_: MouseEvent| ())} />
                    <Button label={t!(scope.i18n, "import-to-list")} kind={ButtonKind::Primary} onclick={to_list} />
                }
            </footer>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct ProblemsProps {
    problems: Vec<ImportProblem>,
}

/// Rows that are refused, by line and column.
#[component]
fn Problems(props: &ProblemsProps) -> Html {
    let scope = use_scope();
    let row = |problem: &ImportProblem| {
        html! {
            <tr>
                <td class="p-problems__row">{ problem.row }</td>
                <th scope="row">{ problem.column.clone().unwrap_or_else(|| "—".to_owned()) }</th>
                <td>{ &problem.message }</td>
            </tr>
        }
    };
    html! {
        <div class="p-problems" tabindex="0" role="region" aria-label={t!(scope.i18n, "import-problems")}>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{ t!(scope.i18n, "import-row") }</th>
                        <th scope="col">{ t!(scope.i18n, "import-column") }</th>
                        <th scope="col">{ t!(scope.i18n, "import-problem") }</th>
                    </tr>
                </thead>
                <tbody>{ for props.problems.iter().map(row) }</tbody>
            </table>
        </div>
    }
}
