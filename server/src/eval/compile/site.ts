/**
 * Places in compiled code whose text may change while everything around them stays: the values of bindings, the bodies
 * of functions, arguments, elements. Who runs one depends on it. Only code for machines that track has them.
 * Invariant: what stands at a site is always compiled in the site's own scope.
 */
import type { Expression } from "../../syntax/tree/ast.ts";
import { Input, newMark, recordRead } from "../core/dependencies.ts";
import type { Machine } from "../core/machine.ts";
import { Suspension } from "../core/thunk.ts";
import type { Thunk, Value } from "../core/value.ts";
import type { BindingPlan } from "./bindings.ts";
import type { Code, Run } from "./code.ts";
import { type Env, LastingFrame, nameScope, type Scope, withScope } from "./scope.ts";

export type Subject = Expression | BindingPlan;

export class Site extends Input {
  readonly #sites: Sites;
  readonly #scope: Scope;
  readonly #compile: (subject: Subject) => Run;
  #subject: Subject;
  #run: Run | null = null;

  constructor(sites: Sites, subject: Subject, scope: Scope, compile: (subject: Subject) => Run) {
    super(sites.markFor(subject));
    this.#sites = sites;
    this.#scope = scope;
    this.#subject = subject;
    this.#compile = compile;
  }

  /** Whether what stands inside has sites of its own yet. */
  get isCompiled(): boolean {
    return this.#run !== null;
  }

  readonly code: Code = {
    run: (machine: Machine, env: Env): Value => {
      recordRead(machine, this);
      this.#run ??= this.#sites.inside(this.mask, () => this.#compile(this.#subject));
      return this.#run(machine, env);
    },
    delay: (env: Env): Thunk =>
      env instanceof LastingFrame
        ? env.thunk(this, () => new Suspension(this.code.run, env))
        : new Suspension(this.code.run, env),
  };

  /** Whether this is what stands there, also in code that is compiled anew. */
  isAt(subject: Subject, scope: Scope): boolean {
    return this.#subject === subject && this.#scope === scope;
  }

  /** The same code under a later text. */
  rename(subject: Subject): void {
    this.#subject = subject;
  }

  /** Other code. */
  replace(subject: Subject): void {
    this.#subject = subject;
    this.#run = null;
  }
}

/** A number, string or path that is written out. It is its own thunk, the same in every environment. */
export class Literal extends Input implements Thunk {
  #subject: Subject;
  #value: Value;

  constructor(sites: Sites, subject: Subject, value: Value) {
    super(sites.mark);
    this.#subject = subject;
    this.#value = value;
  }

  /** Whether this is what stands there. */
  isAt(subject: Subject): boolean {
    return this.#subject === subject;
  }

  /** The same value under a later text. */
  rename(subject: Subject): void {
    this.#subject = subject;
  }

  readonly code: Code = { run: (machine: Machine): Value => this.force(machine), delay: (): Thunk => this };

  force(machine: Machine): Value {
    recordRead(machine, this);
    return this.#value;
  }

  peek(): Value {
    return this.#value;
  }

  replace(subject: Subject, value: Value): void {
    this.#subject = subject;
    this.#value = value;
  }
}

/** Of the scopes inside of one; typing into a `let` makes a new one with each key. */
const MOST_SCOPES = 200;

/** The sites of one file's code, by what stands there. */
export class Sites {
  readonly #bySubject = new WeakMap<Subject, Site | Literal>();
  /** Of the part of the text that is being compiled: a set with what is written in it, but for further sets. */
  mark = newMark();

  readonly #scopes = new Map<Scope | null, Map<string, Scope>>();
  readonly #keys = new WeakMap<object, object>();

  /** The scope of these names in a scope: the same each time, so that code compiled anew knows its sites again. */
  nameScope(up: Scope | null, names: readonly string[]): Scope {
    return this.#scope(up, JSON.stringify(names), () => nameScope(up, names));
  }

  withScope(up: Scope | null): Scope {
    return this.#scope(up, "with", () => withScope(up));
  }

  #scope(up: Scope | null, key: string, make: () => Scope): Scope {
    const below = this.#scopes.get(up) ?? new Map<string, Scope>();
    this.#scopes.set(up, below);
    const scope = below.get(key) ?? make();
    if (below.size > MOST_SCOPES) below.clear();
    below.set(key, scope);
    return scope;
  }

  /** What stands for a `let` or `with` across edits: frames are kept under it. */
  keyOf(subject: object): object {
    const key = this.#keys.get(subject) ?? {};
    this.#keys.set(subject, key);
    return key;
  }

  renameKey(before: object, now: object): void {
    const key = this.#keys.get(before);
    if (key !== undefined) this.#keys.set(now, key);
  }

  markFor(subject: Subject): number {
    return "kind" in subject && subject.kind !== "attrSet" ? this.mark : newMark();
  }

  /** Compiles something that has a mark. */
  inside<T>(mark: number, compile: () => T): T {
    const outer = this.mark;
    this.mark = mark;
    const made = compile();
    this.mark = outer;
    return made;
  }

  at(subject: Subject): Site | Literal | null {
    return this.#bySubject.get(subject) ?? null;
  }

  remove(subject: Subject): void {
    this.#bySubject.delete(subject);
  }

  put(subject: Subject, site: Site | Literal): void {
    this.#bySubject.set(subject, site);
  }
}
