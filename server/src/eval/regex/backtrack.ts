/**
 * A backtracking matcher that tries what libstdc++'s depth-first executor tries, in its order: loops are greedy and
 * stop at the first solution, choices try all options and keep the longest match, groups keep their last turn.
 * Its stack is a list, so long texts cannot overflow it, and its work is bounded.
 */
import type { Machine } from "../core/machine.ts";
import { makeUnknown } from "../core/make.ts";
import { UnknownSignal } from "../core/signal.ts";
import type { Origin } from "../core/value.ts";
import type { ParsedRegex, RegexNode } from "./parse.ts";

export interface RegexMatch {
  readonly start: number;
  readonly end: number;
  readonly groups: readonly (string | null)[];
}

type Instruction =
  | { readonly op: "char"; readonly accepts: (code: number) => boolean }
  | { readonly op: "start" | "end" | "accept" }
  | { readonly op: "open" | "close"; readonly group: number }
  | { readonly op: "jump"; readonly to: number }
  /** The body follows; `next` is where the loop ends. */
  | { readonly op: "repeat"; readonly loop: number; readonly next: number }
  /** One option follows, the others stand at `other`. */
  | { readonly op: "choice"; readonly other: number };

export interface RegexProgram {
  readonly instructions: readonly Instruction[];
  readonly groups: number;
  readonly loops: number;
}

const MOST_INSTRUCTIONS = 100_000;
const MOST_STEPS = 2_000_000;

export function compileProgram({ node, groups }: ParsedRegex): RegexProgram {
  const writer = new Writer();
  writer.write(node);
  writer.instructions.push({ op: "accept" });
  return { instructions: writer.instructions, groups, loops: writer.loops };
}

class Writer {
  readonly instructions: Instruction[] = [];
  loops = 0;

  write(node: RegexNode): void {
    // More than that, and matching answers unknown: the program has no end to reach.
    if (this.instructions.length > MOST_INSTRUCTIONS) return;
    switch (node.kind) {
      case "empty":
        return;
      case "char":
        this.instructions.push({ op: "char", accepts: node.accepts });
        return;
      case "start":
      case "end":
        this.instructions.push({ op: node.kind });
        return;
      case "group":
        this.instructions.push({ op: "open", group: node.index });
        this.write(node.body);
        this.instructions.push({ op: "close", group: node.index });
        return;
      case "sequence":
        for (const item of node.items) this.write(item);
        return;
      case "choice":
        this.#choice(node.options);
        return;
      case "repeat":
        for (let turn = 0; turn < node.least; turn++) this.write(node.body);
        if (node.most === null) this.#loop(node.body);
        else this.#optional(node.body, node.most - node.least);
    }
  }

  #choice(options: readonly RegexNode[]): void {
    const [first, ...others] = options;
    if (first === undefined) return;
    if (others.length === 0) {
      this.write(first);
      return;
    }
    const choice = this.#reserve();
    this.write(first);
    const jump = this.#reserve();
    this.instructions[choice] = { op: "choice", other: this.instructions.length };
    this.#choice(others);
    this.instructions[jump] = { op: "jump", to: this.instructions.length };
  }

  #loop(body: RegexNode): void {
    const start = this.#reserve();
    const loop = this.loops++;
    this.write(body);
    this.instructions.push({ op: "jump", to: start });
    this.instructions[start] = { op: "repeat", loop, next: this.instructions.length };
  }

  /** `(body(body(body)?)?)?` */
  #optional(body: RegexNode, times: number): void {
    const starts: [number, number][] = [];
    for (let turn = 0; turn < times && this.instructions.length <= MOST_INSTRUCTIONS; turn++) {
      starts.push([this.#reserve(), this.loops++]);
      this.write(body);
    }
    for (const [start, loop] of starts) {
      this.instructions[start] = { op: "repeat", loop, next: this.instructions.length };
    }
  }

  #reserve(): number {
    this.instructions.push({ op: "accept" });
    return this.instructions.length - 1;
  }
}

/** Where a group began and where it ended: two numbers for each group; -1: not yet. */
type Marks = readonly number[];

interface Pending {
  readonly kind: "option" | "afterLoop" | "both";
  readonly at: number;
  readonly position: number;
  readonly marks: Marks;
  /** For each loop, where its last turn began and how many turns began there. */
  readonly turns: readonly number[];
  /** `both`: what the first option came to. */
  readonly solved: boolean;
}

