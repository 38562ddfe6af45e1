//! The addresses, and what they answer.

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    extract::{Path, Request, State, rejection::PathRejection},
    http::{
        HeaderMap, HeaderName, HeaderValue, Method, StatusCode,
        header::{
            ALLOW, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
            HOST, LAST_MODIFIED, REFERRER_POLICY, RETRY_AFTER, X_CONTENT_TYPE_OPTIONS,
        },
    },
    middleware::{self, Next},
    response::Response,
    routing::any,
};
use jiff::fmt::rfc2822::DateTimePrinter;

use super::{
    Question, Refusal, Settings,
    answers::{Answer, Answers},
    conditions,
};

/// The longest address that is read, in bytes.
const LONGEST: usize = 4096;
/// Seconds after which it is worth asking again for what is still being made.
const LATER: &str = "60";

const TEXT: &str = "text/plain; charset=utf-8";

/// What all addresses share.
#[derive(Debug)]
pub(super) struct Site {
    settings: Settings,
    /// The token's hash: what is compared in a time that tells nothing of it.
    token: blake3::Hash,
    answers: Arc<Answers>,
}

impl Site {
    pub(super) fn new(settings: Settings, answers: Arc<Answers>) -> Self {
        let token = blake3::hash(settings.token.as_bytes());
        Self {
            settings,
            token,
            answers,
        }
    }

    /// Hashes are compared by `constant_time_eq`.
    fn knows(&self, token: Result<Path<String>, PathRejection>) -> bool {
        let token = token.map(|Path(token)| token).unwrap_or_default();
        self.token == blake3::hash(token.as_bytes())
    }
}

/// Three addresses; whatever else is asked for is not there, nor is anything for who has not the token.
pub(super) fn router(site: Arc<Site>) -> Router {
    Router::new()
        .route("/health", any(health))
        .route("/{token}/", any(page))
        .route("/{token}/calendar.ics", any(calendar))
        .fallback(async || not_there())
        .layer(middleware::from_fn_with_state(Arc::clone(&site), admit))
        .with_state(site)
}

/// Lets through what asks for this server, in an address that can be one.
async fn admit(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let length = request
        .uri()
        .path_and_query()
        .map_or(0, |p| p.as_str().len());
    if length > LONGEST {
        let sentence = format!("The address has {length} bytes; at most {LONGEST} are read.\n");
        return plain(StatusCode::URI_TOO_LONG, sentence);
    }
    let hosts = &site.settings.hosts;
    let host = host(request.headers()).map(name_of).unwrap_or_default();
    if !hosts.is_empty() && !hosts.iter().any(|known| known.eq_ignore_ascii_case(host)) {
        let sentence = "This server is asked by another name than its own.\n";
        return plain(StatusCode::MISDIRECTED_REQUEST, sentence);
    }
    next.run(request).await
}

fn host(headers: &HeaderMap) -> Option<&str> {
    headers.get(HOST)?.to_str().ok()
}

/// A host without its port: `localhost` of `localhost:8765`, `[::1]` of `[::1]:8765`.
fn name_of(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    }
}

/// Whether a client asks here and not through a proxy: that one has HTTPS, and its address needs no port.
fn is_direct(host: &str) -> bool {
    name_of(host) != host
}

/// Whether it is alive: without a token, since it tells nothing else.
async fn health(State(site): State<Arc<Site>>, method: Method) -> Response {
    if !is_reading(&method) {
        return only_reading();
    }
    match site.answers.state().await {
        Ok(_) => plain(StatusCode::OK, "ok\n"),
        Err(refusal) => refused(&refusal),
    }
}

async fn page(
    State(site): State<Arc<Site>>,
    token: Result<Path<String>, PathRejection>,
    request: Request,
) -> Response {
    if !site.knows(token) {
        return not_there();
    }
    if !is_reading(request.method()) {
        return only_reading();
    }
    let host = host(request.headers()).unwrap_or("localhost");
    let address = escaped(&format!("{host}/{}/calendar.ics", site.settings.token));
    let html = site.settings.page.replace("{address}", &address);
    let html = html.replace("{s}", if is_direct(host) { "" } else { "s" });
    let mut response = answer(StatusCode::OK, "text/html; charset=utf-8", html);
    put(
        &mut response,
        CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'unsafe-inline'",
    );
    // Its own address holds the token.
    put(&mut response, REFERRER_POLICY, "no-referrer");
    response
}

