/** The options that the modules at one place declare: what the command `schema` prints. */

import type { FileSystem } from "../base/fileSystem.ts";
import { joinUri, parentUri, type Uri } from "../base/uri.ts";
import { attempt } from "../eval/core/evaluate.ts";
import type { Machine } from "../eval/core/machine.ts";
import { makeList, makePath, makeUnknown, ready } from "../eval/core/make.ts";
import type { Thunk } from "../eval/core/value.ts";
import { createMachine } from "../eval/machine/createMachine.ts";
import {
  createNixWorld,
  evaluateSystem,
  flakeValue,
  type NixWorld,
  type OptionJson,
  optionList,
  optionsJson,
  optionTree,
} from "../modules/api.ts";
import { optionalField } from "../nixpkgs/lib/support/records.ts";
import type { Parser } from "../syntax/parse/parser.ts";
import { ParsedFiles } from "./files/parsedFiles.ts";
import { SnapshotStore } from "./files/snapshotStore.ts";
import { load } from "./loadWanted.ts";
import { lookAround } from "./readingWorld.ts";

export interface DeclarationWorld {
  readonly fileSystem: FileSystem;
  readonly parser: Parser;
  readonly bundledNix: ReadonlyMap<string, string>;
  readonly depth: number;
  /** Whether the user trusts the modules. */
  readonly trusted: boolean;
  /** The folder that they belong to. */
  readonly root: Uri;
}

export type DeclaredOptions = Readonly<Record<string, OptionJson>>;

const passLimit = 200;

/**
 * The options of a module file; of a flake's folder, of its `nixosModules`; of any other folder, of its `default.nix`.
 * `null`: there is no module.
 */
export async function declaredOptions(uri: Uri, world: DeclarationWorld): Promise<DeclaredOptions | null> {
  const store = new SnapshotStore();
  const parsed = new ParsedFiles(world.parser);
  const nix = createNixWorld(world.bundledNix);
  store.reading = await lookAround({
    fileSystem: world.fileSystem,
    trusted: world.trusted,
    roots: [world.root],
    searchPath: [],
    files: [joinUri(uri, "flake.nix")],
    file: (file) => world.fileSystem.read(file),
    parse: (file, text) => parsed.get(file, text).root,
  });
  const snapshot = nix.overlay(store.snapshot({ files: new Set(), folders: new Set() }));
  for (let pass = 1; ; pass++) {
    const machine = createMachine({
      snapshot,
      parse: (file, text) => parsed.get(file, text),
      limits: { depth: world.depth },
      searchPath: nix.searchPath,
      natives: nix.natives(uri),
    });
    const options = optionsOf(machine, nix, uri);
    const { files, folders } = store.takeWanted();
    if (files.length + folders.length === 0 || pass === passLimit) {
      parsed.dispose();
      return options;
    }
    await load(world.fileSystem, store, files, folders);
  }
}

function optionsOf(machine: Machine, nix: NixWorld, uri: Uri): DeclaredOptions | null {
  const isFolder = machine.snapshot.file(uri)?.kind === "folder";
  const modules = isFolder ? folderModules(machine, nix, uri) : fileModules(machine, uri);
  if (modules.length === 0) return null;
  const evaluation = evaluateSystem(nix, {
    modules: [ready(makeList(modules))],
    specialArgs: new Map(),
    system: null,
    pkgs: null,
    natives: [],
    missingArgument: (name) => makeUnknown({ kind: "notModelled", what: `the module argument ${name}` }),
  });
  const tree = optionTree(machine, evaluation, (module) => module.source === "workspace");
  return optionsJson(optionList(tree), isFolder ? uri : parentUri(uri));
}

function fileModules(machine: Machine, uri: Uri): readonly Thunk[] {
  return machine.snapshot.file(uri)?.kind === "text" ? [ready(makePath(uri))] : [];
}

function folderModules(machine: Machine, nix: NixWorld, folder: Uri): readonly Thunk[] {
  if (machine.snapshot.file(joinUri(folder, "flake.nix"))?.kind !== "text") {
    return fileModules(machine, joinUri(folder, "default.nix"));
  }
  const found = attempt(machine, () => {
    const flake = ready(flakeValue(machine, nix, folder));
    const modules = optionalField(machine, flake, "nixosModules")?.force(machine);
    return modules?.type === "attrs" ? modules.attrs : null;
  });
  if (found.kind !== "value" || found.value === null) return [];
  const all = found.value.get("default");
  return all === undefined ? [...found.value.values()].map(({ value }) => value) : [all.value];
}
