/** The hash of a deployment's inputs changes with what counts, and with nothing else. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { inputHash } from "../../../client/src/deploy/run/inputHash.ts";

let folder = "";
const put = (path: string, text: string): void => {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), text);
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "plasmacloud-hash-"));
  put("flake.nix", "{ }");
  put("hosts/a.nix", "{ }");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("text, lock file, a new file, a file that is gone, settings", async () => {
  const seen = new Set([await inputHash([folder], [], {})]);
  const changes: (() => void)[] = [
    () => put("hosts/a.nix", "{ a = 1; }"),
    () => put("flake.lock", "{}"),
    () => put("secrets/key.age", "x"),
    () => rmSync(join(folder, "hosts/a.nix")),
    () => symlinkSync("flake.nix", join(folder, "link")),
    () => put("large.bin", "x".repeat(2 * 1024 * 1024)),
  ];
  for (const change of changes) {
    change();
    const hash = await inputHash([folder], [], {});
    expect(seen.has(hash)).toBe(false);
    seen.add(hash);
  }
  expect(seen.has(await inputHash([folder], [], { targetHost: "a" }))).toBe(false);
});

test("the same text written again, results of builds and repositories' data do not count", async () => {
  const before = await inputHash([folder, folder], [], {});
  put("flake.nix", "{ }");
  put(".git/index", "x");
  symlinkSync("/nix/store/x", join(folder, "result"));
  symlinkSync("/nix/store/y", join(folder, "result-man"));
  expect(await inputHash([folder], [], {})).toBe(before);
});

test("text cannot pass from one file to the next unseen", async () => {
  put("a", "x");
  put("b", "y");
  const before = await inputHash([folder], [], {});
  put("a", "");
  put("b", "xy");
  expect(await inputHash([folder], [], {})).not.toBe(before);
});

test("a folder that is not there", async () => {
  expect(await inputHash([join(folder, "gone")], [], {})).toMatch(/^[0-9a-f]{64}$/);
});

test("files outside of the flake's folder count, too", async () => {
  put("flake/flake.nix", "{ }");
  put("modules/a.nix", "1");
  const flake = join(folder, "flake");
  const files = [join(folder, "modules/a.nix"), join(flake, "flake.nix")];
  const before = await inputHash([flake], files, {});
  put("modules/a.nix", "2");
  expect(await inputHash([flake], files, {})).not.toBe(before);
});
