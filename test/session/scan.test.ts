import { expect, test } from "vitest";
import { scanFolder } from "../../server/src/session/files/scanFolder.ts";
import { memoryFileSystem } from "../support/memoryFileSystem.ts";

async function scanned(files: Record<string, string>, root = "/w"): Promise<string[]> {
  const host = memoryFileSystem(new Map(Object.entries(files).map(([path, text]) => [`file://${path}`, text])));
  const { files: found } = await scanFolder(host, `file://${root}`);
  return found.map((uri) => uri.slice("file://".length));
}

test("Nix files at every depth, sorted, and nothing else", async () => {
  const found = await scanned({ "/w/b.nix": "", "/w/a/deep/x.nix": "", "/w/a/readme.md": "", "/w/nix": "" });
  expect(found).toEqual(["/w/a/deep/x.nix", "/w/b.nix"]);
});

test("build outputs and tools' folders are left out", async () => {
  const found = await scanned({
    "/w/.git/a.nix": "",
    "/w/.direnv/a.nix": "",
    "/w/node_modules/p/a.nix": "",
    "/w/result/a.nix": "",
    "/w/result-vm/a.nix": "",
    "/w/results.nix": "",
  });
  expect(found).toEqual(["/w/results.nix"]);
});

test("git-ignored paths are left out, negations count, inner files decide", async () => {
  const found = await scanned({
    "/w/.git/HEAD": "",
    "/w/.gitignore": "build/\n*.gen.nix\n",
    "/w/build/a.nix": "",
    "/w/a.gen.nix": "",
    "/w/keep/.gitignore": "!*.gen.nix\n/local.nix\n",
    "/w/keep/b.gen.nix": "",
    "/w/keep/local.nix": "",
    "/w/keep/deep/local.nix": "",
  });
  expect(found).toEqual(["/w/keep/b.gen.nix", "/w/keep/deep/local.nix"]);
});

test("a folder inside a repository obeys the rules above it", async () => {
  const files = { "/r/.git/HEAD": "", "/r/.gitignore": "w/tmp/\n", "/r/w/tmp/a.nix": "", "/r/w/b.nix": "" };
  expect(await scanned(files, "/r/w")).toEqual(["/r/w/b.nix"]);
});

test("what is named is scanned even where git ignores it", async () => {
  const files = { "/r/.git/HEAD": "", "/r/.gitignore": "tmp/\n", "/r/tmp/a.nix": "" };
  expect(await scanned(files, "/r/tmp")).toEqual(["/r/tmp/a.nix"]);
  expect(await scanned(files, "/r/tmp/a.nix")).toEqual(["/r/tmp/a.nix"]);
});

test("a folder that is not there holds nothing", async () => {
  expect(await scanned({ "/w/a.nix": "" }, "/gone")).toEqual([]);
});
