/**
 * One attribute path of ten thousand names, in each place where one may stand. What each level of it keeps must not hold
 * the levels above again: that took 400 MB, and at some places several times that.
 */
import { expect, test } from "vitest";
import { runCommand, scratchFolder } from "../support/commandLine.ts";

const path = Array.from({ length: 10_000 }, () => "a").join(".");
/** Each thread's heap, which what grows with the square of the path does not fit in. */
const environment = { NODE_OPTIONS: "--max-old-space-size=160" };

const version = 'system.stateVersion = "25.05";';
const wrong = "services.iam.port = true;";

test.each([
  ["a definition", `{ ${version} ${wrong} ${path} = 1; }`, ["type-mismatch"]],
  ["a definition below an open set", `{ ${version} ${wrong} services.${path} = 1; }`, ["type-mismatch"]],
  ["config", `{ config = { ${version} ${wrong} ${path} = 1; }; }`, ["type-mismatch"]],
  [
    "an option and its definition",
    `{ lib, ... }: { options.${path} = lib.mkOption { type = lib.types.int; }; config = { ${version} ${wrong} ${path} = "x"; }; }`,
    ["type-mismatch", "type-mismatch"],
  ],
  [
    "an option below an open set",
    `{ lib, ... }: { options.services.${path} = lib.mkOption { type = lib.types.int; }; config = { ${version} ${wrong} services.${path} = "x"; }; }`,
    ["type-mismatch", "type-mismatch"],
  ],
  [
    "two sets that are merged",
    `{ ${version} ${wrong} mine = { ${path}.b = 1; }; mine = { ${path}.c = 2; }; }`,
    ["type-mismatch"],
  ],
])("%s", (_, text, codes) => {
  const folder = scratchFolder({ "configuration.nix": text });
  const { stdout, stderr } = runCommand(["check", "--format", "json", "."], folder, "", environment);
  expect(stderr).toBe("");
  const report: { diagnostics: { code: string; severity: string }[]; coverage: object } = JSON.parse(stdout);
  const errors = report.diagnostics.filter(({ severity }) => severity === "error");
  expect(errors.map(({ code }) => code).sort()).toEqual(codes);
  expect(report.coverage).toMatchObject({ givenUp: { files: [], hosts: [], unread: [] } });
});

test("a set of which one is selected", () => {
  const folder = scratchFolder({ "long.nix": `{ ${path} = 1; }.${path}` });
  expect(runCommand(["eval", "--file", "long.nix"], folder, "", environment)).toEqual({
    status: 0,
    stdout: "1\n",
    stderr: "",
  });
});
