/** `plasmacloud-nix check` from the bundle where a file was given up: how it ends in each role, in every format. */
import { expect, test } from "vitest";
import { runCommand, scratchFolder } from "../support/commandLine.ts";

const flake = `{ outputs = { nixpkgs, ... }: {
  nixosConfigurations.web = nixpkgs.lib.nixosSystem { modules = [ ./web.nix ]; };
}; }
`;
const binary = new Uint8Array([0, 159, 146, 150]);

const roles: readonly (readonly [role: string, path: string, files: Readonly<Record<string, string>>])[] = [
  ["flake", "flake.nix", {}],
  ["hive", "hive.nix", {}],
  ["lock", "flake.lock", { "flake.nix": flake, "web.nix": "{ }" }],
  ["entry", "configuration.nix", {}],
  ["module of a host", "web.nix", { "flake.nix": flake }],
  ["import", "given.nix", { "flake.nix": flake, "web.nix": "{ imports = [ ./given.nix ]; }" }],
  ["library", "given.nix", { "flake.nix": flake, "web.nix": "{ networking.hostName = (import ./given.nix).name; }" }],
];

test.each(roles)("%s", (_, path, files) => {
  const folder = scratchFolder({ ...files, [path]: binary });
  const pretty = runCommand(["check"], folder);
  expect([pretty.status, pretty.stderr]).toEqual([2, `plasmacloud-nix: not read, so not checked: ${path}\n`]);
  expect(pretty.stdout).toMatch(/^0 errors, 0 warnings/m);
  expect(pretty.stdout).toMatch(new RegExp(`^Given up: ${path}.*: it is not text\\.$`, "m"));
});

test.each([
  ["a file read for its text", "{ networking.hostName = builtins.readFile ./given.nix; }"],
  ["a file that nothing wants", "{ }"],
])("%s ends as if it were whole", (_, web) => {
  const folder = scratchFolder({ "flake.nix": flake, "web.nix": web, "given.nix": binary });
  const { status, stdout, stderr } = runCommand(["check"], folder);
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).not.toContain("Given up");
});

test("a device outside of the workspace is told, and is not what the workspace is judged by", () => {
  const folder = scratchFolder({ "configuration.nix": "{ imports = [ /dev/zero ]; }" });
  const { status, stdout, stderr } = runCommand(["check"], folder);
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^Given up: .*dev\/zero, which \S+ needs: it is a device, a pipe or a socket\.$/m);
});

const given = { "flake.nix": flake, "web.nix": "{ imports = [ ./given.nix ]; networking.domain = 5; }" };
const text = "Given up: given.nix, which web needs: it is not text.";

test("sarif has it as notifications of the run", () => {
  const notifications = (files: Readonly<Record<string, string | Uint8Array>>) => {
    const { stdout } = runCommand(["check", "--format", "sarif"], scratchFolder(files));
    const [invocation] = JSON.parse(stdout).runs[0].invocations;
    return invocation;
  };
  const known = { level: "none", message: { text: expect.stringMatching(/^Known of NixOS: /) } };
  expect(notifications({ ...given, "given.nix": binary })).toEqual({
    executionSuccessful: false,
    toolExecutionNotifications: [
      {
        level: "error",
        message: { text: "Not read, so not checked: given.nix" },
        locations: [{ physicalLocation: { artifactLocation: { uri: "given.nix", uriBaseId: "ROOT" } } }],
      },
      { level: "note", message: { text } },
      known,
    ],
  });
  expect(notifications({ ...given, "given.nix": "{ }" })).toEqual({
    executionSuccessful: true,
    toolExecutionNotifications: [known],
  });
});

test("github gets one annotation of it, beside the findings", () => {
  const shown = (files: Readonly<Record<string, string | Uint8Array>>) =>
    runCommand(["check", "--format", "github"], scratchFolder(files)).stdout.trimEnd().split("\n");
  expect(shown({ ...given, "given.nix": binary })).toEqual([
    expect.stringContaining("title=file-not-analysed::"),
    expect.stringMatching(/^::error file=web\.nix,.*title=type-mismatch::/),
    `::error title=not checked::${text}`,
  ]);
  expect(shown({ ...given, "given.nix": "{ }" })).toEqual([expect.stringContaining("title=type-mismatch::")]);
  expect(shown({ "flake.nix": "{ outputs = _: { }; }" })).toEqual([
    "::notice title=not checked::No hosts: there is no nixosConfigurations and no hive in flake.nix.",
  ]);
});

test("--stats and json have it, too", () => {
  const folder = scratchFolder({ ...given, "given.nix": binary });
  expect(runCommand(["check", "--stats"], folder).stdout).toContain(`\n${text}\n`);
  const { status, stdout } = runCommand(["check", "--stats", "--format", "json"], folder);
  const { coverage, stats } = JSON.parse(stdout);
  expect([status, coverage.givenUp.files]).toEqual([
    2,
    [{ file: "given.nix", role: "import", reason: "it is not text", hosts: ["web"] }],
  ]);
  expect(stats.hosts).toMatchObject([{ name: "web", open: [expect.stringContaining("given.nix")] }]);
});
