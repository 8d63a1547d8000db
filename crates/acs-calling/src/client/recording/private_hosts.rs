//! Local and private hosts.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use call_http::reqwest::Url;

/// Returns whether the host of a URL is `localhost` or a loopback, link-local, private, shared or unspecified address,
/// in IPv4, IPv6 or IPv4 embedded in IPv6. Other names are not resolved.
///
/// Sources: RFC 1918, RFC 3927, RFC 4193, RFC 4291, RFC 6052, RFC 6598, RFC 6761.
pub(super) fn is_private(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    match host.trim_start_matches('[').trim_end_matches(']').parse() {
        Ok(IpAddr::V4(address)) => is_private_v4(address),
        Ok(IpAddr::V6(address)) => is_private_v6(address),
        Err(_) => {
            let name = host.trim_end_matches('.');
            name == "localhost" || name.ends_with(".localhost")
        }
    }
}

fn is_private_v4(address: Ipv4Addr) -> bool {
    let is_this_network = address.octets()[0] == 0;
    let is_shared = matches!(address.octets(), [100, 64..=127, ..]);
    address.is_loopback() || address.is_link_local() || address.is_private() || is_this_network || is_shared
}

fn is_private_v6(address: Ipv6Addr) -> bool {
    let embedded = match address.segments() {
        // IPv4-compatible (`::` and `::1` among them), IPv4-mapped, NAT64.
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => Some([high, low]),
        _ => None,
    };
    let embedded = embedded.map(|[high, low]| Ipv4Addr::from(u32::from(high) << 16 | u32::from(low)));
    address.is_unicast_link_local() || address.is_unique_local() || embedded.is_some_and(is_private_v4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_and_private_hosts_are_recognized() {
        for (host, private) in [
            ("localhost", true),
            ("localhost.", true),
            ("files.localhost", true),
            ("127.255.255.254", true),
            ("0x7f.1", true),
            ("127.0.0.1.", true),
            ("0.1.2.3", true),
            ("10.255.255.255", true),
            ("100.127.255.255", true),
            ("169.254.169.254", true),
            ("172.31.255.255", true),
            ("192.168.0.1", true),
            ("[::]", true),
            ("[::1]", true),
            ("[::10.0.0.1]", true),
            ("[::ffff:169.254.169.254]", true),
            ("[64:ff9b::192.168.0.1]", true),
            ("[fc00::1]", true),
            ("[fdff::1]", true),
            ("[febf::1]", true),
            ("localhost.example", false),
            ("notlocalhost", false),
            ("10.0.0.1.example", false),
            ("11.0.0.1", false),
            ("100.63.255.255", false),
            ("100.128.0.1", false),
            ("169.253.0.1", false),
            ("172.15.0.1", false),
            ("172.32.0.1", false),
            ("192.169.0.1", false),
            ("[::ffff:93.184.216.34]", false),
            ("[64:ff9b::93.184.216.34]", false),
            ("[2606:2800::1]", false),
            ("[fe00::1]", false),
        ] {
            let url = Url::parse(&format!("https://{host}/")).expect(host);
            assert_eq!(is_private(&url), private, "{host}");
        }
    }
}
