//! A person, or a record without a picture, by initials on a colour of their own.

use yew::prelude::*;

use super::TagColor;

/// From this size on, in pixels, two signs can be read.
const TWO_SIGNS: u32 = 28;

/// Properties of [`Avatar`].
#[derive(Properties, PartialEq)]
pub struct AvatarProps {
    /// The whole name; the initials and the colour come from it.
    pub name: AttrValue,
    /// Width and height in pixels.
    #[prop_or(24)]
    pub size: u32,
    /// Square with rounded corners, for companies and things.
    #[prop_or_default]
    pub square: bool,
    /// The name stands beside it, so that assistive technology need not read it twice.
    #[prop_or_default]
    pub decorative: bool,
    /// A picture instead of initials.
    #[prop_or_default]
    pub picture: Option<AttrValue>,
}

/// Initials on a stable colour.
#[component]
pub fn Avatar(props: &AvatarProps) -> Html {
    let style = format!("--size:{}px", props.size);
    html! {
        <span
            class="c-avatar"
            {style}
            data-color={TagColor::of_text(&props.name).name()}
            data-square={props.square.then_some("")}
            role={(!props.decorative).then_some("img")}
            aria-label={(!props.decorative).then(|| props.name.clone())}
            aria-hidden={props.decorative.then_some("true")}
            title={(!props.decorative).then(|| props.name.clone())}
        >
            if let Some(src) = props.picture.clone() {
                <img {src} alt="" />
            } else {
                { initials(&props.name, props.size) }
            }
        </span>
    }
}

/// The last two signs of a Chinese name, the first letters of two words otherwise; one where two could not be read.
fn initials(name: &str, size: u32) -> String {
    let most = if size < TWO_SIGNS { 1 } else { 2 };
    let name = name.trim();
    let is_han = |letter: char| ('\u{3400}'..='\u{9fff}').contains(&letter);
    let han: Vec<char> = name.chars().filter(|letter| is_han(*letter)).collect();
    match han.len() {
        0 => {
            let mut words = name.split([' ', '-', '_', '.', '@']).filter_map(|word| word.chars().next());
            words.by_ref().take(most).flat_map(char::to_uppercase).collect()
        }
        // A person's given name; of a company the first sign says more.
        1..=3 => han[han.len().saturating_sub(most)..].iter().collect(),
        _ => han[..1].iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn initials_follow_the_language_of_the_name() {
        let initials = |name| super::initials(name, 32);
        assert_eq!(initials("韩梅梅"), "梅梅");
        assert_eq!(initials("李雷"), "李雷");
        assert_eq!(initials("示例科技有限公司"), "示");
        assert_eq!(initials("Ada Lovelace King"), "AL");
        assert_eq!(initials("boss@demo.example"), "BD");
        assert_eq!(initials(""), "");
        assert_eq!(super::initials("韩梅梅", 20), "梅");
    }
}