export function matchWhole(
  machine: Machine,
  program: RegexProgram,
  text: string,
  at: Origin,
): readonly (string | null)[] | null {
  return run(machine, program, text, 0, true, at)?.groups ?? null;
}

export function matchAll(machine: Machine, program: RegexProgram, text: string, at: Origin): RegexMatch[] {
  const found: RegexMatch[] = [];
  for (let start = 0; start <= text.length; ) {
    const match = run(machine, program, text, start, false, at);
    if (match === null) start++;
    else {
      found.push(match);
      start = match.end > match.start ? match.end : match.end + 1;
    }
  }
  return found;
}

function run(
  machine: Machine,
  program: RegexProgram,
  text: string,
  start: number,
  whole: boolean,
  origin: Origin,
): RegexMatch | null {
  if (program.instructions.length > MOST_INSTRUCTIONS) throw tooLarge(origin);
  const pending: Pending[] = [];
  let state = {
    at: 0,
    position: start,
    marks: new Array<number>(program.groups * 2).fill(-1) as Marks,
    turns: new Array<number>(program.loops * 2).fill(0) as readonly number[],
  };
  let solved = false;
  let best: { end: number; marks: Marks } | null = null;
  let steps = 0;

  /** Goes on with what was put off last; false when nothing is left. */
  const back = (): boolean => {
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (next.kind === "both") solved ||= next.solved;
      else if (next.kind === "option") {
        pending.push({ ...next, kind: "both", solved });
        solved = false;
        state = next;
        return true;
      } else if (!solved) {
        state = next;
        return true;
      }
    }
    return false;
  };

  for (;;) {
    if (++steps > MOST_STEPS) throw tooLarge(origin);
    if ((steps & 0xff) === 0) machine.step();
    const { at, position, marks, turns } = state;
    const instruction = program.instructions[at];
    let alive = true;
    switch (instruction?.op) {
      case "char":
        alive = position < text.length && instruction.accepts(text.charCodeAt(position));
        if (alive) state = { at: at + 1, position: position + 1, marks, turns };
        break;
      case "start":
        alive = position === 0;
        state = { at: at + 1, position, marks, turns };
        break;
      case "end":
        alive = position === text.length;
        state = { at: at + 1, position, marks, turns };
        break;
      case "open":
      case "close":
        state = { at: at + 1, position, marks: mark(marks, instruction, position), turns };
        break;
      case "jump":
        state = { at: instruction.to, position, marks, turns };
        break;
      case "choice":
        pending.push({ kind: "option", at: instruction.other, position, marks, turns, solved: false });
        state = { at: at + 1, position, marks, turns };
        break;
      case "repeat": {
        const from = turns[2 * instruction.loop] ?? 0;
        const began = turns[2 * instruction.loop + 1] ?? 0;
        const count = began === 0 || from !== position ? 1 : began + 1;
        if (count > 2) {
          state = { at: instruction.next, position, marks, turns };
          break;
        }
        pending.push({ kind: "afterLoop", at: instruction.next, position, marks, turns, solved: false });
        const entered = [...turns];
        entered[2 * instruction.loop] = position;
        entered[2 * instruction.loop + 1] = count;
        state = { at: at + 1, position, marks, turns: entered };
        break;
      }
      default:
        solved = !whole || position === text.length;
        if (solved && (best === null || best.end < position)) best = { end: position, marks };
        alive = false;
    }
    if (!alive && !back()) break;
  }
  return best === null ? null : { start, end: best.end, groups: groupsOf(text, best.marks) };
}

function mark(marks: Marks, instruction: { op: "open" | "close"; group: number }, position: number): Marks {
  const changed = [...marks];
  changed[2 * (instruction.group - 1) + (instruction.op === "open" ? 0 : 1)] = position;
  return changed;
}

function groupsOf(text: string, marks: Marks): (string | null)[] {
  const groups: (string | null)[] = [];
  for (let index = 0; index < marks.length; index += 2) {
    const start = marks[index] ?? -1;
    const end = marks[index + 1] ?? -1;
    groups.push(start < 0 || end < 0 ? null : text.slice(start, end));
  }
  return groups;
}

function tooLarge(origin: Origin): UnknownSignal {
  return new UnknownSignal(makeUnknown({ kind: "tooLarge" }, origin));
}
