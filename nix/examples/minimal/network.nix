# The address of this host. The documentation prefix 192.0.2.0/24 stands for your network.
{
  networking = {
    useDHCP = false;
    # CHANGE: the interface as `ip link` names it, and an address of your network.
    interfaces.enp1s0.ipv4.addresses = [
      {
        address = "192.0.2.20";
        prefixLength = 24;
      }
    ];
    defaultGateway = "192.0.2.1";
    nameservers = [
      "9.9.9.9"
      "149.112.112.112"
    ];
  };
}
