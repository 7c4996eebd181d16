//! A service's configuration, checked: whatever gets past `parse` can be served.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use crate::address::Address;
use crate::cluster::{Cluster, Peer};
use crate::toml::{self, Table, Value};
use crate::{Port, Service};

pub struct Config {
    pub service: &'static Service,
    pub listen_address: String,
    pub ports: Vec<(&'static Port, u16)>,
    pub data_dir: PathBuf,
    /// Where each need answers, in the order to try.
    pub endpoints: BTreeMap<&'static str, Vec<Address>>,
    pub cluster: Option<Cluster>,
}

impl Config {
    /// Keys that are not known here are left alone: the real servers have more of them.
    ///
    /// # Errors
    /// Says what is wrong, with the key it is wrong about.
    pub fn parse(service: &'static Service, text: &str) -> Result<Self, String> {
        let table = toml::parse(text)?;
        Ok(Self {
            service,
            listen_address: string(&table, "listen_address")?.to_owned(),
            ports: ports(service, &table)?,
            data_dir: data_dir(&table)?,
            endpoints: endpoints(service, &table)?,
            cluster: if service.cluster {
                Some(cluster(&table)?)
            } else {
                None
            },
        })
    }

    /// Makes the data folder, and takes the membership from it where a member has started before.
    ///
    /// # Errors
    /// Says which file or folder cannot be used.
    pub fn prepare_data(&mut self) -> Result<(), String> {
        fs::create_dir_all(&self.data_dir)
            .map_err(|error| format!("data_dir {}: {error}", self.data_dir.display()))?;
        match &mut self.cluster {
            Some(cluster) => cluster.load_or_store(&self.data_dir),
            None => {
                let file = self.data_dir.join("service");
                fs::write(&file, format!("{}\n", self.service.name))
                    .map_err(|error| format!("{}: {error}", file.display()))
            }
        }
    }
}

fn ports(service: &'static Service, table: &Table) -> Result<Vec<(&'static Port, u16)>, String> {
    let mut taken = BTreeMap::new();
    let mut ports = Vec::new();
    for port in service.ports {
        let number = integer(table, port.key)?;
        let number = u16::try_from(number)
            .ok()
            .filter(|number| *number > 0)
            .ok_or_else(|| format!("{} is {number}, not a port", port.key))?;
        for transport in port.transports {
            if let Some(other) = taken.insert((number, *transport), port.key) {
                return Err(format!("{other} and {} are both {number}", port.key));
            }
        }
        ports.push((port, number));
    }
    Ok(ports)
}

fn data_dir(table: &Table) -> Result<PathBuf, String> {
    let path = PathBuf::from(string(table, "data_dir")?);
    if path.is_absolute() {
        Ok(path)
    } else {
        Err(format!(
            "data_dir is {}, not an absolute path",
            path.display()
        ))
    }
}

fn endpoints(
    service: &'static Service,
    table: &Table,
) -> Result<BTreeMap<&'static str, Vec<Address>>, String> {
    let empty = Table::new();
    let given = match table.get("endpoints") {
        None => &empty,
        Some(value) => as_table("endpoints", value)?,
    };
    if let Some(unknown) = given
        .keys()
        .find(|key| !service.needs.contains(&key.as_str()))
    {
        return Err(format!(
            "endpoints.{unknown}: {} does not need {unknown}",
            service.name
        ));
    }
    let mut endpoints = BTreeMap::new();
    for need in service.needs {
        let key = format!("endpoints.{need}");
        let value = given
            .get(*need)
            .ok_or_else(|| format!("{key} is missing"))?;
        endpoints.insert(*need, addresses(&key, value)?);
    }
    Ok(endpoints)
}

fn addresses(key: &str, value: &Value) -> Result<Vec<Address>, String> {
    let address = |value: &Value| match value {
        Value::String(text) => Address::parse(text).map_err(|reason| format!("{key}: {reason}")),
        other => Err(format!("{key} is {}, not an address", other.kind())),
    };
    match value {
        Value::Array(items) if items.is_empty() => Err(format!("{key} is empty")),
        Value::Array(items) => items.iter().map(address).collect(),
        single => Ok(vec![address(single)?]),
    }
}

fn cluster(table: &Table) -> Result<Cluster, String> {
    let cluster = as_table("cluster", lookup(table, "cluster")?)?;
    let node_id = positive("cluster.node_id", lookup(cluster, "node_id")?)?;
    let items = match cluster.get("peers") {
        None => &[][..],
        Some(Value::Array(items)) => items,
        Some(other) => return Err(format!("cluster.peers is {}, not an array", other.kind())),
    };
    let mut peers = Vec::new();
    let mut ids = BTreeSet::new();
    for item in items {
        let peer = as_table("cluster.peers", item)?;
        let id = positive("cluster.peers.id", lookup(peer, "id")?)?;
        let address = Address::parse(string(peer, "address")?)
            .map_err(|reason| format!("cluster.peers: {reason}"))?;
        if !ids.insert(id) {
            return Err(format!("cluster.peers lists the id {id} more than once"));
        }
        peers.push(Peer { id, address });
    }
    if !peers.is_empty() && !ids.contains(&node_id) {
        return Err(format!(
            "cluster.peers does not list this member, {node_id}"
        ));
    }
    Ok(Cluster { node_id, peers })
}

fn lookup<'table>(table: &'table Table, key: &str) -> Result<&'table Value, String> {
    table.get(key).ok_or_else(|| format!("{key} is missing"))
}

fn string<'table>(table: &'table Table, key: &str) -> Result<&'table str, String> {
    match lookup(table, key)? {
        Value::String(text) if !text.is_empty() => Ok(text),
        Value::String(_) => Err(format!("{key} is empty")),
        other => Err(format!("{key} is {}, not a string", other.kind())),
    }
}

fn integer(table: &Table, key: &str) -> Result<i64, String> {
    match lookup(table, key)? {
        Value::Integer(number) => Ok(*number),
        other => Err(format!("{key} is {}, not an integer", other.kind())),
    }
}

fn positive(key: &str, value: &Value) -> Result<u64, String> {
    match value {
        Value::Integer(number) if *number > 0 => Ok(number.unsigned_abs()),
        _ => Err(format!("{key} is not a positive integer")),
    }
}

fn as_table<'value>(key: &str, value: &'value Value) -> Result<&'value Table, String> {
    match value {
        Value::Table(table) => Ok(table),
        other => Err(format!("{key} is {}, not a table", other.kind())),
    }
}

#[cfg(test)]
mod tests;
