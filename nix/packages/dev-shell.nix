# What it takes to work on the servers.
{
  mkShell,
  llvmPackages,
  openssl,
  pkg-config,
  protobuf,
  rocksdb,
  # cargo, rustc, rust-src and rust-analyzer, in one package or several
  toolchain,
}:
mkShell {
  packages = toolchain ++ [
    llvmPackages.clang
    pkg-config
    protobuf
  ];
  buildInputs = [
    openssl
    rocksdb
  ];

  env = {
    LIBCLANG_PATH = "${llvmPackages.libclang.lib}/lib";
    OPENSSL_NO_VENDOR = "1";
    PROTOC = "${protobuf}/bin/protoc";
    ROCKSDB_LIB_DIR = "${rocksdb}/lib";
  };
}
