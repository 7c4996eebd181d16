/**
 * Who may read what: every way to name a file, in flakes and in plain configurations, trusted and not, on the command line
 * and over the protocol. Each file that may be read shows in a warning of its own; one that may not is silent.
 */
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCommand, scratchFolder } from "../support/commandLine.ts";
import { startClient } from "../support/lspClient.ts";

type Configuration = "flake" | "plain";
type Reader = `${Configuration} ${"trusted" | "untrusted"}`;

const readers: readonly Reader[] = ["flake trusted", "flake untrusted", "plain trusted", "plain untrusted"];
const everyone: readonly Reader[] = readers;
const plainTrusted: readonly Reader[] = ["plain trusted"];
const nobody: readonly Reader[] = [];

let base = "";
const home = process.env["HOME"];

/** How a place is named in Nix (`BASE`: the folder that holds everything), and who reads it. */
const ways: Readonly<Record<string, { readonly nix: string; readonly read: readonly Reader[] }>> = {
  insideLiteral: { nix: "builtins.readFile ./inside.txt", read: everyone },
  insideString: { nix: 'builtins.readFile "BASE/ws/inside.txt"', read: everyone },
  insideSlashes: { nix: 'builtins.readFile "BASE//ws/./sub/../inside.txt"', read: everyone },
  insideLink: { nix: "builtins.readFile ./inner-link.txt", read: everyone },
  insideFolder: { nix: "toString (builtins.attrNames (builtins.readDir ./sub))", read: everyone },
  insideMissing: { nix: 'if builtins.pathExists ./none then "there" else "none"', read: everyone },
  percent: { nix: 'if builtins.pathExists "BASE/ws/%2e%2e/outside" then "there" else "none"', read: everyone },
  outsideLiteral: { nix: "builtins.readFile BASE/outside/a.txt", read: plainTrusted },
  outsideDots: { nix: "builtins.readFile ../outside/a.txt", read: plainTrusted },
  outsideComputed: { nix: 'builtins.readFile (/. + "BASE/outside/a.txt")', read: plainTrusted },
  outsideString: { nix: 'builtins.readFile "BASE/outside/a.txt"', read: nobody },
  outsideStringDots: { nix: 'builtins.readFile (toString ./. + "/../outside/a.txt")', read: nobody },
  outsideExists: { nix: 'if builtins.pathExists ../outside/none then "there" else "none"', read: plainTrusted },
  outsideFolder: { nix: "toString (builtins.attrNames (builtins.readDir ../outside))", read: plainTrusted },
  outsideType: { nix: "builtins.readFileType ../outside/a.txt", read: plainTrusted },
  outsideImport: { nix: "import ../outside/value.nix", read: plainTrusted },
  outsideLink: { nix: "builtins.readFile ./outer-link.txt", read: plainTrusted },
  outsideLinkFolder: { nix: "builtins.readFile ./outer-folder/a.txt", read: plainTrusted },
  danglingLink: { nix: 'if builtins.pathExists ./home-dangling then "there" else "none"', read: nobody },
  homeLiteral: { nix: "builtins.readFile BASE/home/secret.txt", read: plainTrusted },
  homeBelowLiteral: { nix: 'builtins.readFile (BASE/home + "/secret.txt")', read: nobody },
  homeComputed: { nix: 'builtins.readFile (/. + "BASE/home/secret.txt")', read: nobody },
  homeString: { nix: 'builtins.readFile "BASE/home/secret.txt"', read: nobody },
  homeLink: { nix: "builtins.readFile ./home-link.txt", read: nobody },
  procString: { nix: 'builtins.readFile "/proc/version"', read: nobody },
  procComputed: { nix: 'builtins.readFile (/. + "/proc/version")', read: nobody },
  procLiteral: { nix: "builtins.substring 0 5 (builtins.readFile /proc/version)", read: plainTrusted },
  storeString: { nix: 'if builtins.pathExists "/nix/store/none-x" then "there" else "none"', read: nobody },
  storeLiteral: { nix: 'if builtins.pathExists /nix/store/none-x then "there" else "none"', read: plainTrusted },
  siblingFlake: { nix: "builtins.readFile ../sibling/inside.txt", read: plainTrusted },
  pathInput: { nix: 'builtins.readFile "BASE/input/inside.txt"', read: ["flake trusted"] },
};

const bodyOf = (): string =>
  Object.entries(ways)
    .map(([name, { nix }]) => `    { warnings = [ ("${name}=" + (${nix.replaceAll("BASE", base)})) ]; }`)
    .join("\n");

const files: Readonly<Record<string, string>> = {
  "ws/inside.txt": "x",
  "ws/sub/file": "x",
  "outside/a.txt": "x",
  "outside/value.nix": '"x"',
  "home/secret.txt": "x",
  "sibling/flake.nix": "{ outputs = _: { }; }",
  "sibling/inside.txt": "x",
  "input/inside.txt": "x",
};

beforeAll(() => {
  base = scratchFolder(files);
  const links = {
    "inner-link.txt": "ws/inside.txt",
    "outer-link.txt": "outside/a.txt",
    "outer-folder": "outside",
    "home-link.txt": "home/secret.txt",
    "home-dangling": "home/none",
  };
  for (const [name, target] of Object.entries(links)) symlinkSync(join(base, target), join(base, "ws", name));
  process.env["HOME"] = join(base, "home");
});

