# The addresses of the three hosts. The documentation prefix 192.0.2.0/24 stands for your network.
{ config, ... }:
let
  # CHANGE: addresses of your network.
  addresses = {
    node1 = "192.0.2.11";
    node2 = "192.0.2.12";
    node3 = "192.0.2.13";
  };
in
{
  networking = {
    useDHCP = false;
    # CHANGE: the interface as `ip link` names it.
    interfaces.enp1s0.ipv4.addresses = [
      {
        address = addresses.${config.networking.hostName};
        prefixLength = 24;
      }
    ];
    defaultGateway = "192.0.2.1";
    nameservers = [
      "9.9.9.9"
      "149.112.112.112"
    ];

    # The hosts find each other by name without a DNS server.
    hosts = {
      ${addresses.node1} = [ "node1" ];
      ${addresses.node2} = [ "node2" ];
      ${addresses.node3} = [ "node3" ];
    };
  };
}
