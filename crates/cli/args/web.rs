//! The arguments of what speaks HTTP.

use std::{net::SocketAddr, path::PathBuf};

use clap::Args;

use super::Log;

/// `udvalg serve`
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Where to take connections [default: 127.0.0.1:8765, or as the settings say]
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub(crate) listen: Option<SocketAddr>,
    /// Take connections from other machines too: by HTTP, which anyone on the way can read
    #[arg(long)]
    pub(crate) network: bool,
    /// Print the address for calendar programs, with its token, and end
    #[arg(long)]
    pub(crate) address: bool,
    /// Make another token, print the new address and end; a server that runs keeps the old one until it is started again
    #[arg(long)]
    pub(crate) new_token: bool,
    /// How to tell what happens: sentences, or one JSON object a line, on standard error
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) log: Log,
}

/// `udvalg calendar --caldav`
#[derive(Debug, Args)]
pub(crate) struct Push {
    /// Bring the calendar at this address of a CalDAV server up to the archive, instead of writing a file. User and
    /// password: UDVALG_CALDAV_USER and UDVALG_CALDAV_PASSWORD, or --credentials
    #[arg(long, value_name = "URL", conflicts_with = "output")]
    pub(crate) caldav: Option<String>,
    /// A file that only you can read, with the user in its first line and the password in its second
    #[arg(long, value_name = "FILE", requires = "caldav")]
    pub(crate) credentials: Option<PathBuf>,
    /// Ask the server by HTTP, which anyone on the way can read
    #[arg(long, requires = "caldav")]
    pub(crate) insecure: bool,
    /// Say what would be created, changed, cancelled and deleted, and what is in conflict; change nothing
    #[arg(long, requires = "caldav")]
    pub(crate) dry_run: bool,
    /// Write this entry over what another client made of it; repeat for several
    #[arg(long, value_name = "UID", requires = "caldav")]
    pub(crate) take_over: Vec<String>,
}
