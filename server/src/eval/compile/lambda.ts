/** Functions: one plain argument, or a set taken apart by its formals. */
import type { Formals, Lambda, Node } from "../../syntax/tree/ast.ts";
import { NixError } from "../core/errors.ts";
import { wrongType } from "../core/expect.ts";
import type { Machine } from "../core/machine.ts";
import { ready } from "../core/make.ts";
import { selectUnknown } from "../core/select.ts";
import type { AttrsValue, FunctionValue, Origin, Value } from "../core/value.ts";
import { type Code, type Compiler, code, type Run } from "./code.ts";
import { LastingArgument } from "./lastingArgument.ts";
import { type Env, LastingFrame, type Scope } from "./scope.ts";

export function compileLambda(compiler: Compiler, node: Lambda, scope: Scope, name: string | null): Code {
  const plain = node.name === null ? [] : [node.name.name];
  const names = node.formals?.formals.map((formal) => formal.name.name) ?? [];
  const inner = compiler.nameScope(scope, [...plain, ...names]);
  const body = compiler.later(node.body, inner, node).run;
  if (node.formals === null) {
    return code((_machine, env) => ({
      type: "function",
      name,
      formals: null,
      primitive: null,
      origin: node,
      call: (machine, argument) => enterBody(machine, body, { slots: [argument], up: env }),
    }));
  }
  const { formals } = node;
  const bind = compileFormals(compiler, formals, inner, plain.length, name);
  const declared = new Map(formals.formals.map((formal) => [formal.name.name, formal.fallback !== null]));
  return code((_machine, env): FunctionValue => {
    const made: FunctionValue = {
      type: "function",
      name,
      formals: declared,
      primitive: null,
      origin: node,
      call(machine, argument, at) {
        const given = argument.force(machine);
        if (given.type === "unknown") return given;
        if (given.type !== "attrs") return wrongType(given, "a set", at);
        const slots = plain.length === 0 ? [] : [argument];
        if (argument instanceof LastingArgument) {
          const enter = (): LastingFrame => {
            const frame = new LastingFrame(slots, env);
            bind(frame, given, at);
            return frame;
          };
          return enterBody(machine, body, argument.frame(made, enter));
        }
        const frame: Env = { slots, up: env };
        bind(frame, given, at);
        return enterBody(machine, body, frame);
      },
    };
    return made;
  });
}

function enterBody(machine: Machine, body: Run, frame: Env): Value {
  machine.enter();
  const result = body(machine, frame);
  machine.leave();
  return result;
}

/** Fills a frame with what the given set holds; checks that nothing lacks and nothing is too much. */
function compileFormals(
  compiler: Compiler,
  formals: Formals,
  scope: Scope,
  offset: number,
  name: string | null,
): (frame: Env, given: AttrsValue, at: Origin) => void {
  const parts = formals.formals.map((formal) => ({
    name: formal.name.name,
    slot: scope.slots?.get(formal.name.name) ?? offset,
    fallback: formal.fallback === null ? null : compiler.later(formal.fallback, scope, formal).delay,
    node: formal,
  }));
  const allowed = formals.ellipsis ? null : new Set(parts.map((part) => part.name));
  return (frame, given, at) => {
    let matched = 0;
    for (const part of parts) {
      const attr = given.attrs.get(part.name);
      if (attr !== undefined) {
        matched++;
        frame.slots[part.slot] = attr.value;
      } else if (given.rest !== null) frame.slots[part.slot] = ready(selectUnknown(given.rest, part.name, part.node));
      else if (part.fallback === null) throw lacking(name, part.name, part.node, at);
    }
    if (allowed !== null && matched !== given.attrs.size) refuseExtra(given, allowed, name, formals, at);
    for (const part of parts) {
      // After the given ones: a default may be a variable that is another formal.
      if (frame.slots[part.slot] === undefined && part.fallback !== null) frame.slots[part.slot] = part.fallback(frame);
    }
  };
}

function refuseExtra(
  given: AttrsValue,
  allowed: ReadonlySet<string>,
  name: string | null,
  node: Node,
  at: Origin,
): void {
  for (const extra of given.attrs.keys()) {
    if (!allowed.has(extra)) {
      throw new NixError("type", `${called(name)} called with unexpected argument '${extra}'`, at ?? node);
    }
  }
}

function lacking(name: string | null, formal: string, node: Node, at: Origin): NixError {
  return new NixError("type", `${called(name)} called without required argument '${formal}'`, at ?? node);
}

function called(name: string | null): string {
  return name === null ? "anonymous function" : `function '${name}'`;
}
