/** What an edit costs, what is shared, and how findings of several hosts are told: the session over files in memory. */
import { expect, test } from "vitest";
import type { Analysis } from "../../server/src/session/messages.ts";
import type { Session } from "../../server/src/session/session.ts";
import { memorySession } from "../support/analyse.ts";
import { memoryFileSystem } from "../support/memoryFileSystem.ts";

const flake = `{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  inputs.plasmacloud.url = "github:yourorg/plasmacloud?dir=nix";
  outputs = { self, nixpkgs, plasmacloud }:
    let
      mk = modules: nixpkgs.lib.nixosSystem {
        modules = [ plasmacloud.nixosModules.default ./base.nix ] ++ modules;
      };
    in {
      nixosConfigurations = {
        one = mk [ ./one.nix ];
        two = mk [ ./two.nix ];
        three = mk [ ];
      };
    };
}
`;

const files = {
  "flake.nix": flake,
  "base.nix": '{ system.stateVersion = "25.05"; }\n',
  "one.nix": "{ services.chainfire.enable = true; }\n",
  "two.nix": "{ services.chainfire.enable = true; }\n",
};

interface Running {
  readonly session: Session;
  /** The disk: URI to text. */
  readonly disk: Map<string, string>;
  edit(path: string, text: string): Promise<Analysis>;
  analyse(): Promise<Analysis>;
}

function start(given: Readonly<Record<string, string>>): Running {
  const disk = new Map(Object.entries(given).map(([path, text]) => [`file:///w/${path}`, text]));
  const session = memorySession(disk);
  session.apply({ generation: 1, roots: ["file:///w"] });
  const analyse = async (): Promise<Analysis> => {
    const analysis = await session.analyse(1, () => false);
    if (analysis === null) throw new Error("the analysis was cancelled");
    return analysis;
  };
  const edit = (path: string, text: string): Promise<Analysis> => {
    session.apply({ generation: 1, buffers: [[`file:///w/${path}`, text]] });
    return analyse();
  };
  return { session, disk, edit, analyse };
}

function found(analysis: Analysis, path: string): readonly string[] {
  const { own, host } = analysis.findings.get(`file:///w/${path}`) ?? { own: [], host: [] };
  return [...own, ...host].map(({ code, range, hosts }) => {
    return `${code}@${range.start.line}${hosts === null ? "" : ` (${hosts.join(" ")})`}`;
  });
}

test("the first analysis evaluates each host, another without a change none", async () => {
  const { analyse } = start(files);
  const first = await analyse();
  expect(first.hosts.map(({ label }) => label)).toEqual(["one", "two", "three"]);
  expect(first.findings.size).toBe(0);
  expect((await analyse()).counts).toMatchObject({ hostsEvaluated: 0, filesParsed: 0 });
});

test("an edit evaluates the hosts that use the file, and parses it alone", async () => {
  const { edit, analyse } = start(files);
  await analyse();
  const one = await edit("one.nix", "{ services.chainfire.enable = false; }\n");
  expect(one.counts).toMatchObject({ hostsEvaluated: 1, filesParsed: 1 });
  const base = await edit("base.nix", '{ system.stateVersion = "24.11"; }\n');
  expect(base.counts).toMatchObject({ hostsEvaluated: 3, filesParsed: 1 });
  const all = await edit("flake.nix", flake.replace("two = mk", "zwei = mk"));
  expect(all.hosts.map(({ label }) => label)).toEqual(["one", "zwei", "three"]);
});

test("a comment line at the top evaluates nothing, and moves every place", async () => {
  const { edit } = start(files);
  const wrong = "{\n  services.chainfire.prot = 1;\n}\n";
  const before = await edit("one.nix", wrong);
  expect(found(before, "one.nix")).toEqual(["unknown-option@1"]);
  const after = await edit("one.nix", `# a comment\n\n${wrong}`);
  expect(after.counts.hostsEvaluated).toBe(0);
  expect(found(after, "one.nix")).toEqual(["unknown-option@3"]);
  const origin = (analysis: Analysis) =>
    analysis.hosts[1]?.values.get("services\0chainfire\0enable")?.origins[0]?.place?.range.start.line;
  expect(origin(before)).toBe(0);
  expect(origin(await edit("two.nix", `# moved\n${files["two.nix"]}`))).toBe(1);
});

