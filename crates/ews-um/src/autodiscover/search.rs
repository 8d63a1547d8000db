//! The search: tries one candidate after the other, and follows redirects that are allowed.

use std::collections::HashSet;
use std::sync::Arc;

use call_http::reqwest::header::{ACCEPT, HeaderValue};
use call_http::reqwest::{Method, Url};
use call_http::{ClientOptions, Credential, Request, RetryClass};

use super::address::Address;
use super::candidate::Candidate;
use super::endpoints::{Endpoints, redacted_url};
use super::response::{Outcome, Settings, redirect_location};
use super::{plain, soap};
use crate::error::{Error, ErrorKind};
use crate::http::{CONTENT_TYPE, pipeline, soap_request};

/// The maximum number of redirects. Source: EWS reference, action-pox.
const MAX_REDIRECTS: usize = 10;

type AllowsRedirect = Arc<dyn Fn(&Url) -> bool + Send + Sync>;
type Candidates = Arc<dyn Fn(&str) -> Vec<Candidate> + Send + Sync>;

/// The settings of all searches.
#[derive(Clone)]
pub(super) struct Config {
    pub(super) credential: Credential,
    pub(super) options: ClientOptions,
    /// Whether a redirect to another host may be followed with the credential.
    pub(super) allows_redirect: AllowsRedirect,
    /// The candidates for a domain.
    pub(super) candidates: Candidates,
}

/// One search, with its history.
pub(super) struct Search<'a> {
    config: &'a Config,
    /// The origins to which the credential may be sent.
    allowed: Vec<String>,
    /// The URLs and addresses that were requested.
    requested: HashSet<(Url, String)>,
    /// The requests that failed. A redirect to one of them adds no error.
    failed: HashSet<(Url, String)>,
    redirects: usize,
    /// The URL of each candidate, with its error.
    errors: Vec<(Url, Error)>,
}

/// The result of one candidate.
enum Found {
    Endpoints(Box<Endpoints>),
    /// The search starts again with this address.
    Address(Address),
}

impl<'a> Search<'a> {
    pub(super) fn new(config: &'a Config) -> Self {
        Self {
            config,
            allowed: Vec::new(),
            requested: HashSet::new(),
            failed: HashSet::new(),
            redirects: 0,
            errors: Vec::new(),
        }
    }

    pub(super) async fn run(mut self, mut address: Address) -> Result<Endpoints, Error> {
        let mut candidates = (self.config.candidates)(address.domain());
        // The host of a redirect candidate is requested without a credential, and may not receive one.
        let trusted = candidates.iter().filter(|candidate| !matches!(candidate, Candidate::Redirect(_)));
        self.allowed = trusted.map(|candidate| origin(candidate.url())).collect();
        loop {
            match self.try_all(candidates, &address).await? {
                Found::Endpoints(endpoints) => return Ok(*endpoints),
                Found::Address(other) => address = other,
            }
            candidates = (self.config.candidates)(address.domain());
        }
    }

    async fn try_all(&mut self, candidates: Vec<Candidate>, address: &Address) -> Result<Found, Error> {
        for candidate in candidates {
            let url = candidate.url().clone();
            match self.follow(candidate, address).await {
                Ok(Some(found)) => return Ok(found),
                Ok(None) => {}
                Err(error) => self.errors.push((url, error)),
            }
            if self.redirects > MAX_REDIRECTS {
                break;
            }
        }
        Err(self.error(address))
    }

    /// Sends a request to a candidate, and follows its redirects. Returns `None` if they lead to a URL that has failed
    /// before.
    async fn follow(&mut self, mut candidate: Candidate, address: &Address) -> Result<Option<Found>, Error> {
        // A candidate may not exist, so its request is not retried.
        let mut class = RetryClass::Never;
        loop {
            self.check_host(&candidate)?;
            let key = (candidate.url().clone(), address.as_str().to_owned());
            if self.failed.contains(&key) {
                return Ok(None);
            }
            if !self.requested.insert(key.clone()) {
                return Err(redirect_error("the redirects of Autodiscover form a loop"));
            }
            let outcome = self.send(&candidate, address, class).await.inspect_err(|_| {
                self.failed.insert(key);
            });
            match outcome? {
                Outcome::Settings(settings) => {
                    return Ok(Some(Found::Endpoints(endpoints(*settings, &candidate, address))));
                }
                Outcome::RedirectAddress(other) => {
                    self.count_redirect()?;
                    return Ok(Some(Found::Address(Address::parse(&other)?)));
                }
                Outcome::RedirectUrl(other) => {
                    self.count_redirect()?;
                    let url = candidate
                        .url()
                        .join(other.trim())
                        .map_err(|_| redirect_error("Autodiscover redirects to an invalid URL"))?;
                    candidate = candidate.redirected(url);
                    class = RetryClass::Always;
                }
            }
        }
    }

