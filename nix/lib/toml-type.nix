# What a TOML file can hold, as an option type made of `lib.types` alone, so that options evaluate
# where there is no `pkgs`. TOML has no null: a key that is not wanted is left out.
{ lib }:
let
  inherit (lib) types;

  value =
    types.oneOf [
      types.bool
      types.int
      types.float
      types.str
      types.path
      (types.listOf value)
      (types.attrsOf value)
    ]
    // {
      description = "TOML value";
    };
in
types.attrsOf value // { description = "TOML table"; }
