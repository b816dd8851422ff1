//! The company's changes as a package: out and in; and what of them an upgrade of the product left behind.

mod conflicts;
mod import;
mod problems;

use trellis_ui_client::packages;
use trellis_ui_kit::{Icon, t};
use trellis_ui_renderers::use_scope;
use yew::prelude::*;

use self::{import::Import, problems::ProblemsPanel};
use super::head::{Head, Part};
use crate::workspace::use_crumbs;

/// The company's changes as a package: out and in.
#[component]
pub fn PackagesPage() -> Html {
    let scope = use_scope();
    use_crumbs(vec![(t!(scope.i18n, "designer-title"), Some("/designer".into())), (t!(scope.i18n, "designer-packages"), None)]);
    html! {
        <div class="p-designer">
            <Head part={Part::Packages} />
            <ProblemsPanel />
            <div class="p-package">
                <section class="p-panel p-package__part" aria-labelledby="package-export">
                    <h2 id="package-export" class="p-package__title"><Icon name="download" />{ t!(scope.i18n, "package-export") }</h2>
                    <p class="u-muted">{ t!(scope.i18n, "package-export-text") }</p>
                    <div class="u-row">
                        <a class="c-button" data-kind="secondary" data-size="medium" href={packages::address()} download="package.zip">
                            <Icon name="download" /><span class="c-button__label">{ t!(scope.i18n, "package-download") }</span>
                        </a>
                    </div>
                </section>
                <Import />
            </div>
        </div>
    }
}
