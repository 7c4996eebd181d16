/** What we refuse is what Nix refuses: real Nix as the judge, where it is installed. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkSyntax } from "../../server/src/rules/registry.ts";
import { hasNix } from "../support/oracle.ts";
import { parseNix } from "../support/syntax.ts";

const read = (path: string): string => readFileSync(new URL(`../../nix/${path}`, import.meta.url), "utf8");
const texts = [
  read("modules/flaredb.nix"),
  read("lib/service-module.nix"),
  read("lib/options.nix"),
  read("services.nix"),
];
const pieces = [
  ";",
  "}",
  "{",
  "[",
  "]",
  "(",
  ")",
  '"',
  "''",
  "=",
  ",",
  ":",
  "@",
  "?",
  ".",
  "...",
  "in",
  "let",
  "if",
  "or",
  "//",
];

/** Which of the texts Nix parses, in one process of a shell. */
function acceptedByNix(programs: readonly string[]): boolean[] {
  const folder = mkdtempSync(join(tmpdir(), "parse-"));
  try {
    programs.forEach((text, index) => {
      writeFileSync(join(folder, `${index}.nix`), text);
    });
    const loop = `for i in $(seq 0 ${programs.length - 1}); do nix-instantiate --parse $i.nix >/dev/null 2>&1 && echo y || echo n; done`;
    const answers = execFileSync("sh", ["-c", loop], { cwd: folder, encoding: "utf8" });
    return answers
      .trim()
      .split("\n")
      .map((answer) => answer === "y");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One token or unit of a text taken out, or a piece put in. */
function variants(count: number): string[] {
  let state = 7;
  const next = (limit: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  return Array.from({ length: count }, () => {
    const text = texts[next(texts.length)] ?? "";
    const at = next(text.length);
    const taken = /^[\w.]+|^\S/.exec(text.slice(at))?.[0] ?? "";
    if (next(2) === 0) return text.slice(0, at) + text.slice(at + taken.length);
    return `${text.slice(0, at)} ${pieces[next(pieces.length)] ?? ""} ${text.slice(at)}`;
  });
}

test.runIf(hasNix)(
  "broken variants of real modules are refused exactly where Nix refuses them",
  () => {
    const programs = variants(250);
    const accepted = acceptedByNix(programs);
    const differing = programs.filter((text, index) => (checkSyntax(parseNix(text)).length === 0) !== accepted[index]);
    expect(differing).toEqual([]);
  },
  120_000,
);
