//! iam, identity and access management, as a stub.

use std::process::ExitCode;

use plasmacloud_stub::{run, Service, API};

const SERVICE: Service = Service {
    name: "iam",
    ports: &[API],
    needs: &["flaredb"],
    cluster: false,
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
data_dir = "/var/lib/iam"
port = 3000

[endpoints]
flaredb = "127.0.0.1:2479"
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
