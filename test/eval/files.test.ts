/** Files: what an evaluation reads, and what the next machine takes over. */
import { expect, test } from "vitest";
import { evaluate } from "../../server/src/eval/core/evaluate.ts";
import { fileOf } from "../../server/src/eval/core/functions.ts";
import type { Machine } from "../../server/src/eval/core/machine.ts";
import { attrsOf, makeInt, makePath, ready } from "../../server/src/eval/core/make.ts";
import { createMachine } from "../../server/src/eval/machine/createMachine.ts";
import { printValue } from "../../server/src/eval/print/print.ts";
import { parseOnce, run, show, snapshotOf } from "../support/eval.ts";
import { parser } from "../support/syntax.ts";

test("what is not loaded is unknown, what is absent an error", () => {
  const files = { "/late.nix": null, "/there.nix": "1" };
  expect(run("import ./late.nix", files)).toMatchObject({
    kind: "unknown",
    reason: { kind: "notLoaded", uri: "file:///late.nix" },
  });
  expect(show("builtins.readFile ./late.nix", files)).toBe("unknown notLoaded");
  expect(show("builtins.pathExists ./late.nix", files)).toBe("unknown notLoaded");
  expect(show("import ./gone.nix", files)).toMatch(/^error missingFile/);
  expect(show("import ./there.nix", files)).toBe("1");
  expect(show("(builtins.tryEval (import ./gone.nix)).success", files)).toMatch(/^error missingFile/);
});

test("a file is evaluated once, whoever imports it", () => {
  const files = { "/a.nix": "import ./c.nix", "/b.nix": "import ./c.nix", "/c.nix": "[ 1 ]" };
  const snapshot = snapshotOf({ ...files, "/test.nix": "[ (import ./a.nix) (import ./b.nix) (import ./c.nix) ]" });
  const machine = createMachine({ snapshot, parse: parseOnce });
  evaluate(machine, () => machine.importFile("file:///test.nix", null), { strict: true });
  expect(machine.counters.files).toBe(4);
});

test("values that stand for files, and the search path", () => {
  const lib = ready(attrsOf([["id", ready(makeInt(7))]]));
  const options = {
    searchPath: new Map([["nixpkgs", ready(makePath("native:/nixpkgs"))]]),
    natives: new Map([["native:/nixpkgs/lib", lib]]),
  };
  expect(show("(import <nixpkgs/lib>).id", {}, options)).toBe("7");
  expect(show("<nixpkgs/lib>", {}, options)).toBe("/nixpkgs/lib");
  expect(show("<other>", {}, options)).toBe("unknown impure");
});

test("a value says which file made it", () => {
  const outcome = run("(import ./b.nix).x", { "/b.nix": "{ x = [ 1 ]; }" });
  expect(outcome.kind === "value" && fileOf(outcome.value)).toBe("file:///b.nix");
});

test("an absolute path in a string is on the disk of the file that uses it", () => {
  expect(show('import "/x/y.nix"', { "/x/y.nix": "5" })).toBe("5");
});

interface Edited {
  readonly machine: Machine;
  readonly printed: string;
}

function evaluated(files: Record<string, string | null>, previous: Machine | null = null): Edited {
  const machine = createMachine({ snapshot: snapshotOf(files), parse: parseOnce, previous });
  const outcome = evaluate(machine, () => machine.importFile("file:///root.nix", null), { strict: true });
  const printed = outcome.kind === "value" ? printValue(machine, outcome.value) : outcome.kind;
  return { machine, printed };
}

const FILES = {
  "/root.nix": "{ a = import ./a.nix; b = import ./b.nix; }",
  "/a.nix": "(import ./shared.nix).x",
  "/b.nix": 'builtins.readFile ./b.txt + builtins.concatStringsSep "," (builtins.attrNames (builtins.readDir ./dir))',
  "/shared.nix": "{ x = 1; }",
  "/b.txt": "text",
  "/dir/one": "",
};

test("the next machine evaluates nothing again where nothing changed", () => {
  const first = evaluated(FILES);
  expect(first.machine.counters.files).toBe(4);
  const second = evaluated({ ...FILES, "/unrelated.nix": "1" }, first.machine);
  expect(second.printed).toBe(first.printed);
  expect(second.machine.counters).toMatchObject({ files: 0, forced: 0 });
});

