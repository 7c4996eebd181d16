/** Reading the snapshot for builtins: absent is an error; not loaded, and what may not be read, is an unknown. */
import type { ReadTarget } from "../../base/reading.ts";
import { type FileEntry, type FolderEntry, isListing, type Refused } from "../../base/snapshot.ts";
import { uriPath } from "../../base/uri.ts";
import { NixError } from "./errors.ts";
import type { Machine } from "./machine.ts";
import { makeUnknown } from "./make.ts";
import { UnknownSignal } from "./signal.ts";
import type { Origin } from "./value.ts";

/** What stands there; `UnknownSignal` where it is not loaded, or may not be read. */
export function readEntry(machine: Machine, target: ReadTarget, at: Origin): Exclude<FileEntry, Refused> {
  const { uri, asked } = target;
  const entry = machine.file(uri, at, asked);
  if (entry === null) throw new UnknownSignal(makeUnknown({ kind: "notLoaded", uri }, at));
  if (entry.kind === "refused")
    throw new UnknownSignal(makeUnknown({ kind: "refused", uri, reason: entry.reason }, at));
  return entry;
}

/** The text of a file. */
export function readFileText(machine: Machine, target: ReadTarget, at: Origin): string {
  const { uri } = target;
  const entry = readEntry(machine, target, at);
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
export function readFolder(machine: Machine, { uri, asked }: ReadTarget, at: Origin): readonly FolderEntry[] {
  const entries = machine.folder(uri, at, asked);
  if (entries === null) throw new UnknownSignal(makeUnknown({ kind: "notLoaded", uri }, at));
  if (entries === "absent")
    throw new NixError("missingFile", `opening directory '${uriPath(uri)}': no such folder`, at);
  if (isListing(entries)) return entries;
  throw new UnknownSignal(makeUnknown({ kind: "refused", uri, reason: entries.reason }, at));
}
