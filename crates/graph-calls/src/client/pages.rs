//! Collections, which come in pages.

use call_http::Page;

use crate::{
    AudioRoutingGroup, AudioRoutingGroupCollection, ContentSharingSession, ContentSharingSessionCollection,
    Participant, ParticipantCollection,
};

macro_rules! pages {
    ($($page:ident of $item:ident),*) => {$(
        impl Page for $page {
            type Item = $item;

            fn into_parts(self) -> (Vec<$item>, Option<String>) {
                (self.value.unwrap_or_default(), self.odata_next_link)
            }
        }
    )*};
}

pages!(
    AudioRoutingGroupCollection of AudioRoutingGroup,
    ContentSharingSessionCollection of ContentSharingSession,
    ParticipantCollection of Participant
);
