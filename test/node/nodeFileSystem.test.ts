import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { nodeFileSystem } from "../../server/src/node/nodeFileSystem.ts";

let folder = "";
const uri = (path: string): string => `file://${folder}/${path}`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "plasmacloud-host-"));
  mkdirSync(join(folder, "sub"));
  writeFileSync(join(folder, "a.nix"), "text ä 😀");
  writeFileSync(join(folder, "bom.nix"), "\uFEFF{ }");
  writeFileSync(join(folder, "latin.nix"), Buffer.from([0x23, 0xe4, 0x0a]));
  writeFileSync(join(folder, "binary.nix"), Buffer.from([1, 0, 2]));
  writeFileSync(join(folder, "encrypted.nix"), "age-encryption.org/v1\n-> X25519 x\n");
  writeFileSync(join(folder, "large.nix"), " ".repeat(5 * 1024 * 1024));
  symlinkSync("a.nix", join(folder, "link.nix"));
  symlinkSync("loop.nix", join(folder, "loop.nix"));
  symlinkSync("gone.nix", join(folder, "dangling.nix"));
  execFileSync("mkfifo", [join(folder, "pipe.nix")]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("text is read as an editor shows it", async () => {
  expect(await nodeFileSystem.read(uri("a.nix"))).toEqual({ kind: "text", text: "text ä 😀" });
  expect(await nodeFileSystem.read(uri("bom.nix"))).toEqual({ kind: "text", text: "{ }" });
  expect(await nodeFileSystem.read(uri("latin.nix"))).toEqual({ kind: "text", text: "#\uFFFD\n" });
  expect(await nodeFileSystem.read(uri("link.nix"))).toEqual({ kind: "text", text: "text ä 😀" });
});

test("what is not there is absent, and so is what is on no disk", async () => {
  for (const absent of [
    uri("x.nix"),
    uri("a.nix/x.nix"),
    uri("dangling.nix"),
    "untitled:Untitled-1",
    "vscode-vfs://github/x",
  ]) {
    expect(await nodeFileSystem.read(absent)).toEqual({ kind: "absent" });
  }
});

test("what is no text is unreadable, and nothing waits for a pipe or a device", async () => {
  for (const unreadable of [
    uri("binary.nix"),
    uri("encrypted.nix"),
    uri("large.nix"),
    uri("pipe.nix"),
    uri("loop.nix"),
    "file:///dev/zero",
  ]) {
    expect((await nodeFileSystem.read(unreadable)).kind).toBe("unreadable");
  }
});

test("a folder is one, and lists what it holds", async () => {
  expect(await nodeFileSystem.read(uri("sub"))).toEqual({ kind: "folder" });
  const entries = await nodeFileSystem.list(`file://${folder}`);
  expect(entries).toContainEqual({ name: "a.nix", type: "regular" });
  expect(entries).toContainEqual({ name: "sub", type: "directory" });
  expect(entries).toContainEqual({ name: "link.nix", type: "symlink" });
  expect(entries).toContainEqual({ name: "pipe.nix", type: "unknown" });
  expect(await nodeFileSystem.list(uri("a.nix"))).toBeNull();
  expect(await nodeFileSystem.list(uri("gone"))).toBeNull();
});