    /// Checks that the credential may be sent to the host of a candidate.
    ///
    /// # Errors
    ///
    /// `UntrustedHost` if it may not.
    fn check_host(&mut self, candidate: &Candidate) -> Result<(), Error> {
        let url = candidate.url();
        let origin = origin(url);
        if matches!(candidate, Candidate::Redirect(_)) || self.allowed.contains(&origin) {
            return Ok(());
        }
        if (self.config.allows_redirect)(url) {
            self.allowed.push(origin);
            return Ok(());
        }
        let kind = ErrorKind::Http(call_http::ErrorKind::UntrustedHost);
        // The message omits the path: the server chose it, and it can contain a secret.
        let message = format!(
            "Autodiscover redirects to {origin}, which may not receive the credential; to allow it, set \
             `Autodiscover::on_redirect`"
        );
        Err(Error::local(kind, message))
    }

    fn count_redirect(&mut self) -> Result<(), Error> {
        self.redirects += 1;
        if self.redirects > MAX_REDIRECTS {
            return Err(redirect_error("Autodiscover redirects more than 10 times"));
        }
        Ok(())
    }

    async fn send(
        &self,
        candidate: &Candidate,
        address: &Address,
        class: RetryClass,
    ) -> Result<Outcome, Error> {
        let url = candidate.url();
        let request = match candidate {
            Candidate::Soap(_) => soap_request(url.clone(), soap::ACTION, soap::request(address, url)?)?,
            Candidate::Plain(_) => Request::new(Method::POST, url.clone())
                .bytes(CONTENT_TYPE, plain::request(address)?)
                .header(ACCEPT, HeaderValue::from_static("text/xml")),
            Candidate::Redirect(_) => Request::new(Method::GET, url.clone()).without_credential(),
        };
        let options = self.config.options.clone();
        let options = match candidate {
            // The credential is not sent, so http is not a risk.
            Candidate::Redirect(_) => options.allow_http(true),
            Candidate::Soap(_) | Candidate::Plain(_) => options,
        };
        // The pipeline redacts the credential in every response, even if the request is sent without it.
        let pipeline = pipeline(url.clone(), self.config.credential.clone(), options)?;
        let request = request.retry_class(class).operation("Autodiscover");
        let mut response = pipeline.execute(request).await?;
        let location = redirect_location(response.status(), response.headers());
        let outcome = match (location, candidate) {
            (Some(location), _) => Outcome::RedirectUrl(location),
            (None, Candidate::Soap(_)) => soap::read(&mut response)?,
            (None, Candidate::Plain(_)) => plain::read(&response)?,
            (None, Candidate::Redirect(_)) => {
                response.into_success()?;
                return Err(redirect_error("the response is not a redirect"));
            }
        };
        match &outcome {
            // Errors print the URL or address of the next request.
            Outcome::RedirectUrl(other) | Outcome::RedirectAddress(other)
                if response.repeats_secret(other) =>
            {
                Err(redirect_error("Autodiscover redirects to a URL or address that repeats the credential"))
            }
            _ => Ok(outcome),
        }
    }

    /// Returns the most specific error, with a list of the candidates that failed and their errors.
    fn error(&mut self, address: &Address) -> Error {
        let list: Vec<String> = self.errors.iter().map(|(url, error)| summary(url, error)).collect();
        let context = match list.len() {
            0 => format!("Autodiscover has no candidates for {address}"),
            _ => format!("Autodiscover found no services for {address} ({})", list.join("; ")),
        };
        let errors = self.errors.drain(..).map(|(_, error)| error);
        // Of equally specific errors, the first one.
        let best =
            errors.reduce(|best, error| if specificity(&error) > specificity(&best) { error } else { best });
        let no_candidates = || Error::local(ErrorKind::Autodiscover, "no URL was tried");
        best.unwrap_or_else(no_candidates).with_context(context)
    }
}

fn endpoints(settings: Settings, candidate: &Candidate, address: &Address) -> Box<Endpoints> {
    let Settings { external, internal, server_version, ews_schemas } = settings;
    Box::new(Endpoints {
        address: address.as_str().to_owned(),
        found_at: candidate.url().clone(),
        external,
        internal,
        server_version,
        ews_schemas,
    })
}

/// Returns scheme, host and port.
fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

fn redirect_error(message: &str) -> Error {
    Error::local(ErrorKind::Http(call_http::ErrorKind::Redirect), message)
}

/// Returns how specific an error is: the error of a service is more specific than that of a failed connection.
fn specificity(error: &Error) -> u8 {
    use call_http::ErrorKind as Http;
    match error.kind() {
        ErrorKind::Http(Http::Redirect) if error.status().is_none() => 5,
        ErrorKind::Http(Http::UntrustedHost) => 4,
        ErrorKind::Autodiscover => 3,
        ErrorKind::Http(Http::Auth) => 2,
        ErrorKind::Http(Http::Transport | Http::Timeout | Http::Status) => 0,
        _ => 1,
    }
}

/// Returns the URL of a candidate with a short form of its error.
fn summary(url: &Url, error: &Error) -> String {
    let url = redacted_url(url);
    match (error.status(), error.code()) {
        (_, Some(code)) => format!("{url}: {code}"),
        (Some(status), None) if !status.is_success() => format!("{url}: {status}"),
        _ => format!("{url}: {}", error.kind()),
    }
}
