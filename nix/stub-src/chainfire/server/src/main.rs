//! chainfire, distributed key-value store, as a stub.

use std::process::ExitCode;

use plasmacloud_stub::{run, Service, API, GOSSIP, RAFT};

const SERVICE: Service = Service {
    name: "chainfire",
    ports: &[API, RAFT, GOSSIP],
    needs: &[],
    cluster: true,
};

fn main() -> ExitCode {
    run(&SERVICE)
}

#[cfg(test)]
mod tests {
    use plasmacloud_stub::check;

    use super::SERVICE;

    const CONFIG: &str = r#"
listen_address = "127.0.0.1"
data_dir = "/var/lib/chainfire"
port = 2379
raft_port = 2380
gossip_port = 2381

[cluster]
node_id = 1
peers = []
"#;

    #[test]
    fn its_configuration_is_accepted() {
        assert_eq!(check(&SERVICE, CONFIG), Ok(()));
    }

    #[test]
    fn a_member_knows_its_cluster() {
        let text = CONFIG.replace("[cluster]", "[other]");
        assert_eq!(check(&SERVICE, &text), Err("cluster is missing".to_owned()));
    }
}
