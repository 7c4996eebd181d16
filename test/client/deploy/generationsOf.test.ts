/** Hosts that tell their generations in one way or another. */
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Generations, generationsOf, type Query } from "../../../client/src/deploy/engine/generationsOf.ts";
import { host } from "../../support/deployHosts.ts";
import { scratchFolder } from "../../support/supervisor.ts";

const folder = scratchFolder();
const json = JSON.stringify([{ generation: 3, date: "d", current: true }]);
const links = "lrwxrwxrwx 1 root root 9 2025-11-24 10:00:00.0 +0000 system-2-link -> /nix/store/x-nixos-system-a-25.05";

async function ask(answers: Readonly<Record<string, string>>, isLocal = false): Promise<[Generations, string[]]> {
  const asked: string[] = [];
  const query: Query = async (program, args) => {
    asked.push([program, ...args.slice(args.indexOf("--") + 1)].join(" "));
    const answer = Object.entries(answers).find(([word]) => args.includes(word))?.[1];
    return answer === undefined
      ? { code: 1, stdout: "", stderr: "a\nno such thing\n" }
      : { code: 0, stdout: answer, stderr: "" };
  };
  const one = host("a", {}, { targetHost: "root@a" }, isLocal);
  return [await generationsOf(isLocal ? { ...one, target: null } : one, query, folder), asked];
}

const numbers = (found: Generations): number[] | string =>
  found.kind === "known" ? found.generations.map(({ number }) => number) : found.reason;

test("a nixos-rebuild with JSON is asked once", async () => {
  const [found, asked] = await ask({ "list-generations": json });
  expect(numbers(found)).toEqual([3]);
  expect(asked).toEqual(["ssh root@a nixos-rebuild list-generations --json"]);
});

test("an older one is asked for links", async () => {
  const [found, asked] = await ask({ "list-generations": "Generation  Build-date", ls: links });
  expect(numbers(found)).toEqual([2]);
  expect(asked[1]).toBe("ssh root@a ls -l --time-style=full-iso /nix/var/nix/profiles");
});

test("a host that tells nothing", async () => {
  expect(numbers((await ask({}))[0])).toBe("no such thing");
});

test("this machine, without nixos-rebuild", async () => {
  mkdirSync(folder, { recursive: true });
  symlinkSync("/nix/store/x-nixos-system-a-25.05", join(folder, "system-7-link"));
  symlinkSync("system-7-link", join(folder, "system"));
  const [found, asked] = await ask({}, true);
  expect(found).toMatchObject({ generations: [{ number: 7, nixosVersion: "25.05", isCurrent: true }] });
  expect(asked).toEqual(["nixos-rebuild list-generations --json"]);
});
