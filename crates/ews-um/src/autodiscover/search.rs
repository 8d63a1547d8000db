//! The search itself: one place after the other, following redirects as far as they are allowed.

use std::collections::HashSet;

use call_http::reqwest::header::{ACCEPT, HeaderValue};
use call_http::reqwest::{Method, Url};
use call_http::{Request, RetryClass};

use super::address::Address;
use super::answer::{Answer, Settings, redirect};
use super::candidate::Candidate;
use super::endpoints::{Endpoints, shown};
use super::{Autodiscover, plain, settings};
use crate::client::{XML, pipeline, soap_request};
use crate::error::{Error, ErrorKind};

/// Source: EWS reference, action-pox.
const MOST_REDIRECTS: usize = 10;

/// One search, with what it has seen.
pub(super) struct Search<'a> {
    auto: &'a Autodiscover,
    /// Where the credential may go.
    allowed: Vec<String>,
    /// What was asked already: a URL with an address.
    asked: HashSet<(Url, String)>,
    /// Where a way ended: whoever leads there says nothing new.
    ended: HashSet<(Url, String)>,
    redirects: usize,
    /// Where a way began, and how it ended.
    failures: Vec<(Url, Error)>,
}

/// How far a place leads.
enum Found {
    Endpoints(Box<Endpoints>),
    /// Start again with this address.
    Address(Address),
}

impl<'a> Search<'a> {
    pub(super) fn new(auto: &'a Autodiscover) -> Self {
        Self {
            auto,
            allowed: Vec::new(),
            asked: HashSet::new(),
            ended: HashSet::new(),
            redirects: 0,
            failures: Vec::new(),
        }
    }

    pub(super) async fn run(mut self, mut address: Address) -> Result<Endpoints, Error> {
        let first = (self.auto.candidates)(address.domain());
        // A place that is asked without a credential says nothing about who may see it.
        let own = first.iter().filter(|place| !matches!(place, Candidate::Redirect(_)));
        self.allowed = own.map(|place| origin(place.url())).collect();
        let mut candidates = first;
        loop {
            match self.try_all(candidates, &address).await {
                Ok(Found::Endpoints(found)) => return Ok(*found),
                Ok(Found::Address(next)) => address = next,
                Err(error) => return Err(error),
            }
            candidates = (self.auto.candidates)(address.domain());
        }
    }

    async fn try_all(&mut self, candidates: Vec<Candidate>, address: &Address) -> Result<Found, Error> {
        for candidate in candidates {
            let start = candidate.url().clone();
            match self.follow(candidate, address).await {
                Ok(Some(found)) => return Ok(found),
                Ok(None) => {}
                Err(error) => self.failures.push((start, error)),
            }
            if self.redirects > MOST_REDIRECTS {
                break;
            }
        }
        Err(self.failed(address))
    }

    /// Asks at a place and wherever it leads to; `None` if that is where another way has ended.
    async fn follow(&mut self, mut place: Candidate, address: &Address) -> Result<Option<Found>, Error> {
        // A place that is only guessed is not asked twice.
        let mut class = RetryClass::Never;
        loop {
            self.admit(&place)?;
            let question = (place.url().clone(), address.as_str().to_owned());
            if self.ended.contains(&question) {
                return Ok(None);
            }
            if !self.asked.insert(question.clone()) {
                return Err(redirect_error("Autodiscover redirects in a circle"));
            }
            let answer = self.ask(&place, address, class).await.inspect_err(|_| {
                self.ended.insert(question);
            });
            match answer? {
                Answer::Settings(settings) => {
                    return Ok(Some(Found::Endpoints(found(*settings, &place, address))));
                }
                Answer::OtherAddress(other) => {
                    self.count()?;
                    return Ok(Some(Found::Address(Address::parse(&other)?)));
                }
                Answer::OtherUrl(other) => {
                    self.count()?;
                    let url = place.url().join(other.trim());
                    let url = url.map_err(|_| redirect_error("Autodiscover redirects to what is no URL"))?;
                    place = place.redirected(url);
                    class = RetryClass::Always;
                }
            }
        }
    }

