# What goes into a service's configuration file.
{
  lib,
  config,
  name,
  service,
}:
let
  cfg = config.services.${name};
  address = import ./address.nix { inherit lib; };
  needs = import ./needs.nix {
    inherit
      lib
      config
      name
      service
      ;
  };

  at = option: lib.setAttrByPath service.keys.${option};

  endpoint =
    need:
    if needs.isLocal need then
      address.ofLocal config.services.${need}
    else
      cfg.settings.endpoints.${need};

  withoutNulls = lib.filterAttrsRecursive (_: value: value != null);
in
{
  # What the service's own options say, in the words of its file. These are definitions of
  # `settings`, so that a different value there is a conflict and not silently lost.
  definitions = [
    (at "listenAddress" cfg.listenAddress)
    (at "dataDir" (toString cfg.dataDir))
  ]
  ++ lib.mapAttrsToList (option: _: at option cfg.${option}) service.ports;

  # The whole file.
  final = withoutNulls (
    lib.foldl' lib.recursiveUpdate
      (lib.removeAttrs cfg.settings [
        "endpoints"
        "cluster"
      ])
      (
        lib.optional (service.needs != [ ]) (at "endpoints" (lib.genAttrs service.needs endpoint))
        ++ lib.optionals service.cluster [
          (at "nodeId" cfg.settings.cluster.nodeId)
          (at "peers" cfg.settings.cluster.peers)
        ]
      )
  );
}
