//! Reads docx.
