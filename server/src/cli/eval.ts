/** `plasmacloud-nix eval`: the evaluator alone, or an option's effective value on a host. */
import { resolve } from "node:path";
import { joinUri } from "../base/uri.ts";
import { isOutOfMemory, runInWorker } from "../node/workerRun.ts";
import { splitPath } from "../schema/splitPath.ts";
import type { ExpressionOutcome, ExpressionRequest } from "../session/expression.ts";
import type { CommandIo } from "./check.ts";
import { type ExitCode, UsageError } from "./exit.ts";
import { uriOfPath, virtualTarget } from "./paths.ts";

export interface EvalOptions {
  readonly expr?: string;
  readonly file?: string;
  readonly attr?: string;
  readonly include: readonly string[];
  /** Names and expressions in turn. */
  readonly arg: readonly string[];
  /** Names and texts in turn. */
  readonly argstr: readonly string[];
  readonly json: boolean;
  readonly strict: boolean;
  readonly untrusted: boolean;
}

export async function evalExpression(options: EvalOptions, io: CommandIo): Promise<ExitCode> {
  const outcome = await evaluate(requestOf(options, io.workingFolder));
  if (outcome.kind === "value") {
    io.write(`${outcome.text}\n`);
    return 0;
  }
  io.complain(outcome.kind === "error" ? `error: ${outcome.message}` : `unknown: ${outcome.reason}`);
  return outcome.kind === "error" ? 1 : 3;
}

function requestOf(
  { expr, file, attr, include, arg, argstr, json, strict, untrusted }: EvalOptions,
  workingFolder: string,
): ExpressionRequest {
  if ((expr === undefined) === (file === undefined)) throw new UsageError("eval takes either --expr or --file");
  const uri =
    file === undefined ? joinUri(uriOfPath(workingFolder), "«string»") : uriOfPath(resolve(workingFolder, file));
  const searchPath = include.map((entry): readonly [string, string] => {
    const [name = "", path] = entry.split(/=(.*)/s);
    if (path === undefined) throw new UsageError(`-I ${entry}: it must be NAME=PATH`);
    return [name, uriOfPath(resolve(workingFolder, path))];
  });
  return {
    uri,
    text: expr ?? null,
    attr: attr === undefined ? [] : splitPath(attr),
    strict: strict || json,
    json,
    searchPath,
    arguments: [
      ...pairs("--arg", arg).map(([name, text]) => {
        const uri = joinUri(uriOfPath(workingFolder), `«--arg ${name}»`);
        return { name, expression: { uri, text } };
      }),
      ...pairs("--argstr", argstr).map(([name, text]) => ({ name, text })),
    ],
    trusted: !untrusted,
    root: virtualTarget(file ?? "«string»", workingFolder).root,
  };
}

/** Each name with what follows it. */
function pairs(option: string, given: readonly string[]): readonly (readonly [name: string, value: string])[] {
  if (given.length % 2 !== 0) throw new UsageError(`${option} ${given.at(-1)}: it takes a name and a value`);
  return given.flatMap((name, index) => (index % 2 === 0 ? [[name, given[index + 1] ?? ""] as const] : []));
}

async function evaluate(request: ExpressionRequest): Promise<ExpressionOutcome> {
  try {
    const answer = await runInWorker({ job: "expression", request });
    if (answer.kind === "evaluated") return answer.outcome;
    throw new UsageError("the evaluation ended without a result");
  } catch (error) {
    if (isOutOfMemory(error)) return { kind: "unknown", reason: "it takes too much memory" };
    throw error;
  }
}
