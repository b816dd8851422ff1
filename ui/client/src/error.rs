//! What can go wrong with a call.

use std::fmt;

use trellis_model::wire::{Problem, ProblemField};

/// A call that was refused, or never arrived.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ApiError {
    /// The HTTP status; 0 when there was no answer at all.
    pub status: u16,
    /// What happened, for programs: `validation_failed`, `network`, …
    pub code: String,
    /// What happened, in the reader's language; may be empty.
    pub detail: String,
    /// What is wrong with the input, place by place.
    pub errors: Vec<ProblemField>,
    /// After how many seconds trying again makes sense, where the server says so.
    pub retry_after: Option<u32>,
}

impl ApiError {
    /// The server could not be reached.
    pub fn network() -> Self {
        Self { code: "network".into(), ..Self::default() }
    }

    /// The answer is not what the contract says.
    pub fn unreadable(detail: impl Into<String>) -> Self {
        Self { code: "unreadable".into(), detail: detail.into(), ..Self::default() }
    }

    /// Reads an error reply; a body that is no problem document still tells the status.
    pub fn from_reply(status: u16, body: &str) -> Self {
        match serde_json::from_str::<Problem>(body) {
            Ok(problem) => Self { status, code: problem.code, detail: problem.detail, errors: problem.errors, retry_after: None },
            Err(_) => Self { status, code: format!("http_{status}"), ..Self::default() },
        }
    }

    /// What the server says about one place of the input, by JSON pointer.
    pub fn at(&self, pointer: &str) -> Option<&str> {
        self.errors.iter().find(|error| error.pointer == pointer).map(|error| error.message.as_str())
    }

    /// The record was changed by somebody else in the meantime.
    pub fn is_outdated(&self) -> bool {
        self.status == 412 || (self.status == 409 && self.code.contains("version"))
    }

    /// It is absent, or not visible to the caller.
    pub fn is_missing(&self) -> bool {
        self.status == 404
    }

    /// Known, but not allowed.
    pub fn is_forbidden(&self) -> bool {
        self.status == 403
    }

    /// Trying again may help.
    pub fn is_passing(&self) -> bool {
        self.status == 0 || self.status == 429 || self.status >= 500
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.detail.is_empty() { write!(out, "{} ({})", self.code, self.status) } else { out.write_str(&self.detail) }
    }
}

impl std::error::Error for ApiError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_read_with_its_places() {
        let body = r#"{"type":"about:blank","title":"Unprocessable","status":422,"code":"invalid","detail":"bad",
            "errors":[{"pointer":"/name","code":"required","message":"必填"}]}"#;
        let error = ApiError::from_reply(422, body);
        assert_eq!((error.code.as_str(), error.errors[0].pointer.as_str()), ("invalid", "/name"));
        assert!(!error.is_passing());
    }

    #[test]
    fn a_page_of_a_proxy_still_tells_the_status() {
        let error = ApiError::from_reply(502, "<html>Bad gateway</html>");
        assert_eq!((error.status, error.code.as_str()), (502, "http_502"));
        assert!(error.is_passing());
    }
}
