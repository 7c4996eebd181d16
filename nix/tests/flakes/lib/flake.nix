# The few functions of nixpkgs' `lib` that ../../../flake.nix and the packages use, written for their
# uses alone, so that the flake can be evaluated where not even `lib` is at hand. There is no module
# system here: hosts have their lists of modules, and no configuration.
{
  outputs = _: {
    lib = rec {
      inherit (builtins)
        attrNames
        attrValues
        concatStringsSep
        elem
        filter
        foldl'
        head
        listToAttrs
        mapAttrs
        removeAttrs
        ;

      nameValuePair = name: value: { inherit name value; };
      genAttrs = names: make: listToAttrs (map (name: nameValuePair name (make name)) names);
      mapAttrsToList = make: set: map (name: make name set.${name}) (attrNames set);
      mapAttrs' = make: set: listToAttrs (mapAttrsToList make set);
      optionalAttrs = condition: set: if condition then set else { };
      concatStrings = concatStringsSep "";
      splitString = separator: text: filter builtins.isString (builtins.split separator text);
      removePrefix =
        prefix: text:
        let
          length = builtins.stringLength prefix;
        in
        if builtins.substring 0 length text == prefix then builtins.substring length (-1) text else text;

      callPackageWith =
        pkgs: file: given:
        let
          make = import file;
        in
        make (builtins.intersectAttrs (builtins.functionArgs make) pkgs // given);
      makeExtensible =
        make:
        let
          self = make self // {
            extend = overlay: makeExtensible (final: make final // overlay final (make final));
          };
        in
        self;

      cleanSource = path: path;
      getExe' = package: program: "${package}/bin/${program}";
      importTOML = path: builtins.fromTOML (builtins.readFile path);
      licenses.asl20.spdxId = "Apache-2.0";
    };
  };
}
