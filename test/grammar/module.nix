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
# ^^^ entity.other.attribute-name.nix
#     ^ keyword.operator.assignment.nix
#       ^^^^^^ variable.other.nix
#             ^ punctuation.accessor.nix
#              ^^^^^^^^ variable.other.property.nix
#                          ^ punctuation.terminator.nix
  inherit (lib) mkIf mkOption;
# ^^^^^^^ keyword.other.inherit.nix
#          ^^^ variable.other.nix
#               ^^^^ entity.other.attribute-name.nix
in
# <- keyword.other.in.nix
{
  imports = [ ./hardware.nix ../common <nixpkgs/nixos> ];
# ^^^^^^^ entity.other.attribute-name.nix
#             ^^^^^^^^^^^^^^ string.unquoted.path.nix
#                            ^^^^^^^^^ string.unquoted.path.nix
#                                      ^^^^^^^^^^^^^^^ string.unquoted.path.search.nix
  services.chainfire.settings."a b".${name}.port = 2379;
# ^^^^^^^^ entity.other.attribute-name.nix
#         ^ punctuation.accessor.nix
#                             ^^^^^ string.quoted.double.nix
#                                   ^^ punctuation.section.embedded.begin.nix
#                                     ^^^^ meta.embedded.expression.nix variable.other.nix
#                                                  ^^^^ constant.numeric.integer.nix
  services.iam = { enable = true; };
#                  ^^^^^^ entity.other.attribute-name.nix
#                           ^^^^ constant.language.true.nix
  inherit pkgs args;
#         ^^^^ entity.other.attribute-name.nix
  environment.systemPackages = with pkgs; [ hello ];
#                              ^^^^ keyword.other.with.nix
#                                           ^^^^^ variable.other.nix
  networking.hostName = "node1";
# ^^^^^^^^^^ entity.other.attribute-name.nix
}