async fn calendar(
    State(site): State<Arc<Site>>,
    token: Result<Path<String>, PathRejection>,
    request: Request,
) -> Response {
    if !site.knows(token) {
        return not_there();
    }
    if !is_reading(request.method()) {
        return only_reading();
    }
    let query = request.uri().query().unwrap_or_default();
    let Some(question) = Question::read(query) else {
        let sentence = "Behind the ? stand bytes that are not UTF-8.\n";
        return plain(StatusCode::BAD_REQUEST, sentence);
    };
    match site.answers.answer(&question).await {
        Ok(answer) => given(&answer, request.headers()),
        Err(refusal) => refused(&refusal),
    }
}

/// The calendar, or that the client has it.
fn given(answer: &Answer, client: &HeaderMap) -> Response {
    let mut response = if conditions::has_it(client, &answer.tag, answer.modified) {
        status(StatusCode::NOT_MODIFIED, Body::empty())
    } else {
        let mut whole = status(StatusCode::OK, Body::from(answer.bytes.clone()));
        put(&mut whole, CONTENT_TYPE, "text/calendar; charset=utf-8");
        let name = "attachment; filename=\"calendar.ics\"";
        put(&mut whole, CONTENT_DISPOSITION, name);
        whole
    };
    put(&mut response, ETAG, &answer.tag);
    if let Ok(time) = DateTimePrinter::new().timestamp_to_rfc9110_string(&answer.modified) {
        put(&mut response, LAST_MODIFIED, &time);
    }
    response
}

fn refused(refusal: &Refusal) -> Response {
    match refusal {
        Refusal::NotUnderstood(sentence) => plain(StatusCode::BAD_REQUEST, format!("{sentence}\n")),
        Refusal::Failed => plain(
            StatusCode::INTERNAL_SERVER_ERROR,
            "The calendar cannot be made; the server has told why where it runs.\n",
        ),
        Refusal::Later => {
            let sentence = "The calendar is still being made; ask again in a minute.\n";
            let mut response = plain(StatusCode::SERVICE_UNAVAILABLE, sentence);
            put(&mut response, RETRY_AFTER, LATER);
            response
        }
    }
}

/// One answer for what is not there and for what is not to be known to be there.
fn not_there() -> Response {
    plain(StatusCode::NOT_FOUND, "There is nothing at this address.\n")
}

fn is_reading(method: &Method) -> bool {
    method == Method::GET || method == Method::HEAD
}

fn only_reading() -> Response {
    let sentence = "This address can be read, and nothing else.\n";
    let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, sentence);
    put(&mut response, ALLOW, "GET, HEAD");
    response
}

fn plain(code: StatusCode, sentence: impl Into<Body>) -> Response {
    answer(code, TEXT, sentence)
}

fn answer(code: StatusCode, kind: &str, body: impl Into<Body>) -> Response {
    let mut response = status(code, body.into());
    put(&mut response, CONTENT_TYPE, kind);
    response
}

/// What every answer has: it is for this client alone, and asked for anew each time.
fn status(code: StatusCode, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = code;
    put(&mut response, CACHE_CONTROL, "private, no-cache");
    put(&mut response, X_CONTENT_TYPE_OPTIONS, "nosniff");
    response
}

/// Sets a field; what we put into one are words, numbers and times, which any field can hold.
fn put(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

/// Text within HTML, also within quotes.
fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_lose_their_port() {
        for (host, name) in [
            ("localhost:8765", "localhost"),
            ("localhost", "localhost"),
            ("[::1]:80", "[::1]"),
            ("[::1]", "[::1]"),
            ("", ""),
        ] {
            assert_eq!(name_of(host), name);
        }
    }
}
