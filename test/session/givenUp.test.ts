/**
 * Files that are there and are not read, of every kind and in every role: what is said, how `check` ends, and that no
 * error follows from them.
 */
import { describe, expect, test } from "vitest";
import type { FileEntry } from "../../server/src/base/snapshot.ts";
import { unreadFiles } from "../../server/src/cli/unreadFiles.ts";
import { describeGaps } from "../../server/src/modules/host/coverage.ts";
import type { Analysis } from "../../server/src/session/messages.ts";
import { analyse, bundledNix, openWorkspace } from "../support/analyse.ts";

type Held = string | FileEntry;

const unreadable = (reason: string): FileEntry => ({ kind: "unreadable", reason });

/** What the port gives for a file of each kind, or its text; and what is said of it. */
const kinds: Readonly<Record<string, { readonly held: Held; readonly reason: string }>> = {
  "larger than is read": { held: unreadable("it is larger than 4 MB"), reason: "it is larger than 4 MB" },
  "larger than is parsed": { held: `{ }${" ".repeat(2_200_000)}`, reason: "it is larger than 2 MB" },
  "nested too deeply": {
    held: `{ x = ${"[".repeat(60_000)}${"]".repeat(60_000)}; }`,
    reason: "its expressions nest too deeply",
  },
  binary: { held: unreadable("it is not text"), reason: "it is not text" },
  "text with a NUL": { held: "{ }\0", reason: "it is not a text file" },
  "encrypted by git-crypt, or by age in bytes": { held: unreadable("it is not text"), reason: "it is not text" },
  "encrypted by age in letters": {
    held: `-----BEGIN AGE ENCRYPTED FILE-----\n${"YWdlLWVuY3J5cHRpb24ub3Jn\n".repeat(40)}-----END AGE ENCRYPTED FILE-----\n`,
    reason: "it is encrypted",
  },
  "encrypted by sops": {
    held: '{\n\t"data": "ENC[AES256_GCM,data:AbC,iv:x=,tag:y=,type:str]",\n\t"sops": {\n\t\t"age": [],\n\t\t"version": "3.9.0"\n\t}\n}\n',
    reason: "it is encrypted",
  },
  "without permission": { held: unreadable("reading it is not permitted"), reason: "reading it is not permitted" },
  "a device": { held: unreadable("it is a device, a pipe or a socket"), reason: "it is a device, a pipe or a socket" },
};

const flake = `{ outputs = { nixpkgs, ... }: {
  nixosConfigurations.web = nixpkgs.lib.nixosSystem { modules = [ ./web.nix ]; };
}; }`;

/** A configuration that would be wrong in many ways if the file were empty. */
const web = `{ lib, ... }: {
  imports = [ ./given.nix ];
  services.mine.enable = true;
  services.iam.enable = true;
  assertions = [ { assertion = false; message = "never said"; } ];
}`;
const byLibrary = `{ lib, ... }: let library = import ./given.nix; in {
  imports = library.modules;
  services.mine.port = library.port;
  networking.hostName = "\${library.name}-1";
  networking.firewall.allowedTCPPorts = map (x: x + 1) library.ports;
  users.users.a.description = library.text;
  assertions = [ { assertion = library.ok; message = "never said"; } ];
}`;

interface Role {
  readonly path: string;
  readonly files: Readonly<Record<string, string>>;
  readonly role: "flake" | "entry" | "import";
  readonly hosts: readonly string[];
}