test("a finding on some of the hosts that import the file names them; on all of them, none", async () => {
  const { edit } = start(files);
  const some = await edit(
    "base.nix",
    '{ config, lib, ... }: lib.mkIf config.services.chainfire.enable { services.iam.port = "x"; }\n',
  );
  expect(found(some, "base.nix")).toEqual(["type-mismatch@0 (one two)"]);
  const all = await edit("base.nix", '{ services.iam.port = "x"; }\n');
  expect(found(all, "base.nix")).toEqual(["type-mismatch@0"]);
});

test("what is computed or listed counts for every host", async () => {
  const { edit, session, disk, analyse } = start({
    ...files,
    "base.nix": '{ imports = map (name: ./parts + ("/" + name)) (builtins.attrNames (builtins.readDir ./parts)); }\n',
    "parts/a.nix": "{ services.chainfire.prot = 1; }\n",
  });
  expect(found(await analyse(), "parts/a.nix")).toEqual(["unknown-option@0"]);
  expect(found(await edit("parts/a.nix", "{ }\n"), "parts/a.nix")).toEqual([]);
  disk.set("file:///w/parts/b.nix", "{ services.chainfire.prat = 1; }\n");
  session.apply({ generation: 2, disk: ["file:///w/parts/b.nix"] });
  expect(found(await analyse(), "parts/b.nix")).toEqual(["unknown-option@0"]);
  disk.delete("file:///w/parts/b.nix");
  session.apply({ generation: 3, disk: ["file:///w/parts/b.nix"] });
  expect(found(await analyse(), "parts/b.nix")).toEqual([]);
});

test("a value that a module imports, and that another host reads as well, is read again by both", async () => {
  const shared = (text: string) => ({
    ...files,
    "flake.nix": flake
      .replace("let\n", "let\n      number = import ./number.nix;\n")
      .replaceAll("mk [ ./", "mk [ { services.chainfire.port = number; } ./"),
    "number.nix": text,
  });
  const { edit, analyse } = start(shared("1234\n"));
  expect((await analyse()).findings.size).toBe(0);
  const wrong = await edit("number.nix", '"1234"\n');
  expect(wrong.counts.hostsEvaluated).toBe(3);
  expect([...wrong.findings.values()].flatMap(({ host }) => host.map(({ code }) => code))).toContain("type-mismatch");
});

test("a file that is created where an import wanted it is found", async () => {
  const { analyse, session, disk } = start({ ...files, "one.nix": "{ imports = [ ./new.nix ]; }\n" });
  expect(found(await analyse(), "one.nix")).toEqual(["missing-file@0"]);
  disk.set("file:///w/new.nix", "{ }\n");
  session.apply({ generation: 2, disk: ["file:///w/new.nix"] });
  expect(found(await analyse(), "one.nix")).toEqual([]);
});

test("a cancelled analysis gives nothing, and the next one everything", async () => {
  const { session, analyse } = start({ ...files, "one.nix": "{ services.chainfire.prot = 1; }\n" });
  let asked = 0;
  expect(await session.analyse(1, () => ++asked > 3)).toBeNull();
  expect(found(await analyse(), "one.nix")).toEqual(["unknown-option@0"]);
});

test("two flakes in one workspace keep apart hosts of one name", async () => {
  const two = Object.fromEntries(
    ["a", "b"].flatMap((folder) => Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text])),
  );
  const { analyse } = start(two);
  expect((await analyse()).hosts.map(({ label }) => label).sort()).toEqual(
    ["a#one", "a#three", "a#two", "b#one", "b#three", "b#two"].sort(),
  );
});

