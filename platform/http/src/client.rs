//! Where a request comes from, as limits and session lists need it.

use std::{
    convert::Infallible,
    net::{IpAddr, Ipv6Addr, SocketAddr},
};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, header, request::Parts},
};
use trellis_identity::Device;

use crate::AppState;

/// The client's network address: the peer's, or what a trusted proxy says that its peer's was.
pub struct Client(Option<IpAddr>);

impl FromRequestParts<AppState> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip().to_canonical());
        Ok(Self(peer.map(|peer| believed(peer, &parts.headers, &state.settings.trusted_proxies))))
    }
}

impl Client {
    /// What limits count by. Somebody with one IPv6 address has 2^64 of them.
    pub fn key(&self) -> String {
        match self.0 {
            Some(IpAddr::V6(address)) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).to_string(),
            Some(address) => address.to_string(),
            None => String::new(),
        }
    }

    /// The address, for the audit log; empty when it is not known.
    pub fn address(&self) -> String {
        self.0.map(|address| address.to_string()).unwrap_or_default()
    }

    /// The device of a new session.
    pub fn device(&self, headers: &HeaderMap) -> Device {
        let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Device { agent: agent.to_owned(), address: self.address() }
    }
}

/// Each proxy adds its peer at the end of `X-Forwarded-For`: the last address that is no proxy of ours is the client's.
fn believed(peer: IpAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> IpAddr {
    let values = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let said: Vec<&str> = values.flat_map(|text| text.split(',')).map(str::trim).collect();
    let mut client = peer;
    for text in said.iter().rev() {
        if !proxies.contains(&client) {
            break;
        }
        match text.parse::<IpAddr>() {
            Ok(address) => client = address.to_canonical(),
            Err(_) => break,
        }
    }
    client
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_proxies_are_believed() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let ours = [ip("10.0.0.1"), ip("10.0.0.2")];
        for (peer, said, expected) in [
            ("203.0.113.9", "198.51.100.7", "203.0.113.9"),
            ("10.0.0.1", "198.51.100.7", "198.51.100.7"),
            ("10.0.0.1", "1.2.3.4, 198.51.100.7", "198.51.100.7"),
            ("10.0.0.1", "198.51.100.7, 10.0.0.2", "198.51.100.7"),
            ("10.0.0.1", "nonsense", "10.0.0.1"),
            ("10.0.0.1", "", "10.0.0.1"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("x-forwarded-for", said.parse().unwrap());
            assert_eq!(believed(ip(peer), &headers, &ours), ip(expected), "{peer} {said}");
        }
    }

    #[test]
    fn one_network_is_one_client() {
        let key = |text: &str| Client(Some(text.parse().unwrap())).key();
        assert_eq!(key("2001:db8::1"), key("2001:db8::ffff:2"));
        assert_ne!(key("2001:db8::1"), key("2001:db8:0:1::1"));
        assert_ne!(key("192.0.2.1"), key("192.0.2.2"));
    }
}