const roles: Readonly<Record<string, Role>> = {
  flake: { path: "flake.nix", files: {}, role: "flake", hosts: [] },
  hive: { path: "hive.nix", files: {}, role: "flake", hosts: [] },
  lock: { path: "flake.lock", files: { "flake.nix": flake, "web.nix": "{ }" }, role: "flake", hosts: ["web"] },
  entry: { path: "configuration.nix", files: {}, role: "entry", hosts: [] },
  "host's module": { path: "web.nix", files: { "flake.nix": flake }, role: "import", hosts: ["web"] },
  "imported module": {
    path: "given.nix",
    files: { "flake.nix": flake, "web.nix": web },
    role: "import",
    hosts: ["web"],
  },
  "module of a loose host": {
    path: "given.nix",
    files: { "configuration.nix": web },
    role: "import",
    hosts: ["ws"],
  },
  "library of a module": {
    path: "given.nix",
    files: { "flake.nix": flake, "web.nix": byLibrary },
    role: "import",
    hosts: ["web"],
  },
  "library of the flake": {
    path: "given.nix",
    files: { "flake.nix": flake.replace("{ nixpkgs", "{ nixpkgs").replace("[ ./web.nix ]", "import ./given.nix") },
    role: "import",
    hosts: ["web"],
  },
};

const uriOf = (path: string): string => `file:///ws/${path}`;
const targetOf = (path: string) => ({ uri: uriOf(path).replace(/\/$/, ""), root: "file:///ws" });

const codes = (analysis: Analysis): string[] =>
  [...analysis.findings.values()].flatMap(({ own, host }) => [...own, ...host].map(({ code }) => code));

/** Everything but what says that a file was not read; names that nothing uses are no matter here. */
const others = (analysis: Analysis): string[] =>
  codes(analysis).filter((code) => !["file-not-analysed", "unused-binding", "hosts-unknown"].includes(code));

/** A lock is no Nix: only one that gives no text is given up. */
const unreadKinds = Object.entries(kinds).filter(([, { held }]) => typeof held !== "string");
const textKinds = Object.entries(kinds).filter(([, { held }]) => typeof held === "string");

describe.each(Object.entries(roles))("as %s", (_, { path, files, role, hosts }) => {
  const isLock = path === "flake.lock";
  test.each(isLock ? unreadKinds : Object.entries(kinds))("%s", async (kind, { held, reason }) => {
    const given: [string, Held][] = [[path, held], ...Object.entries(files)];
    const analysis = await analyse(new Map(given.map(([name, text]) => [uriOf(name), text])), ["file:///ws"]);
    expect(others(analysis), kind).toEqual([]);
    expect(codes(analysis).includes("file-not-analysed")).toBe(!isLock);
    expect(analysis.coverage.givenUp.files).toEqual([{ file: uriOf(path), role, reason, hosts }]);
    expect(unreadFiles(analysis, [targetOf("")])).toEqual([uriOf(path)]);
    expect(describeGaps(analysis.coverage)[0]).toMatch(new RegExp(`^Given up: ${uriOf(path)}.*: ${reason}\\.$`));
  });
});

describe("a lock that is text and no lock is read, and says nothing", () => {
  test.each([
    ...textKinds,
    ["50 MB of one line", { held: `{ "nodes": ${" ".repeat(50_000_000)}`, reason: "" }] as const,
  ])("%s", async (_, { held }) => {
    const files = { "flake.nix": flake, "web.nix": "{ networking.domain = 5; }", "flake.lock": held };
    const analysis = await analyse(new Map(Object.entries(files).map(([path, text]) => [uriOf(path), text])), [
      "file:///ws",
    ]);
    expect(others(analysis)).toEqual(["type-mismatch"]);
    expect(analysis.coverage.givenUp.files).toEqual([]);
  });
});

describe("as a file that is read for its text", () => {
  const read = (use: string) => `{ networking.hostName = builtins.${use} ./given; networking.domain = 5; }`;
  const given = (held: Held, use: string) =>
    new Map<string, Held>([
      [uriOf("flake.nix"), flake],
      [uriOf("web.nix"), read(use)],
      [uriOf("given"), held],
    ]);
  // Its value is unknown, everything else on the host is checked, and no import is missing: `check` ends as ever.
  test.each(unreadKinds)("%s", async (_, { held }) => {
    for (const use of ["readFile", "fromJSON (builtins.readFile", 'hashFile "sha256"']) {
      const analysis = await analyse(
        given(held, use).set(
          uriOf("web.nix"),
          read(use).replace("./given", use.includes("(") ? "./given)" : "./given"),
        ),
        ["file:///ws"],
      );
      expect(others(analysis), use).toEqual(["type-mismatch"]);
      expect([analysis.coverage.givenUp.files, unreadFiles(analysis, [targetOf("")])]).toEqual([[], []]);
    }
  });
});

