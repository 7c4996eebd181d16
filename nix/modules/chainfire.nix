# `services.chainfire`, described in ../services.nix.
import ../lib/service-module.nix "chainfire"
