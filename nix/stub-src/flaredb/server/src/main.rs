//! flaredb, distributed time-series database, as a stub.

use std::process::ExitCode;

use plasmacloud_stub::{run, Service, API, GOSSIP, RAFT};

const SERVICE: Service = Service {
    name: "flaredb",
    ports: &[API, RAFT, GOSSIP],
    needs: &["chainfire"],
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
data_dir = "/var/lib/flaredb"
port = 2479
raft_port = 2480
gossip_port = 2481

[endpoints]
chainfire = "127.0.0.1:2379"

[cluster]
node_id = 1
peers = []
"#;

    #[test]
    fn its_configuration_is_accepted() {
        assert_eq!(check(&SERVICE, CONFIG), Ok(()));
    }

    #[test]
    fn every_need_has_an_endpoint() {
        for need in SERVICE.needs {
            let text = CONFIG.replace(&format!("{need} = "), "# ");
            assert_eq!(
                check(&SERVICE, &text),
                Err(format!("endpoints.{need} is missing"))
            );
        }
    }
}
