//! Retiring a field: first what refers to it, so that nothing breaks in silence.

use trellis_model::Field;
use trellis_ui_client::{
    Tag,
    designer::{self, Reference},
    use_query,
};
use trellis_ui_kit::{Button, ButtonKind, Dialog, Icon, Skeleton, t};
use trellis_ui_renderers::use_scope;
use yew::prelude::*;

use super::plan_view::References;
use crate::workspace::{Saved, use_save};

/// Properties of [`RetireDialog`].
#[derive(Properties, PartialEq)]
pub struct RetireDialogProps {
    /// The object.
    pub object: AttrValue,
    /// The field.
    pub field: Field,
    /// It is to be retired.
    pub onretire: Callback<()>,
    /// The dialog is to go away.
    pub onclose: Callback<()>,
}

/// Says what retiring does, and lists what refers to the field, each with a way to mend it.
#[component]
pub fn RetireDialog(props: &RetireDialogProps) -> Html {
    let scope = use_scope();
    let (object, name) = (props.object.clone(), props.field.name.clone());
    let found = use_query(designer::references_key(&object, &name), move || {
        let (object, name) = (object.clone(), name.clone());
        async move { designer::references(&object, &name).await }
    });
    let mended = Saved { said: t!(scope.i18n, "designer-mended"), tags: vec![Tag::Draft], then: Callback::noop(), tells: true };
    let mend = {
        let name = props.field.name.clone();
        let call = move |place: Reference| {
            let name = name.clone();
            async move { designer::mend(&place.file, &place.pointer, Some(&name)).await }
        };
        use_save(&scope.i18n, call, mended)
    };
    let places = match (&found.data, &found.error) {
        (None, None) => html! { <Skeleton lines={2} /> },
        (Some(references), _) if references.is_empty() => {
            html! { <p class="p-expression__ok"><Icon name="circle-check" size={14} />{ t!(scope.i18n, "designer-references-none") }</p> }
        }
        (Some(references), _) => html! {
            <section class="p-review__references">
                <h3 class="p-review__title"><Icon name="link" />{ t!(scope.i18n, "designer-references", count = references.len()) }</h3>
                <References references={(**references).clone()} onmend={mend.run.clone()} />
                <p class="u-muted">{ t!(scope.i18n, "tailor-retire-mends") }</p>
            </section>
        },
        // The plan tells it again before anything is published.
        (None, Some(_)) => Html::default(),
    };
    let footer = html! {
        <>
            <Button label={t!(scope.i18n, "form-cancel")} onclick={props.onclose.reform(|_: MouseEvent| ())} />
            <Button label={t!(scope.i18n, "designer-retire")} kind={ButtonKind::Danger} onclick={props.onretire.reform(|_: MouseEvent| ())} />
        </>
    };
    html! {
        <Dialog open={true} title={t!(scope.i18n, "designer-retire-title", field = scope.label(&props.field.label))} onclose={props.onclose.clone()} {footer}>
            <div class="u-stack">
                <p>{ t!(scope.i18n, "designer-retire-text") }</p>
                { places }
            </div>
        </Dialog>
    }
}
