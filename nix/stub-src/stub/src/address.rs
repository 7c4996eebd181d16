//! `HOST:PORT` and `[IPv6]:PORT`, as endpoints and peers are written.

use std::fmt;
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    host: String,
    port: u16,
}

impl Address {
    /// # Errors
    /// Says what an address looks like.
    pub fn parse(text: &str) -> Result<Self, String> {
        let malformed = || format!("`{text}` is not HOST:PORT or [IPv6]:PORT");
        let (host, port) = text.rsplit_once(':').ok_or_else(malformed)?;
        let host = match host.strip_prefix('[') {
            Some(rest) => rest.strip_suffix(']').ok_or_else(malformed)?,
            None if host.contains(':') => return Err(malformed()),
            None => host,
        };
        let port: u16 = port.parse().map_err(|_| malformed())?;
        if host.is_empty() || port == 0 {
            return Err(malformed());
        }
        Ok(Self {
            host: host.to_owned(),
            port,
        })
    }

    /// A connection, if one of the host's addresses accepts it soon.
    pub fn connect(&self, patience: Duration) -> Option<TcpStream> {
        (self.host.as_str(), self.port)
            .to_socket_addrs()
            .ok()?
            .find_map(|address| TcpStream::connect_timeout(&address, patience).ok())
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.contains(':') {
            write!(formatter, "[{}]:{}", self.host, self.port)
        } else {
            write!(formatter, "{}:{}", self.host, self.port)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn names_and_numbers() {
        for text in [
            "node1:2379",
            "192.0.2.1:80",
            "[2001:db8::1]:443",
            "a.b-c.example:65535",
        ] {
            assert_eq!(Address::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_no_address() {
        for text in [
            "",
            "node1",
            ":80",
            "node1:",
            "node1:0",
            "node1:65536",
            "2001:db8::1:443",
            "[::1:443",
            "node1:x",
        ] {
            assert!(Address::parse(text).is_err(), "{text}");
        }
    }
}
