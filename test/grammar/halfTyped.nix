# SYNTAX TEST "source.nix" "text that is being typed keeps its colours below"
{
  services.chainfire.enable = true
  services.flaredb.enable = false;
# ^^^^^^^^ variable.other.property.nix
#                         ^ keyword.operator.assignment.nix
#                           ^^^^^ constant.language.false.nix
  services.
# ^^^^^^^^ variable.other.property.nix
  networking.hostName = "node1";
# ^^^^^^^^^^ variable.other.property.nix
  a.b = x: { y, }: z;
#       ^ variable.parameter.function.nix
#            ^ variable.parameter.function.nix
#                  ^ variable.other.nix
}
