//! `udvalg calendar --caldav`: a calendar on a server is brought up to the archive.
//!
//! Nothing is written over that another client changed: each write has the tag of what we wrote ourselves as its condition,
//! and what was written is noted in the archive before the next request. A push that breaks off anywhere is taken up by the
//! next one; what was written and not noted is found to say the same, and noted then.

mod credentials;
mod differs;
mod left;
mod plan;
mod session;

use std::{path::Path, thread, time::Duration};

use archive::{Access, Archive};
use export::{Event, ics};
use web::{Collection, DavError, DavSettings};

use super::form;
use crate::{
    args, catalogue,
    exit::{CONFIGURATION, Failure, INTERRUPTED, Outcome, WRONG_USE},
    settings::Settings,
    stop, terminal,
};
use left::Form;
use plan::Wanted;
use session::Session;

/// Pushes, or tells what a push would do.
///
/// # Errors
/// Where archive or server cannot be used. What was pushed until then is noted.
pub(super) fn run(
    address: &str,
    args: &args::Calendar,
    chosen: impl FnOnce(&Archive) -> Result<Vec<Event>, Failure>,
    settings: &Settings,
    folder: &Path,
) -> Result<Outcome, Failure> {
    let credentials = credentials::find(args.push.credentials.as_deref())?;
    let access = if args.push.dry_run {
        Access::Read
    } else {
        Access::Write
    };
    let archive = catalogue::open(folder, access)?;
    stop::listen()?;
    let form = Form {
        calendar: form(args),
        url: &settings.calendar.url,
    };
    let wanted = wanted(chosen(&archive)?, &form.calendar);
    let collection = Collection::open(&DavSettings {
        address,
        credentials,
        insecure: args.push.insecure,
        timeout: Duration::from_secs(settings.caldav.seconds.max(1)),
        wait: pause,
    })?;
    Session::new(archive, collection, form, &args.push, args.form.json)?.push(&wanted)
}

/// The entries in the order of their time, as in a file.
fn wanted(mut events: Vec<Event>, form: &ics::Calendar) -> Vec<Wanted> {
    events.sort_by(|a, b| (a.when.first_moment(), &a.uid).cmp(&(b.when.first_moment(), &b.uid)));
    events.iter().map(|event| entry(event, form)).collect()
}

fn entry(event: &Event, form: &ics::Calendar) -> Wanted {
    let text = ics::resource(event, form);
    Wanted {
        uid: event.uid.clone(),
        summary: event.summary.clone(),
        hash: blake3::hash(text.as_bytes()).to_hex().to_string(),
        span: differs::span(&text),
        sequence: event.sequence,
        cancelled: event.cancelled,
        text,
    }
}

/// How often it is looked whether someone asked to stop.
const LOOK: Duration = Duration::from_millis(100);

/// Waits for a server that asks for it; false where someone asks to stop.
fn pause(wait: Duration) -> bool {
    let seconds = wait.as_secs();
    terminal::say(format_args!(
        "the server has no time now; it is asked again in {seconds} s"
    ));
    let mut left = wait;
    while !left.is_zero() && !stop::asked() {
        let step = left.min(LOOK);
        thread::sleep(step);
        left -= step;
    }
    !stop::asked()
}

/// So that what keeps a server from being asked ends a command.
impl From<DavError> for Failure {
    fn from(error: DavError) -> Self {
        match error {
            DavError::Address(_)
            | DavError::Plain
            | DavError::Elsewhere { .. }
            | DavError::NoCalendar { .. } => Self::new(WRONG_USE, error),
            DavError::Credentials { .. } => Self::new(CONFIGURATION, error),
            DavError::Interrupted => Self::new(INTERRUPTED, error),
            DavError::Incomplete { .. }
            | DavError::Unreachable { .. }
            | DavError::Slow { .. }
            | DavError::Busy { .. }
            | DavError::Refused { .. }
            | DavError::Unreadable { .. } => Self::from(anyhow::Error::from(error)),
        }
    }
}
