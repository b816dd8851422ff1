//! The way from the top to here.

use yew::prelude::*;

use crate::display::Icon;

/// One step of the way.
#[derive(Clone, PartialEq)]
pub struct Crumb {
    /// Its name.
    pub label: AttrValue,
    /// Where it leads; the last one leads nowhere.
    pub href: Option<AttrValue>,
}

/// Properties of [`Breadcrumb`].
#[derive(Properties, PartialEq)]
pub struct BreadcrumbProps {
    /// What this is, for assistive technology.
    pub label: AttrValue,
    /// The steps.
    pub crumbs: Vec<Crumb>,
    /// Hears the address of a step that was clicked; the page then changes without loading anew.
    #[prop_or_default]
    pub onnavigate: Callback<AttrValue>,
}

/// The way from the top to here.
#[component]
pub fn Breadcrumb(props: &BreadcrumbProps) -> Html {
    let last = props.crumbs.len().saturating_sub(1);
    let crumb = |(index, crumb): (usize, &Crumb)| {
        let inner = match crumb.href.clone() {
            Some(href) if index < last => {
                let onclick = {
                    let (onnavigate, href) = (props.onnavigate.clone(), href.clone());
                    Callback::from(move |event: MouseEvent| {
                        // A click that asks for a new tab is the browser's.
                        if !event.ctrl_key() && !event.meta_key() && !event.shift_key() {
                            event.prevent_default();
                            onnavigate.emit(href.clone());
                        }
                    })
                };
                html! { <a class="c-breadcrumb__link u-ellipsis" {href} {onclick}>{ &crumb.label }</a> }
            }
            _ => html! { <span class="c-breadcrumb__here u-ellipsis" aria-current="page">{ &crumb.label }</span> },
        };
        html! {
            <li class="c-breadcrumb__item">
                if index > 0 {
                    <Icon name="chevron-right" size={14} />
                }
                { inner }
            </li>
        }
    };
    html! {
        <nav class="c-breadcrumb" aria-label={props.label.clone()}>
            <ol>{ for props.crumbs.iter().enumerate().map(crumb) }</ol>
        </nav>
    }
}
