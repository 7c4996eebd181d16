/** `plasmacloud-nix fmt` from the bundle: what is written, what is named, exit codes. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCommand, scratchFolder } from "../support/commandLine.ts";

test("files are written in place and named", () => {
  const folder = scratchFolder({ "a.nix": "{a=1;}", "x/b.nix": "{ b = 1; }\n", "c.txt": "{c=1;}" });
  expect(runCommand(["fmt"], folder)).toEqual({ status: 0, stdout: "a.nix\n", stderr: "" });
  expect(readFileSync(join(folder, "a.nix"), "utf8")).toBe("{ a = 1; }\n");
  expect(readFileSync(join(folder, "c.txt"), "utf8")).toBe("{c=1;}");
  expect(runCommand(["fmt", "--check"], folder)).toEqual({ status: 0, stdout: "", stderr: "" });
});

test("--check writes nothing and ends with 1", () => {
  const folder = scratchFolder({ "a.nix": "{a=1;}" });
  expect(runCommand(["fmt", "--check", "."], folder)).toEqual({ status: 1, stdout: "a.nix\n", stderr: "" });
  expect(readFileSync(join(folder, "a.nix"), "utf8")).toBe("{a=1;}");
});

test("what does not parse is left alone, the others are not", () => {
  const folder = scratchFolder({ "a.nix": "{a=1;}", "b.nix": "{b=1}" });
  const { status, stdout, stderr } = runCommand(["fmt"], folder);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "a.nix\n" });
  expect(stderr).toBe(
    "plasmacloud-nix: not formatted: b.nix: it does not parse (line 1: expected `;` after this value)\n",
  );
  expect(readFileSync(join(folder, "b.nix"), "utf8")).toBe("{b=1}");
});

test("bytes that are no text stay as they are", () => {
  const bytes = Buffer.from([0x7b, 0x20, 0x61, 0x3d, 0x22, 0xff, 0x22, 0x3b, 0x7d]);
  const folder = scratchFolder({ "a.nix": bytes });
  expect(runCommand(["fmt"], folder)).toMatchObject({ status: 2, stderr: expect.stringContaining("it is not UTF-8") });
  expect(readFileSync(join(folder, "a.nix"))).toEqual(bytes);
});

test("deep nesting is refused or formatted, and never a crash", () => {
  const folder = scratchFolder({ "a.nix": `${"[".repeat(480)}${"]".repeat(480)}`, "b.nix": "{b=1;}" });
  const { status, stdout } = runCommand(["fmt"], folder);
  expect(stdout).toContain("b.nix\n");
  expect([0, 2]).toContain(status);
});

test("folders that check skips are skipped", () => {
  const folder = scratchFolder({ "result/a.nix": "{a=1;}", ".direnv/b.nix": "{b=1;}" });
  expect(runCommand(["fmt", "--check"], folder)).toEqual({ status: 0, stdout: "", stderr: "" });
  expect(runCommand(["fmt", "--check", "result/a.nix"], folder).status).toBe(1);
});

test("- formats standard input", () => {
  const folder = scratchFolder({});
  expect(runCommand(["fmt", "-"], folder, "{a=1;}")).toEqual({ status: 0, stdout: "{ a = 1; }\n", stderr: "" });
  expect(runCommand(["fmt", "--check", "-"], folder, "{a=1;}")).toEqual({ status: 1, stdout: "", stderr: "" });
  expect(runCommand(["fmt", "-"], folder, "{a=1}")).toMatchObject({ status: 2, stdout: "" });
  expect(runCommand(["fmt", "-", "a.nix"], folder, "").status).toBe(2);
});
