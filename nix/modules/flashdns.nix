# `services.flashdns`, described in ../services.nix.
import ../lib/service-module.nix "flashdns"
