//! Authentication of requests: access keys and bearer tokens.

mod bearer;
mod failure;
mod hmac;

pub(super) use self::bearer::issue;
use self::failure::Failure;
use crate::request::Request;
use crate::world::World;

/// Checks the credential of a request.
pub(super) fn check(world: &World, request: &Request) -> Result<(), Failure> {
    match request.header("authorization") {
        Some(value) => match value.split_once(' ') {
            Some((scheme, parameters)) if scheme.eq_ignore_ascii_case("HMAC-SHA256") => {
                hmac::check(world, request, parameters)
            }
            Some((scheme, _)) if scheme.eq_ignore_ascii_case("Bearer") => bearer::check(world, value),
            _ => Err(Failure::invalid_token()),
        },
        None => Err(Failure::invalid_token()),
    }
}
