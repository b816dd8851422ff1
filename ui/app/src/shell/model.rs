//! What the shell shows; the application fills it from the metadata and the person's rights.

use yew::prelude::*;

/// Places that belong together.
#[derive(Clone, PartialEq)]
pub struct NavGroup {
    /// The heading; without, the group stands by itself.
    pub label: Option<AttrValue>,
    /// The places.
    pub items: Vec<NavItem>,
}

/// A place to go to.
#[derive(Clone, PartialEq)]
pub struct NavItem {
    /// The address.
    pub href: AttrValue,
    /// The name.
    pub label: AttrValue,
    /// The icon.
    pub icon: AttrValue,
    /// How many things wait there; 0 shows nothing.
    pub count: u32,
}

impl NavItem {
    /// A place where nothing waits.
    pub fn new(href: impl Into<AttrValue>, label: impl Into<AttrValue>, icon: impl Into<AttrValue>) -> Self {
        Self { href: href.into(), label: label.into(), icon: icon.into(), count: 0 }
    }

    /// Whether this is where the path leads.
    pub fn is_at(&self, path: &str) -> bool {
        let inside = || path.strip_prefix(self.href.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        if self.href == "/" { path == "/" } else { inside() }
    }
}

/// Something the palette offers, or that can be created.
#[derive(Clone, PartialEq)]
pub struct Command {
    /// What is reported when it is chosen.
    pub value: AttrValue,
    /// What it says.
    pub label: AttrValue,
    /// The icon.
    pub icon: AttrValue,
    /// What kind of thing it is: the heading that it stands below.
    pub note: Option<AttrValue>,
    /// A quieter word beside it, such as where the words were found.
    pub detail: Option<AttrValue>,
}

/// Who is signed in, and where.
#[derive(Clone, PartialEq)]
pub struct Who {
    /// The person's name.
    pub name: AttrValue,
    /// The company's name.
    pub company: AttrValue,
}

#[cfg(test)]
mod tests {
    use super::NavItem;

    #[test]
    fn a_place_holds_everything_below_it_except_home() {
        let at = |href: &'static str, path: &str| NavItem::new(href, "", "").is_at(path);
        assert!(at("/", "/") && !at("/", "/o/customer"));
        assert!(at("/o/customer", "/o/customer") && at("/o/customer", "/o/customer/1"));
        assert!(!at("/o/contact", "/o/contacts"));
    }
}
