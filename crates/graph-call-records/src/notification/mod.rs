//! Change notifications: the service announces each new or updated record to a subscription.
//!
//! A subscription to `communications/callRecords` is created with `POST /subscriptions`, which is not in this crate,
//! with the change types `created` or `updated`, the URL of the receiver and a secret, its `clientState`. A
//! [`Receiver`] works with any HTTP server. It answers the validation of the URL, checks the secret, and returns the
//! typed notifications and the [`Answer`] to send:
//!
//! ```
//! use graph_call_records::notification::{Delivery, Receiver, Secret};
//!
//! # fn example(target: &str, headers: &[(String, String)], body: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
//! let receiver = Receiver::new(Secret::new("8Zb2Y3mUwq0-Kfh6xN4c")?); // one for all requests
//! let answer = match receiver.receive(target, headers, body) {
//!     Ok(delivery) => {
//!         if let Delivery::Notifications(notifications) = &delivery {
//!             for notification in notifications {
//!                 println!("{:?} {:?}", notification.change_type, notification.record_id());
//!             }
//!         }
//!         delivery.answer()
//!     }
//!     Err(refused) => refused.answer(),
//! };
//! # Ok(())
//! # }
//! ```
//!
//! Answer immediately, and get the record afterwards. The service sends a notification again, for up to four hours, if
//! it receives no answer of the class 2xx within ten seconds. The same record can therefore be announced several times.
//!
//! A subscription lasts for at most three days and must be renewed. Its lifecycle notifications
//! ([`lifecycle_event`](crate::ChangeNotification::lifecycle_event)) arrive in the same form.
//!
//! Sources: <https://learn.microsoft.com/en-us/graph/change-notifications-delivery-webhooks>,
//! <https://learn.microsoft.com/en-us/graph/api/resources/changenotification>

mod delivery;
mod receiver;
mod record_id;

pub use call_webhook::{Answer, Headers, Limits, Refused, Secret, WeakSecret};
pub use delivery::Delivery;
pub use receiver::Receiver;
