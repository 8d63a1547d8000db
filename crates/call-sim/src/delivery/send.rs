//! One attempt to send a callback.

use std::error::Error;
use std::future::Future;

use call_http::reqwest::{Client, Url};
use http::header::{AUTHORIZATION, LOCATION};
use http::{HeaderValue, StatusCode};

use super::outgoing::{Delivery, Outcome};

/// The number of redirects that are followed.
const MOST_REDIRECTS: usize = 3;

/// The number of bytes of a response that are read.
const LONGEST_RESPONSE: usize = 1 << 20;

/// Posts a callback, and follows redirects if its rules say so.
pub(super) fn post(
    client: Client,
    delivery: &Delivery,
    token: Option<String>,
) -> impl Future<Output = Outcome> + Send + use<> {
    let url = Url::parse(&delivery.url);
    let (mut headers, body, rules) = (delivery.headers.clone(), delivery.body.clone(), delivery.retries);
    if let Some(Ok(mut value)) = token.map(|token| HeaderValue::try_from(format!("Bearer {token}"))) {
        value.set_sensitive(true);
        headers.insert(AUTHORIZATION, value);
    }
    async move {
        let mut url = match url {
            Ok(url) => url,
            Err(error) => return Outcome::Failed(format!("the URL is not valid: {error}")),
        };
        for _ in 0..=MOST_REDIRECTS {
            let request = client.post(url.clone()).headers(headers.clone()).body(body.clone());
            let mut response = match request.timeout(rules.timeout).send().await {
                Ok(response) => response,
                Err(error) => return Outcome::Failed(chain(&error.without_url())),
            };
            let status = response.status();
            let target = response.headers().get(LOCATION).and_then(|value| value.to_str().ok());
            if rules.redirects
                && [StatusCode::FOUND, StatusCode::TEMPORARY_REDIRECT, StatusCode::PERMANENT_REDIRECT]
                    .contains(&status)
                && let Some(Ok(target)) = target.map(|target| url.join(target))
            {
                url = target;
                continue;
            }
            let headers = response.headers().clone();
            let mut body = Vec::new();
            loop {
                match response.chunk().await {
                    Ok(Some(chunk)) if body.len() + chunk.len() <= LONGEST_RESPONSE => {
                        body.extend_from_slice(&chunk)
                    }
                    Ok(_) => break,
                    Err(error) => return Outcome::Failed(chain(&error.without_url())),
                }
            }
            return Outcome::Answered { status, headers, body };
        }
        Outcome::Failed(format!("more than {MOST_REDIRECTS} redirects"))
    }
}

/// Returns the messages of an error and its sources.
fn chain(error: &dyn Error) -> String {
    let sources = std::iter::successors(error.source(), |error: &&dyn Error| (*error).source());
    sources.fold(error.to_string(), |text, source| format!("{text}: {source}"))
}
