# The two clusters that every host is a member of. A host adds its `nodeId`.
let
  membersAt = port: [
    {
      id = 1;
      address = "node1:${toString port}";
    }
    {
      id = 2;
      address = "node2:${toString port}";
    }
    {
      id = 3;
      address = "node3:${toString port}";
    }
  ];
in
{
  services = {
    chainfire = {
      enable = true;
      openFirewall = true;
      settings.cluster.peers = membersAt 2380;
    };
    flaredb = {
      enable = true;
      openFirewall = true;
      settings.cluster.peers = membersAt 2480;
    };
  };
}
