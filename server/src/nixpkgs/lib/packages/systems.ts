/**
 * `lib.systems` and `lib.platforms`: the systems nixpkgs knows, and what they are made of. Facts; of a system that is
 * elaborated only what its name says is here, so that set is open.
 */
import { expectAttrs, expectKnown, expectString } from "../../../eval/core/expect.ts";
import type { Machine } from "../../../eval/core/machine.ts";
import { makeAttrs, makeInt, makeList, makeString, makeUnknown, ready } from "../../../eval/core/make.ts";
import type { AttrsValue, Origin, Thunk, UnknownValue, Value } from "../../../eval/core/value.ts";
import { booleanThunk, textThunk } from "../support/calls.ts";
import { record } from "../support/records.ts";
import { words } from "../support/rooms.ts";
import { fn, type LibEntry, type LibTable, libConstant, table } from "../support/table.ts";

/** Every system double, in the order of nixpkgs. */
const ALL = words(`
  i686-cygwin x86_64-cygwin x86_64-darwin aarch64-darwin i686-freebsd x86_64-freebsd aarch64-freebsd aarch64-genode
  i686-genode x86_64-genode x86_64-solaris javascript-ghcjs aarch64-linux arc-linux armv5tel-linux armv6l-linux
  armv7a-linux armv7l-linux i686-linux loongarch64-linux m68k-linux sh4-linux microblaze-linux microblazeel-linux
  mips-linux mips64-linux mips64el-linux mipsel-linux powerpc-linux powerpc64-linux powerpc64le-linux riscv32-linux
  riscv64-linux s390-linux s390x-linux x86_64-linux mmix-mmixware aarch64-netbsd armv6l-netbsd armv7a-netbsd
  armv7l-netbsd i686-netbsd m68k-netbsd mipsel-netbsd powerpc-netbsd riscv32-netbsd riscv64-netbsd x86_64-netbsd
  aarch64_be-none aarch64-none arm-none armv6l-none avr-none i686-none microblaze-none microblazeel-none mips-none
  mips64-none msp430-none or1k-none m68k-none powerpc-none powerpcle-none riscv32-none riscv64-none rx-none s390-none
  s390x-none vc4-none x86_64-none i686-openbsd x86_64-openbsd x86_64-redox wasm64-wasi wasm32-wasi aarch64-windows
  x86_64-windows i686-windows aarch64-uefi x86_64-uefi
`);

/** Those that flakes of nixpkgs are made for. */
const FLAKE_EXPOSED = words(`
  x86_64-linux aarch64-linux x86_64-darwin armv6l-linux armv7l-linux i686-linux aarch64-darwin powerpc64le-linux
  riscv64-linux x86_64-freebsd
`);

function cpuOf(double: string): string {
  return double.slice(0, double.indexOf("-"));
}

function kernelOf(double: string): string {
  return double.slice(double.indexOf("-") + 1);
}

const ARM = /^arm(v\d.*)?$/;
const BIG_ENDIAN = /^(m68k|microblaze|mips|mips64|powerpc|powerpc64|s390x?|mmix|aarch64_be|or1k)$/;
const UNIX = /^(linux|darwin|freebsd|netbsd|openbsd|solaris|cygwin|redox)$/;

/** Groups by processor. */
const CPUS: Readonly<Record<string, RegExp>> = {
  arm: ARM,
  armv7: /^armv7/,
  aarch: /^a(arch64|rm)/,
  aarch64: /^aarch64/,
  x86: /^(x86_64|i686)$/,
  i686: /^i686$/,
  x86_64: /^x86_64$/,
  microblaze: /^microblaze/,
  mips: /^mips/,
  mmix: /^mmix$/,
  power: /^powerpc/,
  riscv: /^riscv/,
  riscv32: /^riscv32$/,
  riscv64: /^riscv64$/,
  rx: /^rx$/,
  vc4: /^vc4$/,
  or1k: /^or1k$/,
  m68k: /^m68k$/,
  arc: /^arc$/,
  sh4: /^sh4$/,
  s390: /^s390/,
  s390x: /^s390x$/,
  loongarch64: /^loongarch64$/,
  js: /^javascript$/,
  bigEndian: BIG_ENDIAN,
};

