# `services.flaredb`, described in ../services.nix.
import ../lib/service-module.nix "flaredb"
