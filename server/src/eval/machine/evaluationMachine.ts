/** The machine itself: counts, limits and the files of one evaluation. Made by `createMachine` only. */

import type { Location } from "../../base/range.ts";
import { type Asked, NOBODY, type ReadTarget } from "../../base/reading.ts";
import type { FileEntry, FolderAnswer, Snapshot } from "../../base/snapshot.ts";
import { joinUri, uriPath } from "../../base/uri.ts";
import type { Expression, Node } from "../../syntax/tree/ast.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import { GLOBALS } from "../builtins/globals.ts";
import { compileRoot } from "../compile/compile.ts";
import { findFault } from "../compile/faults.ts";
import { LastingFrame, nameScope, type Scope } from "../compile/scope.ts";
import { type Dependencies, recordRead } from "../core/dependencies.ts";
import { Interruption, NixError } from "../core/errors.ts";
import { attempt } from "../core/evaluate.ts";
import { wrongType } from "../core/expect.ts";
import type { Counters, Limits, Machine } from "../core/machine.ts";
import { makeUnknown, ready } from "../core/make.ts";
import { currentNode } from "../core/nodeIdentity.ts";
import { callUnknown } from "../core/select.ts";
import { Suspension } from "../core/thunk.ts";
import type { Origin, Thunk, UnknownReason, Value } from "../core/value.ts";
import type { FileTracker } from "../incremental/fileTracker.ts";
import { Foundation } from "../incremental/memo.ts";
import { FileTable } from "./fileTable.ts";

interface EngineOptions {
  readonly snapshot: Snapshot;
  readonly parse: (uri: string, text: string) => ParsedFile;
  readonly limits: Limits;
  readonly searchPath: ReadonlyMap<string, Thunk>;
  readonly natives: ReadonlyMap<string, Thunk>;
  readonly refuseFaulty: boolean;
  readonly givenUp: (uri: string, at: Origin) => void;
  readonly cancelled: () => boolean;
  readonly previous: Engine | null;
  readonly tracker: FileTracker | null;
}

const OUTERMOST: Scope = nameScope(null, []);
/** Compiled once for each file, for all machines: code holds no values. */
const compiled = new WeakMap<Expression, ReturnType<typeof compileRoot>>();

export class Engine implements Machine {
  readonly snapshot: Snapshot;
  /** The snapshot, unnoted. */
  readonly #world: Snapshot;
  readonly limits: Limits;
  readonly counters: Counters = { steps: 0, forced: 0, files: 0 };
  readonly searchPath: ReadonlyMap<string, Thunk>;
  readonly natives: ReadonlyMap<string, Thunk>;
  depth = 0;
  dependencies: Dependencies | null = null;
  isInterrupted = false;
  readonly tracks: boolean;
  readonly #tracker: FileTracker | null;
  readonly #foundation = new Foundation();
  readonly limitsReached = new Set<"outOfFuel" | "tooDeep">();
  #isSpoiled = false;
  #stepsBefore = 0;
  /** What fuel there is for a pass: it grows with what is imported. */
  #fuel: number;
  readonly #imported = new Set<string>();
  revision: number;
  readonly #parse: EngineOptions["parse"];
  readonly #givenUp: EngineOptions["givenUp"];
  readonly #cancelled: () => boolean;
  readonly #refuseFaulty: boolean;
  readonly #files = new FileTable();

  constructor(options: EngineOptions) {
    this.#parse = options.parse;
    this.#givenUp = options.givenUp;
    this.#cancelled = options.cancelled;
    this.#refuseFaulty = options.refuseFaulty;
    this.#tracker = options.tracker;
    this.tracks = options.tracker !== null;
    this.revision = options.tracker?.revision ?? 0;
    this.#world = options.snapshot;
    this.snapshot = options.tracker === null ? options.snapshot : this.#noting(options.snapshot, options.tracker);
    this.limits = options.limits;
    this.#fuel = options.limits.fuel;
    this.searchPath = options.searchPath;
    this.natives = options.natives;
    if (options.previous !== null) {
      this.#files.adopt(options.previous.#files, options.snapshot, (uri) => this.parsed(uri));
    }
  }

  begin(): void {
    this.revision = this.#tracker?.revision ?? 0;
    this.#stepsBefore = this.counters.steps;
    this.depth = 0;
    this.dependencies = null;
    this.isInterrupted = false;
  }