/** Groups by operating system. */
const KERNELS: Readonly<Record<string, RegExp>> = {
  cygwin: /^cygwin$/,
  darwin: /^darwin$/,
  freebsd: /^freebsd$/,
  illumos: /^solaris$/,
  linux: /^linux$/,
  netbsd: /^netbsd$/,
  openbsd: /^openbsd$/,
  unix: UNIX,
  wasi: /^wasi$/,
  redox: /^redox$/,
  windows: /^windows$/,
  genode: /^genode$/,
  uefi: /^uefi$/,
  embedded: /^none$/,
};

function list(items: readonly string[]): Value {
  return makeList(items.map(textThunk));
}

function group(name: string, items: readonly string[]): LibEntry {
  return libConstant(name, "[String]", `The systems of the group \`${name}\`.`, list(items));
}

/** Linux with the GNU C library: those with a plain ABI, then ARM, then 64-bit PowerPC. */
function gnu(): string[] {
  const linux = ALL.filter((double) => kernelOf(double) === "linux");
  const arm = linux.filter((double) => ARM.test(cpuOf(double)));
  const power = linux.filter((double) => cpuOf(double) === "powerpc64");
  return [...linux.filter((double) => !arm.includes(double) && !power.includes(double)), ...arm, ...power];
}

export const doubles: LibTable = table(
  group("all", ALL),
  group("none", []),
  group("gnu", gnu()),
  group(
    "littleEndian",
    ALL.filter((double) => !BIG_ENDIAN.test(cpuOf(double)) && cpuOf(double) !== "javascript"),
  ),
  ...Object.entries(CPUS).map(([name, cpu]) =>
    group(
      name,
      ALL.filter((double) => cpu.test(cpuOf(double))),
    ),
  ),
  ...Object.entries(KERNELS).map(([name, kernel]) =>
    group(
      name,
      ALL.filter((double) => kernel.test(kernelOf(double))),
    ),
  ),
);

interface Cpu {
  readonly name: string;
  readonly bits: 32 | 64;
  readonly family: string;
  /** As the kernel, QEMU and UEFI call it. */
  readonly linux: string;
  readonly qemu: string;
  readonly efi: string;
  /** What the ABI of Linux is called for it. */
  readonly abi: string;
}

/** The processors of the systems that NixOS and flakes are made for. */
const KNOWN_CPUS: readonly Cpu[] = [
  { name: "x86_64", bits: 64, family: "x86", linux: "x86_64", qemu: "x86_64", efi: "x64", abi: "gnu" },
  { name: "i686", bits: 32, family: "x86", linux: "i386", qemu: "i386", efi: "ia32", abi: "gnu" },
  { name: "aarch64", bits: 64, family: "arm", linux: "arm64", qemu: "aarch64", efi: "aa64", abi: "gnu" },
  { name: "armv6l", bits: 32, family: "arm", linux: "arm", qemu: "arm", efi: "arm", abi: "gnueabihf" },
  { name: "armv7l", bits: 32, family: "arm", linux: "arm", qemu: "arm", efi: "arm", abi: "gnueabihf" },
  { name: "riscv64", bits: 64, family: "riscv", linux: "riscv", qemu: "riscv64", efi: "riscv64", abi: "gnu" },
  { name: "powerpc64le", bits: 64, family: "power", linux: "powerpc", qemu: "ppc64le", efi: "powerpc64le", abi: "gnu" },
];

function rest(what: string, at: Origin): UnknownValue {
  return makeUnknown({ kind: "notModelled", what }, at);
}

