# A rust-overlay in name only, see ../nixpkgs/flake.nix.
{
  outputs = _: {
    lib.mkRustBin = _: _: {
      stable.latest.default.override =
        { extensions }:
        {
          type = "derivation";
          name = "rust";
          outPath = "/nix/store/00000000000000000000000000000000-rust";
          outputName = "out";
          inherit extensions;
        };
    };
  };
}
