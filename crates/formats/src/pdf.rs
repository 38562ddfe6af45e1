//! Reads pdf.
