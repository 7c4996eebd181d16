/**
 * Places in compiled code whose text may change while everything around them stays: the values of bindings, the bodies
 * of functions, arguments, elements. Who runs one depends on it. Only code for machines that track has them.
 * Invariant: what stands at a site is always compiled in the site's own scope.
 */
import type { Expression } from "../../syntax/ast.ts";
import type { Plan } from "../bindings.ts";
import type { Machine } from "../machine.ts";
import type { Env } from "../scope.ts";
import { Suspension } from "../thunk.ts";
import { Input, newMark, note } from "../tracking.ts";
import type { Thunk, Value } from "../value.ts";
import type { Code, Run } from "./code.ts";

export type Subject = Expression | Plan;

export class Site extends Input {
  readonly #sites: Sites;
  readonly #compile: (subject: Subject) => Run;
  #subject: Subject;
  #run: Run | null = null;

  constructor(sites: Sites, subject: Subject, compile: (subject: Subject) => Run) {
    super(sites.markFor(subject));
    this.#sites = sites;
    this.#subject = subject;
    this.#compile = compile;
  }

  /** Whether what stands inside has sites of its own yet. */
  get isCompiled(): boolean {
    return this.#run !== null;
  }

  readonly code: Code = {
    run: (machine: Machine, env: Env): Value => {
      note(machine, this);
      this.#run ??= this.#sites.inside(this.mask, () => this.#compile(this.#subject));
      return this.#run(machine, env);
    },
    delay: (env: Env): Thunk => new Suspension(this.code.run, env),
  };

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
  #value: Value;

  constructor(sites: Sites, value: Value) {
    super(sites.mark);
    this.#value = value;
  }

  readonly code: Code = { run: (machine: Machine): Value => this.force(machine), delay: (): Thunk => this };

  force(machine: Machine): Value {
    note(machine, this);
    return this.#value;
  }

  peek(): Value {
    return this.#value;
  }

  replace(value: Value): void {
    this.#value = value;
  }
}

/** The sites of one file's code, by what stands there. */
export class Sites {
  readonly #bySubject = new WeakMap<Subject, Site | Literal>();
  /** Of the part of the text that is being compiled: a set with what is written in it, but for further sets. */
  mark = newMark();

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

  put(subject: Subject, site: Site | Literal): void {
    this.#bySubject.set(subject, site);
  }
}
