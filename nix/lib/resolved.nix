# systemd-resolved answers on port 53 of the loopback, where a DNS server on all addresses wants to
# be. Turns that listener off by whichever option this nixpkgs declares.
# Returns definitions for `services.resolved`.
{ options }:
if options.services.resolved ? settings then
  { settings.Resolve.DNSStubListener = false; }
else
  { extraConfig = "DNSStubListener=no"; }