test("what is inside values is told of the hosts of open files, and told again only when it may be another", async () => {
  const names = Array.from({ length: 20 }, (_, index) => `host${index}`);
  const entries = names.map((name) => `        ${name} = mk [ ./${name}.nix ];`).join("\n");
  const modules = names.map((name) => [
    `${name}.nix`,
    "{ services.chainfire = { enable = true; settings.cluster.nodeId = 7; }; }\n",
  ]);
  const { session, edit, analyse } = start({
    ...files,
    ...Object.fromEntries(modules),
    "flake.nix": flake.replace("        three = mk [ ];", entries),
  });
  const inner = async () => {
    const told = (await session.innerValues(() => false)) ?? new Map();
    const nodeId = ["services", "chainfire", "settings", "cluster", "nodeId"].join("\0");
    return [...told].map(([label, values]) => `${label} ${values.get(nodeId)?.value ?? "-"}`);
  };
  await analyse();
  expect(await inner()).toEqual([]);
  // Its evaluation was let go, for there are more hosts than are held.
  await edit("host0.nix", modules[0]?.[1] ?? "");
  expect(await inner()).toEqual(["host0 7"]);
  await analyse();
  expect(await inner()).toEqual([]);
  await edit("one.nix", "{ services.chainfire = { enable = true; settings.cluster.nodeId = 1 + 1; }; }\n");
  expect(await inner()).toEqual(["one 2"]);
  await edit("one.nix", "{ services.chainfire = { enable = true; settings.cluster.nodeId = 1 + 2; }; }\n");
  expect(await session.innerValues(() => true)).toBeNull();
  expect(await inner()).toEqual(["one 3"]);
  session.apply({ generation: 1, buffers: [["file:///w/host0.nix", null]] });
  await analyse();
  expect(await inner()).toEqual(["host0 -"]);
  // No more hosts than are held.
  await edit("base.nix", '{ system.stateVersion = "25.05"; networking.hostName = "x"; }\n');
  expect(await inner()).toHaveLength(12);
});

test.each([
  [
    "a file that is no module",
    "{ lib, ... }: { options.my = import ./opts.nix { inherit lib; }; }",
    (name: string) => `{ lib }: { ${name} = lib.mkOption { type = lib.types.str; }; }`,
  ],
  [
    "a module with a helper of its own",
    "{ imports = [ ./opts.nix ]; }",
    (name: string) => `{ lib, ... }: { options.my.${name} = import ./helper.nix lib; }`,
  ],
])("options are known as they are now where they come from %s", async (_, base, declared) => {
  const helper = "lib: lib.mkOption { type = lib.types.str; }";
  const { edit, analyse } = start({ ...files, "base.nix": base, "opts.nix": declared("first"), "helper.nix": helper });
  const names = ({ options }: Analysis): string[] => [...(options.children.get("my")?.children.keys() ?? [])];
  const before = await analyse();
  expect(before.optionSets).toContain("workspace modules");
  expect(names(before)).toEqual(["first"]);
  expect(names(await edit("opts.nix", declared("second")))).toEqual(["second"]);
});

test("what changes on disk while it is read or listed is read again", async () => {
  const disk = new Map([["file:///w/sub/a.nix", "{"]]);
  const changes: (() => void)[] = [];
  const memory = memoryFileSystem(disk);
  const session = memorySession(disk, {
    fileSystem: {
      ...memory,
      async list(uri) {
        const before = await memory.list(uri);
        if (uri === "file:///w/sub") changes.pop()?.();
        return before;
      },
      async read(uri) {
        const before = await memory.read(uri);
        if (uri === "file:///w/sub/a.nix") changes.pop()?.();
        return before;
      },
    },
    log: { info() {}, warn() {}, error() {} },
  });
  session.apply({ generation: 1, roots: ["file:///w"] });
  changes.push(
    () => {
      disk.set("file:///w/sub/a.nix", "{ }");
      session.apply({ generation: 1, disk: ["file:///w/sub/a.nix"] });
    },
    () => {
      disk.set("file:///w/sub/b.nix", "{ }");
      session.apply({ generation: 1, disk: ["file:///w/sub/b.nix"] });
    },
  );
  await session.analyse(1, () => false);
  const next = await session.analyse(2, () => false);
  expect(changes).toEqual([]);
  expect(next?.files).toEqual(["file:///w/sub/a.nix", "file:///w/sub/b.nix"]);
  expect([...(next?.findings.values() ?? [])].flatMap(({ own }) => own)).toEqual([]);
});
