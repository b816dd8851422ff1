//! What the list shows, as a file.

use trellis_ui_client::records::ListQuery;
use trellis_ui_kit::{Checkbox, Dialog, DialogSize, Field, Icon, Segment, SegmentedControl, t};
use trellis_ui_renderers::use_scope;
use yew::prelude::*;

/// Properties of [`ExportDialog`].
#[derive(Properties, PartialEq)]
pub struct ExportDialogProps {
    /// The object.
    pub object: AttrValue,
    /// Which records, in which order.
    pub query: ListQuery,
    /// The paths that the list shows.
    pub columns: Vec<String>,
    /// How many records there are, as far as that is known.
    pub count: Option<AttrValue>,
    /// Hears that it is over.
    pub onclose: Callback<()>,
}

/// The kind of file, which fields, and then the browser fetches it.
#[component]
pub fn ExportDialog(props: &ExportDialogProps) -> Html {
    let scope = use_scope();
    let format = use_state_eq(|| AttrValue::Static("xlsx"));
    let fields = use_state_eq(|| AttrValue::Static("shown"));
    let ids = use_state_eq(|| false);
    let query = ListQuery { fields: if *fields == "shown" { props.columns.clone() } else { Vec::new() }, ..props.query.clone() };
    let href = query.export_path(&props.object, &format, *ids, scope.language().tag());
    let set = |state: &UseStateHandle<AttrValue>| {
        let state = state.setter();
        Callback::from(move |value: AttrValue| state.set(value))
    };
    let segment = |value: &'static str, label: &str| Segment::new(value, t!(scope.i18n, label));
    let onids = {
        let ids = ids.setter();
        Callback::from(move |on: bool| ids.set(on))
    };
    let onclick = props.onclose.reform(|_: MouseEvent| ());
    let footer = html! {
        <>
            <trellis_ui_kit::Button label={t!(scope.i18n, "kit-cancel")} onclick={onclick.clone()} />
            <a class="c-button" data-kind="primary" data-size="medium" {href} download="" {onclick}>
                <Icon name="download" /><span class="c-button__label">{ t!(scope.i18n, "export-go") }</span>
            </a>
        </>
    };
    let text = match &props.count {
        Some(count) => t!(scope.i18n, "export-text-count", count = count),
        None => t!(scope.i18n, "export-text"),
    };
    html! {
        <Dialog open={true} size={DialogSize::Small} title={t!(scope.i18n, "export-title")} onclose={props.onclose.clone()} {footer}>
            <div class="p-import__form">
                <p class="u-muted">{ text }</p>
                <Field label={t!(scope.i18n, "export-format")}>
                    <SegmentedControl
                        label={t!(scope.i18n, "export-format")}
                        segments={vec![Segment::new("xlsx", "Excel (XLSX)"), Segment::new("csv", "CSV")]}
                        value={(*format).clone()}
                        onchange={set(&format)}
                    />
                </Field>
                <Field label={t!(scope.i18n, "export-fields")}>
                    <SegmentedControl
                        label={t!(scope.i18n, "export-fields")}
                        segments={vec![segment("shown", "export-fields-shown"), segment("all", "export-fields-all")]}
                        value={(*fields).clone()}
                        onchange={set(&fields)}
                    />
                </Field>
                <Checkbox label={t!(scope.i18n, "export-ids")} checked={*ids} onchange={onids} />
            </div>
        </Dialog>
    }
}
