/**
 * A newer Nix beside the installed one, as a second judge of the evaluator: Debian's unstable suite from the mirror that
 * this machine already uses, unpacked with its own C library into the cache folder. Nothing is installed.
 * Invariants: the machine's package lists and libraries stay as they are; a folder with its final name is complete.
 */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { canInstall } from "./debian.mjs";
import { cacheFolder } from "./paths.mjs";
import { retry, run } from "./run.mjs";

const suite = "sid";
const programs = ["nix", "nix-instantiate", "nix-store"];

/** The folder with the programs of the newer Nix, or `null` where this machine cannot have it. */
export async function newerNix() {
  const folder = newerNixFolder();
  if (existsSync(folder)) return join(folder, "bin");
  const mirror = debianMirror();
  if (!canInstall() || mirror === null) return null;
  await unpackInto(folder, mirror);
  return join(folder, "bin");
}

/** Where the newer Nix stands once it is unpacked. */
export const newerNixFolder = () => join(cacheFolder(), `nix-${suite}`);

/** The Debian mirror of this machine's own sources, of either form that apt reads; `null` where there is none. */
export function debianMirror(folder = "/etc/apt") {
  const lists = [join(folder, "sources.list")];
  const parts = join(folder, "sources.list.d");
  if (existsSync(parts)) for (const name of readdirSync(parts).sort()) lists.push(join(parts, name));
  for (const list of lists.filter((path) => existsSync(path))) {
    const text = readFileSync(list, "utf8");
    const uri = /^\s*(?:URIs:|deb\s+(?:\[[^\]]*\]\s*)?)\s*(https?:\S*\/debian)\/?(?=\s|$)/m.exec(text)?.[1];
    if (uri !== undefined) return uri;
  }
  return null;
}

async function unpackInto(/** @type {string} */ folder, /** @type {string} */ mirror) {
  console.log(`unpacking Nix of Debian ${suite} into ${folder} (about 60 MB are downloaded)`);
  mkdirSync(dirname(folder), { recursive: true });
  const part = mkdtempSync(`${folder}.part-`);
  try {
    const apt = scratchApt(join(part, "apt"), mirror);
    await retry("reading the package list", () => run("apt-get", ["update", "-qq"], { env: apt, quiet: true }));
    const wanted = ["install", "-y", "-qq", "--no-install-recommends", "--download-only", "nix-bin"];
    await retry("downloading Nix", () => run("apt-get", wanted, { env: apt, quiet: true }));
    const archives = join(part, "apt", "cache", "archives");
    const root = join(part, "root");
    for (const name of readdirSync(archives).filter((one) => one.endsWith(".deb")))
      await run("dpkg", ["-x", join(archives, name), root], { quiet: true });
    rmSync(join(part, "apt"), { recursive: true });
    writePrograms(part);
    if (!existsSync(folder)) renameSync(part, folder);
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

/** An apt of its own below `folder`: no package counts as installed, so the C library comes along. */
function scratchApt(/** @type {string} */ folder, /** @type {string} */ mirror) {
  for (const name of ["lists/partial", "cache/archives/partial", "parts"])
    mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, "status"), "");
  const keys = "/usr/share/keyrings/debian-archive-keyring.gpg";
  writeFileSync(join(folder, "sources.list"), `deb [signed-by=${keys}] ${mirror} ${suite} main\n`);
  const settings = [
    `Dir::State::lists "${folder}/lists/";`,
    `Dir::State::status "${folder}/status";`,
    `Dir::Cache "${folder}/cache/";`,
    `Dir::Etc::sourcelist "${folder}/sources.list";`,
    `Dir::Etc::sourceparts "${folder}/parts/";`,
    'APT::Sandbox::User "root";',
  ];
  const config = join(folder, "apt.conf");
  writeFileSync(config, `${settings.join("\n")}\n`);
  return { ...process.env, DEBIAN_FRONTEND: "noninteractive", APT_CONFIG: config };
}

/** Programs that start through the unpacked loader, wherever the folder stands. */
function writePrograms(/** @type {string} */ folder) {
  const lib = join(folder, "root", "usr", "lib");
  const triplet = readdirSync(lib).find((name) => name.endsWith("-linux-gnu"));
  const loader = triplet && readdirSync(join(lib, triplet)).find((name) => /^ld-linux.*\.so\.\d+$/.test(name));
  if (!triplet || !loader) throw new Error("the C library of the newer Nix is not where it was expected");
  mkdirSync(join(folder, "bin"));
  for (const name of programs) {
    const path = join(folder, "bin", name);
    const script = [
      "#!/bin/sh",
      'root="$(dirname "$(dirname "$(readlink -f "$0")")")/root/usr"',
      `libraries="$root/lib/${triplet}"`,
      `exec "$libraries/${loader}" --argv0 ${name} --library-path "$libraries" "$root/bin/nix" "$@"`,
    ];
    writeFileSync(path, `${script.join("\n")}\n`);
    chmodSync(path, 0o755);
  }
}
