//! Reads text.
