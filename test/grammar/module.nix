# SYNTAX TEST "source.nix" "a module: formals, bindings, attribute paths, inherit"
{ config, lib, pkgs ? null, ... }@args:
# <- punctuation.section.braces.begin.nix
# ^^^^^^ variable.parameter.function.nix
#       ^ punctuation.separator.parameter.nix
#         ^^^ variable.parameter.function.nix
#              ^^^^ variable.parameter.function.nix
#                   ^ keyword.operator.default.nix
#                     ^^^^ constant.language.null.nix
#                           ^^^ keyword.operator.ellipsis.nix
#                                ^ punctuation.definition.function.at.nix
#                                 ^^^^ variable.parameter.function.nix
#                                     ^ punctuation.definition.function.nix
let
# <- keyword.other.let.nix
  cfg = config.services.iam;
# ^^^ variable.other.property.nix
#     ^ keyword.operator.assignment.nix
#       ^^^^^^ variable.other.nix
#             ^ punctuation.accessor.nix
#              ^^^^^^^^ variable.other.property.nix
#                          ^ punctuation.terminator.nix
  inherit (lib) mkIf mkOption;
# ^^^^^^^ keyword.other.inherit.nix
#          ^^^ variable.other.nix
#               ^^^^ variable.other.property.nix
in
# <- keyword.other.in.nix
{
  imports = [ ./hardware.nix ../common <nixpkgs/nixos> ];
# ^^^^^^^ variable.other.property.nix
#             ^^^^^^^^^^^^^^ string.unquoted.path.nix
#                            ^^^^^^^^^ string.unquoted.path.nix
#                                      ^^^^^^^^^^^^^^^ string.unquoted.path.search.nix
  services.chainfire.settings."a b".${name}.port = 2379;
# ^^^^^^^^ variable.other.property.nix
#         ^ punctuation.accessor.nix
#                             ^^^^^ string.quoted.double.nix
#                                   ^^ punctuation.section.embedded.begin.nix
#                                     ^^^^ meta.embedded.expression.nix variable.other.nix
#                                                  ^^^^ constant.numeric.integer.nix
  services.iam = { enable = true; };
#                  ^^^^^^ variable.other.property.nix
#                           ^^^^ constant.language.true.nix
  inherit pkgs args;
#         ^^^^ variable.other.property.nix
  environment.systemPackages = with pkgs; [ hello ];
#                              ^^^^ keyword.other.with.nix
#                                           ^^^^^ variable.other.nix
  networking.hostName = "node1";
# ^^^^^^^^^^ variable.other.property.nix
}