/** A system with what its name says about it; `null` for one that is not known well enough. */
function describe(system: string, at: Origin): AttrsValue | null {
  const cpu = KNOWN_CPUS.find(({ name }) => name === cpuOf(system));
  const kernel = kernelOf(system);
  if (cpu === undefined || (kernel !== "linux" && kernel !== "darwin")) return null;
  const linux = kernel === "linux";
  const vendor = linux ? "unknown" : "apple";
  const config = linux
    ? `${cpu.name}-${vendor}-linux-${cpu.abi}`
    : `${cpu.name === "aarch64" ? "arm64" : cpu.name}-apple-darwin`;
  const flags = {
    isLinux: linux,
    isDarwin: !linux,
    isMacOS: !linux,
    isUnix: true,
    isBSD: !linux,
    isWindows: false,
    isFreeBSD: false,
    isNetBSD: false,
    isOpenBSD: false,
    isCygwin: false,
    isMinGW: false,
    isAndroid: false,
    isMusl: false,
    isGnu: linux,
    isStatic: false,
    isNone: false,
    isx86_64: cpu.name === "x86_64",
    isx86_32: cpu.name === "i686",
    isi686: cpu.name === "i686",
    isx86: cpu.family === "x86",
    isAarch64: cpu.name === "aarch64",
    isAarch32: cpu.family === "arm" && cpu.bits === 32,
    isAarch: cpu.family === "arm",
    isArmv7: cpu.name === "armv7l",
    isRiscV: cpu.family === "riscv",
    isRiscV64: cpu.name === "riscv64",
    isPower: cpu.family === "power",
    isPower64: cpu.name === "powerpc64le",
    isMips: false,
    is64bit: cpu.bits === 64,
    is32bit: cpu.bits === 32,
    isLittleEndian: true,
    isBigEndian: false,
  };
  const names = {
    system,
    config,
    libc: linux ? "glibc" : "libSystem",
    linuxArch: cpu.linux,
    qemuArch: cpu.qemu,
    efiArch: cpu.efi,
  };
  const open = (fields: Readonly<Record<string, Thunk>>, what: string): Thunk =>
    ready(makeAttrs(record(fields, at).attrs, at, rest(what, at)));
  const parsed = open(
    {
      cpu: open(
        { name: textThunk(cpu.name), bits: ready(makeInt(cpu.bits)), family: textThunk(cpu.family) },
        "parsed.cpu",
      ),
      kernel: open({ name: textThunk(kernel) }, "parsed.kernel"),
      vendor: open({ name: textThunk(vendor) }, "parsed.vendor"),
      abi: open({ name: textThunk(linux ? cpu.abi : "unknown") }, "parsed.abi"),
    },
    "parsed",
  );
  const uname = open({ system: textThunk(linux ? "Linux" : "Darwin") }, "uname");
  const fields: Record<string, Thunk> = { parsed, uname };
  for (const [name, value] of Object.entries(names)) fields[name] = textThunk(value);
  for (const [name, value] of Object.entries(flags)) fields[name] = booleanThunk(value);
  return makeAttrs(record(fields, at).attrs, at, rest(`the platform ${system}`, at));
}

function elaborate(machine: Machine, given: Thunk, at: Origin): Value {
  const known = expectKnown(machine, given);
  if (known.type === "string") return describe(known.value, at) ?? rest(`the platform ${known.value}`, at);
  const args = expectAttrs(machine, given, at);
  const system = args.attrs.get("system");
  // A set may say more than its system: `config`, a C library, an instruction set.
  if (system === undefined || args.attrs.size > 1 || args.rest !== null)
    return rest("lib.systems.elaborate of a set", at);
  return elaborate(machine, ready(makeString(expectString(machine, system.value, at))), at);
}

/** Names of `lib.systems.examples` and the configuration each stands for. */
const EXAMPLES = words(`
  aarch64-multiplatform=aarch64-unknown-linux-gnu aarch64-multiplatform-musl=aarch64-unknown-linux-musl
  armv7l-hf-multiplatform=armv7l-unknown-linux-gnueabihf raspberryPi=armv6l-unknown-linux-gnueabihf
  gnu64=x86_64-unknown-linux-gnu gnu32=i686-unknown-linux-gnu musl64=x86_64-unknown-linux-musl
  musl32=i686-unknown-linux-musl muslpi=armv6l-unknown-linux-musleabihf riscv64=riscv64-unknown-linux-gnu
  riscv64-musl=riscv64-unknown-linux-musl powernv=powerpc64le-unknown-linux-gnu mingwW64=x86_64-w64-mingw32
  aarch64-darwin=arm64-apple-darwin x86_64-darwin=x86_64-apple-darwin
`);

export const examples: LibTable = table(
  ...EXAMPLES.map((example) => {
    const [name = "", config = ""] = example.split("=");
    const value = makeAttrs(
      record({ config: textThunk(config) }, null).attrs,
      null,
      rest(`lib.systems.examples.${name}`, null),
    );
    return libConstant(name, "AttrSet", `The platform ${config}, to cross-compile for.`, value);
  }),
);

export const systems: LibTable = table(
  libConstant("flakeExposed", "[String]", "The systems that flakes of nixpkgs have packages for.", list(FLAKE_EXPOSED)),
  fn(
    "elaborate",
    1,
    "String | AttrSet -> Platform",
    "A system with all that its name says about it.",
    (machine, [given], at) => elaborate(machine, given, at),
  ),
);
