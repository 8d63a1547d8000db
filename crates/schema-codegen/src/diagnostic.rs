//! Diagnostics: what is wrong, where, and what to do about it. They are the error type of the whole package.

use std::error::Error;
use std::fmt;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};

/// A result whose error is a [`Diagnostic`].
pub type Result<T> = std::result::Result<T, Diagnostic>;

/// An error in an input or, rarely, in the generator itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The file that is wrong, if it is a file.
    pub file: Option<PathBuf>,
    /// The place in the file: `line 3, column 5`, or a JSON pointer such as `/definitions/Call`.
    pub place: Option<String>,
    /// What is wrong, in one sentence.
    pub what: String,
    /// What the reader can do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Creates a diagnostic without a place.
    pub fn new(what: impl Into<String>) -> Self {
        Self { file: None, place: None, what: what.into(), help: None }
    }

    /// Creates a diagnostic about a file.
    pub fn in_file(file: &Path, what: impl Into<String>) -> Self {
        Self { file: Some(file.to_path_buf()), ..Self::new(what) }
    }

    /// Sets the place in the file.
    #[must_use]
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.place = Some(place.into());
        self
    }

    /// Sets the place in the file to the line and column of a byte offset, counted from 1.
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

    /// Sets what the reader can do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Sets the file, unless it is set already.
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

/// Runs a library that may panic on unsupported input, and turns a panic into a diagnostic.
pub fn catch_panic<T>(library: &str, run: impl FnOnce() -> Result<T>) -> Result<T> {
    let hook = panic::take_hook();
    // The diagnostic contains the message; the default hook would print it a second time.
    panic::set_hook(Box::new(|_| {}));
    let outcome = panic::catch_unwind(AssertUnwindSafe(run));
    panic::set_hook(hook);
    outcome.unwrap_or_else(|cause| {
        let text = cause.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| cause.downcast_ref::<&str>().copied()).unwrap_or("no message");
        Err(Diagnostic::new(format!("{library} does not support this schema: {text}")).help(
            "look at the library's input with `--dump lower`; a lowering pass can rewrite what is not supported",
        ))
    })
}
