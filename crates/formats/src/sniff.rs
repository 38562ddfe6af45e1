//! Which format a file is in, told from its first bytes, and from its name only where they leave it open.

use std::fmt;

/// A format that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Portable Document Format.
    Pdf,
    /// Office Open XML, with macros or as a template too.
    Docx,
    /// Plain text in any encoding that Danish papers use.
    Text,
}
