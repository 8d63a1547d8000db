//! Mailboxes: the ordinary one, and those with a fixed behavior.

use crate::settings::Identities;

/// A mailbox with a fixed behavior, by the part of its address before the `@`. The domain and the password are
/// those of the ordinary mailbox.
///
/// ```
/// use call_sim::{MagicMailbox, Sim};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sim = Sim::start().await?;
/// let address = sim.exchange().magic_address(MagicMailbox::WithoutUm);
/// assert!(address.starts_with("no-um@"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MagicMailbox {
    /// `no-um`: the mailbox is not enabled for Unified Messaging.
    WithoutUm,
    /// `no-dial-plan`: the dial plan of the mailbox is missing.
    WithoutDialPlan,
    /// `no-um-server`: no server is responsible for the dial plan.
    WithoutUmServer,
    /// `no-ews`: Exchange Web Services are switched off for the mailbox.
    WithoutEws,
    /// `redirect-address`: Autodiscover redirects to the address of the ordinary mailbox.
    RedirectAddress,
    /// `redirect-url`: Autodiscover redirects to another URL in its response.
    RedirectUrl,
    /// `redirect-http`: Autodiscover redirects to another URL with status 302.
    RedirectHttp,
    /// `redirect-loop`: Autodiscover redirects to itself.
    RedirectLoop,
}

impl MagicMailbox {
    /// All mailboxes, each with the part before the `@` and a description.
    pub const ALL: [(Self, &'static str, &'static str); 8] = [
        (Self::WithoutUm, "no-um", "is not enabled for Unified Messaging"),
        (Self::WithoutDialPlan, "no-dial-plan", "has no dial plan"),
        (Self::WithoutUmServer, "no-um-server", "has no server for its dial plan"),
        (Self::WithoutEws, "no-ews", "may not use Exchange Web Services: status 403"),
        (Self::RedirectAddress, "redirect-address", "is redirected to the ordinary mailbox by Autodiscover"),
        (Self::RedirectUrl, "redirect-url", "is redirected to another URL by Autodiscover"),
        (Self::RedirectHttp, "redirect-http", "is redirected to another URL with status 302 by Autodiscover"),
        (Self::RedirectLoop, "redirect-loop", "is redirected in a loop by Autodiscover"),
    ];

    /// Returns the part before the `@`.
    pub(super) fn local_part(self) -> &'static str {
        let found = Self::ALL.into_iter().find(|(mailbox, ..)| *mailbox == self);
        found.map_or("", |(_, local, _)| local)
    }

    fn of(local: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|(_, text, _)| text.eq_ignore_ascii_case(local)).map(|(mailbox, ..)| mailbox)
    }
}

/// A mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mailbox {
    /// The address, in lower case.
    pub(super) address: String,
    /// The fixed behavior, if it has one.
    pub(super) magic: Option<MagicMailbox>,
}

impl Mailbox {
    /// Returns the mailbox with an address. `None` if there is none.
    pub(super) fn find(identities: &Identities, address: &str) -> Option<Self> {
        let address = address.trim().to_ascii_lowercase();
        let (ordinary, domain) = identities.mailbox.rsplit_once('@')?;
        let (local, other_domain) = address.rsplit_once('@')?;
        if !domain.eq_ignore_ascii_case(other_domain) {
            return None;
        }
        let magic = MagicMailbox::of(local);
        (magic.is_some() || ordinary.eq_ignore_ascii_case(local)).then_some(Self { address, magic })
    }

    /// Returns whether the mailbox is enabled for Unified Messaging.
    pub(super) fn has_um(&self) -> bool {
        self.magic != Some(MagicMailbox::WithoutUm)
    }
}
