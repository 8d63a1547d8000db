//! The operations that read and change the voice mail settings.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use call_wire::xml::Node;
use ews_um::soap::ns;
use ews_um::um::{
    GetUmPropertiesResponse, IsUmEnabledResponse, ResetPinResponse, SetMissedCallNotificationEnabled,
    SetMissedCallNotificationEnabledResponse, SetOofStatus, SetOofStatusResponse, SetPlayOnPhoneDialString,
    SetPlayOnPhoneDialStringResponse, SetTelephoneAccessFolderEmail, SetTelephoneAccessFolderEmailResponse,
    UmProperties,
};

use super::{Refused, Reply};
use crate::exchange::mailbox::Mailbox;
use crate::exchange::soap::Message;
use crate::journal::{Kind, NewEntry};
use crate::service::Service;
use crate::world::World;

/// The name of the identifier of a folder.
const FOLDER: &str = "base64FolderID";

/// The telephone numbers of voice access.
const ACCESS_NUMBERS: &str = "+14255550100, +442075550100";

pub(super) fn is_enabled(mailbox: &Mailbox) -> Reply {
    Reply::new(IsUmEnabledResponse::new(mailbox.has_um()))
}

pub(super) fn get(world: &mut World, mailbox: &Mailbox) -> Reply {
    let settings = world.exchange.voice_mail(&mailbox.address);
    let properties = UmProperties::new()
        .oof_status(settings.oof)
        .missed_call_notification_enabled(settings.missed_calls)
        .play_on_phone_dial_string(&*settings.dial_string)
        .telephone_access_numbers(ACCESS_NUMBERS)
        .telephone_access_folder_email(&*settings.folder);
    Reply::new(GetUmPropertiesResponse::new(properties))
}

pub(super) fn set_oof(world: &mut World, message: &Message<'_>, mailbox: &Mailbox) -> Result<Reply, Refused> {
    let status = message.decode::<SetOofStatus>()?.status;
    world.exchange.voice_mail(&mailbox.address).oof = status.unwrap_or_default();
    Ok(Reply::new(SetOofStatusResponse::new()))
}

pub(super) fn set_missed_calls(
    world: &mut World,
    message: &Message<'_>,
    mailbox: &Mailbox,
) -> Result<Reply, Refused> {
    let status = message.decode::<SetMissedCallNotificationEnabled>()?.status;
    world.exchange.voice_mail(&mailbox.address).missed_calls = status.unwrap_or_default();
    Ok(Reply::new(SetMissedCallNotificationEnabledResponse::new()))
}

/// Sets the default number. An empty one removes it.
pub(super) fn set_dial_string(
    world: &mut World,
    message: &Message<'_>,
    mailbox: &Mailbox,
) -> Result<Reply, Refused> {
    let number = message.decode::<SetPlayOnPhoneDialString>()?.dial_string;
    world.exchange.voice_mail(&mailbox.address).dial_string = number.unwrap_or_default();
    Ok(Reply::new(SetPlayOnPhoneDialStringResponse::new()))
}

/// Sets the folder. An empty identifier removes it.
pub(super) fn set_folder(
    world: &mut World,
    message: &Message<'_>,
    mailbox: &Mailbox,
) -> Result<Reply, Refused> {
    let folder = message.decode::<SetTelephoneAccessFolderEmail>()?.base64_folder_id.unwrap_or_default();
    if STANDARD.decode(&folder).is_err() {
        return Err(message.violation(FOLDER, format!("{FOLDER} is not valid (expected base64)")).into());
    }
    world.exchange.voice_mail(&mailbox.address).folder = folder;
    Ok(Reply::new(SetTelephoneAccessFolderEmailResponse::new()))
}

/// Renames the identifier of the folder. The reference spells its name in two ways, and both are accepted.
pub(super) fn rename_folder(message: &mut Message<'_>) {
    for node in &mut message.content.children {
        if let Node::Element(child) = node
            && child.name.is(ns::MESSAGES, "base64FolderId")
        {
            child.name.local = FOLDER.into();
        }
    }
}

/// Creates a new PIN. No response and no entry of the journal contains it.
pub(super) fn reset_pin(world: &mut World, mailbox: &Mailbox) -> Reply {
    let digits = world.random.bytes(6).into_iter().map(|byte| char::from(b'0' + byte % 10));
    world.exchange.voice_mail(&mailbox.address).pin = Some(digits.collect());
    let entry = NewEntry::new(Service::Exchange, Kind::State, "PIN reset");
    world.note(entry.detail(format_args!("a new PIN was sent to {} by email", mailbox.address)));
    Reply::new(ResetPinResponse::new())
}
