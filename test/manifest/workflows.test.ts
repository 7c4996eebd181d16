/**
 * The workflows and actions below `.github/` are what GitHub runs: they hold to the JSON Schema of workflows and to
 * GitHub's own grammar of them, which knows expressions too, and take no action that could change unseen.
 */
import { readdirSync, readFileSync } from "node:fs";
import { validateAction, validateWorkflow } from "@action-validator/core";
import { describe, expect, test } from "vitest";
import { workflowGrammar } from "../support/workflowGrammar.ts";

const github = new URL("../../.github/", import.meta.url);
const files = readdirSync(github, { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => /\.ya?ml$/.test(path))
  .sort();

/** What is wrong with a file, by the JSON Schema. */
function schemaErrors(path: string, text: string): readonly unknown[] {
  // A permission that is younger than this copy of the schema; GitHub's own grammar has it.
  const known = text.replace(/^ +attestations: write\n/m, "");
  return (isAction(path) ? validateAction(known) : validateWorkflow(known)).errors;
}

/** What is wrong with a file, by GitHub's own grammar. */
async function grammarErrors(path: string, text: string): Promise<readonly string[]> {
  const { actionErrors, workflowErrors } = await workflowGrammar;
  return isAction(path) ? actionErrors(text) : workflowErrors(text);
}

function isAction(path: string): boolean {
  return path.startsWith("actions/");
}

test("there are workflows for the extension and for Nix", () => {
  expect(files).toEqual(["actions/setup-nix/action.yml", "workflows/extension.yml", "workflows/nix.yml"]);
});

describe.each(files)("%s", (path) => {
  const text = readFileSync(new URL(path, github), "utf8");

  test("holds to the JSON Schema", () => {
    expect(schemaErrors(path, text)).toEqual([]);
  });

  test("holds to GitHub's grammar", async () => {
    expect(await grammarErrors(path, text)).toEqual([]);
  });

  test("takes actions by the hash of a commit, and says which version that is", () => {
    const actions = [...text.matchAll(/\buses: *(.*)$/gm)].map(([, action = ""]) => action);
    expect(actions.length).toBeGreaterThan(0);
    const others = actions.filter((action) => !action.startsWith("./"));
    expect(others.filter((action) => !/^[\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*$/.test(action))).toEqual([]);
  });
});

test("an action has one version in all files", () => {
  const versions = new Map<string, Set<string>>();
  for (const path of files) {
    const text = readFileSync(new URL(path, github), "utf8");
    for (const [, name = "", version = ""] of text.matchAll(/\buses: *([\w./-]+)@(.*)$/gm)) {
      versions.set(name, (versions.get(name) ?? new Set()).add(version));
    }
  }
  expect([...versions].filter(([, { size }]) => size > 1)).toEqual([]);
});

test("every job has only the rights it names, and an end", () => {
  for (const path of files.filter((file) => !isAction(file))) {
    const text = readFileSync(new URL(path, github), "utf8");
    expect(text, path).toMatch(/^permissions:\n {2}contents: read\n\n/m);
    const jobs = text.slice(text.indexOf("\njobs:")).match(/^ {2}[\w-]+:$/gm) ?? [];
    expect(text.match(/^ {4}timeout-minutes: \d+$/gm)?.length, path).toBe(jobs.length);
  }
});

describe("what is wrong is found", () => {
  const workflow = (job: string) => `on: push\njobs:\n  build:\n    runs-on: ubuntu-24.04\n${job}`;
  const expression = (text: string) => `    name: $\{{ ${text}\n`;
  const steps = "    steps:\n      - run: echo\n";

  test.each([
    ["a key that no step has", workflow("    steps:\n      - use: actions/checkout@v4\n")],
    ["a permission that there is not", workflow(`    permissions:\n      content: read\n${steps}`)],
    ["a job without a machine", "on: push\njobs:\n  build:\n    steps:\n      - run: echo\n"],
    ["an event that there is not", `on: pushed\njobs:\n  build:\n    runs-on: x\n${steps}`],
  ])("%s", async (_, text) => {
    expect(schemaErrors("workflows/x.yml", text)).not.toEqual([]);
    expect(await grammarErrors("workflows/x.yml", text)).not.toEqual([]);
  });

  test.each([
    ["a function that there is not", "    if: startWith(github.ref, 'refs/tags/')\n"],
    ["a context that there is not", expression("matrices.os }}")],
    ["an expression that does not end", expression("github.ref")],
  ])("%s", async (_, key) => {
    expect(await grammarErrors("workflows/x.yml", workflow(key + steps))).not.toEqual([]);
  });
});
