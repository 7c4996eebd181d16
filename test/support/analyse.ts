/** A whole analysis of a workspace kept in memory, with PlasmaCloud's bundled modules as the extension ships them. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { KnownList } from "../../server/src/rules/support/hostRule.ts";
import { emptyOptions } from "../../server/src/schema/optionTree.ts";
import type { Analysis } from "../../server/src/session/messages.ts";
import { Session, type SessionOptions } from "../../server/src/session/session.ts";
import { type MemoryFiles, memoryFileSystem } from "./memoryFileSystem.ts";
import { parser } from "./syntax.ts";

const repository = fileURLToPath(new URL("../../", import.meta.url));

/** The texts below `nix/` that the extension bundles, by path below `nix/`. */
export const bundledNix: ReadonlyMap<string, string> = readTree(join(repository, "nix"));

/** The files of an example, by URI below `file:///ws`. */
export function exampleFiles(name: string): Map<string, string> {
  const folder = join(repository, "nix/examples", name);
  return new Map([...readTree(folder)].map(([path, text]) => [`file:///ws/${path}`, text]));
}

/** A session over files in memory; a fault that it logs ends it. `given` stands in place of what sessions of tests have. */
export function memorySession(files: MemoryFiles, given: Partial<SessionOptions> = {}): Session {
  return new Session({
    fileSystem: memoryFileSystem(files),
    parser,
    log: {
      info() {},
      warn() {},
      error(what, error) {
        throw new Error(what, { cause: error });
      },
    },
    bundledNix,
    bundledOptions: emptyOptions,
    knownOptions: () => null,
    depth: 2_000,
    ...given,
  });
}

/** A workspace that can be changed and analysed again, as an editor does it. */
export interface TestWorkspace {
  /** Analyses the workspace with these texts in place of its own, as unsaved buffers; other files are as they were. */
  withChanges(changes: ReadonlyMap<string, string>): Promise<Analysis>;
  dispose(): void;
}

/** Opens files in memory; `carried` are the files that come with PlasmaCloud. Faults that the session logs make the analysis that met them fail. */
export function openWorkspace(
  files: MemoryFiles,
  roots = ["file:///"],
  passes?: number,
  knownOptions: () => KnownList | null = () => null,
  carried: ReadonlyMap<string, string> = bundledNix,
): TestWorkspace {
  const faults: string[] = [];
  const session = memorySession(files, {
    log: {
      info() {},
      warn() {},
      error: (what, error) => faults.push(`${what}: ${error instanceof Error ? error.stack : String(error)}`),
    },
    bundledNix: carried,
    knownOptions,
    ...(passes === undefined ? {} : { passes }),
  });
  let generation = 0;
  let open: readonly string[] = [];
  return {
    async withChanges(changes) {
      generation++;
      const closed = open.filter((uri) => !changes.has(uri)).map((uri) => [uri, null] as const);
      open = [...changes.keys()];
      session.apply({ generation, trusted: true, roots, buffers: [...closed, ...changes] });
      const analysis = await session.analyse(generation, () => false);
      if (faults.length > 0) throw new Error(faults.join("\n"));
      if (analysis === null) throw new Error("the analysis was cancelled");
      return analysis;
    },
    dispose: () => session.dispose(),
  };
}

/** Analyses files once. `knownOptions`: the list of NixOS's options, of which there is none otherwise. */
export async function analyse(
  files: MemoryFiles,
  roots?: readonly string[],
  passes?: number,
  knownOptions?: () => KnownList | null,
): Promise<Analysis> {
  const workspace = openWorkspace(files, roots === undefined ? undefined : [...roots], passes, knownOptions);
  const analysis = await workspace.withChanges(new Map());
  workspace.dispose();
  return analysis;
}

function readTree(folder: string): Map<string, string> {
  const files = new Map<string, string>();
  if (!existsSync(folder)) return files;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && entry.name.endsWith(".nix")) {
      files.set(relative(folder, path), readFileSync(path, "utf8"));
    }
  }
  return files;
}
