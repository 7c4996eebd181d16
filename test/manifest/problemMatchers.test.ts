/** The problem matchers on output of Nix: each on the form it is for, and none on another's or on what only looks alike. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { matchProblems } from "../support/problemMatcher.ts";

const matchers = ["nix", "nix-legacy", "nix-oneline", "nixos-module"];
const forms = new Map(
  readFileSync(new URL("../client/nixErrors/forms.txt", import.meta.url), "utf8")
    .split(/^#- /m)
    .slice(1)
    .map((part) => {
      const [name = "", ...lines] = part.trimEnd().split("\n");
      return [name, lines.filter((line) => !line.startsWith("=> ")).join("\n")];
    }),
);

/** form: what which matcher finds; all others find nothing. */
const expected: readonly (readonly [string, string, readonly string[]])[] = [
  [
    "2.3: one line",
    "nix-oneline",
    ["error /etc/nixos/default.nix:12:1 syntax error, unexpected LET, expecting ':' or '@'"],
  ],
  ["2.3: an undefined variable", "nix-oneline", ["error /etc/nixos/a.nix:3:7 undefined variable 'lib'"]],
  ["2.3: a duplicate names the wrong one first", "nix-oneline", ["error /etc/nixos/a.nix:3:3 attribute 'a'"]],
  [
    "2.8: a blank line before the place, code around it",
    "nix-legacy",
    ["error /etc/nixos/bad.nix:4:39 syntax error, unexpected '=', expecting ';'"],
  ],
  ["2.8: the trace after the error", "nix-legacy", ["error /etc/nixos/tr.nix:2:14 cannot add a string to an integer"]],
  [
    "2.20 and later: the trace first, the error last",
    "nix",
    ["error /etc/nixos/arg.nix:1:2 function 'anonymous lambda' called with unexpected argument 'y'"],
  ],
  ["2.36: a duplicate", "nix", ["error /etc/nixos/d.nix:3:3 attribute 'x' already defined at /etc/nixos/d.nix:1:3"]],
  [
    "2.36: a warning of the language, with a place",
    "nix",
    [
      'warning /etc/nixos/u.nix:1:5 URL literals are discouraged. Consider using a string literal "http://example.com" instead (lint-url-literals)',
    ],
  ],
  [
    "an unknown option",
    "nixos-module",
    ["error /etc/nixos/conf1.nix The option `services.foo.enabel' does not exist. Definition values:"],
  ],
  [
    "a conflict",
    "nixos-module",
    [
      "error /etc/nixos/b.nix The option `services.foo.port' has conflicting definition values:",
      "error /etc/nixos/a.nix The option `services.foo.port' has conflicting definition values:",
    ],
  ],
  [
    "an element of a list",
    "nixos-module",
    [
      "error /etc/nixos/fw.nix A definition for option `networking.firewall.allowedTCPPorts.\"[definition 1-entry 2]\"' is not of type `16 bit unsigned integer; between 0 and 65535 (both inclusive)'. Definition values:",
    ],
  ],
  ["2.14: the trace first, with blank lines", "nix-legacy", ["error /etc/nixos/a.nix:2:7 undefined variable 'b'"]],
  ["2.20 and later: no blank line", "none", []],
  ["failed assertions", "none", []],
  ["a build that fails", "none", []],
  ["what Nix says about itself", "none", []],
  ["output of others that looks alike", "none", []],
];

test.each(expected)("%s: $%s", (form, matcher, found) => {
  const output = forms.get(form);
  if (output === undefined) throw new Error(`there is no form ${form}`);
  for (const name of matchers) expect(matchProblems(name, output), name).toEqual(name === matcher ? found : []);
});

test("a lazy tree and a file without its text are no files of anybody's", () => {
  const output = forms.get("2.36: a place whose text is not there") ?? "";
  expect(matchProblems("nix", output)).toEqual([
    "error /nix/store/acg9ihs3bah3q26xwk6azvv2ab3fd0dq-source/hosts/a b.nix:3:7 undefined variable 'q'",
  ]);
});

test("the page on building names every matcher", () => {
  const page = readFileSync(new URL("../../docs/build-and-deploy.md", import.meta.url), "utf8");
  for (const name of matchers) expect(page).toContain(`\`$${name}\``);
});
