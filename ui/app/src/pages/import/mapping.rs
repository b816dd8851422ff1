//! Which column fills which field.

use trellis_model::{
    Field, FieldKind,
    wire::{Duplicates, FieldLevel, ImportInfo, ImportMapping},
};
use trellis_ui_client::imports;
use trellis_ui_kit::{Button, ButtonKind, Choice, Field as FormField, Icon, Select, Size, t};
use trellis_ui_renderers::{Scope, use_go, use_scope};
use yew::prelude::*;

use super::number;
use crate::workspace::{Saved, list_path, reason, use_save};

/// Properties of [`Mapping`].
#[derive(Properties, PartialEq)]
pub struct MappingProps {
    /// The object.
    pub object: AttrValue,
    /// The import.
    pub import: ImportInfo,
    /// Hears that it goes on.
    pub onchange: Callback<()>,
}

/// The columns with their fields, and what happens to duplicates.
#[component]
pub fn Mapping(props: &MappingProps) -> Html {
    let scope = use_scope();
    let go = use_go();
    let columns = use_state_eq(|| props.import.columns.iter().map(|column| column.field.clone()).collect::<Vec<_>>());
    let duplicates = use_state_eq(|| props.import.duplicates);
    let id = props.import.id.clone();
    let save = {
        let id = id.clone();
        let saved = Saved { said: AttrValue::default(), tags: Vec::new(), then: props.onchange.clone(), tells: false };
        use_save(
            &scope.i18n,
            move |mapping: ImportMapping| {
                let id = id.clone();
                async move {
                    imports::map(&id, &mapping).await?;
                    imports::start(&id, false).await.map(|_| ())
                }
            },
            saved,
        )
    };
    let discard = {
        let object = props.object.clone();
        let then = Callback::from(move |()| go.to(list_path(&object)));
        let saved = Saved { said: AttrValue::default(), tags: Vec::new(), then, tells: true };
        use_save(
            &scope.i18n,
            move |()| {
                let id = id.clone();
                async move { imports::discard(&id).await }
            },
            saved,
        )
    };
    let fields = fillable(&scope, &props.object);
    let required: Vec<AttrValue> = fields
        .iter()
        .filter(|field| field.required && !columns.iter().any(|chosen| chosen.as_deref() == Some(&field.name)))
        .map(|field| scope.label(&field.label))
        .collect();
    let row = |(at, column): (usize, &trellis_model::wire::ImportColumn)| {
        let chosen = columns[at].clone();
        let onchange = {
            let columns = columns.clone();
            Callback::from(move |field: Option<AttrValue>| {
                let mut next = (*columns).clone();
                next[at] = field.map(|field| field.to_string());
                columns.set(next);
            })
        };
        let options: Vec<Choice> = choices(&scope, &fields, &columns, at);
        html! {
            <tr>
                <th scope="row"><span class="p-map__title">{ &column.title }</span></th>
                <td class="p-map__samples u-muted">{ column.samples.join(" · ") }</td>
                <td class="p-map__arrow" aria-hidden="true"><Icon name="arrow-right" /></td>
                <td>
                    <Select
                        label={t!(scope.i18n, "import-field-of", title = &column.title)}
                        {options}
                        value={chosen.map(AttrValue::from)}
                        {onchange}
                        clearable={true}
                        size={Size::Small}
                        placeholder={t!(scope.i18n, "import-field-none")}
                    />
                </td>
            </tr>
        }
    };
    let policy = |duplicates: Duplicates| Choice::new(code(duplicates), t!(scope.i18n, &format!("import-duplicates-{}", code(duplicates))));
    let onpolicy = {
        let duplicates = duplicates.setter();
        Callback::from(move |chosen: Option<AttrValue>| {
            let known = ALL.into_iter().find(|policy| Some(code(*policy)) == chosen.as_deref());
            duplicates.set(known.unwrap_or_default());
        })
    };
    let mapping = ImportMapping { columns: (*columns).clone(), duplicates: *duplicates };
    let nothing = columns.iter().all(Option::is_none);
    html! {
        <>
            <section class="p-panel p-import__panel">
                <p class="u-muted">{ t!(scope.i18n, "import-map-text", file = &props.import.file, rows = number(&scope, props.import.rows)) }</p>
                <div class="p-map__scroll">
                    <table class="p-map">
                        <thead>
                            <tr>
                                <th scope="col">{ t!(scope.i18n, "import-column") }</th>
                                <th scope="col">{ t!(scope.i18n, "import-samples") }</th>
                                <td class="p-map__arrow"></td>
                                <th scope="col">{ t!(scope.i18n, "import-field") }</th>
                            </tr>
                        </thead>
                        <tbody>{ for props.import.columns.iter().enumerate().map(row) }</tbody>
                    </table>
                </div>
                if !required.is_empty() {
                    <p class="p-import__warn"><Icon name="triangle-alert" />{ t!(scope.i18n, "import-required", fields = required.join(", ")) }</p>
                }
                <div class="p-import__policy">
                    <FormField label={t!(scope.i18n, "import-duplicates")} help={t!(scope.i18n, "import-duplicates-help")}>
                        <Select options={ALL.map(policy).to_vec()} value={Some(AttrValue::Static(code(*duplicates)))} onchange={onpolicy} />
                    </FormField>
                </div>
                if let Some(error) = &save.error {
                    <p class="p-import__error" role="alert"><Icon name="triangle-alert" />{ reason(&scope.i18n, error) }</p>
                }
            </section>
            <footer class="p-import__foot">
                <Button label={t!(scope.i18n, "import-discard")} kind={ButtonKind::Ghost} busy={discard.busy} onclick={discard.run.reform(|_: MouseEvent| ())} />
                <Button
                    label={t!(scope.i18n, "import-check")}
                    kind={ButtonKind::Primary}
                    busy={save.busy}
                    disabled={nothing}
                    onclick={save.run.reform(move |_: MouseEvent| mapping.clone())}
                />
            </footer>
        </>
    }
}

const ALL: [Duplicates; 3] = [Duplicates::Skip, Duplicates::Update, Duplicates::Create];

fn code(duplicates: Duplicates) -> &'static str {
    match duplicates {
        Duplicates::Skip => "skip",
        Duplicates::Update => "update",
        Duplicates::Create => "create",
    }
}

/// Whether a cell can fill the field.
pub fn is_fillable(field: &Field) -> bool {
    let is_cell = !matches!(field.kind, FieldKind::Lines | FieldKind::File | FieldKind::Image);
    is_cell && field.is_writable() && field.level.is_none_or(|level| level == FieldLevel::Edit)
}

/// The fields that may be filled, the owner and the id at the end.
fn fillable(scope: &Scope, object: &str) -> Vec<Field> {
    let Some(info) = scope.meta.info(object) else { return Vec::new() };
    let system = |name: &'static str| info.fields.iter().find(move |field| field.system && field.name == name);
    info.fields.iter().filter(|field| is_fillable(field)).chain(system("owner")).chain(system("id")).cloned().collect()
}

/// The fields that a column may be given: those of other columns are shown and not to be chosen.
fn choices(scope: &Scope, fields: &[Field], columns: &[Option<String>], at: usize) -> Vec<Choice> {
    let taken = |name: &str| columns.iter().enumerate().any(|(other, chosen)| other != at && chosen.as_deref() == Some(name));
    fields
        .iter()
        .map(|field| {
            let star = if field.required { " *" } else { "" };
            let mut choice = Choice::new(field.name.clone(), format!("{}{star}", scope.label(&field.label)));
            choice.disabled = taken(&field.name);
            choice
        })
        .collect()
}
