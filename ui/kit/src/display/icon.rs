//! Icons from the sprite; `icons.txt` lists those that the sprite holds.

use yew::prelude::*;

use crate::dom;

thread_local! {
    /// The address of the sprite, which the page's root element names.
    static SPRITE: String = dom::document()
        .and_then(|document| document.document_element())
        .and_then(|root| root.get_attribute("data-icons"))
        .unwrap_or_default();
}

/// Properties of [`Icon`].
#[derive(Properties, PartialEq)]
pub struct IconProps {
    /// The icon's lucide name.
    pub name: AttrValue,
    /// Width and height in pixels: 16 in text and buttons, 20 where it stands alone.
    #[prop_or(16)]
    pub size: u32,
    /// What it says, when nothing beside it does; without, it is hidden from assistive technology.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    /// Further classes.
    #[prop_or_default]
    pub class: Classes,
}

/// One icon in the colour of the text around it.
#[component]
pub fn Icon(props: &IconProps) -> Html {
    let size = props.size.to_string();
    let href = SPRITE.with(|sprite| format!("{sprite}#{}", props.name));
    html! {
        <svg
            class={classes!("c-icon", props.class.clone())}
            width={size.clone()}
            height={size}
            role={props.label.as_ref().map(|_| "img")}
            aria-label={props.label.clone()}
            aria-hidden={props.label.is_none().then_some("true")}
        >
            <use {href} />
        </svg>
    }
}

/// The list that the sprite is made of.
const LISTED: &str = include_str!("../../icons.txt");

/// Every icon that the sprite holds, but for those that only the shipped declarations name.
pub fn icons() -> impl Iterator<Item = &'static str> {
    LISTED.lines().filter_map(|line| line.split('#').next()).map(str::trim).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    fn literals(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                literals(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                for mark in ["icon=\"", "<Icon name=\"", "icon: \"", "icon_name(\""] {
                    let rests = text.split(mark).skip(1).filter_map(|rest| rest.split_once('"'));
                    found.extend(rests.map(|(name, _)| name.to_owned()).filter(|name| !name.is_empty() && !name.contains('\\')));
                }
            }
        }
    }

    #[test]
    fn every_icon_that_the_interface_names_is_in_the_sprite() {
        let kit = std::env::var_os("CARGO_MANIFEST_DIR").unwrap();
        let kit = Path::new(&kit);
        let listed: BTreeSet<&str> = super::icons().collect();
        let mut named = BTreeSet::new();
        for part in ["kit", "renderers", "app"] {
            literals(&kit.with_file_name(part).join("src"), &mut named);
        }
        let absent: Vec<_> = named.iter().filter(|name| !listed.contains(name.as_str())).collect();
        assert!(absent.is_empty(), "add to ui/kit/icons.txt: {absent:?}");
    }
}
