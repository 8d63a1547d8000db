//! The content of a request to the URL of a subscription.

use std::fmt;

use call_webhook::Answer;

use crate::generated::ChangeNotification;

/// The content of a request to the URL of a subscription.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Delivery {
    /// The service validates the URL. The text must be sent back as it is; [`answer`](Self::answer) does so.
    Validation(String),
    /// Notifications, all with the secret of the subscription.
    Notifications(Vec<ChangeNotification>),
}

impl Delivery {
    /// Returns the answer to send: 200 with the text for a validation, 202 for notifications.
    #[must_use]
    pub fn answer(&self) -> Answer {
        match self {
            Self::Validation(token) => {
                let mut answer = Answer::ok()
                    .header("content-type", "text/plain; charset=utf-8")
                    // The text comes from an unverified sender: a browser must not interpret it as HTML.
                    .header("x-content-type-options", "nosniff");
                answer.body.clone_from(token);
                answer
            }
            Self::Notifications(_) => Answer::accepted(),
        }
    }
}

impl fmt::Debug for Delivery {
    /// Does not show the text of a validation, nor the secret in notifications.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Validation(_) => f.write_str("Validation([redacted])"),
            Self::Notifications(list) => f.debug_tuple("Notifications").field(list).finish(),
        }
    }
}