describe("as a file that comes with PlasmaCloud", () => {
  const using = new Map([
    [
      uriOf("flake.nix"),
      `{ inputs.plasmacloud.url = "github:plasmacloud/plasmacloud"; outputs = { nixpkgs, plasmacloud, ... }: {
        nixosConfigurations.web = nixpkgs.lib.nixosSystem { modules = [ plasmacloud.nixosModules.plasmacloud ./web.nix ]; };
      }; }`,
    ],
    [uriOf("web.nix"), "{ services.iam.enable = true; services.kv.enable = 5; nonsense = 1; }"],
  ]);
  const carrying = async (carried: ReadonlyMap<string, string>): Promise<Analysis> => {
    const workspace = openWorkspace(using, ["file:///ws"], undefined, undefined, carried);
    const analysis = await workspace.withChanges(new Map());
    const edited = await workspace.withChanges(new Map([[uriOf("web.nix"), "{ services.iam.enable = 5; }"]]));
    expect(edited.coverage.givenUp).toEqual(analysis.coverage.givenUp);
    expect([...edited.findings.values()].flatMap(({ host }) => host).length > 0).toBe(carried === bundledNix);
    workspace.dispose();
    return analysis;
  };
  const silent = (analysis: Analysis, path: string, reason: string): void => {
    const file = `plasmacloud:/nix/${path}`;
    expect(others(analysis)).toEqual([]);
    expect(analysis.coverage.givenUp.files).toContainEqual({ file, role: "bundled", reason, hosts: ["web"] });
    expect(unreadFiles(analysis, [targetOf("")])).toContain(file);
    expect(describeGaps(analysis.coverage)).toContain(
      `Nothing is said of hosts without ${file}, which comes with PlasmaCloud: ${reason}.`,
    );
  };
  const paths = ["lib/nixos-base.nix", "services.nix", "modules/default.nix", "modules/iam.nix"];
  test.each(paths)("%s is missing", async (path) => {
    const rest = [...bundledNix].filter(([name]) => name !== path);
    silent(await carrying(new Map(rest)), path, "it is missing from this installation");
  });
  test.each(paths.flatMap((path) => textKinds.map(([kind, { held, reason }]) => [path, kind, String(held), reason])))(
    "%s is %s",
    async (path, _, held, reason) => {
      silent(await carrying(new Map([...bundledNix, [path, held]])), path, reason);
    },
  );
  test("all of it is missing", async () => {
    silent(await carrying(new Map()), "modules/default.nix", "it is missing from this installation");
  });
  test("nothing is missing", async () => {
    const analysis = await carrying(bundledNix);
    expect(analysis.coverage.givenUp.files).toEqual([]);
    expect(others(analysis)).not.toEqual([]);
  });
});

