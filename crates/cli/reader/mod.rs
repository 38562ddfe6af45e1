//! Reading in processes of their own, so that a file that overflows the stack, aborts, hangs or eats memory costs itself
//! alone.
//!
//! The parent and its children are the same binary; they speak the [`protocol`]. Each thread of the parent owns one
//! [`child`](pool) at a time, a [`watchdog`] kills the one that takes too long.

mod ends;
mod limits;
mod pages;
mod picture;
mod pool;
mod protocol;
mod sandbox;
mod serve;
mod starts;
mod watchdog;

pub(crate) use limits::{ReaderLimits, die_with_parent, lower};
pub(crate) use pages::{Kept, Pages};
pub(crate) use pool::{Inner, Pool, Reading, Refusal};
pub(crate) use sandbox::Protections;
pub(crate) use serve::serve;
pub(crate) use watchdog::{Watchdog, Watched};
