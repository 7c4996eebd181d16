//! Listeners: all of them are bound before any is served, so a taken port stops the start.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crate::api;
use crate::cluster::hello;
use crate::config::Config;
use crate::dns;
use crate::{Protocol, Transport};

/// How long a client may take to say what it wants.
const PATIENCE: Duration = Duration::from_secs(5);
const DATAGRAM_BYTES: usize = 4096;

pub struct Bound {
    tcp: Vec<(Protocol, TcpListener)>,
    udp: Vec<(Protocol, UdpSocket)>,
    names: Vec<String>,
}

/// # Errors
/// Says which port cannot be bound, and why.
pub fn bind_all(config: &Config) -> Result<Bound, String> {
    let mut bound = Bound {
        tcp: Vec::new(),
        udp: Vec::new(),
        names: Vec::new(),
    };
    for (port, number) in &config.ports {
        let place = (config.listen_address.as_str(), *number);
        for transport in port.transports {
            let (name, outcome) = match transport {
                Transport::Tcp => (
                    "tcp",
                    TcpListener::bind(place)
                        .map(|listener| bound.tcp.push((port.speaks, listener))),
                ),
                Transport::Udp => (
                    "udp",
                    UdpSocket::bind(place).map(|socket| bound.udp.push((port.speaks, socket))),
                ),
            };
            outcome.map_err(|error| {
                format!(
                    "{}: cannot listen on {} {number}/{name}: {error}",
                    port.key, place.0
                )
            })?;
            bound.names.push(format!("{number}/{name}"));
        }
    }
    Ok(bound)
}

impl Bound {
    /// The ports and protocols, for the log.
    pub fn describe(&self) -> String {
        self.names.join(", ")
    }

    /// Serves every listener on a thread of its own, until the process ends.
    pub fn serve(self, config: &Arc<Config>) {
        for (protocol, listener) in self.tcp {
            let config = Arc::clone(config);
            thread::spawn(move || accept(&config, protocol, &listener));
        }
        for (protocol, socket) in self.udp {
            let config = Arc::clone(config);
            thread::spawn(move || receive(&config, protocol, &socket));
        }
    }
}

fn accept(config: &Arc<Config>, protocol: Protocol, listener: &TcpListener) {
    for connection in listener.incoming() {
        match connection {
            Ok(stream) => {
                let config = Arc::clone(config);
                thread::spawn(move || {
                    // A client that goes away in the middle is its own affair.
                    if let Err(error) = converse(&config, protocol, stream) {
                        eprintln!("a client of {:?} was lost: {error}", protocol);
                    }
                });
            }
            Err(error) => {
                // Out of file descriptors, as a rule: wait until some are free again.
                eprintln!("cannot accept a connection: {error}");
                thread::sleep(PATIENCE);
            }
        }
    }
}

fn converse(config: &Config, protocol: Protocol, mut stream: TcpStream) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    match protocol {
        Protocol::Api => api::answer(config, stream),
        Protocol::Hello => stream.write_all(greeting(config).as_bytes()),
        Protocol::Dns => {
            let mut length = [0; 2];
            stream.read_exact(&mut length)?;
            let mut query = vec![0; usize::from(u16::from_be_bytes(length))];
            stream.read_exact(&mut query)?;
            let Some(answer) = dns::refuse(&query) else {
                return Ok(());
            };
            let length = u16::try_from(answer.len()).map_err(|_| io::ErrorKind::InvalidData)?;
            stream.write_all(&length.to_be_bytes())?;
            stream.write_all(&answer)
        }
    }
}

fn receive(config: &Config, protocol: Protocol, socket: &UdpSocket) {
    let mut buffer = [0; DATAGRAM_BYTES];
    loop {
        let outcome = socket.recv_from(&mut buffer).and_then(|(length, client)| {
            let answer = match protocol {
                Protocol::Dns => dns::refuse(&buffer[..length]),
                Protocol::Api | Protocol::Hello => Some(greeting(config).into_bytes()),
            };
            answer.map_or(Ok(0), |answer| socket.send_to(&answer, client))
        });
        if let Err(error) = outcome {
            eprintln!("a datagram was lost: {error}");
        }
    }
}

fn greeting(config: &Config) -> String {
    hello(
        config.service.name,
        config.cluster.as_ref().map(|cluster| cluster.node_id),
    )
}
