# The registry: everything this repository assumes about PlasmaCloud's services, as plain data.
#
# The servers' own sources are not here, so their flags, file keys and ports are assumptions until
# they are compared with the real ones. Modules, packages, tests, templates and documentation read
# them from this file and repeat none of them; a wrong assumption is put right here and nowhere else.
#
# Each service has
#   description  one line, used in option documentation, units and package metadata
#   ports        option name → { default; protocols; purpose; }; `port` is the API
#   needs        services it cannot work without
#   cluster      whether it is a Raft group with members (`settings.cluster`)
#   binary       the server's executable and the crate it is built from, in the package `NAME-server`
#   args         its arguments; `@config@` stands for the configuration file
#   keys         option name → where its value stands in the configuration file
#   sources      folders of the platform's sources that its workspace is built from, its own first
#   hardening    maxExposure: the bound for `systemd-analyze security`;
#                exceptions: what the sandbox has to allow, each with its reason
let
  api = default: {
    inherit default;
    protocols = [ "tcp" ];
    purpose = "the API and the health check";
  };

  raft = default: {
    inherit default;
    protocols = [ "tcp" ];
    purpose = "Raft consensus between members";
  };

  gossip = default: {
    inherit default;
    protocols = [
      "tcp"
      "udp"
    ];
    purpose = "gossip between members";
  };

  args = [
    "--config"
    "@config@"
  ];

  keys = {
    listenAddress = [ "listen_address" ];
    port = [ "port" ];
    dataDir = [ "data_dir" ];
    endpoints = [ "endpoints" ];
  };

  clusterKeys = keys // {
    raftPort = [ "raft_port" ];
    gossipPort = [ "gossip_port" ];
    nodeId = [
      "cluster"
      "node_id"
    ];
    peers = [
      "cluster"
      "peers"
    ];
  };

  ordinary = {
    maxExposure = 3.0;
    exceptions = [ ];
  };
in
{
  # Where users get this flake from. Templates, fixes and documentation take it from here.
  flakeUrl = "github:yourorg/plasmacloud?dir=nix";

  homepage = "https://github.com/yourorg/plasmacloud";

  # What the packages are built and checked for.
  systems = [
    "x86_64-linux"
    "aarch64-linux"
  ];

  # Folders that every workspace may use. Sources that do not have them are built without.
  sharedSources = [ "stub" ];

  # What a service answers to `GET` on its API port while it is well.
  health = {
    path = "/health";
    status = 200;
    answer = ''{"service":"@name@","status":"ok"}'';
  };

  services = {
    chainfire = {
      description = "distributed key-value store with Raft consensus and gossip";
      ports = {
        port = api 2379;
        raftPort = raft 2380;
        gossipPort = gossip 2381;
      };
      needs = [ ];
      cluster = true;
      binary = "chainfire-server";
      inherit args;
      keys = clusterKeys;
      sources = [ "chainfire" ];
      hardening = ordinary;
    };

    flaredb = {
      description = "distributed time-series database with Raft consensus";
      ports = {
        port = api 2479;
        raftPort = raft 2480;
        gossipPort = gossip 2481;
      };
      needs = [ "chainfire" ];
      cluster = true;
      binary = "flaredb-server";
      inherit args;
      keys = clusterKeys;
      sources = [
        "flaredb"
        "chainfire"
      ];
      hardening = ordinary;
    };

    iam = {
      description = "identity and access management with roles and tenants";
      ports.port = api 3000;
      needs = [ "flaredb" ];
      cluster = false;
      binary = "iam-server";
      inherit args keys;
      sources = [
        "iam"
        "flaredb"
        "chainfire"
      ];
      hardening = ordinary;
    };

    plasmavmc = {
      description = "virtual machine control plane";
      ports.port = api 4000;
      needs = [
        "iam"
        "flaredb"
      ];
      cluster = false;
      binary = "plasmavmc-server";
      inherit args keys;
      sources = [
        "plasmavmc"
        "iam"
        "flaredb"
        "chainfire"
      ];
      hardening = {
        maxExposure = 3.0;
        exceptions = [
          {
            reason = "virtual machines run on the host's KVM device";
            groups = [ "kvm" ];
            serviceConfig = {
              PrivateDevices = false;
              DeviceAllow = [ "/dev/kvm rw" ];
            };
          }
          {
            reason = "QEMU is started as a child and translates guest code at run time";
            packages = [ "qemu_kvm" ];
            serviceConfig.MemoryDenyWriteExecute = false;
          }
        ];
      };
    };

    novanet = {
      description = "software-defined network on OVN";
      ports.port = api 5000;
      needs = [
        "iam"
        "flaredb"
      ];
      cluster = false;
      binary = "novanet-server";
      inherit args keys;
      sources = [
        "novanet"
        "iam"
        "flaredb"
        "chainfire"
      ];
      hardening = {
        maxExposure = 3.0;
        exceptions = [
          {
            reason = "links, bridges and routes of the host are changed over netlink";
            capabilities = [ "CAP_NET_ADMIN" ];
            addressFamilies = [ "AF_NETLINK" ];
          }
          {
            reason = "Open vSwitch is driven through its sockets, and may start later";
            after = [
              "ovsdb.service"
              "ovs-vswitchd.service"
            ];
            serviceConfig.ReadWritePaths = [ "-/run/openvswitch" ];
          }
        ];
      };
    };

    flashdns = {
      description = "DNS server with pattern-based reverse DNS";
      ports = {
        port = api 6000;
        dnsPort = {
          default = 53;
          protocols = [
            "tcp"
            "udp"
          ];
          purpose = "DNS queries";
        };
      };
      needs = [
        "iam"
        "flaredb"
      ];
      cluster = false;
      binary = "flashdns-server";
      inherit args;
      keys = keys // {
        dnsPort = [ "dns_port" ];
      };
      sources = [
        "flashdns"
        "iam"
        "flaredb"
        "chainfire"
      ];
      hardening = ordinary;
    };

    fiberlb = {
      description = "load balancer for layers 4 and 7";
      ports.port = api 7000;
      needs = [
        "iam"
        "flaredb"
      ];
      cluster = false;
      binary = "fiberlb-server";
      inherit args keys;
      sources = [
        "fiberlb"
        "iam"
        "flaredb"
        "chainfire"
      ];
      hardening = {
        maxExposure = 3.0;
        exceptions = [
          {
            reason = "frontends on ports below 1024 are made at run time";
            capabilities = [ "CAP_NET_BIND_SERVICE" ];
          }
        ];
      };
    };

    lightningstor = {
      description = "block and object storage";
      ports.port = api 8000;
      needs = [
        "iam"
        "flaredb"
      ];
      cluster = false;
      binary = "lightningstor-server";
      inherit args keys;
      sources = [
        "lightningstor"
        "iam"
        "flaredb"
        "chainfire"
      ];
      hardening = ordinary;
    };
  };
}
