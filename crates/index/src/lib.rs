//! Full text and facets over the archive's papers, in tantivy.
