//! The API port: enough HTTP for a health check.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::config::Config;

/// No request that is answered here needs more than this.
const REQUEST_BYTES: u64 = 8192;
const PATIENCE: Duration = Duration::from_millis(500);

/// Reads one request, answers it, and leaves the rest to the client.
pub fn answer(config: &Config, mut stream: TcpStream) -> std::io::Result<()> {
    let mut lines = BufReader::new((&stream).take(REQUEST_BYTES)).lines();
    let Some(request) = lines.next().transpose()? else {
        // Somebody only looked whether the port is open.
        return Ok(());
    };
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let (status, body) = respond(config, &request);
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len(),
    )
}

fn respond(config: &Config, request: &str) -> (&'static str, String) {
    let mut words = request.split(' ');
    match (words.next(), words.next()) {
        (Some("GET"), Some("/health")) => ("200 OK", health(config)),
        (Some("GET"), Some("/status")) => ("200 OK", status(config)),
        (Some("GET"), Some(_)) => ("404 Not Found", r#"{"error":"not found"}"#.to_owned()),
        (Some(_), Some(_)) => (
            "405 Method Not Allowed",
            r#"{"error":"method not allowed"}"#.to_owned(),
        ),
        _ => ("400 Bad Request", r#"{"error":"bad request"}"#.to_owned()),
    }
}

fn health(config: &Config) -> String {
    format!(r#"{{"service":"{}","status":"ok"}}"#, config.service.name)
}

/// Which needs and members can be reached just now.
fn status(config: &Config) -> String {
    let needs: Vec<String> = config
        .endpoints
        .iter()
        .map(|(need, addresses)| {
            let is_up = addresses
                .iter()
                .any(|address| address.connect(PATIENCE).is_some());
            format!(r#""{need}":{is_up}"#)
        })
        .collect();
    let members: Vec<String> = config
        .cluster
        .iter()
        .flat_map(|cluster| &cluster.peers)
        .map(|peer| {
            let is_up = peer.answers(config.service.name, PATIENCE);
            format!(r#""{}":{is_up}"#, peer.id)
        })
        .collect();
    format!(
        r#"{{"service":"{}","needs":{{{}}},"members":{{{}}}}}"#,
        config.service.name,
        needs.join(","),
        members.join(","),
    )
}
