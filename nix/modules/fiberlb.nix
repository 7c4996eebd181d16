# `services.fiberlb`, described in ../services.nix.
import ../lib/service-module.nix "fiberlb"
