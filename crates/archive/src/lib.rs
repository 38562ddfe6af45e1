//! The one truth on disk: papers, places, runs and failures in SQLite.
