# A value → the text of a TOML file that holds it. One line for each key of the top level: everything
# below is written inline. JSON's strings and numbers are TOML's.
{ lib }:
let
  inline =
    value:
    if lib.isAttrs value then
      "{ ${lib.concatStringsSep ", " (pairs value)} }"
    else if lib.isList value then
      "[ ${lib.concatMapStringsSep ", " inline value} ]"
    else
      builtins.toJSON value;

  pairs = lib.mapAttrsToList (key: value: "${builtins.toJSON key} = ${inline value}");
in
value: lib.concatMapStrings (line: line + "\n") (pairs value)
