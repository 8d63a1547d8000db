//! The channels of the speakers in an unmixed recording.

use std::collections::BTreeMap;

use acs_calling::{
    CallParticipant, CommunicationIdentifier, CommunicationIdentifierModel, StartCallRecordingRequest,
};

/// The number of channels of an unmixed recording.
pub(super) const MOST_CHANNELS: u16 = 5;

/// The raw ids of the speakers, by channel.
pub(super) type Speakers = BTreeMap<u16, String>;

/// Assigns the channels: first those in the request, then the free ones, in the order of participants of the request
/// and then in that of the call. A speaker without a channel is not recorded.
pub(super) fn speakers(request: &StartCallRecordingRequest, participants: Vec<CallParticipant>) -> Speakers {
    let mut speakers = Speakers::new();
    for affinity in request.channel_affinity.iter().flatten() {
        let channel = affinity.channel.and_then(|channel| u16::try_from(channel).ok());
        if let (Some(channel), Some(participant)) = (channel, &affinity.participant) {
            speakers.entry(channel).or_insert_with(|| raw_id(participant));
        }
    }
    let ordered = request.audio_channel_participant_ordering.iter().flatten().map(raw_id);
    let others = participants.iter().filter_map(|one| one.identifier.as_ref()).map(raw_id);
    for speaker in ordered.chain(others) {
        let free = (0..MOST_CHANNELS).find(|channel| !speakers.contains_key(channel));
        if let Some(channel) = free.filter(|_| speakers.values().all(|one| *one != speaker)) {
            speakers.insert(channel, speaker);
        }
    }
    speakers
}

fn raw_id(model: &CommunicationIdentifierModel) -> String {
    CommunicationIdentifier::from(model).raw_id().to_owned()
}

#[cfg(test)]
mod tests {
    use acs_calling::ChannelAffinity;

    use super::*;

    #[test]
    fn channels_follow_the_request_and_then_the_call() {
        let phone = |digit: u16| CommunicationIdentifier::phone_number(format!("+1425555012{digit}"));
        let participants = (0..7).map(|digit| CallParticipant::new().identifier(phone(digit))).collect();
        let request = StartCallRecordingRequest::new()
            .channel_affinity([ChannelAffinity::new(phone(6)).channel(1)])
            .audio_channel_participant_ordering([phone(3)]);
        let digits: Vec<_> = speakers(&request, participants)
            .into_iter()
            .map(|(channel, id)| (channel, id.chars().last().expect("a digit")))
            .collect();
        assert_eq!(digits, [(0, '3'), (1, '6'), (2, '0'), (3, '1'), (4, '2')]);
    }
}
