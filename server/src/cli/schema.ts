/** `plasmacloud-nix schema`: what modules declare, as `nixosOptionsDoc` writes it. */

import { runInWorker } from "../node/workerRun.ts";
import type { DeclaredOptions } from "../session/declaredOptions.ts";
import type { CommandIo } from "./check.ts";
import { type ExitCode, UsageError } from "./exit.ts";
import { targetOf } from "./paths.ts";

/** With `isCheck` nothing is printed but what the documentation of options lacks; exit 1 when it lacks something. */
export async function schema(path: string, isCheck: boolean, trusted: boolean, io: CommandIo): Promise<ExitCode> {
  const { uri, root } = targetOf(path, io.workingFolder);
  const answer = await runInWorker({ job: "schema", uri, root, trusted });
  if (answer.kind !== "declared") throw new UsageError("the evaluation ended without a result");
  if (answer.options === null) throw new UsageError(`${path}: there is no module`);
  if (!isCheck) {
    io.write(`${JSON.stringify(answer.options, null, 2)}\n`);
    return 0;
  }
  const lacking = lacks(answer.options);
  for (const line of lacking) io.complain(line);
  return lacking.length > 0 ? 1 : 0;
}

function lacks(options: DeclaredOptions): readonly string[] {
  return Object.entries(options).flatMap(([name, { description, type }]) => [
    ...(description === null || description.trim() === "" ? [`${name} has no description`] : []),
    ...(type === "unspecified value" ? [`${name} has no type that is known`] : []),
  ]);
}
