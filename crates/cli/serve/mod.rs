//! `udvalg serve`: calendars that programs subscribe to.

mod question;
mod token;

use std::{
    fs,
    io::Write,
    net::{IpAddr, SocketAddr, TcpListener},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context, anyhow};
use archive::{Access, Archive, DATABASE};
use export::ics;
use jiff::{Timestamp, Zoned};
use serde::Serialize;
use web::{Feed, Question, Refusal, Source};

use crate::{
    args, calendar, catalogue,
    exit::{CONFIGURATION, Failure, Outcome, WRONG_USE},
    settings::{self, Settings},
    stop, terminal,
};

/// The page that explains the addresses.
const PAGE: &str = include_str!("page.html");

/// How often calendar programs are asked to look again. An answer that has not changed costs next to nothing.
const REFRESH: Duration = Duration::from_secs(60 * 60);

/// How long an answer holds that is behind the archive since nothing could be written, as on a full disk: nobody tells when that
/// is over.
const BEHIND: Duration = Duration::from_secs(60);

/// Serves until someone asks to stop; or tells the address, or changes it.
///
/// # Errors
/// Where the archive cannot be read, the token not be read or written, or the address is taken.
pub(crate) fn run(
    args: &args::Serve,
    settings: &Settings,
    folder: &Path,
) -> Result<Outcome, Failure> {
    let archive = catalogue::open(folder, Access::Read)?;
    let listen = listen(args, settings)?;
    let token = if args.new_token {
        token::replace(folder)?
    } else {
        token::read_or_make(folder)?
    };
    if args.new_token || args.address {
        let mut out = terminal::out();
        writeln!(out, "http://{listen}/{token}/calendar.ics")?;
        out.flush()?;
        return Ok(Outcome::Done);
    }
    let listener = TcpListener::bind(listen)
        .with_context(|| format!("{listen} cannot be listened at; another one: --listen"))
        .map_err(|error| Failure::new(CONFIGURATION, error))?;
    stop::listen()?;
    say_where(&listener, args)?;
    let site = web::Settings {
        token,
        hosts: hosts(listen, settings),
        page: PAGE.to_owned(),
        patience: Duration::from_secs(settings.serve.patience_seconds.max(1)),
        connections: settings.serve.connections,
    };
    let source = source(archive, settings.calendar.clone(), folder.to_owned());
    web::serve(listener, site, source, stop::asked)?;
    Ok(Outcome::Done)
}

/// Where to listen: where other machines reach it only if that is meant.
fn listen(args: &args::Serve, settings: &Settings) -> Result<SocketAddr, Failure> {
    let listen = args.listen.unwrap_or(settings.serve.listen);
    if listen.ip().is_loopback() || args.network {
        return Ok(listen);
    }
    Err(Failure::wrong_use(format!(
        "{listen} can be reached by other machines, by HTTP, which anyone on the way can read: say --network if that is \
         meant; else put a proxy with HTTPS before 127.0.0.1"
    )))
}

fn say_where(listener: &TcpListener, args: &args::Serve) -> Result<(), Failure> {
    #[derive(Serialize)]
    #[serde(tag = "event", rename = "listening")]
    struct Listening {
        address: SocketAddr,
    }
    let address = listener.local_addr()?;
    if args.log == args::Log::Json {
        terminal::tell(&Listening { address });
    } else {
        terminal::say(format_args!(
            "listening at {address} until Ctrl-C; `udvalg serve --address` prints the address for calendar programs"
        ));
    }
    if !address.ip().is_loopback() {
        terminal::say(
            "other machines can reach it, by HTTP: anyone on the way can read the calendars, and the token",
        );
    }
    Ok(())
}

/// By which names it may be asked for. On the network any will do, unless the settings name some.
fn hosts(listen: SocketAddr, settings: &Settings) -> Vec<String> {
    let named = &settings.serve.hosts;
    if !listen.ip().is_loopback() && named.is_empty() {
        return Vec::new();
    }
    let ip = match listen.ip() {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("[{ip}]"),
    };
    let own = ["localhost", "127.0.0.1", "[::1]"].map(str::to_owned);
    own.into_iter()
        .chain([ip])
        .chain(named.iter().cloned())
        .collect()
}

/// What answers are made of: the archive's state, which one connection looks at, and the calendar, which each answer reads
/// through one of its own.
fn source(archive: Archive, settings: settings::Calendar, folder: PathBuf) -> Source {
    let watched = Mutex::new(archive);
    let behind = Arc::new(AtomicBool::new(false));
    let (was_behind, begun) = (Arc::clone(&behind), Instant::now());
    let state = move || {
        let archive = watched.lock().unwrap_or_else(PoisonError::into_inner);
        let version = archive.version().map_err(|e| refused(&e.into()))?;
        // An answer may have been made while the index was behind: when it has caught up, its folder has changed.
        let index = fs::metadata(archive.index_dir()).and_then(|index| index.modified());
        let tries = if was_behind.load(Ordering::Relaxed) {
            begun.elapsed().as_secs() / BEHIND.as_secs()
        } else {
            0
        };
        // What a question calls "i dag" is another day tomorrow.
        Ok(format!(
            "{version} {index:?} {} {tries}",
            Zoned::now().date()
        ))
    };
    let feed = move |question: &Question| feed(&folder, &settings, question, &behind);
    Source {
        state: Box::new(state),
        feed: Box::new(feed),
    }
}

fn feed(
    folder: &Path,
    settings: &settings::Calendar,
    question: &Question,
    behind: &AtomicBool,
) -> Result<Feed, Refusal> {
    let wanted = question::read(question).map_err(|error| refused(&error))?;
    let made = || -> Result<Feed, Failure> {
        let modified = modified(folder)?;
        let archive = catalogue::open(folder, Access::Read)?;
        let asked = calendar::Asked::new(&wanted.entries, &wanted.roles, &archive)?;
        let mut events = calendar::collect(&archive, &asked.which)?;
        events.retain(|event| asked.touches(event));
        let is_behind = archive.entries_are_behind(&asked.which.roles);
        behind.store(is_behind.map_err(catalogue::failure)?, Ordering::Relaxed);
        calendar::set_addresses(&mut events, &settings.url)?;
        wanted.reminding.add(&mut events);
        let calendar = ics::Calendar {
            name: asked.name(&settings.name),
            refresh: Some(REFRESH),
            alarms: wanted.reminding.alarms(),
            ..ics::Calendar::default()
        };
        Ok(Feed {
            bytes: ics::write(&events, &calendar).into_bytes(),
            modified,
        })
    };
    made().map_err(|error| refused(&error))
}

/// What a client is told of a failure; all but its own mistakes are told here, where the server runs.
fn refused(failure: &Failure) -> Refusal {
    if failure.code == WRONG_USE {
        return Refusal::NotUnderstood(format!("{:#}", failure.error));
    }
    terminal::say(format_args!("{:#}", failure.error));
    Refusal::Failed
}

/// When anything in the archive was last changed: no answer can be younger. Looked at before it is made.
fn modified(folder: &Path) -> Result<Timestamp, Failure> {
    let files = ["", "-wal"].map(|end| folder.join(format!("{DATABASE}{end}")));
    let times = files
        .iter()
        .filter_map(|file| fs::metadata(file).ok()?.modified().ok())
        .filter_map(|time| Timestamp::try_from(time).ok());
    let latest = times
        .max()
        .ok_or_else(|| anyhow!("{}: its files have no times", folder.display()))?;
    Ok(latest)
}
