# `services.lightningstor`, described in ../services.nix.
import ../lib/service-module.nix "lightningstor"
