# `services.plasmavmc`, described in ../services.nix.
import ../lib/service-module.nix "plasmavmc"
