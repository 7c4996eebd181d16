/** `plasmacloud-nix check` from the bundle: paths, formats, bars, exit codes. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCommand, scratchFolder } from "../support/commandLine.ts";

const broken = "{ a = 1 }\n";
const finding = {
  path: "a.nix",
  range: { start: { line: 0, character: 6 }, end: { line: 0, character: 7 } },
  severity: "error",
  code: "syntax-error",
  message: "expected `;` after this value",
};
const noCoverage = {
  nixos: [],
  unknownHosts: [],
  noHosts: { kind: "nothingFound" },
  missingInputs: [],
  givenUp: { files: [], hosts: [], unread: [] },
};
const summary = { files: 1, hosts: 0, errors: 1, warnings: 0, informations: 0, hints: 0, unknowns: 0 };

function json(args: readonly string[], folder: string, input?: string) {
  const { status, stdout, stderr } = runCommand(["check", "--format", "json", ...args], folder, input);
  expect(stderr).toBe("");
  return { status, report: JSON.parse(stdout) };
}

test("json is the contract", () => {
  const folder = scratchFolder({ "a.nix": broken });
  expect(json([], folder)).toEqual({
    status: 1,
    report: { version: 1, diagnostics: [finding], summary, coverage: noCoverage },
  });
});

test("exit 0 where nothing reaches the bar", () => {
  const folder = scratchFolder({ "a.nix": "{ a = 1; }\n" });
  const { status, report } = json(["--fail-on", "hint"], folder);
  expect({ status, diagnostics: report.diagnostics }).toEqual({ status: 0, diagnostics: [] });
});

test("hints are listed where they are asked for, and counted elsewhere", () => {
  const folder = scratchFolder({ "a.nix": "let a = 1; in 2\n" });
  const shown = (...args: string[]) => runCommand(["check", ...args], folder);
  expect(shown()).toMatchObject({ status: 0, stdout: expect.not.stringContaining("unused-binding") });
  expect(shown().stdout).toContain("1 hint (listed with --fail-on hint)");
  expect(shown("--fail-on", "hint")).toMatchObject({
    status: 1,
    stdout: expect.stringContaining("hint[unused-binding]"),
  });
  expect(shown("--format", "github").stdout).not.toContain("unused-binding");
  expect(json([], folder).report).toMatchObject({ diagnostics: [{ severity: "hint" }], summary: { hints: 1 } });
});

test("a path limits what is reported, relative to the working folder", () => {
  const folder = scratchFolder({ "flake.nix": "{ }", "x/a.nix": broken, "y/a.nix": broken });
  expect(json(["x"], folder).report.diagnostics).toMatchObject([{ path: "x/a.nix" }]);
  expect(json(["y/a.nix"], folder).report.diagnostics).toMatchObject([{ path: "y/a.nix" }]);
  expect(json(["x", "y"], folder).report.diagnostics).toMatchObject([{ path: "x/a.nix" }, { path: "y/a.nix" }]);
  expect(json(["../y"], `${folder}/x`).report.diagnostics).toMatchObject([{ path: "../y/a.nix" }]);
});

test("ignored paths are skipped unless they are named", () => {
  const folder = scratchFolder({ ".gitignore": "gen/\n", "gen/a.nix": broken, "result/a.nix": broken, "b.nix": "1" });
  execFileSync("git", ["init", "-q"], { cwd: folder });
  expect(json([], folder).report.diagnostics).toEqual([]);
  expect(json(["gen"], folder).report.diagnostics).toMatchObject([{ path: "gen/a.nix" }]);
  expect(json(["result/a.nix"], folder).report.diagnostics).toMatchObject([{ path: "result/a.nix" }]);
});

test("standard input stands for a file that may not be there", () => {
  const folder = scratchFolder({ "a.nix": "{ }" });
  expect(json(["-", "--stdin-filename", "a.nix"], folder, broken).report.diagnostics).toEqual([finding]);
  expect(json(["-", "--stdin-filename", "new.nix"], folder, broken).report.diagnostics).toMatchObject([
    { path: "new.nix" },
  ]);
});

test("what cannot be run ends with 2 and a message", () => {
  const folder = scratchFolder({});
  for (const args of [
    ["check", "gone.nix"],
    ["check", "--format", "xml"],
    ["check", "--whatever"],
    ["check", "-"],
    ["check", "--stdin-filename", "a.nix"],
    ["whatever"],
    ["eval"],
    ["eval", "--expr", "1", "--file", "x"],
  ]) {
    const { status, stdout, stderr } = runCommand(args, folder);
    expect({ args, status, stdout }).toEqual({ args, status: 2, stdout: "" });
    expect(stderr).not.toBe("");
  }
});

test("help and version end well", () => {
  const folder = scratchFolder({});
  for (const args of [["--help"], ["check", "--help"], ["eval", "--help"], ["lsp", "--help"], ["--version"]]) {
    expect(runCommand(args, folder)).toMatchObject({ status: 0, stderr: "" });
  }
});

test("pretty shows the line and underlines it", () => {
  const folder = scratchFolder({ "a.nix": broken });
  expect(runCommand(["check"], folder).stdout).toBe(`a.nix:1:7: error[syntax-error]: expected \`;\` after this value
1 | { a = 1 }
  |       ^

1 error, 0 warnings in 0 hosts, 1 file, 0 unknown values
No hosts: there is no flake.nix, hive.nix or configuration.nix, and no module that defines system.stateVersion, fileSystems or boot.loader.
`);
});

test("colours only where they are wanted", () => {
  const folder = scratchFolder({ "a.nix": broken });
  const plain = runCommand(["check"], folder, "", { NO_COLOR: "1", FORCE_COLOR: "1" });
  expect(plain.stdout).not.toContain("\u001b");
});

test("github escapes as workflow commands want", () => {
  const folder = scratchFolder({ "a,b:c%.nix": broken });
  expect(runCommand(["check", "--format", "github"], folder).stdout.split("\n")[0]).toBe(
    "::error file=a%2Cb%3Ac%25.nix,line=1,endLine=1,col=7,endColumn=8,title=syntax-error::expected `;` after this value",
  );
});

test("sarif says where and by which rule", () => {
  const folder = scratchFolder({ "a b.nix": broken });
  const log = JSON.parse(runCommand(["check", "--format", "sarif"], folder).stdout);
  const [run] = log.runs;
  expect(log.version).toBe("2.1.0");
  expect(run.columnKind).toBe("utf16CodeUnits");
  const [result] = run.results;
  expect(run.tool.driver.rules[result.ruleIndex].id).toBe("syntax-error");
  expect(result).toMatchObject({
    ruleId: "syntax-error",
    level: "error",
    message: { text: "expected `;` after this value" },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: "a%20b.nix", uriBaseId: "ROOT" },
          region: { startLine: 1, startColumn: 7, endLine: 1, endColumn: 8 },
        },
      },
    ],
  });
});

test("a host that cannot be read whole is named below the totals", () => {
  const flake = (modules: string) => `{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: { nixosConfigurations.web = nixpkgs.lib.${modules}; };
}
`;
  const shown = (text: string) => runCommand(["check"], scratchFolder({ "flake.nix": text })).stdout;
  const note = "not read whole, so not all is checked: web; --stats says why\n";
  expect(shown(flake("nixosSytem { modules = [ ]; }"))).toContain(note);
  expect(shown(flake("nixosSystem { modules = [ ]; }"))).not.toContain("not read whole");
});

test("a pipe is named and not waited for", () => {
  const folder = scratchFolder({});
  execFileSync("mkfifo", [join(folder, "pipe.nix")]);
  expect(runCommand(["check", "pipe.nix"], folder)).toMatchObject({
    status: 0,
    stdout: expect.stringContaining("info[file-not-analysed]"),
  });
});
