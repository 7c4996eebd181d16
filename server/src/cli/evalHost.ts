/** `plasmacloud-nix eval --host NAME OPTION.PATH [PATH]`: an effective value, and what made it. */

import {
  DEFAULT_PRIORITY,
  type EffectiveValue,
  FORCE_PRIORITY,
  OPTION_DEFAULT_PRIORITY,
  PLAIN_PRIORITY,
} from "../modules/api.ts";
import { runInWorker } from "../node/workerRun.ts";
import { splitPath } from "../schema/splitPath.ts";
import { formatPath } from "../syntax/tree/attrName.ts";
import type { CommandIo } from "./check.ts";
import { type ExitCode, UsageError } from "./exit.ts";
import { displayPath, targetOf } from "./paths.ts";

export async function evalHost(
  host: string,
  option: string,
  path: string,
  json: boolean,
  trusted: boolean,
  io: CommandIo,
): Promise<ExitCode> {
  const { root } = targetOf(path, io.workingFolder);
  const request = { root, trusted, host, path: splitPath(option) };
  const answer = await runInWorker({ job: "hostValue", request });
  if (answer.kind !== "valued") throw new UsageError("the evaluation ended without a result");
  const { outcome } = answer;
  if (outcome.kind === "noHost") {
    const known = outcome.labels.length === 0 ? "there are none" : `there are ${outcome.labels.join(", ")}`;
    throw new UsageError(`no host is called ${host}: ${known}`);
  }
  if (outcome.kind === "noOption") {
    io.complain(`error: the option ${formatPath(request.path)} does not exist on ${host}`);
    return 1;
  }
  const { value } = outcome;
  io.write(json ? `${JSON.stringify(plain(value, io), null, 2)}\n` : described(value, io));
  if (value.value !== null) return 0;
  const failed = value.failed === true;
  io.complain(`${failed ? "error" : "unknown"}: ${value.unknownReason ?? "it cannot be computed here"}`);
  return failed ? 1 : 3;
}

/** The value on the first line, then each definition with its place and strength. */
function described(value: EffectiveValue, io: CommandIo): string {
  const lines = value.origins.map(({ place, file, priority, value: text }) => {
    const where = place === null ? file : `${displayPath(place.uri, io.workingFolder)}:${place.range.start.line + 1}`;
    return `  ${text ?? "unknown"}  (${where}, ${strength(priority)})\n`;
  });
  const more = value.partial === true ? "  and what NixOS's own modules add\n" : "";
  const first = value.value === null ? "" : `${value.value}\n${more}`;
  return first + lines.join("");
}

function strength(priority: number): string {
  if (priority === FORCE_PRIORITY) return "mkForce";
  if (priority === PLAIN_PRIORITY) return "plain";
  if (priority === DEFAULT_PRIORITY) return "mkDefault";
  return priority === OPTION_DEFAULT_PRIORITY ? "the option's default" : `priority ${priority}`;
}

function plain({ path, value, partial, unknownReason, defined, origins }: EffectiveValue, io: CommandIo): object {
  return {
    option: formatPath(path),
    value,
    ...(partial === true ? { partial } : {}),
    ...(unknownReason === null ? {} : { unknown: unknownReason }),
    defined,
    origins: origins.map(({ place, file, priority, value: text }) => ({
      file: place === null ? file : displayPath(place.uri, io.workingFolder),
      ...(place === null ? {} : { range: place.range }),
      priority,
      value: text,
    })),
  };
}
