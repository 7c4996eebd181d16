# `services.novanet`, described in ../services.nix.
import ../lib/service-module.nix "novanet"
