//! What is wrong with a declaration, where, and what was probably meant.

use std::fmt;

use serde::Serialize;
use trellis_model::{
    Label, Language, Violation, both,
    violation::{escape, suggest},
};

/// One thing wrong with one place of one file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Problem {
    /// The file, from the metadata folder: `sales/customer/views.json`.
    pub file: String,
    /// JSON pointer to the place; empty for the whole file.
    pub pointer: String,
    /// What is wrong.
    pub message: Label,
    /// The name that was probably meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
}

impl Problem {
    /// A problem at `pointer` of `file`.
    pub fn new(file: &str, pointer: impl Into<String>, message: Label) -> Self {
        Self { file: file.to_owned(), pointer: pointer.into(), message, suggestion: None }
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
        write!(out, ": {}", message.en)?;
        match suggestion {
            Some(name) => write!(out, ": did you mean `{name}`?"),
            None => Ok(()),
        }
    }
}

/// What a declaration can name that is not there.
#[derive(Debug, Clone, Copy)]
pub(crate) enum What {
    Action,
    Color,
    Field,
    Object,
    Parameter,
    Period,
    Picklist,
    Relation,
    Tab,
    View,
}

impl What {
    fn label(self) -> Label {
        match self {
            Self::Action => both!("操作", "action"),
            Self::Color => both!("颜色", "colour"),
            Self::Field => both!("字段", "field"),
            Self::Object => both!("对象", "object"),
            Self::Parameter => both!("参数", "parameter"),
            Self::Period => both!("期间", "period"),
            Self::Picklist => both!("字典", "picklist"),
            Self::Relation => both!("关系", "relation"),
            Self::Tab => both!("标签页", "tab"),
            Self::View => both!("视图", "view"),
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
    pub(crate) fn add(&mut self, pointer: impl Into<String>, message: Label) {
        self.push(Problem::new(self.file, pointer, message));
    }

    /// Adds that no `what` is called `name`, with the candidate that it is most like.
    pub(crate) fn unknown<'n>(
        &mut self,
        pointer: impl Into<String>,
        what: What,
        name: &str,
        candidates: impl IntoIterator<Item = &'n str>,
    ) {
        self.push(
            Problem::new(
                self.file,
                pointer,
                Label::new(format!("没有{}“{name}”", what.label().zh), format!("unknown {} `{name}`", what.label().en)),
            )
            .suggesting(name, candidates),
        );
    }

    /// Adds what the model found, its pointers below `pointer`.
    pub(crate) fn violations(&mut self, pointer: &str, violations: Vec<Violation>) {
        for mut violation in violations {
            let suggestion = violation.params.remove("suggestion");
            let mut problem = Problem::new(
                self.file,
                format!("{pointer}{}", violation.pointer),
                Label::new(violation.message(Language::ZhCn), violation.message(Language::En)),
            );
            problem.suggestion = suggestion;
            self.push(problem);
        }
    }

    /// Adds that the place cannot be read, unless something within it was found wrong before, which says more.
    pub(crate) fn unreadable(&mut self, pointer: impl Into<String>, message: Label) {
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
