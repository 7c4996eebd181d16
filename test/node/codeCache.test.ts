import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cacheFolder, loadScript } from "../../server/src/node/codeCache.ts";

let base = "";
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "plasmacloud-code-"));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const text = `exports.answer = [6, 7].reduce((a, b) => a * b);`;

function load(folder: string | null, digest = "d1", source = text) {
  const path = join(base, "script.js");
  writeFileSync(path, source);
  const script = loadScript({ path, digest, part: "main" }, folder);
  const exports: { answer?: unknown } = {};
  script.run(exports, null, null, path, base);
  return { script, answer: exports.answer };
}

test("the second start takes what the first has kept", () => {
  const folder = cacheFolder({ XDG_CACHE_HOME: base, LOCALAPPDATA: base });
  const first = load(folder);
  expect([first.answer, first.script.isFromCache]).toEqual([42, false]);
  first.script.keep();
  const second = load(folder);
  expect([second.answer, second.script.isFromCache]).toEqual([42, true]);
});

test("another text has another cache, even where it is as long", () => {
  const folder = cacheFolder({ XDG_CACHE_HOME: base, LOCALAPPDATA: base });
  load(folder).script.keep();
  const other = load(folder, "d2", text.replace("6", "5"));
  expect([other.answer, other.script.isFromCache]).toEqual([35, false]);
});

test("rubbish in the cache is not used, and made anew", () => {
  const folder = cacheFolder({ XDG_CACHE_HOME: base, LOCALAPPDATA: base }) ?? "";
  const file = join(folder, `d3-${process.versions.v8}-${process.arch}-main.bin`);
  writeFileSync(file, "rubbish");
  // a text of its own, since an engine does not look at caches of what it has compiled before
  const { script, answer } = load(folder, "d3", `${text} // rubbish`);
  expect([answer, script.isFromCache]).toEqual([42, false]);
  script.keep();
  expect(statSync(file).size).toBeGreaterThan(100);
  expect(readdirSync(folder)).toHaveLength(1);
});

test("without a folder the script runs all the same", () => {
  const { script, answer } = load(null);
  script.keep();
  expect(answer).toBe(42);
  expect(cacheFolder({ XDG_CACHE_HOME: "/dev/null", LOCALAPPDATA: "" })).toBeNull();
});

test.skipIf(process.platform === "win32")("a folder that others can write to is not trusted", () => {
  const folder = cacheFolder({ XDG_CACHE_HOME: base }) ?? "";
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  chmodSync(folder, 0o777);
  expect(cacheFolder({ XDG_CACHE_HOME: base })).toBeNull();
});