    /// # Errors
    ///
    /// `UntrustedHost` when the credential would go where nobody allowed it to go.
    fn admit(&mut self, place: &Candidate) -> Result<(), Error> {
        let url = place.url();
        let origin = origin(url);
        if matches!(place, Candidate::Redirect(_)) || self.allowed.contains(&origin) {
            return Ok(());
        }
        if (self.auto.consent)(url) {
            self.allowed.push(origin);
            return Ok(());
        }
        let kind = ErrorKind::Http(call_http::ErrorKind::UntrustedHost);
        // Without its path, which a server chose and which may repeat anything.
        let message = format!(
            "Autodiscover redirects to {origin}, and nobody has allowed to send the credential there; \
             `Autodiscover::on_redirect` allows it"
        );
        Err(Error::own(kind, message))
    }

    fn count(&mut self) -> Result<(), Error> {
        self.redirects += 1;
        if self.redirects > MOST_REDIRECTS {
            return Err(redirect_error("Autodiscover redirects more than 10 times"));
        }
        Ok(())
    }

    async fn ask(&self, place: &Candidate, address: &Address, class: RetryClass) -> Result<Answer, Error> {
        let url = place.url();
        let request = match place {
            Candidate::Soap(_) => {
                let body = settings::request(address, url)?;
                soap_request(url.clone(), settings::ACTION, body)?
            }
            Candidate::Plain(_) => {
                let request = Request::new(Method::POST, url.clone()).bytes(XML, plain::request(address)?);
                request.header(ACCEPT, HeaderValue::from_static("text/xml"))
            }
            Candidate::Redirect(_) => Request::new(Method::GET, url.clone()).without_credential(),
        };
        // The credential is redacted in every response, also in that to a request without it.
        let credential = self.auto.credential.clone();
        let options = self.auto.options.clone();
        let options = match place {
            // The credential is not sent, so http is no risk to it.
            Candidate::Redirect(_) => options.allow_http(true),
            Candidate::Soap(_) | Candidate::Plain(_) => options,
        };
        let sender = pipeline(url.clone(), credential, options)?;
        let response = sender.execute(request.retry_class(class).operation("Autodiscover")).await?;
        let answer = match (redirect(response.status(), response.headers()), place) {
            (Some(other), _) => Answer::OtherUrl(other),
            (None, Candidate::Soap(_)) => settings::read(&response)?,
            (None, Candidate::Plain(_)) => plain::read(&response)?,
            (None, Candidate::Redirect(_)) => {
                response.into_success()?;
                return Err(redirect_error("it redirects nowhere"));
            }
        };
        match &answer {
            // It would be printed as the place of what follows.
            Answer::OtherUrl(other) | Answer::OtherAddress(other) if response.repeats_secret(other) => {
                Err(redirect_error("Autodiscover redirects to a place that repeats the credential"))
            }
            _ => Ok(answer),
        }
    }

    /// The failure that says most, with all the places.
    fn failed(&mut self, address: &Address) -> Error {
        let places: Vec<String> = self.failures.iter().map(|(url, error)| outline(url, error)).collect();
        let context = match places.len() {
            0 => format!("Autodiscover knows no place to look for {address}"),
            _ => format!("Autodiscover found nothing for {address} ({})", places.join("; ")),
        };
        let telling = self
            .failures
            .drain(..)
            .map(|(_, error)| error)
            .reduce(|best, error| if telling(&error) > telling(&best) { error } else { best });
        let none = || Error::own(ErrorKind::Autodiscover, "no candidates");
        telling.unwrap_or_else(none).in_context(context)
    }
}

fn found(settings: Settings, place: &Candidate, address: &Address) -> Box<Endpoints> {
    let Settings { external, internal, server_version, ews_schemas } = settings;
    Box::new(Endpoints {
        address: address.as_str().to_owned(),
        found_at: place.url().clone(),
        external,
        internal,
        server_version,
        ews_schemas,
    })
}

/// Scheme, host and port.
fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

fn redirect_error(message: &str) -> Error {
    Error::own(ErrorKind::Http(call_http::ErrorKind::Redirect), message)
}

/// How much a failure tells of what is wrong: somebody who says no tells more than somebody who is not there.
fn telling(error: &Error) -> u8 {
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

/// A place and how it failed, in few words.
fn outline(url: &Url, error: &Error) -> String {
    let url = shown(url);
    match (error.status(), error.code()) {
        (_, Some(code)) => format!("{url}: {code}"),
        (Some(status), None) if !status.is_success() => format!("{url}: {status}"),
        _ => format!("{url}: {}", error.kind()),
    }
}