test("an edit evaluates again the file and who imports it, and no other", () => {
  const first = evaluated(FILES);
  const second = evaluated({ ...FILES, "/shared.nix": "{ x = 2; }" }, first.machine);
  expect(second.printed).toBe('{ a = 2; b = "textone"; }');
  expect(second.machine.counters.files).toBe(3);
  const third = evaluated({ ...FILES, "/b.txt": "other" }, second.machine);
  expect(third.printed).toBe('{ a = 1; b = "otherone"; }');
  const fourth = evaluated({ ...FILES, "/dir/two": "" }, third.machine);
  expect(fourth.printed).toBe('{ a = 1; b = "textone,two"; }');
  expect(fourth.machine.counters.files).toBe(2);
  const fifth = evaluated({ ...FILES, "/a.nix": null }, fourth.machine);
  expect(fifth.printed).toBe("unknown");
});

test("a comment at the top of a file evaluates nothing", () => {
  const document = parser.open("file:///root.nix", FILES["/root.nix"]);
  const commented = `# a comment\n${FILES["/root.nix"]}`;
  const before = document.file;
  const after = document.edit({ start: 0, end: 0 }, "# a comment\n");
  const parse = (uri: string, text: string) => {
    if (uri !== "file:///root.nix") return parseOnce(uri, text);
    return text === commented ? after : before;
  };
  const machineFor = (text: string, previous: Machine | null) =>
    createMachine({ snapshot: snapshotOf({ ...FILES, "/root.nix": text }), parse, previous });
  const first = machineFor(FILES["/root.nix"], null);
  evaluate(first, () => first.importFile("file:///root.nix", null), { strict: true });
  const second = machineFor(commented, first);
  const outcome = evaluate(second, () => second.importFile("file:///root.nix", null), { strict: true });
  expect(outcome.kind).toBe("value");
  expect(second.counters).toEqual({ steps: expect.any(Number), files: 0, forced: 0 });
  document.close();
});

test("a position that was read is read again after the text moved", () => {
  const files = (text: string) => ({ "/root.nix": text, ...{} });
  const first = evaluated(files("__curPos.line"));
  expect(first.printed).toBe("1");
  expect(evaluated(files("\n__curPos.line"), first.machine).printed).toBe("2");
});

test("a path that ends in a slash is there only where it is a folder", () => {
  const files = { "/a.nix": "1", "/sub/b.nix": "2" };
  const exists = (path: string): string => show(`builtins.pathExists ${path}`, files);
  expect(['(/. + "/a.nix")', '"/a.nix"', '"/a.nix/"', '"/a.nix/."'].map(exists)).toEqual([
    "true",
    "true",
    "false",
    "false",
  ]);
});

test("text from JSON and TOML has no NUL in it", () => {
  const message = "input string 'a␀b' cannot be represented as Nix string because it contains null bytes";
  for (const text of [
    `builtins.fromJSON ''"a\\u0000b"''`,
    `builtins.fromJSON ''{"a\\u0000b": 1}''`,
    `builtins.fromTOML ''k = "a\\u0000b"''`,
    `builtins.fromTOML ''"a\\u0000b" = 1''`,
  ]) {
    expect(show(text), text).toContain(message);
  }
  expect(show(`builtins.stringLength (builtins.fromJSON ''"a\\u0001b"'')`)).toBe("3");
});

test("addDrvOutputDependencies takes the path of one derivation", () => {
  const withDerivation = (text: string): string =>
    show(`let d = derivation { name = "a"; system = "b"; builder = "c"; }; in ${text}`);
  expect(withDerivation('builtins.addDrvOutputDependencies ""')).toContain("must have exactly one element, but has 0");
  expect(withDerivation("builtins.addDrvOutputDependencies (d.drvPath + d.outPath)")).toContain("but has 2");
  expect(withDerivation("builtins.addDrvOutputDependencies d.outPath")).toContain("such as 'out'");
  expect(withDerivation('builtins.addDrvOutputDependencies (builtins.toFile "a" "b")')).toContain(
    "is not a derivation",
  );
  const plain = "builtins.addDrvOutputDependencies (builtins.unsafeDiscardOutputDependency d.drvPath)";
  expect(withDerivation(`builtins.getContext (${plain}) == builtins.getContext d.drvPath`)).toBe("true");
});
