/**
 * The reader against the real Nix: programs that fail in every way it knows, told plainly, with a trace, and in records.
 * Kinds, files and lines hold for any Nix; columns are asserted for the one that CI installs.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { NixFinding } from "../../../client/src/nixErrors/parse/nixFinding.ts";
import { buildEnvironment, hasNix } from "../../support/realNixBuilds.ts";
import { readOutput } from "./readFindings.ts";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "plasmacloud-nix-says-")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

const environment = await buildEnvironment(folder);

/** All that Nix prints, to either stream. */
function nix(program: "nix" | "nix-instantiate", args: readonly string[]): string {
  const { stdout, stderr } = spawnSync(program, args, {
    cwd: folder,
    env: { ...process.env, ...environment },
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  return stdout + stderr;
}

const version = hasNix ? (/(\d+\.\d+)/.exec(nix("nix", ["--version"]))?.[1] ?? "") : "";

/** `kind FILE:LINE:COLUMN`, files seen from the folder; the column only where it is known which it must be. */
function placeOf({ kind, frames: [frame] }: NixFinding): string {
  const { file = "-", line = 0, column = null } = frame ?? {};
  const name = file.replace(`${folder}/`, "").replace(/^.*\/\w{32}-source\//, "source/");
  return frame === undefined ? `${kind} -` : `${kind} ${name}:${line}${version === "2.8" ? `:${column}` : ""}`;
}

/** Without a column where another Nix is the judge. */
function expected(place: string): string {
  return version === "2.8" ? place : place.replace(/(:\d+):\d+$/, "$1");
}

function said(output: string): NixFinding[] {
  return readOutput(output).filter(({ kind }) => kind !== "tool");
}

const ways: readonly (readonly string[])[] = [
  [],
  ["--show-trace"],
  ["--log-format", "internal-json"],
  ["--log-format", "internal-json", "--show-trace"],
];

/** name: program, `kind file:line:column` of its failure, and what its words must be like. */
const programs: readonly (readonly [string, string, string, RegExp])[] = [
  ["an undefined variable", "{\n  a = foo;\n}.a\n", "undefined-name it.nix:2:7", /^undefined variable 'foo'$/],
  [
    "a missing attribute",
    "let x = { ab = 1; }; in\n  x.abc\n",
    "evaluation it.nix:2:3",
    /^attribute 'abc' missing(\nDid you mean ab\?)?$/,
  ],
  [
    "an operand of another type",
    'let\n  f = x:\n    x + "a";\nin f 1\n',
    "evaluation it.nix:3:9",
    /^cannot add a string to an integer$/,
  ],
  ["a throw", 'let a = throw "my\\nlong message"; in\na\n', "evaluation -", /^my\nlong message$/],
  ["an abort", 'abort "no"\n', "evaluation -", /^evaluation aborted with the following error message: 'no'$/],
  [
    "an assertion",
    "{\n  a =\n    assert 1 == 2; 3;\n}.a\n",
    "evaluation it.nix:3:5",
    /^assertion '\(1 == 2\)' failed$/,
  ],
  ["infinite recursion", "let\n  x = x;\nin x\n", "evaluation it.nix:2:7", /^infinite recursion encountered$/],
  [
    "an argument that is not given",
    "({ a }:\n  a)\n  { }\n",
    "evaluation it.nix:1:1",
    /called without required argument 'a'/,
  ],
  [
    "an argument too many",
    "({ a }: a)\n  { a = 1; b = 2; }\n",
    "evaluation it.nix:1:1",
    /called with unexpected argument 'b'/,
  ],
  ["a file that is not there", "import ./missing.nix\n", "missing-file -", /No such file or directory|does not exist/],
  [
    "a call of what is no function",
    "{\n  o = 1 2;\n}.o\n",
    "evaluation it.nix:2:7",
    /^attempt to call something which is not a function/,
  ],
  [
    "a value that is no string",
    '{\n  p = "${1}";\n}.p\n',
    "evaluation it.nix:2:8",
    /^cannot coerce an integer to a string/,
  ],
  ["an index too large", "builtins.elemAt\n  [ 1 ] 5\n", "evaluation it.nix:1:1", /list index 5 is out of bounds/],
  ["a condition that is none", "{\n  s = if 1 then 2 else 3;\n}.s\n", "evaluation it.nix:2:7", /integer/],
];

const syntax: readonly (readonly [string, string, string, RegExp])[] = [
  [
    "a missing semicolon",
    "{\n  a = 1\n  b = 2;\n}\n",
    "syntax it.nix:3:5",
    /^syntax error, unexpected '=', expecting ';'$/,
  ],
  ["an end too early", "{\n  a = [ 1\n", "syntax it.nix:2:10", /^syntax error, unexpected end of file/],
  ["a duplicate", "{\n  a = 1;\n  a = 2;\n}\n", "duplicate-attribute it.nix:3:3", /^attribute 'a' already defined at/],
  ["a name twice in a function", "{ a, a }: a\n", "syntax it.nix:1:6", /^duplicate formal function argument 'a'/],
];

describe.skipIf(!hasNix)("real Nix", () => {
  describe.each(ways)("%s %s %s", (...way) => {
    const args = way.filter((arg) => arg !== undefined);
    test.each(programs)("%s", (_, program, place, words) => {
      write({ "it.nix": program });
      const [only, ...others] = said(nix("nix-instantiate", ["--eval", "--strict", ...args, join(folder, "it.nix")]));
      expect(others).toEqual([]);
      expect(only?.message).toMatch(words);
      if (only !== undefined && !(version !== "2.8" && place.endsWith(" -")))
        expect(placeOf(only)).toBe(expected(place));
    });
    test.each(syntax)("%s", (_, program, place, words) => {
      write({ "it.nix": program });
      const found = said(nix("nix-instantiate", ["--parse", ...args, join(folder, "it.nix")]));
      expect(found.map(placeOf)).toEqual([expected(place)]);
      expect(found[0]?.message).toMatch(words);
    });
    test("a flake: an evaluation, a file that does not parse, and builds", () => {
      const system = nix("nix-instantiate", ["--eval", "-E", "builtins.currentSystem"]).match(/"(.*)"/)?.[1] ?? "";
      const derivation = (name: string, script: string) =>
        `derivation { name = "${name}"; system = "${system}"; builder = "/bin/sh"; args = [ "-c" "${script}" ]; }`;
      write({
        "flake/flake.nix": `{
  outputs = { self }: {
    packages.${system} = {
      ev = import ./sub/ev.nix;
      syn = import ./sub/syn.nix;
      bad = ${derivation("bad", "echo one; echo two; exit 3")};
      dep = ${derivation("dep", "echo > $out")} // { a = 1; };
    };
  };
}
`,
        "flake/sub/ev.nix": "{ x }:\nlet\n  a = b;\nin a\n",
        "flake/sub/syn.nix": "{ a = 1 }\n",
      });
      const build = (name: string) => said(nix("nix", ["build", "--no-link", ...args, `path:${folder}/flake#${name}`]));
      expect(build("ev").map(placeOf)).toEqual([expected("undefined-name source/sub/ev.nix:3:7")]);
      expect(build("syn").map(placeOf)).toEqual([expected("syntax source/sub/syn.nix:1:9")]);
      const [bad] = build("bad");
      expect(bad?.kind).toBe("build");
      expect(bad?.subjects[0]).toMatch(/-bad\.drv$/);
      // In records the log comes apart.
      if (!args.includes("internal-json")) expect(bad?.log).toEqual(["one", "two"]);
    });
  });

  test("warnings and traces", () => {
    write({ "it.nix": 'builtins.trace "evaluation warning: old" (builtins.trace "hello" 1)\n' });
    for (const way of ways) {
      const found = said(nix("nix-instantiate", ["--eval", ...way, join(folder, "it.nix")]));
      expect(found.map(({ severity, kind, message }) => `${severity} ${kind} ${message}`)).toEqual([
        "warning module-warning old",
      ]);
    }
  });
});

const nixpkgsLib = process.env["NIXPKGS_LIB"];
if (nixpkgsLib === undefined) console.warn("SKIPPED: NIXPKGS_LIB is not set, so module errors are those written down");

const modules = `{ lib, ... }: {
  options.warnings = lib.mkOption { type = lib.types.listOf lib.types.str; default = [ ]; };
  options.services.foo = {
    port = lib.mkOption { type = lib.types.port; default = 1; };
    level = lib.mkOption { type = lib.types.enum [ "info" "debug" ]; default = "info"; };
    token = lib.mkOption { type = lib.types.str; };
    id = lib.mkOption { type = lib.types.int; readOnly = true; };
    hosts = lib.mkOption { type = lib.types.attrsOf (lib.types.submodule { options.x = lib.mkOption { type = lib.types.int; }; }); default = { }; };
  };
  imports = [ (lib.mkRenamedOptionModule [ "services" "foo" "old" ] [ "services" "foo" "port" ]) ];
}
`;

/** name: option that is read, files, and what is read of each finding: kind, option, and the definitions' files. */
const moduleErrors: readonly (readonly [string, string, Readonly<Record<string, string>>, readonly string[]])[] = [
  [
    "an unknown option",
    "port",
    { "m1.nix": "{ services.foo.enabel = true; }" },
    ["unknown-option services.foo.enabel m1.nix=true"],
  ],
  [
    "a wrong type",
    "level",
    { "m1.nix": '{ services.foo.level = "trace"; }' },
    ['type-mismatch services.foo.level m1.nix="trace"'],
  ],
  [
    "a large value of a wrong type",
    "level",
    { "m1.nix": "{ services.foo.level = { a = 1; b = [ 1 2 3 ]; }; }" },
    ["type-mismatch services.foo.level m1.nix={ a = 1; b = [ 1 2 ..."],
  ],
  [
    "a conflict",
    "port",
    { "m1.nix": "{ services.foo.port = 80; }", "m2.nix": "{ services.foo.port = 443; }" },
    ["conflicting-definitions services.foo.port m2.nix=443 m1.nix=80"],
  ],
  [
    "a read-only option",
    "id",
    { "m1.nix": "{ services.foo.id = 1; }", "m2.nix": "{ services.foo.id = 2; }" },
    ["read-only-option services.foo.id m2.nix=2 m1.nix=1"],
  ],
  [
    "a submodule's option",
    "hosts",
    { "m1.nix": '{ services.foo.hosts."a.b".y = 1; }' },
    ["unknown-option services.foo.hosts.a.b.y m1.nix=1"],
  ],
  ["an option without a value", "token", { "m1.nix": "{ }" }, ["undefined-option services.foo.token"]],
  [
    "a renamed option",
    "port",
    { "m1.nix": '{ services.foo.old = 5; services.foo.token = "x"; services.foo.id = 1; }' },
    ["deprecated-option services.foo.old m1.nix"],
  ],
  [
    "an argument that nobody gives",
    "token",
    { "m1.nix": "{ frobnicate, ... }: { services.foo.token = frobnicate; services.foo.id = 1; }" },
    ["module-argument frobnicate"],
  ],
];

describe.skipIf(!hasNix || nixpkgsLib === undefined)("real nixpkgs", () => {
  describe.each(ways)("%s %s %s", (...way) => {
    const args = way.filter((arg) => arg !== undefined);
    test.each(moduleErrors)("%s", (_, option, files, read) => {
      const names = Object.keys(files);
      write({
        "base.nix": modules,
        ...files,
        "it.nix": `let
          lib = import (/. + "${nixpkgsLib}/lib");
          modules = [ ./base.nix ${names.map((name) => `./${name}`).join(" ")} ];
          inherit (lib.evalModules { inherit modules; }) config;
        in lib.showWarnings config.warnings (builtins.deepSeq config.services.foo.${option} "ok")`,
      });
      const found = said(nix("nix-instantiate", ["--eval", ...args, join(folder, "it.nix")]));
      const told = found
        // The same is told twice: as a warning, and as a trace without its file.
        .filter(({ message }) => !message.startsWith("Obsolete"))
        .map(({ kind, option, subjects, definitions }) =>
          [
            kind,
            (option ?? subjects).join("."),
            ...definitions.map(
              ({ file, value }) => `${file.replace(`${folder}/`, "")}${value === "" ? "" : `=${value}`}`,
            ),
          ].join(" "),
        );
      expect(told).toEqual(read);
    });
  });
});
