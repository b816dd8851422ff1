//! Skin, light or dark, and density: kept in the browser, shown through attributes of the root element.

use yew::prelude::*;

use crate::dom::{self, Listener};

macro_rules! choices {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $code:literal),* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
        pub enum $name {
            $($(#[$variant_doc])* $variant),*
        }

        impl $name {
            /// All choices, in the order in which they are offered.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name in attributes, storage and message ids.
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code),*
                }
            }

            /// The choice of this name.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|choice| choice.code() == code)
            }
        }
    };
}

choices! {
    /// The family of colours.
    Skin {
        /// A clear blue.
        #[default]
        Azure = "azure",
        /// A deep green.
        Jade = "jade",
        /// A quiet violet.
        Plum = "plum"
    }
}
choices! {
    /// Light or dark.
    Mode {
        /// Whatever the system prefers.
        #[default]
        System = "system",
        /// Dark text on light ground.
        Light = "light",
        /// Light text on dark ground.
        Dark = "dark"
    }
}
choices! {
    /// How close things stand.
    Density {
        /// Rows of 40 pixels.
        #[default]
        Cozy = "cozy",
        /// Rows of 32 pixels.
        Compact = "compact"
    }
}

impl Density {
    /// The height of a table's row in pixels, as in the design tokens.
    pub fn row_height(self) -> f64 {
        match self {
            Self::Cozy => 40.0,
            Self::Compact => 32.0,
        }
    }
}

/// What the person chose, and how to choose otherwise.
#[derive(Clone, PartialEq, Default)]
pub struct Theme {
    /// The family of colours.
    pub skin: Skin,
    /// Light or dark.
    pub mode: Mode,
    /// How close things stand.
    pub density: Density,
    set: Callback<(Skin, Mode, Density)>,
}

impl Theme {
    /// Changes the skin.
    pub fn set_skin(&self, skin: Skin) {
        self.set.emit((skin, self.mode, self.density));
    }

    /// Changes between light and dark.
    pub fn set_mode(&self, mode: Mode) {
        self.set.emit((self.skin, mode, self.density));
    }

    /// Changes all of it.
    pub fn set_all(&self, skin: Skin, mode: Mode, density: Density) {
        if (skin, mode, density) != (self.skin, self.mode, self.density) {
            self.set.emit((skin, mode, density));
        }
    }

    /// Changes the density.
    pub fn set_density(&self, density: Density) {
        self.set.emit((self.skin, self.mode, density));
    }
}

/// The theme of the page.
#[hook]
pub fn use_theme() -> Theme {
    use_context::<Theme>().unwrap_or_default()
}

/// Properties of [`ThemeProvider`].
#[derive(Properties, PartialEq)]
pub struct ThemeProviderProps {
    /// The page.
    pub children: Html,
}

/// Keeps the theme and gives it to everything inside.
#[component]
pub fn ThemeProvider(props: &ThemeProviderProps) -> Html {
    let chosen = use_state(|| {
        let skin = kept("skin").and_then(|code| Skin::from_code(&code)).unwrap_or_default();
        let mode = kept("theme").and_then(|code| Mode::from_code(&code)).unwrap_or_default();
        let density = kept("density").and_then(|code| Density::from_code(&code)).unwrap_or_default();
        (skin, mode, density)
    });
    use_effect_with(*chosen, |&(skin, mode, density)| show(skin, mode, density));
    // While the mode follows the system, a change of the system's is followed at once.
    use_effect_with(*chosen, |&(skin, mode, density)| {
        let query = prefers_dark();
        let listener = query.map(|query| Listener::new(&query, "change", move |_| show(skin, mode, density)));
        move || drop(listener)
    });
    let set = {
        let chosen = chosen.setter();
        use_callback((), move |(skin, mode, density): (Skin, Mode, Density), ()| {
            keep("skin", skin.code());
            keep("theme", mode.code());
            keep("density", density.code());
            chosen.set((skin, mode, density));
        })
    };
    let (skin, mode, density) = *chosen;
    let theme = Theme { skin, mode, density, set };
    html! { <ContextProvider<Theme> context={theme}>{ props.children.clone() }</ContextProvider<Theme>> }
}

/// A choice that the browser keeps between visits; the script `boot.js` reads the same names.
pub fn kept(name: &str) -> Option<String> {
    storage()?.get_item(&format!("trellis.{name}")).ok().flatten()
}

/// Keeps a choice in the browser.
pub fn keep(name: &str, value: &str) {
    if let Some(storage) = storage() {
        // Storage may be full or forbidden; the choice then lasts for this visit.
        let _ = storage.set_item(&format!("trellis.{name}"), value);
    }
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

fn prefers_dark() -> Option<web_sys::MediaQueryList> {
    web_sys::window()?.match_media("(prefers-color-scheme: dark)").ok().flatten()
}

fn show(skin: Skin, mode: Mode, density: Density) {
    let dark = match mode {
        Mode::System => prefers_dark().is_some_and(|query| query.matches()),
        Mode::Light => false,
        Mode::Dark => true,
    };
    if let Some(root) = dom::document().and_then(|document| document.document_element()) {
        for (name, value) in
            [("data-skin", skin.code()), ("data-theme", if dark { "dark" } else { "light" }), ("data-density", density.code())]
        {
            let _ = root.set_attribute(name, value);
        }
    }
}
