/** Reading the snapshot for builtins: absent is an error, not loaded is an unknown. */
import type { FileEntry, FolderEntry } from "../../base/snapshot.ts";
import { uriPath } from "../../base/uri.ts";
import { NixError } from "./errors.ts";
import type { Machine } from "./machine.ts";
import { makeUnknown } from "./make.ts";
import { UnknownSignal } from "./signal.ts";
import type { Origin } from "./value.ts";

/** What stands there; `UnknownSignal` where it is not loaded. */
export function readEntry(machine: Machine, uri: string, at: Origin): FileEntry {
  const entry = machine.file(uri, at);
  if (entry === null) throw new UnknownSignal(makeUnknown({ kind: "notLoaded", uri }, at));
  return entry;
}

/** The text of a file. */
export function readFileText(machine: Machine, uri: string, at: Origin): string {
  const entry = readEntry(machine, uri, at);
  switch (entry.kind) {
    case "text":
      return entry.text;
    case "unreadable":
      throw new UnknownSignal(makeUnknown({ kind: "unreadable", uri, reason: entry.reason }, at));
    case "folder":
      throw new NixError("evaluation", `reading file '${uriPath(uri)}': it is a folder`, at);
    case "absent":
      throw new NixError("missingFile", `opening file '${uriPath(uri)}': no such file`, at);
  }
}

/** What a folder holds. */
export function readFolder(machine: Machine, uri: string, at: Origin): readonly FolderEntry[] {
  const entries = machine.folder(uri, at);
  if (entries === null) throw new UnknownSignal(makeUnknown({ kind: "notLoaded", uri }, at));
  if (entries === "absent")
    throw new NixError("missingFile", `opening directory '${uriPath(uri)}': no such folder`, at);
  return entries;
}
