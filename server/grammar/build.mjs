// Makes tree-sitter-nix.wasm again from grammar.js and scanner.c. For maintainers; see README.md.
// usage: node server/grammar/build.mjs [--check]     --check: only says whether the committed file would change
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const output = join(here, "tree-sitter-nix.wasm");
const build = mkdtempSync(join(tmpdir(), "tree-sitter-nix-"));

/** The C library that the parser and the scanner need: none but these declarations. */
const headers = {
  "stdlib.h": `#pragma once
#define NULL ((void *)0)
typedef __SIZE_TYPE__ size_t;
void *malloc(size_t);
void *calloc(size_t, size_t);
void *realloc(void *, size_t);
void free(void *);
`,
};

try {
  const run = (program, ...args) => execFileSync(program, args, { cwd: build, stdio: "inherit" });
  run(process.env["TREE_SITTER"] ?? "tree-sitter", "generate", "--abi", "14", join(here, "grammar.js"));
  copyFileSync(join(here, "scanner.c"), join(build, "src/scanner.c"));
  mkdirSync(join(build, "include"));
  for (const [name, text] of Object.entries(headers)) writeFileSync(join(build, "include", name), text);
  run(
    process.env["CLANG"] ?? "clang-19",
    ...["--target=wasm32-unknown-unknown", "-Os", "-fPIC", "-shared", "-nostdlib", "-ffreestanding"],
    ...["-fvisibility=hidden", "-isystem", "include", "-I", "src"],
    ...["-Wl,--experimental-pic", "-Wl,--no-entry", "-Wl,--export=tree_sitter_nix", "-Wl,--allow-undefined"],
    ...["-Wl,--strip-all", "-o", "made.wasm", "src/parser.c", "src/scanner.c"],
  );
  const made = readFileSync(join(build, "made.wasm"));
  const sum = createHash("sha256").update(made).digest("hex");
  if (process.argv.includes("--check")) {
    const same = made.equals(readFileSync(output));
    console.log(same ? `unchanged: ${sum}` : `differs: made ${sum}`);
    process.exitCode = same ? 0 : 1;
  } else {
    writeFileSync(output, made);
    writeFileSync(`${output}.sha256`, `${sum}  tree-sitter-nix.wasm\n`);
    console.log(`${made.length} bytes, sha256 ${sum}`);
  }
} finally {
  rmSync(build, { recursive: true, force: true });
}
