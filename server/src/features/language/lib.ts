/** The functions of `lib` as completion and hover show them, from the tables that the evaluator's own `lib` is made of. */

import { makeUnknown, ready } from "../../eval/core/make.ts";
import { moduleRooms, submoduleEvaluator, type World } from "../../modules/api.ts";
import { docsOf, libDocs as evaluatorDocs } from "../../nixpkgs/lib/docs.ts";
import type { FunctionDoc } from "../markdown/function.ts";

/** A world in which nothing is evaluated: only the words of the tables are read. */
const nowhere: World = {
  lib: ready(makeUnknown({ kind: "notModelled", what: "lib" })),
  sourceOf: () => "nixos",
  labelOf: (uri) => uri,
  isHarmless: () => true,
  standInsOf: () => [],
  strict: false,
};

let docs: ReadonlyMap<string, FunctionDoc> | null = null;

/** Made on first use, for a start need not wait for it. */
function libDocs(): ReadonlyMap<string, FunctionDoc> {
  docs ??= new Map([...docsOf(moduleRooms(nowhere, submoduleEvaluator(nowhere))), ...evaluatorDocs()]);
  return docs;
}

export interface LibMember {
  readonly name: string;
  readonly doc: FunctionDoc | null;
  /** Whether more names follow it: `types`, `strings`. */
  readonly isSet: boolean;
}

/** The names right below `lib.path`. */
export function libMembers(path: readonly string[]): readonly LibMember[] {
  return [...(libTree().get(path.join(".")) ?? [])].map((name) => {
    const full = [...path, name].join(".");
    return { name, doc: libDocs().get(full) ?? null, isSet: libTree().has(full) };
  });
}

export function isLibName(path: readonly string[]): boolean {
  const name = path.at(-1);
  return name !== undefined && libTree().get(path.slice(0, -1).join("."))?.has(name) === true;
}

export function libDoc(path: readonly string[]): FunctionDoc | null {
  return libDocs().get(path.join(".")) ?? null;
}

let tree: ReadonlyMap<string, ReadonlySet<string>> | null = null;

/** Each dotted prefix with the names below it; `""` is `lib` itself. Made on first use. */
function libTree(): ReadonlyMap<string, ReadonlySet<string>> {
  if (tree !== null) return tree;
  const made = new Map<string, Set<string>>();
  for (const full of libDocs().keys()) {
    const names = full.split(".");
    for (const [index, name] of names.entries()) {
      const prefix = names.slice(0, index).join(".");
      const below = made.get(prefix) ?? new Set();
      made.set(prefix, below.add(name));
    }
  }
  tree = made;
  return made;
}