afterAll(() => {
  process.env["HOME"] = home;
  rmSync(base, { recursive: true });
});

/** Makes the workspace a flake or a plain configuration; gives the file with the warnings. */
function write(kind: Configuration): string {
  for (const name of ["flake.nix", "configuration.nix"]) rmSync(join(base, "ws", name), { force: true });
  const module = `{ lib, ... }:\n{\n  config = lib.mkMerge [\n${bodyOf()}\n  ];\n}\n`;
  const text = { flake: flakeOf(module), plain: module }[kind];
  const path = join(base, "ws", kind === "flake" ? "flake.nix" : "configuration.nix");
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

const flakeOf = (module: string): string => `{
  inputs.given = { url = "path:${base}/input"; flake = false; };
  outputs = { nixpkgs, given, ... }: {
    nixosConfigurations.h = nixpkgs.lib.nixosSystem { modules = [ (${module}) ]; };
  };
}
`;

const wanted = (reader: Reader): readonly string[] =>
  Object.keys(ways)
    .filter((name) => ways[name]?.read.includes(reader))
    .sort();

const shown = (messages: readonly string[]): readonly string[] =>
  messages.flatMap((message) => /\b(\w+)=\S/.exec(message)?.[1] ?? []).sort();

const kindOf = (reader: Reader): Configuration => (reader.startsWith("flake") ? "flake" : "plain");
const isTrusted = (reader: Reader): boolean => !reader.endsWith("untrusted");

test.each(readers)("on the command line: %s", (reader) => {
  write(kindOf(reader));
  const args = ["check", "--format", "json", ...(isTrusted(reader) ? [] : ["--untrusted"])];
  const { stdout } = runCommand(args, join(base, "ws"));
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; message: string }[] };
  expect(diagnostics.filter(({ code }) => code !== "module-warning" && code !== "unused-binding")).toEqual([]);
  expect(shown(diagnostics.map(({ message }) => message))).toEqual(wanted(reader));
});

test.each(readers)("over the protocol: %s", async (reader) => {
  const uri = `file://${write(kindOf(reader))}`;
  const folders = [join(base, "ws"), join(base, "sibling")];
  const client = await startClient({
    transport: "ipc",
    folders,
    initializationOptions: { trusted: isTrusted(reader) },
  });
  const siblings = kindOf(reader) === "plain" ? ["siblingFlake"] : [];
  const expected = [...new Set([...wanted(reader), ...siblings])].sort();
  await client.until("findings", () => !client.busy && client.diagnostics(uri).length > 0);
  expect(shown(client.diagnostics(uri).map(({ message }) => String(message)))).toEqual(expected);
  await client.stop();
});

test("what was refused is read once the workspace is trusted; a client over IPC that says nothing is not", async () => {
  const uri = `file://${write("plain")}`;
  const client = await startClient({ transport: "ipc", folders: [join(base, "ws")] });
  const messages = (): readonly string[] => shown(client.diagnostics(uri).map(({ message }) => String(message)));
  await client.until("findings", () => !client.busy && messages().length > 0);
  expect(messages()).toEqual(wanted("plain untrusted"));
  await client.connection.sendNotification("plasmacloud/didGrantTrust");
  await client.until("the rest", () => !client.busy && messages().includes("outsideLiteral"));
  expect(messages()).toEqual(wanted("plain trusted"));
  await client.stop();
});

test("within one git repository a flake reads beside its own folder, not beyond", () => {
  const folder = scratchFolder({
    ".git/HEAD": "ref: refs/heads/main\n",
    "common/value.nix": '"common"',
    "host/flake.nix": `{
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.h = nixpkgs.lib.nixosSystem {
      modules = [ { warnings = [ ("common: " + import ../common/value.nix) ]; } { warnings = [ (builtins.readFile "${base}/outside/a.txt" + "yond") ]; } ];
    };
  };
}
`,
  });
  const { stdout } = runCommand(["check", "--format", "json"], join(folder, "host"));
  expect(stdout).toContain('"message": "common: common"');
  expect(stdout).not.toContain("xyond");
  expect(runCommand(["check", "--format", "json", "--untrusted"], join(folder, "host")).stdout).not.toContain(
    '"message": "common: common"',
  );
});

test("a refused value is unknown with its reason", () => {
  write("plain");
  const folder = join(base, "ws");
  const evaluate = (args: readonly string[]) => runCommand(["eval", ...args], folder);
  expect(evaluate(["--untrusted", "--expr", "builtins.readFile ../outside/a.txt"])).toMatchObject({ status: 3 });
  expect(evaluate(["--untrusted", "--expr", "builtins.readFile ../outside/a.txt"]).stderr).toContain("may not be read");
  expect(evaluate(["--expr", "builtins.readFile ../outside/a.txt"])).toMatchObject({ status: 0, stdout: '"x"\n' });
  const search = ["-I", `o=${base}/outside`, "--expr", "builtins.readFile <o/a.txt>"];
  expect(evaluate(search)).toMatchObject({ status: 0, stdout: '"x"\n' });
  expect(evaluate(["--untrusted", ...search])).toMatchObject({ status: 0, stdout: '"x"\n' });
});
