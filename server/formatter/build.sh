#!/bin/bash
# Makes nixfmt.wasm again: build.sh DIR, where DIR is a folder for some 2 GB of tools and what is built.
# Takes Debian sid's rustc, Rust's standard library for WebAssembly and binaryen, unpacked into DIR and not installed,
# and the crates of versions.txt. The result is the same byte for byte when it is run again with the same versions of
# these; sid moves, so the artefact and its checksum are what is committed. The names of the packages below hold the
# versions of LLVM and of Rust's library that sid had in December 2026.
set -eu
W=$(dirname "$(realpath "$0")")
D=$(realpath -m "$1")
mkdir -p "$D/apt/lists/partial" "$D/apt/cache/archives/partial" "$D/debs" "$D/root"
cd "$D"
MIRROR=$(sed -n "s/^URIs: *//p" /etc/apt/sources.list.d/*.sources | grep "/debian/*$" | head -n 1)
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $MIRROR sid main" > apt/sources.list
cat > apt/apt.conf <<C
Dir::Etc::sourcelist "$D/apt/sources.list";
Dir::Etc::sourceparts "-";
Dir::State::lists "$D/apt/lists";
Dir::Cache "$D/apt/cache";
C
export APT_CONFIG=$D/apt/apt.conf
apt-get update -qq
(cd debs && apt-get download -qq rustc libstd-rust-1.97 libstd-rust-dev libstd-rust-dev-wasm32 libllvm22 binaryen libc6 \
  libgcc-s1 libstdc++6 zlib1g libzstd1 libxml2-16 libffi8 libedit2 libtinfo6 libbsd0 libmd0 liblzma5)
for d in debs/*.deb; do dpkg -x "$d" root; done
LD="$D/root/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2 --library-path $D/root/usr/lib/x86_64-linux-gnu"
printf '#!/bin/sh\nexec %s --argv0 %s %s --sysroot %s "$@"\n' "$LD" "$D/root/usr/bin/rustc" "$D/root/usr/bin/rustc" \
  "$D/root/usr" > rustc
chmod +x rustc
rm -rf crate && mkdir crate && cp -r "$W/Cargo.toml" "$W/src" crate
export RUSTC=$D/rustc CARGO_HOME=${CARGO_HOME:-$HOME/.cargo}
LINKER=$(rustc --print sysroot)/lib/rustlib/x86_64-unknown-linux-gnu/bin/rust-lld
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$LINKER
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="-C linker-flavor=wasm-ld -C link-arg=-zstack-size=16777216 \
--remap-path-prefix=$CARGO_HOME=/cargo --remap-path-prefix=$D=/build"
(
  cd crate
  cargo generate-lockfile
  while read -r name version; do cargo update --quiet -p "$name" --precise "$version"; done < "$W/versions.txt"
  cargo build --release --lib --target wasm32-unknown-unknown --target-dir "$D/target"
)
$LD root/usr/bin/wasm-opt -Oz --enable-bulk-memory --enable-sign-ext --enable-nontrapping-float-to-int \
  --enable-mutable-globals --enable-reference-types --enable-multivalue \
  "$D/target/wasm32-unknown-unknown/release/nixfmt_wasm.wasm" -o nixfmt.wasm
sha256sum nixfmt.wasm
