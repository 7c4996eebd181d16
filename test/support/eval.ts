/** Evaluating in tests: files in memory, one expression at `/test.nix`. */
import type { FileEntry, FolderEntry, Snapshot } from "../../server/src/base/snapshot.ts";
import { type Attempt, evaluate } from "../../server/src/eval/core/evaluate.ts";
import type { Machine } from "../../server/src/eval/core/machine.ts";
import { createMachine, type MachineOptions } from "../../server/src/eval/machine/createMachine.ts";
import { printValue } from "../../server/src/eval/print/print.ts";
import type { ParsedFile } from "../../server/src/syntax/tree/parsedFile.ts";
import { parseNix } from "./syntax.ts";

const parsed = new Map<string, ParsedFile>();

/** Parses once for each text, as the session does. */
export function parseOnce(uri: string, text: string): ParsedFile {
  const key = `${uri}\0${text}`;
  const file = parsed.get(key) ?? parseNix(text, uri);
  parsed.set(key, file);
  return file;
}

/** A snapshot of files by path; `null` is a file that is not loaded. Folders follow from the files. */
export function snapshotOf(files: Readonly<Record<string, string | null>>): Snapshot {
  const entries = new Map(Object.entries(files).map(([path, text]) => [`file://${path}`, text]));
  const inside = (uri: string) => [...entries.keys()].filter((file) => file.startsWith(`${uri.replace(/\/$/, "")}/`));
  return {
    file(uri): FileEntry | null {
      const text = entries.get(uri);
      if (text === null) return null;
      if (text !== undefined) return { kind: "text", text };
      return inside(uri).length > 0 ? { kind: "folder" } : { kind: "absent" };
    },
    folder(uri) {
      const files = inside(uri);
      if (files.length === 0) return "absent";
      const found = new Map<string, FolderEntry>();
      for (const file of files) {
        const [name = "", ...rest] = file.slice(uri.replace(/\/$/, "").length + 1).split("/");
        found.set(name, { name, type: rest.length > 0 ? "directory" : "regular" });
      }
      return [...found.values()];
    },
  };
}

/** A machine over `text` at `/test.nix` and other files. */
export function machineOf(
  text: string,
  files: Readonly<Record<string, string | null>> = {},
  options: Partial<MachineOptions> = {},
): Machine {
  return createMachine({ snapshot: snapshotOf({ ...files, "/test.nix": text }), parse: parseOnce, ...options });
}

/** Evaluates a text. */
export function run(
  text: string,
  files: Readonly<Record<string, string | null>> = {},
  options: Partial<MachineOptions> & { readonly lazily?: boolean } = {},
): Attempt {
  const machine = machineOf(text, files, options);
  return evaluate(machine, () => machine.importFile("file:///test.nix", null), { strict: options.lazily !== true });
}

/** What a text evaluates to, all of it, as `nix-instantiate` prints it; or `error KIND: …`, `unknown KIND`. */
export function show(
  text: string,
  files: Readonly<Record<string, string | null>> = {},
  options: Partial<MachineOptions> & { readonly lazily?: boolean } = {},
): string {
  const machine = machineOf(text, files, options);
  const outcome = evaluate(machine, () => machine.importFile("file:///test.nix", null), {
    strict: options.lazily !== true,
  });
  if (outcome.kind === "value") return printValue(machine, outcome.value);
  if (outcome.kind === "error") return `error ${outcome.error.kind}: ${outcome.error.message}`;
  return `unknown ${outcome.reason.kind}`;
}
