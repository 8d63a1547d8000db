//! The one error type of the generator: what is wrong, where, and what to do about it.

use std::error::Error;
use std::fmt;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};

/// Short for results of the stations.
pub type Result<T> = std::result::Result<T, Diagnostic>;

/// A diagnostic in an input (or, rarely, in the generator itself).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The file that holds the diagnostic, when one does.
    pub file: Option<PathBuf>,
    /// Where in the file: `line 3, column 5`, or a JSON pointer such as `/definitions/Call`.
    pub place: Option<String>,
    /// What is wrong, in one sentence.
    pub what: String,
    /// What the reader can do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A diagnostic that has no place yet.
    pub fn new(what: impl Into<String>) -> Self {
        Self { file: None, place: None, what: what.into(), help: None }
    }

    /// A diagnostic in a file.
    pub fn in_file(file: &Path, what: impl Into<String>) -> Self {
        Self { file: Some(file.to_path_buf()), ..Self::new(what) }
    }

    /// Says where in the file.
    #[must_use]
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.place = Some(place.into());
        self
    }

    /// Says where in the file, counted from 1, from a byte offset.
    #[must_use]
    pub fn at_offset(self, text: &str, offset: usize) -> Self {
        let mut end = offset.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &text[..end];
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        self.at(format!("line {line}, column {column}"))
    }

    /// Says what the reader can do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Names the file, unless a file is named already.
    #[must_use]
    pub fn or_file(mut self, file: &Path) -> Self {
        self.file.get_or_insert_with(|| file.to_path_buf());
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{}: ", file.display())?;
        }
        if let Some(place) = self.place.as_deref().filter(|place| !place.is_empty()) {
            write!(f, "{place}: ")?;
        }
        f.write_str(&self.what)?;
        if let Some(help) = &self.help {
            write!(f, "\n  help: {help}")?;
        }
        Ok(())
    }
}

impl Error for Diagnostic {}

/// Runs a library that may panic on input it does not support, and makes a diagnostic of the panic.
pub fn catch_panic<T>(library: &str, run: impl FnOnce() -> Result<T>) -> Result<T> {
    let hook = panic::take_hook();
    // The diagnostic says it; the default hook would print a trace besides.
    panic::set_hook(Box::new(|_| {}));
    let outcome = panic::catch_unwind(AssertUnwindSafe(run));
    panic::set_hook(hook);
    outcome.unwrap_or_else(|cause| {
        let text = cause.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| cause.downcast_ref::<&str>().copied()).unwrap_or("no message");
        Err(Diagnostic::new(format!("{library} does not support this schema: {text}")).help(
            "look at what it got with `--dump lower`; a lowering pass can rewrite what is not supported",
        ))
    })
}