  holds(): boolean {
    if (this.#isSpoiled || !this.tracks) return false;
    const outcome = attempt(this, () => this.#foundation.holds(this));
    return !this.#isSpoiled && outcome.kind === "value" && outcome.value;
  }

  changesSince(revision: number): number {
    return this.#tracker?.changes.since(revision) ?? 0;
  }

  invalidate(): void {
    this.#isSpoiled = true;
  }

  pinned<T>(body: () => T): T {
    return this.tracks ? this.#foundation.within(this, body) : body();
  }

  #interruption(reason: Interruption["reason"]): Interruption {
    // Limits depend on what was computed before; who is only told to stop may go on from there.
    if (reason !== "cancelled") {
      this.#isSpoiled = true;
      this.limitsReached.add(reason);
    }
    this.isInterrupted = true;
    return new Interruption(reason);
  }

  #noting(snapshot: Snapshot, tracker: FileTracker): Snapshot {
    return {
      file: (uri, asked) => {
        if (tracker.covers(uri)) recordRead(this, tracker.text(uri));
        return snapshot.file(uri, asked);
      },
      folder: (uri, asked) => {
        if (tracker.covers(uri)) recordRead(this, tracker.listing(uri));
        return snapshot.folder(uri, asked);
      },
    };
  }

  step(): void {
    const { counters } = this;
    counters.steps++;
    if (counters.steps - this.#stepsBefore > this.#fuel) throw this.#interruption("outOfFuel");
    if ((counters.steps & 0xfff) === 0 && this.#cancelled()) throw this.#interruption("cancelled");
  }

  enter(): void {
    if (this.depth >= this.limits.depth) throw this.#interruption("tooDeep");
    this.step();
    this.depth++;
  }

  leave(): void {
    this.depth--;
  }

  deeper<T>(body: () => T): T {
    this.enter();
    const result = body();
    this.leave();
    return result;
  }

  apply(callee: Value, argument: Thunk, at: Origin): Value {
    if (callee.type === "function") return callee.call(this, argument, at);
    if (callee.type === "unknown") return callUnknown(callee, at);
    if (callee.type === "attrs") {
      const functor = callee.attrs.get("__functor");
      if (functor !== undefined) {
        return this.deeper(() => {
          const method = this.apply(functor.value.force(this), ready(callee), at);
          return this.apply(method, argument, at);
        });
      }
      if (callee.rest !== null) return callUnknown(callee.rest, at);
    }
    return wrongType(callee, "a function", at);
  }

  file(uri: string, at: Origin, asked: Asked = NOBODY): FileEntry | null {
    const entry = this.snapshot.file(uri, asked);
    this.#files.noteFile(at, uri, entry);
    return entry;
  }

  folder(uri: string, at: Origin, asked: Asked = NOBODY): FolderAnswer | null {
    const entries = this.snapshot.folder(uri, asked);
    this.#files.noteFolder(at, uri, entries);
    return entries;
  }

  giveUp(uri: string, at: Origin): void {
    this.#givenUp(uri, at);
  }

  parsed(uri: string): ParsedFile | null {
    // Not kept here: where a node stands now only the newest parsed file knows, and who parses keeps those.
    const entry = this.#world.file(uri);
    return entry?.kind === "text" ? this.#parse(uri, entry.text) : null;
  }

  locate(node: Node, at: Origin): Location | null {
    // What a place is depends on the text before it, not on the expression alone.
    this.file(node.anchor.uri, at);
    return this.parsed(node.anchor.uri)?.locationOf(currentNode(node)) ?? null;
  }

  importFile(uri: string, at: Origin, asked: Asked = NOBODY): Value {
    const native = this.natives.get(uri);
    if (native !== undefined) return native.force(this);
    const isKnown = this.#tracker === null && this.#world.file(uri, asked)?.kind !== "refused";
    const known = isKnown ? this.#files.get(uri) : null;
    if (known !== null) {
      this.#refuel(uri);
      this.#files.noteImport(at, uri);
      return known.force(this);
    }
    const found = this.#expression({ uri, asked }, at);
    if (found.kind !== "expression") return found.value;
    const { root } = found;
    const target = root.anchor.uri;
    this.#refuel(target);
    this.#files.noteImport(at, target);
    const made = this.#files.get(target);
    if (made !== null) return made.force(this);
    const frame = new LastingFrame([], null);
    const thunk = new Suspension((machine: Machine) => {
      machine.counters.files++;
      const tracker = this.#tracker?.covers(target) === true ? this.#tracker : null;
      return tracker === null ? this.#evaluate(root, machine) : this.#again(target, tracker, machine, frame);
    }, null);
    this.#files.set(target, root, thunk);
    return thunk.force(this);
  }

  #refuel(uri: string): void {
    if (this.#imported.has(uri)) return;
    this.#imported.add(uri);
    this.#fuel += this.limits.fuelPerFile;
  }

  importScoped(scope: ReadonlyMap<string, Thunk>, uri: string, at: Origin, asked: Asked = NOBODY): Value {
    const found = this.#expression({ uri, asked }, at);
    if (found.kind !== "expression") return found.value;
    if (this.#tracker !== null) recordRead(this, this.#tracker.text(found.root.anchor.uri));
    this.#files.noteImport(at, found.root.anchor.uri);
    this.counters.files++;
    const names = nameScope(null, scope.keys());
    this.#refuse(found.root, new Set(scope.keys()));
    return compileRoot(found.root, GLOBALS, names).run(this, { slots: [...scope.values()], up: null });
  }

  #evaluate(root: Expression, machine: Machine): Value {
    this.#refuse(root, new Set());
    let code = compiled.get(root);
    if (code === undefined) {
      code = compileRoot(root, GLOBALS, OUTERMOST);
      compiled.set(root, code);
    }
    // A frame of its own: what is remembered for a frame must not outlive this evaluation.
    return code.run(machine, { slots: [], up: null });
  }

  /** The value of a file at this revision. */
  #again(uri: string, tracker: FileTracker, machine: Machine, frame: LastingFrame): Value {
    recordRead(machine, tracker.code(uri));
    const parsed = this.parsed(uri);
    if (parsed?.root == null) return makeUnknown(withoutRoot(parsed));
    const { root } = parsed;
    this.#refuse(root, new Set());
    const run = tracker.compiled(root, (expression, sites) => compileRoot(expression, GLOBALS, OUTERMOST, sites).run);
    return run(machine, frame);
  }

  #refuse(root: Expression, names: ReadonlySet<string>): void {
    if (!this.#refuseFaulty) return;
    const problem = this.parsed(root.anchor.uri)?.problems[0];
    if (problem !== undefined) throw new NixError("syntax", problem.message, root);
    const fault = findFault(root, (name) => names.has(name) || GLOBALS.has(name));
    if (fault !== null) throw new NixError(fault.kind, fault.message, fault.node);
  }

  /** The expression that `import uri` evaluates; of a folder, its default.nix. */
  #expression(
    { uri, asked }: ReadTarget,
    at: Origin,
  ): { kind: "expression"; root: Expression } | { kind: "value"; value: Value } {
    const unknown = (reason: Parameters<typeof makeUnknown>[0]) =>
      ({ kind: "value", value: makeUnknown(reason, at) }) as const;
    if (this.#tracker?.covers(uri) === true) recordRead(this, this.#tracker.code(uri));
    const entry = this.#world.file(uri, asked);
    if (entry?.kind !== "text") this.#files.noteFile(at, uri, entry);
    if (entry === null) return unknown({ kind: "notLoaded", uri });
    switch (entry.kind) {
      case "folder":
        // The path that names a folder names the file that stands for it.
        return this.#expression({ uri: joinUri(uri, "default.nix"), asked }, at);
      case "absent":
        throw new NixError("missingFile", `no such file: ${uriPath(uri)}`, at);
      case "unreadable":
        this.#givenUp(uri, at);
        return unknown({ kind: "unreadable", uri, reason: entry.reason });
      case "refused":
        return unknown({ kind: "refused", uri, reason: entry.reason });
      case "text": {
        const parsed = this.parsed(uri);
        if (parsed?.root != null) return { kind: "expression", root: parsed.root };
        if (parsed?.notAnalysed != null) this.#givenUp(uri, at);
        this.#files.noteFile(at, uri, entry);
        const reason = withoutRoot(parsed);
        if (reason.kind === "syntax" && this.#refuseFaulty)
          throw new NixError("syntax", "there is no expression in this file", at);
        return unknown(reason);
      }
    }
  }
}

/** Why a file gives no expression: it was given up, which names it, or there is none in it. */
function withoutRoot(parsed: ParsedFile | null): UnknownReason {
  if (parsed?.notAnalysed == null) return { kind: "syntax" };
  return { kind: "unreadable", uri: parsed.uri, reason: parsed.notAnalysed };
}
