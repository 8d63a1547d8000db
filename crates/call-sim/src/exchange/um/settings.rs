//! The operations that read and change the voice mail settings.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ews_um::um::{
    GetUmProperties, GetUmPropertiesResponse, IsUmEnabled, IsUmEnabledResponse, ResetPin, ResetPinResponse,
    SetMissedCallNotificationEnabled, SetMissedCallNotificationEnabledResponse, SetOofStatus,
    SetOofStatusResponse, SetPlayOnPhoneDialString, SetPlayOnPhoneDialStringResponse,
    SetTelephoneAccessFolderEmail, SetTelephoneAccessFolderEmailResponse, UmProperties,
};

use super::{Refused, Reply};
use crate::exchange::mailbox::Mailbox;
use crate::exchange::soap;
use crate::journal::{Kind, NewEntry};
use crate::request::Request;
use crate::service::Service;
use crate::world::World;

/// The telephone numbers of voice access.
const ACCESS_NUMBERS: &str = "+14255550100, +442075550100";

pub(super) fn is_enabled(request: &Request, mailbox: &Mailbox) -> Result<Reply, Refused> {
    soap::read(request, |body: &IsUmEnabled| &body.extra)?;
    Ok(Reply::new(IsUmEnabledResponse::new(mailbox.has_um())))
}

pub(super) fn get(world: &mut World, request: &Request, mailbox: &Mailbox) -> Result<Reply, Refused> {
    soap::read(request, |body: &GetUmProperties| &body.extra)?;
    let settings = world.exchange.voice_mail(&mailbox.address);
    let properties = UmProperties::new()
        .oof_status(settings.oof)
        .missed_call_notification_enabled(settings.missed_calls)
        .play_on_phone_dial_string(&*settings.dial_string)
        .telephone_access_numbers(ACCESS_NUMBERS)
        .telephone_access_folder_email(&*settings.folder);
    Ok(Reply::new(GetUmPropertiesResponse::new(properties)))
}

pub(super) fn set_oof(world: &mut World, request: &Request, mailbox: &Mailbox) -> Result<Reply, Refused> {
    let message = soap::read(request, |body: &SetOofStatus| &body.extra)?;
    world.exchange.voice_mail(&mailbox.address).oof = message.required(message.content.status, "status")?;
    Ok(Reply::new(SetOofStatusResponse::new()))
}

pub(super) fn set_missed_calls(
    world: &mut World,
    request: &Request,
    mailbox: &Mailbox,
) -> Result<Reply, Refused> {
    let message = soap::read(request, |body: &SetMissedCallNotificationEnabled| &body.extra)?;
    let status = message.required(message.content.status, "status")?;
    world.exchange.voice_mail(&mailbox.address).missed_calls = status;
    Ok(Reply::new(SetMissedCallNotificationEnabledResponse::new()))
}

/// Sets the default number. An empty one removes it.
pub(super) fn set_dial_string(
    world: &mut World,
    request: &Request,
    mailbox: &Mailbox,
) -> Result<Reply, Refused> {
    let message = soap::read(request, |body: &SetPlayOnPhoneDialString| &body.extra)?;
    let number = message.required(message.content.dial_string.clone(), "dialString")?;
    world.exchange.voice_mail(&mailbox.address).dial_string = number;
    Ok(Reply::new(SetPlayOnPhoneDialStringResponse::new()))
}

/// Sets the folder. An empty identifier removes it. The reference spells the name of the member in two ways, and both
/// are accepted.
pub(super) fn set_folder(world: &mut World, request: &Request, mailbox: &Mailbox) -> Result<Reply, Refused> {
    let message = soap::read_open::<SetTelephoneAccessFolderEmail>(request)?;
    let body = &message.content;
    let other = body.extra.elements().find(|element| element.name.local == "base64FolderId");
    let other = other.map(|element| element.text().into_owned());
    let folder = message.required(body.base64_folder_id.clone().or(other), "base64FolderID")?;
    if STANDARD.decode(&folder).is_err() {
        return Err(message.invalid("base64FolderID", "base64").into());
    }
    world.exchange.voice_mail(&mailbox.address).folder = folder;
    Ok(Reply::new(SetTelephoneAccessFolderEmailResponse::new()))
}

/// Creates a PIN. It is in no response and in no entry of the journal.
pub(super) fn reset_pin(world: &mut World, request: &Request, mailbox: &Mailbox) -> Result<Reply, Refused> {
    soap::read(request, |body: &ResetPin| &body.extra)?;
    let digits = world.random.bytes(6).into_iter().map(|byte| char::from(b'0' + byte % 10));
    world.exchange.voice_mail(&mailbox.address).pin = Some(digits.collect());
    let entry = NewEntry::new(Service::Exchange, Kind::State, "PIN reset");
    world.note(entry.detail(format_args!("a new PIN was sent to {} by email", mailbox.address)));
    Ok(Reply::new(ResetPinResponse::new()))
}
