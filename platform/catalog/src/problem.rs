//! What is wrong with a declaration, where, and what was probably meant.

use std::fmt;

use serde::Serialize;
use trellis_model::{
    Label, Language, Violation,
    violation::{escape, suggest},
};

/// One thing wrong with one place of one file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Problem {
    /// The file, from the metadata folder: `sales/customer/views.json`.
    pub file: String,
    /// JSON pointer to the place; empty for the whole file.
    pub pointer: String,
    /// What is wrong, in English, for whoever writes declarations.
    pub message: String,
    /// The same in Chinese, for administrators who shape objects on screen; empty where only writers of files can err.
    #[serde(skip)]
    pub message_zh: String,
    /// The name that was probably meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
}

impl Problem {
    /// A problem at `pointer` of `file`.
    pub fn new(file: &str, pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), pointer: pointer.into(), message: message.into(), message_zh: String::new(), suggestion: None }
    }

    /// What is wrong, in a language as far as it is said there.
    pub fn message_in(&self, language: Language) -> &str {
        if language == Language::ZhCn && !self.message_zh.is_empty() { &self.message_zh } else { &self.message }
    }

    /// With the candidate that is most like `name`, when one is near.
    #[must_use]
    pub fn suggesting<'a>(mut self, name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Self {
        self.suggestion = suggest(name, candidates).map(str::to_owned);
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, pointer, message, suggestion, .. } = self;
        write!(out, "{file}")?;
        if !pointer.is_empty() {
            write!(out, " {pointer}")?;
        }
        write!(out, ": {message}")?;
        match suggestion {
            Some(name) => write!(out, ": did you mean `{name}`?"),
            None => Ok(()),
        }
    }
}

/// Collects the problems of one file.
pub(crate) struct Report<'a> {
    file: &'a str,
    problems: &'a mut Vec<Problem>,
}

impl<'a> Report<'a> {
    /// A report on `file` that ends up in `problems`.
    pub(crate) fn new(file: &'a str, problems: &'a mut Vec<Problem>) -> Self {
        Self { file, problems }
    }

    /// Adds a problem.
    pub(crate) fn add(&mut self, pointer: impl Into<String>, message: impl Into<String>) {
        self.push(Problem::new(self.file, pointer, message));
    }

    /// Adds a problem that administrators can run into, in their language.
    pub(crate) fn add_label(&mut self, pointer: impl Into<String>, message: Label) {
        self.push(Problem { message_zh: message.zh, ..Problem::new(self.file, pointer, message.en) });
    }

    /// Adds that no `what` is called `name`, with the candidate that it is most like.
    pub(crate) fn unknown<'n>(
        &mut self,
        pointer: impl Into<String>,
        what: &str,
        name: &str,
        candidates: impl IntoIterator<Item = &'n str>,
    ) {
        let message_zh = match what {
            "object" => format!("对象“{name}”不存在"),
            "field" => format!("字段“{name}”不存在"),
            "action" => format!("操作“{name}”不存在"),
            "picklist" => format!("数据字典“{name}”不存在"),
            _ => String::new(),
        };
        let problem = Problem::new(self.file, pointer, format!("unknown {what} `{name}`")).suggesting(name, candidates);
        self.push(Problem { message_zh, ..problem });
    }

    /// Adds what the model found, its pointers below `pointer`.
    pub(crate) fn violations(&mut self, pointer: &str, violations: Vec<Violation>) {
        for mut violation in violations {
            let suggestion = violation.params.remove("suggestion");
            let mut problem = Problem::new(self.file, format!("{pointer}{}", violation.pointer), violation.message(Language::En));
            problem.message_zh = violation.message(Language::ZhCn);
            problem.suggestion = suggestion;
            self.push(problem);
        }
    }

    /// Adds that the place cannot be read, unless something within it was found wrong before, which says more.
    pub(crate) fn unreadable(&mut self, pointer: impl Into<String>, message: impl Into<String>) {
        let pointer = pointer.into();
        let within = |other: &Problem| other.file == self.file && other.pointer.starts_with(&format!("{pointer}/"));
        if !self.problems.iter().any(within) {
            self.add(pointer, message);
        }
    }

    /// A place that was found wrong before is not reported again.
    fn push(&mut self, problem: Problem) {
        if !self.problems.iter().any(|other| other.file == problem.file && other.pointer == problem.pointer) {
            self.problems.push(problem);
        }
    }
}

/// `pointer` one step deeper.
pub(crate) fn at(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", escape(key))
}
