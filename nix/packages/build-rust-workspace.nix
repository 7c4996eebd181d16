# A service's entry in the registry → the package `NAME-server`, built from its Cargo workspace.
{
  lib,
  rustPlatform,
  openssl,
  pkg-config,
  protobuf,
  rocksdb,
}:
{
  name,
  service,
  src,
}:
let
  registry = import ../services.nix;
  sources = import ./sources.nix {
    inherit
      lib
      name
      service
      src
      ;
  };
  flags = [
    "--package"
    service.binary
  ];
in
rustPlatform.buildRustPackage {
  pname = "${name}-server";
  inherit (sources) version;

  src = sources.tree;
  # The workspaces refer to each other by path, so all of them are unpacked and one is built.
  sourceRoot = "${sources.folder}/${name}";
  cargoLock = {
    inherit (sources) lockFileContents;
    allowBuiltinFetchGit = true;
  };

  nativeBuildInputs = [
    pkg-config
    protobuf
    rustPlatform.bindgenHook
  ];
  buildInputs = [
    openssl
    rocksdb
  ];

  env = {
    OPENSSL_NO_VENDOR = "1";
    PROTOC = "${protobuf}/bin/protoc";
    ROCKSDB_LIB_DIR = "${rocksdb}/lib";
  };

  cargoBuildFlags = flags;
  cargoTestFlags = flags;
  doCheck = true;

  meta = {
    description = "PlasmaCloud ${name}, ${service.description}";
    inherit (registry) homepage;
    license = lib.licenses.asl20;
    maintainers = [
      {
        name = "The maintainers of PlasmaCloud";
        github = "yourorg";
      }
    ];
    platforms = registry.systems;
    mainProgram = service.binary;
  };
}
