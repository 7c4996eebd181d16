/** Our own evaluator over the files of `nix/`, with its native `lib` as `<nixpkgs/lib>`: no Nix and no nixpkgs needed. */

import { attempt } from "../../server/src/eval/core/evaluate.ts";
import { createMachine } from "../../server/src/eval/machine/createMachine.ts";
import { printJson } from "../../server/src/eval/print/printJson.ts";
import { describeUnknown } from "../../server/src/eval/print/render.ts";
import { createNixWorld } from "../../server/src/modules/nixpkgs/nixWorld.ts";
import { parseOnce, snapshotOf } from "../support/eval.ts";
import { nixFiles } from "../support/hosts.ts";

const files = nixFiles("nix");
/** As strict as the real module system: what a host shows as a finding is an error here. */
const world = createNixWorld(files, true);

/** What an expression comes to, as plain data. `/nix` in it is the repository's `nix/`. */
export function evaluateOurs(expression: string): unknown {
  const paths = [...files].map(([path, text]) => [`/nix/${path}`, text] as const);
  const machine = createMachine({
    snapshot: world.overlay(snapshotOf({ ...Object.fromEntries(paths), "/test.nix": expression })),
    parse: parseOnce,
    searchPath: world.searchPath,
    natives: world.natives("file:///"),
  });
  const outcome = attempt(machine, () => printJson(machine, machine.importFile("file:///test.nix", null), null).text);
  if (outcome.kind === "value") return JSON.parse(outcome.value);
  throw new Error(outcome.kind === "error" ? outcome.error.message : `unknown: ${describeUnknown(outcome.reason)}`);
}
