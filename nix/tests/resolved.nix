# systemd-resolved leaves port 53 to flashdns, by whichever option this nixpkgs has for it.
{ lib, pkgs }:
let
  inherit (import ./support/host.nix { inherit lib pkgs; }) configOf;

  definitions = options: import ../lib/resolved.nix { inherit options; };

  settingsOf =
    flashdns:
    (configOf {
      services = {
        resolved.enable = true;
        flashdns = {
          enable = true;
        }
        // flashdns;
      };
    }).services.resolved.settings;
in
{
  testStubListenerIsTurnedOff = {
    expr = settingsOf { };
    expected.Resolve.DNSStubListener = false;
  };

  testAnotherPortLeavesItAlone = {
    expr = settingsOf { dnsPort = 1053; };
    expected = { };
  };

  testDisabledLeavesItAlone = {
    expr = settingsOf { enable = false; };
    expected = { };
  };

  testWithoutResolvedNothingIsDefined = {
    expr = (configOf { services.flashdns.enable = true; }).services.resolved.settings;
    expected = { };
  };

  testNixpkgsWithSettings = {
    expr = definitions { services.resolved.settings = { }; };
    expected.settings.Resolve.DNSStubListener = false;
  };

  testNixpkgsWithExtraConfig = {
    expr = definitions { services.resolved.extraConfig = { }; };
    expected.extraConfig = "DNSStubListener=no";
  };
}