describe("what is there and is not imported makes nothing uncertain", () => {
  const quiet: readonly (readonly [string, Readonly<Record<string, Held>>])[] = [
    ["a file that nothing names", { "flake.nix": flake, "web.nix": "{ }", "given.nix": unreadable("it is not text") }],
    [
      "a file that is only read",
      {
        "flake.nix": flake,
        "web.nix": "{ networking.hostName = builtins.readFile ./given.nix; }",
        "given.nix": unreadable("it is not text"),
      },
    ],
    [
      "a file whose path is a value",
      {
        "flake.nix": flake,
        "web.nix": "{ environment.etc.a.source = ./given.nix; }",
        "given.nix": unreadable("it is not text"),
      },
    ],
    [
      "a file that is asked for and not imported",
      {
        "flake.nix": flake,
        "web.nix": '{ networking.hostName = if builtins.pathExists ./given.nix then "a" else "b"; }',
        "given.nix": unreadable("it is not text"),
      },
    ],
    [
      "an import that is never needed",
      {
        "flake.nix": flake,
        "web.nix": 'let x = import ./given.nix; in { networking.hostName = "a"; }',
        "given.nix": unreadable("it is not text"),
      },
    ],
  ];
  test.each(quiet)("%s", async (_, files) => {
    const analysis = await analyse(new Map(Object.entries(files).map(([name, text]) => [uriOf(name), text])), [
      "file:///ws",
    ]);
    expect([analysis.coverage.givenUp.files, unreadFiles(analysis, [targetOf("")])]).toEqual([[], []]);
    expect(others(analysis)).toEqual([]);
  });
});

describe("a path that is named", () => {
  const files = new Map<string, Held>([
    [
      uriOf("flake.nix"),
      `{ outputs = { nixpkgs, ... }: {
      nixosConfigurations.a = nixpkgs.lib.nixosSystem { modules = [ ./a/a.nix ]; };
      nixosConfigurations.b = nixpkgs.lib.nixosSystem { modules = [ ./b/b.nix ./shared.nix ]; };
    }; }`,
    ],
    [uriOf("a/a.nix"), "{ networking.hostName = (import ../secret.nix).name; }"],
    [uriOf("b/b.nix"), '{ networking.hostName = "b"; }'],
    [uriOf("shared.nix"), "{ }"],
    [uriOf("secret.nix"), unreadable("it is not text")],
  ]);
  test.each([
    ["", true],
    ["a", true],
    ["a/a.nix", true],
    ["flake.nix", true],
    ["secret.nix", true],
    ["b", false],
    ["shared.nix", false],
  ])("%s", async (path, counts) => {
    const analysis = await analyse(files, ["file:///ws"]);
    expect(unreadFiles(analysis, [targetOf(path)])).toEqual(counts ? [uriOf("secret.nix")] : []);
  });
});

test("in an editor, a file that is read again or no longer wanted is no longer told", async () => {
  const workspace = openWorkspace(
    new Map<string, Held>([
      [uriOf("flake.nix"), flake],
      [uriOf("web.nix"), "{ imports = [ ./given.nix ]; networking.hostName = (import ./other.nix).name; }"],
      [uriOf("given.nix"), unreadable("it is not text")],
      [uriOf("other.nix"), unreadable("it is not text")],
    ]),
    ["file:///ws"],
  );
  const told = async (changes: Readonly<Record<string, string>>): Promise<string[]> => {
    const buffers = new Map(Object.entries(changes).map(([path, text]) => [uriOf(path), text] as const));
    return (await workspace.withChanges(buffers)).coverage.givenUp.files.map(({ file }) => file);
  };
  expect(await told({})).toEqual([uriOf("given.nix"), uriOf("other.nix")]);
  expect(await told({ "given.nix": "{ }" })).toEqual([uriOf("other.nix")]);
  expect(await told({ "given.nix": "{ }", "web.nix": "{ imports = [ ./given.nix ]; }" })).toEqual([]);
  expect(await told({})).toEqual([uriOf("given.nix"), uriOf("other.nix")]);
  workspace.dispose();
});

