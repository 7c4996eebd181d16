/** `plasmacloud-nix eval` from the bundle: output and exit codes as `nix-instantiate --eval` has them. */
import { expect, test } from "vitest";
import { runCommand, scratchFolder } from "../support/commandLine.ts";

const folder = scratchFolder({
  "a.nix": "{ x = { y = [ 1 ./b.nix ]; }; f = { n ? 2 }: { twice = n * 2; }; }",
  "b.nix": "import ./a.nix",
});

test.each([
  [["--expr", "1 + 2"], "3\n"],
  [["-E", "{ a = 1 + 1; }"], "{ a = <CODE>; }\n"],
  [["--strict", "-E", "{ a = 1 + 1; }"], "{ a = 2; }\n"],
  [["--json", "--strict", "-E", '{ a = [ true null 1.5 "ü" ]; }'], '{"a":[true,null,1.5,"ü"]}\n'],
  [["-f", "b.nix", "-A", "x.y.0"], "1\n"],
  [["-f", "a.nix", "-A", "f.twice"], "4\n"],
  [["-I", "here=.", "-E", "builtins.pathExists <here/a.nix>"], "true\n"],
  [["-E", "let f = n: if n == 0 then 0 else 1 + f (n - 1); in f 50000"], "50000\n"],
])("eval %j", (args, stdout) => {
  expect(runCommand(["eval", ...args], folder)).toEqual({ status: 0, stdout, stderr: "" });
});

test.each([
  ['throw "no"', 1, "error: no\n"],
  ["let x = x; in x", 1, "error: infinite recursion encountered\n"],
  ["import <nixpkgs> { }", 3, "unknown: it depends on the machine (<nixpkgs>)\n"],
  ["let f = x: f x; in f 1", 3, "unknown: the evaluation nests too deeply\n"],
])("eval %s ends with %i", (expression, status, stderr) => {
  expect(runCommand(["eval", "--expr", expression], folder)).toEqual({ status, stdout: "", stderr });
});
