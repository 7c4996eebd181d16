/** `plasmacloud-nix eval` from the bundle: output and exit codes as `nix-instantiate --eval` has them. */
import { fileURLToPath } from "node:url";
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
  [["--arg", "n", "1 + 2", "-f", "a.nix", "-A", "f.twice"], "6\n"],
  [
    [
      "--argstr",
      "a",
      "x y",
      "--arg",
      "b",
      "(import ./a.nix).x.y",
      "-E",
      "{ a, b, c ? 1 }: [ a (builtins.head b) c ]",
      "--strict",
    ],
    '[ "x y" 1 1 ]\n',
  ],
  [["--arg", "a", "1", "--arg", "b", "2", "-E", "{ a, ... }@all: all", "--strict"], "{ a = 1; b = 2; }\n"],
  [["--arg", "a", "1", "-E", "x: x"], "<LAMBDA>\n"],
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

test("a function whose argument nobody gives is an error", () => {
  const message = "cannot evaluate a function that has an argument without a value ('b')";
  expect(runCommand(["eval", "--arg", "a", "1", "-E", "{ a, b }: 1"], folder)).toEqual({
    status: 1,
    stdout: "",
    stderr: `error: ${message}\n`,
  });
  expect(runCommand(["eval", "--arg", "a", "-E", "{ a }: 1"], folder).status).toBe(2);
});

const example = fileURLToPath(new URL("../../nix/examples/three-node", import.meta.url));

test("eval --host prints the effective value and its origins", () => {
  expect(runCommand(["eval", "--host", "node1", "services.chainfire.port"], example)).toEqual({
    status: 0,
    stdout: "2379\n",
    stderr: "",
  });
  const { stdout } = runCommand(["eval", "--json", "--host", "node1", "networking.hostName"], example);
  expect(JSON.parse(stdout)).toMatchObject({ option: "networking.hostName", value: '"node1"', defined: true });
});

test("eval --host says which hosts there are, and that an option is none", () => {
  expect(runCommand(["eval", "--host", "nobody", "services.iam.port"], example)).toEqual({
    status: 2,
    stdout: "",
    stderr: "plasmacloud-nix: no host is called nobody: there are node1, node2, node3\n",
  });
  expect(runCommand(["eval", "--host", "node1", "services.iam.prot"], example)).toEqual({
    status: 1,
    stdout: "",
    stderr: "error: the option services.iam.prot does not exist on node1\n",
  });
});

test("eval --host fails where Nix does, and says why", () => {
  const host = scratchFolder({
    "configuration.nix": `{ lib, ... }: { services.iam.port = throw "no port"; networking.hostName = "a"; }`,
  });
  const name = host.split("/").at(-1) ?? "";
  expect(runCommand(["eval", "--host", name, "services.iam.port"], host)).toMatchObject({
    status: 1,
    stderr: "error: no port\n",
  });
});
