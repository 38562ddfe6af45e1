//! The feed: a listener, its connections, and what they are told.

mod answers;
mod conditions;
mod question;
mod site;
mod timely;

use std::{
    fmt,
    future::{Future, poll_fn},
    io, net,
    pin::pin,
    sync::Arc,
    time::Duration,
};

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use jiff::Timestamp;
use tokio::{
    net::{TcpListener, TcpStream},
    runtime::Builder,
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    time::{sleep, timeout},
};

use answers::Answers;
pub use question::Question;
use site::Site;
use timely::Timely;

/// A calendar as a feed gives it out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// An iCalendar file.
    pub bytes: Vec<u8>,
    /// When what it tells was last changed, at the latest.
    pub modified: Timestamp,
}

/// Why a question has no calendar.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The question is not understood. The sentence is for whoever asked.
    #[error("{0}")]
    NotUnderstood(String),
    /// The calendar cannot be made. Why stays with whoever serves: it may name files.
    #[error("the calendar cannot be made")]
    Failed,
    /// It is still being made, or too much else is.
    #[error("the calendar is still being made")]
    Later,
}

/// Makes the calendar to a question.
type Made = dyn Fn(&Question) -> Result<Feed, Refusal> + Send + Sync;

/// What answers are made of. Both are called in threads that may block, and by several at once.
pub struct Source {
    /// How far the archive is: while it gives the same text, the same question has the same answer. Called with every
    /// poll.
    pub state: Box<dyn Fn() -> Result<String, Refusal> + Send + Sync>,
    /// The calendar to a question.
    pub feed: Box<Made>,
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source").finish_non_exhaustive()
    }
}

/// How it is served.
#[derive(Clone)]
pub struct Settings {
    /// What the first part of every address must be. It stands in no output of this crate.
    pub token: String,
    /// Names by which the server may be asked for; any where there are none. A page of the web that makes its own name
    /// lead to this machine ("DNS rebinding") is told nothing then, whatever it knows.
    pub hosts: Vec<String>,
    /// The page that explains the addresses: HTML, in which `{address}` stands for the one of this server.
    pub page: String,
    /// How long a client may take to send its question, to ask the next one, and to take an answer.
    pub patience: Duration,
    /// Connections at once; others wait until one ends.
    pub connections: usize,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings").finish_non_exhaustive()
    }
}

/// Threads that answer; each answer takes some ten microseconds of them.
const THREADS: usize = 2;
/// Threads that may block: those that make calendars, and two that look at the archive's state. Each keeps what its largest
/// calendar took of memory.
const BLOCKING: usize = answers::MADE_AT_ONCE + 2;
/// The most bytes that a request may have before its body.
const HEAD: usize = 16 * 1024;
/// Header fields that a request may have.
const FIELDS: usize = 64;
/// How long answers that are under way may take when the server is asked to end.
const GRACE: Duration = Duration::from_secs(2);
/// How often it is asked whether to end.
const LOOK: Duration = Duration::from_millis(100);

/// Serves until `asked` to end; then answers that are under way are given out, and no connection is taken any more.
///
/// # Errors
/// Where the system gives no threads, or the listener is none.
pub fn serve(
    listener: net::TcpListener,
    settings: Settings,
    source: Source,
    asked: impl Fn() -> bool,
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = Builder::new_multi_thread()
        .worker_threads(THREADS)
        .max_blocking_threads(BLOCKING)
        .thread_name("feed")
        .enable_io()
        .enable_time()
        .build()?;
    let served = runtime.block_on(answer_until(listener, settings, source, asked));
    // A calendar that is still being made goes to nobody.
    runtime.shutdown_background();
    served
}

async fn answer_until(
    listener: net::TcpListener,
    settings: Settings,
    source: Source,
    asked: impl Fn() -> bool,
) -> io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    let connections = settings.connections.clamp(1, Semaphore::MAX_PERMITS);
    let seats = Arc::new(Semaphore::new(connections));
    let patience = settings.patience;
    let router = site::router(Arc::new(Site::new(settings, Answers::new(source))));
    let (end, ending) = watch::channel(());
    let accepting = tokio::spawn(accept(
        listener,
        Arc::clone(&seats),
        Connection {
            router,
            patience,
            ending,
        },
    ));
    while !asked() {
        sleep(LOOK).await;
    }
    accepting.abort();
    drop(end);
    let all = u32::try_from(connections).unwrap_or(u32::MAX);
    // Whoever has not taken the answer by then is cut off.
    let _left = timeout(GRACE, seats.acquire_many(all)).await;
    Ok(())
}

/// What each connection is given.
#[derive(Clone)]
struct Connection {
    router: Router,
    patience: Duration,
    ending: watch::Receiver<()>,
}

async fn accept(listener: TcpListener, seats: Arc<Semaphore>, connection: Connection) {
    while let Ok(seat) = Arc::clone(&seats).acquire_owned().await {
        match listener.accept().await {
            Ok((stream, _)) => {
                tokio::spawn(converse(stream, connection.clone(), seat));
            }
            // The client is gone again, or there are no more files to be had: both pass.
            Err(_) => sleep(LOOK).await,
        }
    }
}

/// Answers one client until it, its time or the server ends.
async fn converse(stream: TcpStream, connection: Connection, seat: OwnedSemaphorePermit) {
    let Connection {
        router,
        patience,
        mut ending,
    } = connection;
    // An answer is one piece: it must not wait for the client's acknowledgement of the one before.
    let _slower = stream.set_nodelay(true);
    let conversation = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience)
        .max_buf_size(HEAD)
        .max_headers(FIELDS)
        .serve_connection(
            TokioIo::new(Timely::new(stream, patience)),
            TowerToHyperService::new(router),
        );
    let mut conversation = pin!(conversation);
    let mut asked = pin!(ending.changed());
    let mut is_ending = false;
    // A client that breaks off or speaks no HTTP has had its answer, if one was due.
    let _broken_off = poll_fn(|context| {
        if !is_ending && asked.as_mut().poll(context).is_ready() {
            is_ending = true;
            conversation.as_mut().graceful_shutdown();
        }
        conversation.as_mut().poll(context)
    })
    .await;
    drop(seat);
}
