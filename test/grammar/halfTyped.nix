# SYNTAX TEST "source.nix" "text that is being typed keeps its colours below"
{
  services.chainfire.enable = true
  services.flaredb.enable = false;
# ^^^^^^^^ entity.other.attribute-name.nix
#                         ^ keyword.operator.assignment.nix
#                           ^^^^^ constant.language.false.nix
  services.
# ^^^^^^^^ entity.other.attribute-name.nix
  networking.hostName = "node1";
# ^^^^^^^^^^ entity.other.attribute-name.nix
  a.b = x: { y, }: z;
#       ^ variable.parameter.function.nix
#            ^ variable.parameter.function.nix
#                  ^ variable.other.nix
}
