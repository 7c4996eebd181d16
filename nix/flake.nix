{
  description = "PlasmaCloud for NixOS: packages, modules, templates and tests of its eight services";

  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

    rust-overlay = {
      url = "github:oxalica/rust-overlay";
      inputs.nixpkgs.follows = "nixpkgs";
    };

    # The platform's sources. These are stand-ins; build the real ones with
    # `--override-input plasmacloud-src path:/path/to/the/platform`.
    plasmacloud-src = {
      url = "path:./stub-src";
      flake = false;
    };
  };

  outputs =
    {
      self,
      nixpkgs,
      rust-overlay,
      plasmacloud-src,
    }:
    let
      inherit (nixpkgs) lib;
      registry = import ./services.nix;

      examples = [
        "single-node"
        "three-node"
        "minimal"
      ];

      forEachSystem = make: lib.genAttrs registry.systems (system: make nixpkgs.legacyPackages.${system});

      packagesFor =
        pkgs:
        import ./packages {
          inherit lib pkgs;
          src = plasmacloud-src;
        };

      serversOf = pkgs: self.packages.${pkgs.stdenv.hostPlatform.system};

      hostsOf =
        example:
        ((import (./examples + "/${example}/flake.nix")).outputs {
          self = throw "the examples do not use `self`";
          inherit nixpkgs;
          plasmacloud = self;
        }).nixosConfigurations;
    in
    {
      packages = forEachSystem (
        pkgs:
        let
          servers = packagesFor pkgs;
        in
        servers
        // {
          default = pkgs.symlinkJoin {
            name = "plasmacloud";
            paths = lib.attrValues servers;
            meta.description = "All servers of PlasmaCloud";
          };
        }
      );

      overlays.default = final: _: packagesFor final;

      nixosModules = lib.mapAttrs (name: _: ./modules + "/${name}.nix") registry.services // {
        default = ./modules;
        plasmacloud = ./modules;
      };

      nixosConfigurations = lib.foldl' (hosts: example: hosts // hostsOf example) { } examples;

      apps = forEachSystem (
        pkgs:
        lib.mapAttrs (name: service: {
          type = "app";
          program = lib.getExe' (serversOf pkgs)."${name}-server" service.binary;
          meta.description = "PlasmaCloud ${name}, ${service.description}";
        }) registry.services
      );

      templates = {
        single-node = {
          path = ./examples/single-node;
          description = "All eight services of PlasmaCloud on one host";
        };
        three-node = {
          path = ./examples/three-node;
          description = "PlasmaCloud on three hosts, with clusters of chainfire and flaredb";
        };
        minimal = {
          path = ./examples/minimal;
          description = "PlasmaCloud's identity service and what it needs";
        };
        default = self.templates.single-node;
      };

      devShells = forEachSystem (pkgs: {
        default = pkgs.callPackage ./packages/dev-shell.nix {
          toolchain = [
            ((rust-overlay.lib.mkRustBin { } pkgs).stable.latest.default.override {
              extensions = [
                "rust-analyzer"
                "rust-src"
              ];
            })
          ];
        };
      });

      checks = forEachSystem (
        pkgs:
        import ./tests/checks.nix {
          inherit pkgs;
          servers = lib.removeAttrs (serversOf pkgs) [ "default" ];
          overlay = self.overlays.default;
          hosts = self.nixosConfigurations;
        }
      );

      formatter = forEachSystem (pkgs: pkgs.nixfmt-tree);

      lib = {
        inherit registry;
        # `pkgs` and the platform's sources → the servers, for those who bring both.
        packagesFor = { pkgs, src }: import ./packages { inherit lib pkgs src; };
        # `{ root, offset ? … }` → what tests/run-stub.mjs runs the stub servers on.
        stubConfigs = arguments: import ./tests/stub-configs.nix ({ inherit lib; } // arguments);
      };
    };
}
