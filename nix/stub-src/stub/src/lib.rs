//! A stand-in for PlasmaCloud's servers.
//!
//! It does what a host's configuration can be wrong about, and nothing else: it reads the rendered
//! file and refuses a bad one, keeps its data folder, binds every port, answers the health check,
//! says which members and needs it reaches, and stops on SIGTERM. It stores and serves nothing.
//!
//! Each service is a `Service` constant and a call of `run`.

mod address;
mod api;
mod cluster;
mod config;
mod dns;
mod listen;
mod signal;
mod toml;

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use config::Config;

/// What tells one service from another.
pub struct Service {
    pub name: &'static str,
    pub ports: &'static [Port],
    pub needs: &'static [&'static str],
    /// Whether it is a Raft group: `cluster.node_id` and `cluster.peers` are read.
    pub cluster: bool,
}

/// A port that the service binds, under the key that gives its number.
pub struct Port {
    pub key: &'static str,
    pub transports: &'static [Transport],
    pub speaks: Protocol,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Transport {
    Tcp,
    Udp,
}

/// What is answered on a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// HTTP with `/health` and `/status`.
    Api,
    /// One line that says which member this is.
    Hello,
    /// A refusal to every query.
    Dns,
}

pub const API: Port = Port {
    key: "port",
    transports: &[Transport::Tcp],
    speaks: Protocol::Api,
};

pub const RAFT: Port = Port {
    key: "raft_port",
    transports: &[Transport::Tcp],
    speaks: Protocol::Hello,
};

pub const GOSSIP: Port = Port {
    key: "gossip_port",
    transports: &[Transport::Tcp, Transport::Udp],
    speaks: Protocol::Hello,
};

pub const DNS: Port = Port {
    key: "dns_port",
    transports: &[Transport::Tcp, Transport::Udp],
    speaks: Protocol::Dns,
};

/// Why a server ends before it is told to.
#[derive(Debug)]
enum Failure {
    Usage(String),
    Config(PathBuf, String),
    Runtime(String),
}

/// The whole life of a server, from its arguments to its exit code.
pub fn run(service: &'static Service) -> ExitCode {
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    match serve(service, &arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let (message, code) = match failure {
                Failure::Usage(message) => (message, 64),
                Failure::Config(path, message) => (format!("{}: {message}", path.display()), 78),
                Failure::Runtime(message) => (message, 1),
            };
            eprintln!("{}-server: {message}", service.name);
            ExitCode::from(code)
        }
    }
}

/// Accepts a configuration as the server would, without starting it.
///
/// # Errors
/// Says what is wrong with it.
pub fn check(service: &'static Service, text: &str) -> Result<(), String> {
    Config::parse(service, text).map(|_| ())
}

fn serve(service: &'static Service, arguments: &[OsString]) -> Result<(), Failure> {
    let usage = || Failure::Usage(format!("usage: {}-server --config FILE", service.name));
    let path = match arguments {
        [flag] if flag == "--version" => {
            println!(
                "{}-server {} (stub)",
                service.name,
                env!("CARGO_PKG_VERSION")
            );
            return Ok(());
        }
        [flag, path] if flag == "--config" => Path::new(path),
        _ => return Err(usage()),
    };

    let refuse = |message: String| Failure::Config(path.to_owned(), message);
    let text = fs::read_to_string(path).map_err(|error| refuse(error.to_string()))?;
    let mut config = Config::parse(service, &text).map_err(refuse)?;
    config.prepare_data().map_err(Failure::Runtime)?;

    signal::catch_termination();
    let config = Arc::new(config);
    let bound = listen::bind_all(&config).map_err(Failure::Runtime)?;
    println!("{} answers on {}", service.name, bound.describe());
    bound.serve(&config);

    signal::wait_for_termination();
    println!("{} stops", service.name);
    Ok(())
}
