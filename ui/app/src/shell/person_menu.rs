//! The menu of the person signed in: colours, density, language, company, signing out.

use trellis_ui_kit::{Avatar, Density, Icon, Mode, Placement, Popover, Segment, SegmentedControl, Skin, t, use_i18n, use_theme};
use yew::prelude::*;

use super::Who;
use crate::i18n::{Language, LanguageSwitch};

/// Properties of [`PersonMenu`].
#[derive(Properties, PartialEq)]
pub struct PersonMenuProps {
    pub who: Who,
    pub onsettings: Option<Callback<()>>,
    pub onsignout: Callback<()>,
    pub onswitch: Option<Callback<()>>,
}

/// The avatar and what it opens.
#[component]
pub fn PersonMenu(props: &PersonMenuProps) -> Html {
    let i18n = use_i18n();
    let open = use_state_eq(|| false);
    let node = use_node_ref();
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let close = {
        let open = open.setter();
        Callback::from(move |()| open.set(false))
    };
    let item = |icon: &'static str, label: AttrValue, onpick: Callback<()>| {
        let close = close.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            close.emit(());
            onpick.emit(());
        });
        html! { <button type="button" class="c-menu__item" {onclick}><Icon name={icon} /><span class="u-grow">{ label }</span></button> }
    };
    html! {
        <>
            <button
                ref={node.clone()}
                type="button"
                class="s-person"
                aria-label={t!(i18n, "shell-account")}
                aria-haspopup="dialog"
                aria-expanded={open.to_string()}
                onclick={toggle}
            >
                <Avatar name={props.who.name.clone()} size={28} decorative={true} />
            </button>
            <Popover open={*open} anchor={node} onclose={close.clone()} placement={Placement::End} role="dialog" label={t!(i18n, "shell-account")}>
                <div class="s-account">
                    <div class="s-account__who">
                        <Avatar name={props.who.name.clone()} size={36} decorative={true} />
                        <div class="u-grow">
                            <div class="s-account__name u-ellipsis">{ &props.who.name }</div>
                            <div class="u-muted u-ellipsis">{ &props.who.company }</div>
                        </div>
                    </div>
                    <Appearance />
                    <div class="c-menu">
                        if let Some(onsettings) = props.onsettings.clone() {
                            { item("settings", t!(i18n, "shell-settings"), onsettings) }
                        }
                        if let Some(onswitch) = props.onswitch.clone() {
                            { item("building-2", t!(i18n, "shell-switch-company"), onswitch) }
                        }
                        { item("log-out", t!(i18n, "shell-sign-out"), props.onsignout.clone()) }
                    </div>
                </div>
            </Popover>
        </>
    }
}

/// Properties of [`Appearance`].
#[derive(Properties, PartialEq)]
pub struct AppearanceProps {
    /// Whether the density is offered, too.
    #[prop_or(true)]
    pub density: bool,
}

/// Colours, density and language, effective at once.
#[component]
pub fn Appearance(props: &AppearanceProps) -> Html {
    let i18n = use_i18n();
    let theme = use_theme();
    let language = use_context::<LanguageSwitch>();
    let swatch = |skin: &Skin| {
        let skin = *skin;
        let name = t!(i18n, &format!("shell-skin-{}", skin.code()));
        let theme = theme.clone();
        let chosen = theme.skin == skin;
        html! {
            <button
                type="button"
                class="s-swatch"
                aria-pressed={chosen.to_string()}
                onclick={Callback::from(move |_: MouseEvent| theme.set_skin(skin))}
            >
                <span class="s-swatch__dot" data-skin={skin.code()} data-theme="light">
                    if chosen {
                        <Icon name="check" size={12} />
                    }
                </span>
                { name }
            </button>
        }
    };
    let modes = Mode::ALL.iter().map(|mode| {
        let icon = match mode {
            Mode::System => "monitor",
            Mode::Light => "sun",
            Mode::Dark => "moon",
        };
        Segment::new(mode.code(), t!(i18n, &format!("shell-mode-{}", mode.code()))).with_icon(icon)
    });
    let densities = Density::ALL.iter().map(|density| {
        let icon = if *density == Density::Cozy { "rows-3" } else { "rows-4" };
        Segment::new(density.code(), t!(i18n, &format!("shell-density-{}", density.code()))).with_icon(icon)
    });
    let set_mode = {
        let theme = theme.clone();
        Callback::from(move |code: AttrValue| {
            if let Some(mode) = Mode::from_code(&code) {
                theme.set_mode(mode)
            }
        })
    };
    let set_density = {
        let theme = theme.clone();
        Callback::from(move |code: AttrValue| {
            if let Some(density) = Density::from_code(&code) {
                theme.set_density(density)
            }
        })
    };
    html! {
        <div class="s-appearance">
            <div class="s-appearance__skins" role="group" aria-label={t!(i18n, "shell-skin")}>{ for Skin::ALL.iter().map(swatch) }</div>
            <div class="s-appearance__row">
                <span class="u-muted">{ t!(i18n, "shell-mode") }</span>
                <SegmentedControl label={t!(i18n, "shell-mode")} segments={modes.collect::<Vec<_>>()} value={theme.mode.code()} onchange={set_mode} />
            </div>
            if props.density {
                <div class="s-appearance__row">
                    <span class="u-muted">{ t!(i18n, "shell-density") }</span>
                    <SegmentedControl label={t!(i18n, "shell-density")} segments={densities.collect::<Vec<_>>()} value={theme.density.code()} onchange={set_density} />
                </div>
            }
            if let Some(language) = language {
                <div class="s-appearance__row">
                    <span class="u-muted">{ t!(i18n, "shell-language") }</span>
                    <SegmentedControl
                        label={t!(i18n, "shell-language")}
                        segments={Language::ALL.map(|language| Segment::new(language.code(), language.name())).to_vec()}
                        value={language.current.code()}
                        onchange={choose_language(&language)}
                    />
                </div>
            }
        </div>
    }
}

fn choose_language(switch: &LanguageSwitch) -> Callback<AttrValue> {
    let choose = switch.choose.clone();
    Callback::from(move |code: AttrValue| {
        if let Some(language) = Language::ALL.into_iter().find(|language| language.code() == code) {
            choose.emit(language);
        }
    })
}