describe("a file that becomes given up by an edit is told, and no longer when it is mended", () => {
  const sound: Readonly<Record<string, string>> = {
    "web.nix": "{ networking.domain = 5; }",
    "given.nix": "{ networking.domain = 5; }",
  };
  const rows: readonly (readonly [path: string, web: string])[] = [
    ["web.nix", ""],
    ["given.nix", "{ imports = [ ./given.nix ]; }"],
    ["given.nix", "{ networking.domain = (import ./given.nix).networking.domain; }"],
  ];
  test.each(
    rows.flatMap(([path, by]) => textKinds.map(([kind, { held, reason }]) => [path, by, kind, String(held), reason])),
  )("%s, by %s: %s", async (path, by, _, held, reason) => {
    const start = new Map<string, Held>([
      [uriOf("flake.nix"), flake],
      [uriOf("web.nix"), by === "" ? (sound["web.nix"] ?? "") : by],
      [uriOf("given.nix"), sound["given.nix"] ?? ""],
    ]);
    const workspace = openWorkspace(start, ["file:///ws"]);
    const told = async (text: string): Promise<unknown> => {
      const analysis = await workspace.withChanges(new Map([[uriOf(path), text]]));
      return { others: others(analysis), files: analysis.coverage.givenUp.files };
    };
    const well = sound[path] ?? "";
    const isWrong = { others: ["type-mismatch"], files: [] };
    const isUnread = { others: [], files: [{ file: uriOf(path), role: "import", reason, hosts: ["web"] }] };
    const edits = [well, `${well} `, held, `${held} `, well, held, `# again\n${well}`];
    const expected = [isWrong, isWrong, isUnread, isUnread, isWrong, isUnread, isWrong];
    for (const [index, text] of edits.entries()) expect(await told(text), String(index)).toEqual(expected[index]);
    workspace.dispose();
  });
});

test("a host that takes too many steps, or nests too deeply, is named", async () => {
  const host = (value: string): string =>
    `nixpkgs.lib.nixosSystem { modules = [ { networking.hostName = ${value}; } ]; }`;
  const text = `{ outputs = { nixpkgs, ... }: { nixosConfigurations = {
    deep = ${host("let f = x: f (x + 1); in f 1")};
    long = ${host("toString (builtins.foldl' (a: b: a + b) 0 (builtins.genList (x: builtins.length (builtins.genList (y: y) 1000)) 1000000))")};
    well = ${host('"well"')};
  }; }; }`;
  const analysis = await analyse(new Map([[uriOf("flake.nix"), text]]));
  expect(analysis.coverage.givenUp.hosts).toEqual([
    { host: "deep", limits: ["tooDeep"] },
    { host: "long", limits: ["outOfFuel"] },
  ]);
  expect(describeGaps(analysis.coverage)).toEqual([
    "Not evaluated to the end: deep: it nests too deeply.",
    "Not evaluated to the end: long: it takes too many steps.",
  ]);
});

test("files that lead to ever more files: nothing is said of hosts, and what is still wanted is named", async () => {
  const chain = Array.from({ length: 20 }, (_, index): [string, string] => [
    `file:///far/${index}.nix`,
    `{ imports = [ ./${index + 1}.nix ]; }`,
  ]);
  const files = new Map([
    ["file:///ws/configuration.nix", "{ imports = [ /far/0.nix ]; services.iam.enable = 5; }"],
    ...chain,
  ]);
  const analysis = await analyse(files, ["file:///ws"], 10);
  expect(analysis.coverage.givenUp.unread).toEqual([expect.stringMatching(/^file:\/\/\/far\/\d+\.nix$/)]);
  expect([...analysis.findings.values()].flatMap(({ host }) => host)).toEqual([]);
  expect(unreadFiles(analysis, [targetOf("")])).toEqual(analysis.coverage.givenUp.unread);
  expect(describeGaps(analysis.coverage)[0]).toMatch(/^Reading was ended before it was done/);
  // The same with an end to it.
  const ended = await analyse(
    new Map([...files].filter(([uri]) => !uri.endsWith("/far/5.nix")).concat([["file:///far/5.nix", "{ }"]])),
    ["file:///ws"],
    10,
  );
  expect(ended.coverage.givenUp.unread).toEqual([]);
  expect(codes(ended)).toContain("type-mismatch");
});
