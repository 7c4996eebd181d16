/** `lib`'s functions that read files, over files in memory. */
import { describe, expect, test } from "vitest";
import { evaluateOurs } from "./support.ts";

const FILES = {
  "/w/data.json": '{ "a": [1, 2.5, null], "b": "x" }',
  "/w/data.toml": 'title = "x"\n[s]\nport = 80\n',
  "/w/version": "1.2.3\n",
  "/w/src/main.c": "",
  "/w/src/main.o": "",
  "/w/src/lib/a.nix": "",
  "/w/src/lib/b.txt": "",
  "/w/pkgs/one.nix": `{ x ? 1 }: { v = "one\${toString x}"; }`,
  "/w/pkgs/two/package.nix": `{ x ? 1 }: { v = "two\${toString x}"; }`,
  "/w/pkgs/more/three.nix": "{ }: { v = 3; }",
  "/w/later.json": null,
};

function said(expression: string): string {
  const verdict = evaluateOurs(expression, FILES);
  if (typeof verdict === "string") return verdict;
  return "error" in verdict ? `error ${verdict.error}` : `unknown ${verdict.unknown.kind}`;
}

describe("files", () => {
  test.each([
    ["importJSON /w/data.json", '{ a = [ 1 2.5 null ]; b = "x"; }'],
    ["importTOML /w/data.toml", '{ s = { port = 80; }; title = "x"; }'],
    ["fileContents /w/version", '"1.2.3"'],
    ["strings.fileContents /w/version", '"1.2.3"'],
    ["importJSON /w/later.json", "unknown notLoaded"],
    ["importJSON /w/absent.json", "error fatal"],
    ["pathExists /w/version", "true"],
    ["filesystem.pathIsDirectory /w/src", "true"],
    ["filesystem.pathIsDirectory /w/absent", "false"],
    ["filesystem.pathIsRegularFile /w/version", "true"],
    ["pathType /w/src", '"directory"'],
    ["filesystem.listFilesRecursive /w/src", "[ /w/src/lib/a.nix /w/src/lib/b.txt /w/src/main.c /w/src/main.o ]"],
    ["filesystem.resolveDefaultNix /w/src", "/w/src/default.nix"],
    ['(filesystem.locateDominatingFile "(ver)sion" /w/src/lib).path', "/w"],
    ['filesystem.locateDominatingFile "nothing" /w/src', "null"],
    [
      "mapAttrs (n: v: v.v or (mapAttrs (n: v: v.v) v)) (packagesFromDirectoryRecursive { directory = /w/pkgs; callPackage = callPackageWith { x = 7; }; })",
      '{ more = { three = 3; }; one = "one7"; two = "two7"; }',
    ],
  ])("%s", (expression, expected) => {
    expect(said(expression)).toBe(expected);
  });
});

describe("file sets", () => {
  test.each([
    ["fileset.toList /w/src/lib", "[ /w/src/lib/a.nix /w/src/lib/b.txt ]"],
    [
      "fileset.toList (fileset.unions [ /w/src/main.c /w/src/lib ])",
      "[ /w/src/lib/a.nix /w/src/lib/b.txt /w/src/main.c ]",
    ],
    ["fileset.toList (fileset.union /w/version /w/src/main.c)", "[ /w/src/main.c /w/version ]"],
    ["fileset.toList (fileset.difference /w/src /w/src/lib)", "[ /w/src/main.c /w/src/main.o ]"],
    [
      'fileset.toList (fileset.intersection /w/src (fileset.fileFilter (f: f.hasExt "nix") /w))',
      "[ /w/src/lib/a.nix ]",
    ],
    ['fileset.toList (fileset.fileFilter (f: f.name == "main.c") /w/src)', "[ /w/src/main.c ]"],
    ["fileset.toList (fileset.maybeMissing /w/absent)", "[ ]"],
    ["fileset.toList fileset.empty", "[ ]"],
    ["fileset.toList /w/absent", "error caught"],
    ["fileset.toList 1", "error caught"],
    ["isAttrs (fileset.toSource { root = /w; fileset = /w/src; })", "true"],
    [`"\${fileset.toSource { root = /w; fileset = /w/src; }}"`, "unknown impure"],
  ])("%s", (expression, expected) => {
    expect(said(expression)).toBe(expected);
  });
});

describe("sources", () => {
  test.each([
    ["(cleanSource /w/src).origSrc", "/w/src"],
    [`"\${cleanSource /w/src}"`, "unknown impure"],
    ['(sourceFilesBySuffices /w/src [ ".c" ]).filter "/w/src/main.c" "regular"', "true"],
    ['(sourceFilesBySuffices /w/src [ ".c" ]).filter "/w/src/main.o" "regular"', "false"],
    ['(sourceByRegex /w/src [ "lib" "lib/.*nix" ]).filter "/w/src/lib/a.nix" "regular"', "true"],
    ['(cleanSourceWith { src = cleanSource /w/src; filter = p: t: true; }).filter "/w/src/main.o" "regular"', "false"],
    ['(cleanSourceWith { src = /w/src; name = "n"; }).name', '"n"'],
  ])("%s", (expression, expected) => {
    expect(said(expression)).toBe(expected);
  });
});
