# `services.iam`, described in ../services.nix.
import ../lib/service-module.nix "iam"
