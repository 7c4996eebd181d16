/** Each command of the palette × each state that the extension can be in: whether it can be run there. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { contextFacts } from "../../client/src/workbench/contextFacts.ts";
import { holds } from "../support/whenClause.ts";

const manifest = JSON.parse(readFileSync(fileURLToPath(new URL("../../package.json", import.meta.url)), "utf8"));
const commands: { command: string; enablement?: string }[] = manifest.contributes.commands;
const palette: { command: string; when: string }[] = manifest.contributes.menus?.commandPalette ?? [];

const host = { name: "node1", open: [], errors: 0 };
const states = {
  /** Nothing of ours has been started: another project, or no folder. */
  asleep: {},
  stopped: contextFacts(null),
  empty: contextFacts({ hosts: [], flakes: [] }),
  /** A flake that has no hosts, such as a development shell. */
  flake: contextFacts({ hosts: [], flakes: ["file:///f"] }),
  /** A plain `configuration.nix`. */
  plain: contextFacts({ hosts: [host], flakes: [] }),
  hosts: contextFacts({ hosts: [host], flakes: ["file:///f"] }),
} as const;
type State = keyof typeof states;

const everywhere: readonly State[] = ["asleep", "stopped", "empty", "flake", "plain", "hosts"];

/** Where each command can be run. */
const runnable: Readonly<Record<string, readonly State[]>> = {
  restartServer: everywhere,
  showOutput: everywhere,
  showHosts: everywhere,
  // where programs may not run, these say so
  build: ["flake", "hosts"],
  checkFlake: ["flake", "hosts"],
  updateInputs: ["flake", "hosts"],
  newConfiguration: everywhere,
  openGuide: everywhere,
  searchOptions: everywhere,
  addHost: ["plain", "hosts"],
  addService: ["plain", "hosts"],
  enableMissingDependencies: ["plain", "hosts"],
  deployHost: ["plain", "hosts"],
  rollbackHost: ["plain", "hosts"],
  listGenerations: ["plain", "hosts"],
};

test("the table names every command", () => {
  expect(Object.keys(runnable).sort()).toEqual(
    commands.map(({ command }) => command.replace("plasmacloud.", "")).sort(),
  );
});

test.each(commands)("$command", ({ command, enablement }) => {
  const when = palette.find((entry) => entry.command === command)?.when ?? "true";
  const runs = everywhere.filter((name) => {
    const state = { true: true, ...states[name] };
    return holds(enablement ?? "true", state) && holds(when, state);
  });
  expect(runs).toEqual(runnable[command.replace("plasmacloud.", "")]);
});

const views: { id: string; when: string }[] = manifest.contributes.views.explorer;
test.each(views)("the view $id is for folders without hosts", ({ when }) => {
  const folder = { workspaceFolderCount: 1 };
  const shown = everywhere.filter((name) => holds(when, { ...folder, ...states[name] }));
  expect(shown).toEqual(["asleep", "stopped", "empty", "flake"]);
  expect(holds(when, { workspaceFolderCount: 0, ...states.empty })).toBe(false);
});

test("steps of the walkthrough tick off by what was done, not by what was looked at", () => {
  const steps: { id: string; completionEvents: string[] }[] = manifest.contributes.walkthroughs[0].steps;
  expect(steps.map(({ id, completionEvents }) => `${id}: ${completionEvents}`)).toEqual([
    "open: onContext:plasmacloud.hasOpened",
    "complete: onContext:plasmacloud.hasCompleted",
    "hosts: onContext:plasmacloud.hasSeenHosts",
    "fix: onContext:plasmacloud.hasFixed",
    "build: onContext:plasmacloud.hasBuilt",
    "deploy: onContext:plasmacloud.hasDeployed",
  ]);
});
