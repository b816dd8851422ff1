//! What a list shows, as its address says it: shareable, and *back* works.

use trellis_model::Json;
use trellis_ui_client::path::{decode, encode};

/// The sizes of a page.
pub const SIZES: [u32; 3] = [20, 50, 100];

/// What a list shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListState {
    /// The view; the first one when absent.
    pub view: Option<String>,
    /// A keyword.
    pub q: String,
    /// A filter on top of the view's.
    pub filter: Option<Json>,
    /// The order, over the view's.
    pub sort: String,
    /// Rows of a page; the first of [`SIZES`] when absent.
    pub size: Option<u32>,
    /// The number of the page, from one; the first when zero.
    pub page: usize,
    /// Where the page begins, behind the last that has a number.
    pub cursor: Option<String>,
    /// The record that is open beside the list.
    pub peek: Option<String>,
    /// The recycle bin instead.
    pub deleted: bool,
}

impl ListState {
    /// Reads the query of an address; what it does not know it leaves out.
    pub fn read(query: &str) -> Self {
        let mut state = Self::default();
        for pair in query.trim_start_matches('?').split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = decode(value);
            let given = Some(value.clone()).filter(|value| !value.is_empty());
            match name {
                "view" => state.view = given,
                "q" => state.q = value,
                "f" => state.filter = serde_json::from_str(&value).ok().filter(Json::is_object),
                "sort" => state.sort = value,
                "size" => state.size = value.parse().ok().filter(|size| SIZES.contains(size)),
                "p" => state.page = value.parse().unwrap_or_default(),
                "c" => state.cursor = given,
                "peek" => state.peek = given,
                "deleted" => state.deleted = true,
                _ => {}
            }
        }
        state
    }

    /// Writes the query of an address, with its question mark; empty when everything is as it comes.
    pub fn write(&self) -> String {
        let filter = self.filter.as_ref().map(Json::to_string);
        let size = self.size.map(|size| size.to_string());
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let pairs = [
            ("view", self.view.clone()),
            ("q", given(&self.q)),
            ("f", filter),
            ("sort", given(&self.sort)),
            ("size", size),
            ("p", (self.page > 1).then(|| self.page.to_string())),
            ("c", self.cursor.clone()),
            ("peek", self.peek.clone()),
            ("deleted", self.deleted.then(|| "1".to_owned())),
        ];
        let parts: Vec<String> = pairs.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", encode(&value?)))).collect();
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }

    /// Another view with what is searched and filtered, sorted as that view is.
    pub fn in_view(&self, view: &str) -> Self {
        Self { view: Some(view.to_owned()), sort: String::new(), deleted: false, ..self.clone() }.restarted()
    }

    /// Other rows: the page begins anew.
    pub fn restarted(self) -> Self {
        Self { page: 0, cursor: None, peek: None, ..self }
    }

    /// Rows of a page.
    pub fn limit(&self) -> u32 {
        self.size.unwrap_or(SIZES[0])
    }
}

/// The pages that were walked through, to go back one by one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Trail(Vec<Option<String>>);

impl Trail {
    /// The trail once the page at `cursor` is shown: a new page is added, an old one cuts off what came after it.
    pub fn at(mut self, cursor: &Option<String>) -> Self {
        if cursor.is_none() {
            return Self(vec![None]);
        }
        match self.0.iter().position(|known| known == cursor) {
            Some(at) => self.0.truncate(at + 1),
            None => self.0.push(cursor.clone()),
        }
        self
    }

    /// The page before, when there is one. From an address in the middle of a list, that is the first.
    pub fn previous(&self, cursor: &Option<String>) -> Option<Option<String>> {
        cursor.as_ref()?;
        let at = self.0.iter().position(|known| known == cursor);
        Some(at.and_then(|at| at.checked_sub(1)).and_then(|at| self.0[at].clone()))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let state = ListState {
            view: Some("mine".into()),
            q: "华 & co".into(),
            filter: Some(json!({ "level": { "in": ["a"] } })),
            sort: "-created_at".into(),
            size: Some(50),
            page: 7,
            cursor: Some("abc=".into()),
            peek: Some("0191".into()),
            deleted: true,
        };
        assert_eq!(ListState::read(&state.write()), state);
        assert_eq!(ListState::default().write(), "");
    }

    #[test]
    fn nonsense_is_left_out() {
        let state = ListState::read("?size=7&f=%7Bnope&x=1&view=");
        assert_eq!(state, ListState::default());
    }

    #[test]
    fn pages_are_walked_back_one_by_one() {
        let cursor = |name: &str| Some(name.to_owned());
        let trail = Trail::default().at(&None).at(&cursor("b")).at(&cursor("c"));
        assert_eq!(trail.previous(&cursor("c")), Some(cursor("b")));
        let back = trail.at(&cursor("b"));
        assert_eq!(back.previous(&cursor("b")), Some(None));
        assert_eq!(back.previous(&None), None);
        assert_eq!(Trail::default().at(&cursor("x")).previous(&cursor("x")), Some(None));
    }
}
