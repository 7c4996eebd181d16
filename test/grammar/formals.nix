# SYNTAX TEST "source.nix" "formals over several lines, in both comma styles"
args@{
# <- variable.parameter.function.nix
#   ^ punctuation.definition.function.at.nix
  lib,
# ^^^ variable.parameter.function.nix
  pkgs ? import <nixpkgs> { },
# ^^^^ variable.parameter.function.nix
#        ^^^^^^ support.function.builtin.nix
#               ^^^^^^^^^ string.unquoted.path.search.nix
  ...
# ^^^ keyword.operator.ellipsis.nix
}:
({ a
, b ? { c = 1; }
# ^ variable.parameter.function.nix
#       ^ variable.other.property.nix
}: x: y: x b)
#  ^ variable.parameter.function.nix
#   ^ punctuation.definition.function.nix
#     ^ variable.parameter.function.nix
#        ^ variable.other.nix
