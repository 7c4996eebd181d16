# How a service's needs are met on a host: by the service next door, by an endpoint, or not at all.
{
  lib,
  config,
  name,
  service,
}:
let
  cfg = config.services.${name};
  registry = import ../services.nix;

  isEnabledHere = need: config.services.${need}.enable;
  hasEndpoint = need: cfg.settings.endpoints.${need} != null;
  example = need: "HOST:${toString registry.services.${need}.ports.port.default}";
in
rec {
  # The endpoint that is set wins, so only a need without one is met by this host's own service.
  isLocal = need: isEnabledHere need && !hasEndpoint need;

  localUnits = map (need: "${need}.service") (lib.filter isLocal service.needs);

  assertions = map (need: {
    assertion = isEnabledHere need || hasEndpoint need;
    message = "services.${name} needs ${need}. Enable it on this host with `services.${need}.enable = true;`, or say where it runs with `services.${name}.settings.endpoints.${need} = \"${example need}\";`.";
  }) service.needs;
}
