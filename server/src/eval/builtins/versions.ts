/** Version strings and package names, compared as Nix compares them. */
import { expectString } from "../core/expect.ts";
import { attrsOf, makeInt, makeList, makeString, ready } from "../core/make.ts";
import { native } from "../core/native.ts";
import { compareText } from "../core/text.ts";
import type { Builtins } from "./entry.ts";

/** Runs of digits and of anything else, without the dots and dashes between: `1.2pre-3` is `1 2 pre 3`. */
export function splitVersion(version: string): string[] {
  return version.match(/[0-9]+|[^0-9.-]+/g) ?? [];
}

/** Negative, zero or positive. */
export function compareVersions(left: string, right: string): number {
  const a = splitVersion(left);
  const b = splitVersion(right);
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const one = a[index] ?? "";
    const other = b[index] ?? "";
    if (lessComponent(one, other)) return -1;
    if (lessComponent(other, one)) return 1;
  }
  return 0;
}

function lessComponent(left: string, right: string): boolean {
  const a = numberOf(left);
  const b = numberOf(right);
  if (a !== null && b !== null) return a < b;
  if (left === "" && b !== null) return true;
  if (left === "pre" && right !== "pre") return true;
  if (right === "pre") return false;
  // 2.3a comes before 2.3.1.
  if (b !== null) return true;
  return a === null && compareText(left, right) < 0;
}

/** A number of 32 bits; anything larger is compared as text. */
function numberOf(component: string): number | null {
  const value = /^[0-9]+$/.test(component) ? Number(component) : null;
  return value !== null && value < 2 ** 31 ? value : null;
}

/** `hello-2.10` is `hello` and `2.10`: the version starts after the first dash that no letter follows. */
export function parseName(name: string): { readonly name: string; readonly version: string } {
  const dash = /-(?=[^a-zA-Z])/s.exec(name)?.index;
  return dash === undefined ? { name, version: "" } : { name: name.slice(0, dash), version: name.slice(dash + 1) };
}

export const versionBuiltins: Builtins = [
  [
    "splitVersion",
    native("splitVersion", 1, (machine, [version], at) => {
      const parts = splitVersion(expectString(machine, version, at));
      return makeList(
        parts.map((part) => ready(makeString(part, at))),
        at,
      );
    }),
  ],
  [
    "compareVersions",
    native("compareVersions", 2, (machine, [left, right], at) => {
      const a = expectString(machine, left, at);
      return makeInt(compareVersions(a, expectString(machine, right, at)), at);
    }),
  ],
  [
    "parseDrvName",
    native("parseDrvName", 1, (machine, [name], at) => {
      const parsed = parseName(expectString(machine, name, at));
      return attrsOf(
        [
          ["name", ready(makeString(parsed.name, at))],
          ["version", ready(makeString(parsed.version, at))],
        ],
        at,
      );
    }),
  ],
];
