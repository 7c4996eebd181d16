//! Membership of a cluster. It is taken from the configuration once: a member that has started
//! before has it on disk, and reads it there.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use crate::address::Address;

pub struct Cluster {
    pub node_id: u64,
    pub peers: Vec<Peer>,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Peer {
    pub id: u64,
    pub address: Address,
}

impl Cluster {
    /// # Errors
    /// Says that the file of members cannot be read, or written.
    pub fn load_or_store(&mut self, data_dir: &Path) -> Result<(), String> {
        let file = data_dir.join("members");
        let failed = |reason: String| format!("{}: {reason}", file.display());
        if file.exists() {
            let text = fs::read_to_string(&file).map_err(|error| failed(error.to_string()))?;
            self.peers = text
                .lines()
                .map(read_line)
                .collect::<Result<_, _>>()
                .map_err(failed)?;
            return Ok(());
        }
        let text: String = self.peers.iter().map(write_line).collect();
        fs::write(&file, text).map_err(|error| failed(error.to_string()))
    }
}

impl Peer {
    /// Whether this peer answers on its Raft port, and says that it is who we think.
    pub fn answers(&self, service: &str, patience: Duration) -> bool {
        let Some(mut stream) = self.address.connect(patience) else {
            return false;
        };
        let mut answer = String::new();
        stream.set_read_timeout(Some(patience)).is_ok()
            && stream.read_to_string(&mut answer).is_ok()
            && answer == hello(service, Some(self.id))
    }
}

/// What a member says on its Raft and gossip ports.
pub fn hello(service: &str, node_id: Option<u64>) -> String {
    match node_id {
        Some(id) => format!("{service} {id}\n"),
        None => format!("{service}\n"),
    }
}

fn write_line(peer: &Peer) -> String {
    format!("{} {}\n", peer.id, peer.address)
}

fn read_line(line: &str) -> Result<Peer, String> {
    let malformed = || format!("`{line}` is not a member");
    let (id, address) = line.split_once(' ').ok_or_else(malformed)?;
    Ok(Peer {
        id: id.parse().map_err(|_| malformed())?,
        address: Address::parse(address)?,
    })
}

#[cfg(test)]
mod tests {
    use std::{env, fs, process};

    use super::{Cluster, Peer};
    use crate::address::Address;

    fn cluster(addresses: &[&str]) -> Cluster {
        let peer = |(index, text): (usize, &&str)| Peer {
            id: index as u64 + 1,
            address: Address::parse(text).unwrap(),
        };
        Cluster {
            node_id: 1,
            peers: addresses.iter().enumerate().map(peer).collect(),
        }
    }

    #[test]
    fn the_first_start_decides() {
        let folder = env::temp_dir().join(format!("plasmacloud-stub-{}", process::id()));
        fs::create_dir_all(&folder).unwrap();
        let mut first = cluster(&["a:1", "[::1]:2"]);
        first.load_or_store(&folder).unwrap();
        let mut second = cluster(&["c:3"]);
        second.load_or_store(&folder).unwrap();
        assert_eq!(second.peers, first.peers);
        fs::write(folder.join("members"), "nonsense").unwrap();
        let refusal = cluster(&[]).load_or_store(&folder).unwrap_err();
        assert!(
            refusal.ends_with("members: `nonsense` is not a member"),
            "{refusal}"
        );
        fs::remove_dir_all(&folder).unwrap();
    }
}
