//! Bytes to document: PDF, DOCX and text.
