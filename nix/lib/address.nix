# Addresses as the modules and the servers write them: HOST:PORT, with brackets around IPv6.
{ lib }:
let
  inherit (lib) types;

  name = "[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?[.]?";
  ipv6 = "\\[[0-9A-Fa-f:.]+(%[A-Za-z0-9_.-]+)?]";
  port = "(6553[0-5]|655[0-2][0-9]|65[0-4][0-9][0-9]|6[0-4][0-9][0-9][0-9]|[1-5][0-9][0-9][0-9][0-9]|[1-9][0-9]?[0-9]?[0-9]?)";

  wildcards = [
    "0.0.0.0"
    "::"
  ];
in
rec {
  # What a listener is bound to.
  host = types.strMatching "[A-Za-z0-9_.:%-]+" // {
    description = "IP address or host name, without brackets and port";
  };

  # One place to connect to.
  endpoint = types.strMatching "(${name}|${ipv6}):${port}" // {
    description = "endpoint (HOST:PORT or [IPv6]:PORT)";
  };

  # One place, or several that are tried in order.
  endpoints = types.either endpoint (types.nonEmptyListOf endpoint);

  # The address to reach a listener by from the host it runs on.
  reachable = listenAddress: if lib.elem listenAddress wildcards then "127.0.0.1" else listenAddress;

  join = host: port: "${if lib.hasInfix ":" host then "[${host}]" else host}:${toString port}";

  # Where a service that runs on this host answers.
  ofLocal = service: join (reachable service.listenAddress) service.port;
}
