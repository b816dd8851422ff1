//! On a phone: the first four places and everything else behind "more".

use trellis_ui_kit::{Drawer, Icon, t, use_i18n};
use yew::prelude::*;

use super::{NavGroup, rail::Place};

/// How many places stand in the bar itself.
const PLACES: usize = 4;

/// Properties of [`BottomBar`].
#[derive(Properties, PartialEq)]
pub struct BottomBarProps {
    pub groups: Vec<NavGroup>,
    pub path: String,
}

/// The bar at the foot of a phone.
#[component]
pub fn BottomBar(props: &BottomBarProps) -> Html {
    let i18n = use_i18n();
    let open = use_state_eq(|| false);
    let show = |shown: bool| {
        let open = open.setter();
        move || open.set(shown)
    };
    let onclick = Callback::from({
        let show = show(true);
        move |_: MouseEvent| show()
    });
    let onclose = Callback::from({
        let show = show(false);
        move |()| show()
    });
    // Any place chosen in the drawer closes it.
    let leave = onclose.reform(|_: MouseEvent| ());
    html! {
        <nav class="s-bottom" aria-label={t!(i18n, "shell-navigation")}>
            { for props.groups.iter().flat_map(|group| &group.items).take(PLACES).map(|item| html! { <Place item={item.clone()} here={item.is_at(&props.path)} icon_size={20} /> }) }
            <button type="button" class="s-rail__item" aria-expanded={open.to_string()} {onclick}>
                <Icon name="ellipsis" size={20} />
                <span class="s-rail__name">{ t!(i18n, "shell-more") }</span>
            </button>
            <Drawer open={*open} title={t!(i18n, "shell-more")} width={320} {onclose}>
                <div class="s-more" onclick={leave}>
                    { for props.groups.iter().map(|group| html! {
                        <section class="s-rail__group">
                            if let Some(label) = &group.label {
                                <h3 class="s-rail__label">{ label }</h3>
                            }
                            { for group.items.iter().map(|item| html! { <Place item={item.clone()} here={item.is_at(&props.path)} /> }) }
                        </section>
                    }) }
                </div>
            </Drawer>
        </nav>
    }
}
