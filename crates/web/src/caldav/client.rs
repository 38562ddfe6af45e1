//! Requests to one server, with its credentials, and what is done where it has no time, sends us elsewhere or breaks off.

use std::{io, sync::Arc, time::Duration};

use base64::{Engine, prelude::BASE64_STANDARD};
use jiff::{Timestamp, fmt::rfc2822};
use ureq::{
    Agent, Error,
    http::{Request, Response, header},
    tls::{RootCerts, TlsConfig},
};

use super::{Address, DavError, Settings};

/// How often a request is sent to a server that has no time for it.
const TRIES: u32 = 4;
/// The longest that a server may have us wait; whoever wants longer is asked again by another run.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// How often a server may send us from one address to another.
const LEADS: usize = 5;
/// Bytes of an answer: a listing of a hundred thousand entries has some thirty million.
const ANSWER: u64 = 64 << 20;

/// A connection to a server.
pub(super) struct Client {
    agent: Agent,
    /// The header with the credentials.
    authorization: Option<String>,
    seconds: u64,
    /// Waits, and tells whether to go on.
    wait: fn(Duration) -> bool,
}

/// A request of WebDAV.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ask<'a> {
    pub(super) method: &'static str,
    pub(super) fields: &'a [(&'static str, &'a str)],
    pub(super) body: &'a str,
}

/// What came back.
#[derive(Debug)]
pub(super) struct Answer {
    /// Where it came from in the end.
    pub(super) from: Address,
    pub(super) code: u16,
    pub(super) etag: Option<String>,
    pub(super) text: String,
}

impl Client {
    pub(super) fn new(settings: &Settings<'_>, server: &Address) -> Self {
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()));
        let mut config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .allow_non_standard_methods(true)
            .timeout_global(Some(settings.timeout))
            .user_agent(concat!("udvalg/", env!("CARGO_PKG_VERSION")))
            .tls_config(tls.build());
        if server.is_loopback() {
            config = config.proxy(None);
        }
        let basic = |(user, password): &(String, String)| {
            let both = BASE64_STANDARD.encode(format!("{user}:{password}"));
            format!("Basic {both}")
        };
        Self {
            agent: config.build().new_agent(),
            authorization: settings.credentials.as_ref().map(basic),
            seconds: settings.timeout.as_secs().max(1),
            wait: settings.wait,
        }
    }

    /// Asks, wherever on the same server that leads.
    pub(super) fn ask(&self, address: &Address, ask: Ask<'_>) -> Result<Answer, DavError> {
        let mut address = address.clone();
        for _ in 0..LEADS {
            let mut response = self.patiently(&address, ask)?;
            let code = response.status().as_u16();
            let field = |name| response.headers().get(name)?.to_str().ok();
            if let (301 | 302 | 307 | 308, Some(to)) = (code, field(header::LOCATION)) {
                address = address.led_to(to).ok_or_else(|| DavError::Elsewhere {
                    host: address.host().to_owned(),
                    to: without_secrets(to),
                })?;
                continue;
            }
            let etag = field(header::ETAG).map(super::multistatus::etag);
            if code == 401 {
                return Err(DavError::Credentials {
                    host: address.host().to_owned(),
                    given: self.authorization.is_some(),
                });
            }
            let body = response
                .body_mut()
                .with_config()
                .limit(ANSWER)
                .lossy_utf8(true);
            let text = body
                .read_to_string()
                .map_err(|e| self.failed(&address, e))?;
            return Ok(Answer {
                from: address,
                code,
                etag,
                text,
            });
        }
        Err(DavError::Elsewhere {
            host: address.host().to_owned(),
            to: "itself, again and again".to_owned(),
        })
    }

    /// Asks again where the server has no time, after the time that it names.
    fn patiently(&self, address: &Address, ask: Ask<'_>) -> Result<Response<ureq::Body>, DavError> {
        let mut tried = 1;
        loop {
            let response = self.once_more(address, ask)?;
            let code = response.status().as_u16();
            if code != 429 && code != 503 {
                return Ok(response);
            }
            let named = response.headers().get(header::RETRY_AFTER);
            let named = named.and_then(|field| after(field.to_str().ok()?));
            let wait = named.unwrap_or(Duration::from_secs(1 << tried.min(4)));
            if tried == TRIES || wait > LONGEST_WAIT {
                return Err(DavError::Busy {
                    host: address.host().to_owned(),
                    code,
                });
            }
            if !(self.wait)(wait) {
                return Err(DavError::Interrupted);
            }
            tried += 1;
        }
    }

    /// Asks once, and once more where the connection broke: a server may close one that we thought open. Each write has a
    /// condition, so that one that was done already is not done twice.
    fn once_more(&self, address: &Address, ask: Ask<'_>) -> Result<Response<ureq::Body>, DavError> {
        let broke = |error: &Error| {
            use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof};
            let kinds = [
                BrokenPipe,
                ConnectionAborted,
                ConnectionReset,
                UnexpectedEof,
            ];
            matches!(error, Error::Io(io) if kinds.contains(&io.kind()))
        };
        let sent = match self.send(address, ask) {
            Err(error) if broke(&error) => self.send(address, ask),
            sent => sent,
        };
        sent.map_err(|error| self.failed(address, error))
    }

    fn send(&self, address: &Address, ask: Ask<'_>) -> Result<Response<ureq::Body>, Error> {
        let mut request = Request::builder()
            .method(ask.method)
            .uri(address.to_string());
        for (name, value) in ask.fields {
            request = request.header(*name, *value);
        }
        if let Some(authorization) = &self.authorization {
            request = request.header(header::AUTHORIZATION, authorization);
        }
        if ask.body.is_empty() {
            self.agent.run(request.body(())?)
        } else {
            self.agent.run(request.body(ask.body)?)
        }
    }

    fn failed(&self, address: &Address, error: Error) -> DavError {
        let host = address.host().to_owned();
        match error {
            Error::Timeout(_) => DavError::Slow {
                host,
                seconds: self.seconds,
            },
            source => DavError::Unreachable {
                host,
                source: Box::new(source),
            },
        }
    }
}

/// How long `Retry-After` says to wait: seconds, or until a time.
fn after(field: &str) -> Option<Duration> {
    if let Ok(seconds) = field.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = rfc2822::parse(field.trim()).ok()?.timestamp();
    let wait = until.duration_since(Timestamp::now());
    Some(Duration::try_from(wait).unwrap_or_default())
}

/// An address that a server names, without what it may have put before the host or behind the path.
fn without_secrets(address: &str) -> String {
    let plain = address.split(['?', '#']).next().unwrap_or_default();
    match (plain.split_once("://"), plain.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://{host}"),
        _ => plain.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_says_when_to_come_again() {
        assert_eq!(after(" 3 "), Some(Duration::from_secs(3)));
        assert_eq!(after("Tue, 03 May 2016 10:00:00 GMT"), Some(Duration::ZERO));
        let later = after("Wed, 03 May 2090 10:00:00 GMT").unwrap();
        assert!(later > LONGEST_WAIT);
        assert_eq!(after("soon"), None);
    }
}
