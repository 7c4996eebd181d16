/** A session on node: the local disk and what the product carries with it. */

import { readFileSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";
import type { Log } from "../base/log.ts";
import type { OptionNode } from "../modules/api.ts";
import { OptionTable } from "../schema/optionTable.ts";
import { type PackageNames, packageNames } from "../schema/packageNames.ts";
import { readOptionsJson } from "../schema/readOptionsJson.ts";
import { Session } from "../session/session.ts";
import { createParser, type Parser } from "../syntax/parse/parser.ts";
import {
  bundledNix,
  bundledSchema,
  grammarWasm,
  knownDocumentation,
  knownOptions,
  knownPackages,
  treeSitterWasm,
} from "./assets.ts";
import { nodeFileSystem } from "./nodeFileSystem.ts";

/** Nix calls that nest this deep fit into a worker's 64 MB of stack. */
export const workerDepth = 150_000;
/** Twice what Nix itself allows (`max-call-depth`). More would only make endless recursions last longer. */
const sessionDepth = 20_000;

export function nodeParser(): Promise<Parser> {
  return createParser({ runtime: treeSitterWasm(), grammar: grammarWasm() });
}

/** PlasmaCloud's options as they come with the product. */
export function bundledOptions(): OptionNode {
  return readOptionsJson(bundledSchema(), "plasmacloud");
}

let known: OptionTable | null = null;

/** NixOS's options as they are known without its source; unpacked when they are first asked for. */
export function nixosOptions(): OptionTable {
  if (known === null) {
    const documentation = knownDocumentation();
    const read = documentation === null ? null : () => brotliDecompressSync(readFileSync(documentation)).toString();
    known = new OptionTable(brotliDecompressSync(knownOptions()), "schemas/nixos-options.br", read);
  }
  return known;
}

let packages: PackageNames | null = null;

/** The names of packages, likewise. */
export function nixpkgsPackages(): PackageNames {
  packages ??= packageNames(brotliDecompressSync(knownPackages()).toString());
  return packages;
}

/** Only for threads with a stack of 64 MB. */
export async function nodeSession(log: Log): Promise<Session> {
  return new Session({
    fileSystem: nodeFileSystem,
    parser: await nodeParser(),
    log,
    bundledNix: bundledNix(),
    bundledOptions: bundledOptions(),
    knownOptions: nixosOptions,
    depth: sessionDepth,
  });
}
