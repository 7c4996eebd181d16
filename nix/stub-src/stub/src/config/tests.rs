use super::Config;
use crate::{Service, API, GOSSIP, RAFT};

const STORE: Service = Service {
    name: "store",
    ports: &[API, RAFT, GOSSIP],
    needs: &["iam"],
    cluster: true,
};

const GOOD: &str = r#"
    listen_address = "0.0.0.0"
    data_dir = "/var/lib/store"
    port = 1
    raft_port = 2
    gossip_port = 3
    log_level = "info"
    endpoints = { iam = [ "node1:3000", "[::1]:3000" ] }
    cluster = { node_id = 2, peers = [ { id = 1, address = "a:2" }, { id = 2, address = "b:2" } ] }
"#;

fn refusal(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from), "{from}");
    match Config::parse(&STORE, &GOOD.replace(from, to)) {
        Ok(_) => panic!("accepted {to}"),
        Err(message) => message,
    }
}

#[test]
fn good() {
    let config = Config::parse(&STORE, GOOD)
        .map_err(|message| panic!("{message}"))
        .unwrap();
    let numbers: Vec<u16> = config.ports.iter().map(|(_, number)| *number).collect();
    assert_eq!(numbers, [1, 2, 3]);
    assert_eq!(config.endpoints["iam"].len(), 2);
    let cluster = config.cluster.unwrap();
    assert_eq!((cluster.node_id, cluster.peers.len()), (2, 2));
}

#[test]
fn a_single_endpoint_needs_no_list() {
    let text = GOOD.replace("[ \"node1:3000\", \"[::1]:3000\" ]", "\"node1:3000\"");
    assert_eq!(
        Config::parse(&STORE, &text).ok().unwrap().endpoints["iam"].len(),
        1
    );
}

#[test]
fn what_is_refused() {
    for (from, to, message) in [
        (
            "listen_address = \"0.0.0.0\"",
            "",
            "listen_address is missing",
        ),
        (
            "\"0.0.0.0\"",
            "1",
            "listen_address is an integer, not a string",
        ),
        (
            "\"/var/lib/store\"",
            "\"store\"",
            "data_dir is store, not an absolute path",
        ),
        ("port = 1\n", "port = 0\n", "port is 0, not a port"),
        ("port = 1\n", "port = 70000\n", "port is 70000, not a port"),
        (
            "port = 1\n",
            "port = \"1\"\n",
            "port is a string, not an integer",
        ),
        (
            "raft_port = 2",
            "raft_port = 1",
            "port and raft_port are both 1",
        ),
        (
            "iam = [ \"node1:3000\", \"[::1]:3000\" ]",
            "",
            "endpoints.iam is missing",
        ),
        (
            "iam = [",
            "iam = [], mai = [",
            "endpoints.mai: store does not need mai",
        ),
        (
            "[ \"node1:3000\", \"[::1]:3000\" ]",
            "[]",
            "endpoints.iam is empty",
        ),
        (
            "node1:3000",
            "node1",
            "endpoints.iam: `node1` is not HOST:PORT or [IPv6]:PORT",
        ),
        (
            "node_id = 2",
            "node_id = 0",
            "cluster.node_id is not a positive integer",
        ),
        (
            "node_id = 2",
            "node_id = 3",
            "cluster.peers does not list this member, 3",
        ),
        (
            "id = 1,",
            "id = 2,",
            "cluster.peers lists the id 2 more than once",
        ),
    ] {
        assert_eq!(refusal(from, to), message, "{to}");
    }
}
