/** Where findings go: files of the workspace, copies in the store, lazy trees, and names that stand for no file. */
import { describe, expect, test } from "vitest";
import { readFileName } from "../../../client/src/nixErrors/place/nixFile.ts";
import {
  type LocatedByServer,
  type PlacingWorld,
  placeNixFinding,
  type Sought,
} from "../../../client/src/nixErrors/place/placeFinding.ts";
import { rangeAt } from "../../../client/src/nixErrors/place/textPlace.ts";
import { readOutput } from "./readFindings.ts";

const copied = "/nix/store/acg9ihs3bah3q26xwk6azvv2ab3fd0dq-source";

test.each<[string, string | null]>([
  ["/etc/nixos/a.nix", "local /etc/nixos/a.nix"],
  ['"/etc/nixos/a b.nix"', "local /etc/nixos/a b.nix"],
  ["/etc/nixos/../a.nix", "local /etc/a.nix"],
  ["hosts/a.nix", "relative hosts/a.nix"],
  [`${copied}/hosts/a.nix`, `source hosts/a.nix (${copied}/hosts/a.nix)`],
  [`${copied}/hosts/a.nix, via option nixosModules.a`, `source hosts/a.nix (${copied}/hosts/a.nix)`],
  [`${copied}/flake.nix#nixosModules.a`, `source flake.nix (${copied}/flake.nix)`],
  [
    `/home/me/store/nix/store/acg9ihs3bah3q26xwk6azvv2ab3fd0dq-source/a.nix`,
    "source a.nix (/home/me/store/nix/store/acg9ihs3bah3q26xwk6azvv2ab3fd0dq-source/a.nix)",
  ],
  [`${copied}/../../etc/passwd`, null],
  [
    "/nix/store/acg9ihs3bah3q26xwk6azvv2ab3fd0dq-nixos/lib.nix",
    "local /nix/store/acg9ihs3bah3q26xwk6azvv2ab3fd0dq-nixos/lib.nix",
  ],
  ["«github:me/config/714a1b2?narHash=sha256-abc%3D»/hosts/a.nix", "source hosts/a.nix (lazy)"],
  ["«github:me/config/714a1b2»/../../a.nix", null],
  ["«path:/home/me/config»/hosts/a.nix", "local /home/me/config/hosts/a.nix"],
  ["«path:/home/me/config?lastModified=1»/a.nix", "local /home/me/config/a.nix"],
  ["«git+file:///home/me/config?dir=x»/a.nix", "local /home/me/config/a.nix"],
  ["path:/home/me/config/a.nix", "local /home/me/config/a.nix"],
  ["git+file:///home/me/config?rev=1/sub/a.nix", "local /home/me/config/sub/a.nix"],
  ["«stdin»", null],
  ["«string»", null],
  ["«none»", null],
  ["«nix-internal»/derivation-internal.nix", null],
  ["(string)", null],
  ["<unknown-file>", null],
  ["/builtin/derivation.nix", null],
  ["", null],
])("%s is %s", (name, meaning) => {
  const file = readFileName(name);
  const told =
    file && (file.kind === "source" ? `source ${file.path} (${file.copy ?? "lazy"})` : `${file.kind} ${file.path}`);
  expect(told).toBe(meaning);
});

test.each<[string, number | null, string]>([
  ["  a = foo;", 7, "foo"],
  ["  a.b-c = foo;", 3, "a.b-c"],
  ["  ä = foo;", 8, "foo"],
  ['  "𝒳ö" = x;', 12, "="],
  ["  a = [ 1", 10, "1"],
  ["  a = [ 1  ", 40, "1"],
  ["  services.foo = 1;  ", null, "services.foo = 1;"],
  ["", 1, ""],
])("in %o, column %s is %o", (line, column, found) => {
  const { start, end } = rangeAt(["", line], 2, column);
  expect([start.line, end.line]).toEqual([1, 1]);
  expect(line.slice(start.character, end.character)).toBe(found);
});

interface Setting {
  readonly files: Readonly<Record<string, string>>;
  /** `FILE option` or `* option`: lines (from one) that the index answers with, and how many names. */
  readonly index?: Readonly<Record<string, string>>;
  readonly attribute?: readonly string[];
  readonly folder?: string;
}

/** Where the findings in `output` go: `FILE:LINE "text"`, with the related places behind a `|`. */
async function placed(output: string, { files, index = {}, attribute, folder = "/w" }: Setting): Promise<string[]> {
  const text = (path: string, line: number, from: number, to: number) =>
    (files[path] ?? "").split("\n")[line]?.slice(from, to) ?? "";
  const world: PlacingWorld = {
    folder,
    attribute: attribute ?? null,
    roots: [{ path: "/w", real: "/real/w" }],
    read: async (path) => files[path] ?? null,
    locate: async (sought) => sought.map((one) => answer(one, files, index)),
  };
  const places = await Promise.all(readOutput(output).map((finding) => placeNixFinding(world, finding)));
  return places.map((place) => {
    if (place === null) return "nowhere";
    return [place, ...place.related]
      .map(
        ({ path, range: { start, end } }) =>
          `${path}:${start.line + 1} "${text(path, start.line, start.character, end.character)}"`,
      )
      .join(" | ");
  });
}

function answer(
  { path, option, host }: Sought,
  files: Setting["files"],
  index: NonNullable<Setting["index"]>,
): LocatedByServer | null {
  const found = index[`${path ?? `*${host === undefined ? "" : `@${host}`}`} ${option.join(".")}`];
  if (found === undefined) return null;
  const places = found.split(", ").map((place) => {
    const [file = "", line = "", value] = place.split(":");
    const text = (files[file] ?? "").split("\n")[Number(line) - 1] ?? "";
    const start = text.length - text.trimStart().length;
    const end = Math.max(start, text.indexOf(" =", start));
    const at = Number(line) - 1;
    const range = { start: { line: at, character: start }, end: { line: at, character: end } };
    return { path: file, value: value ?? null, range, extent: range };
  });
  return { names: option.length, places };
}

const bad = "{\n  a = 1;\n  b = foo;\n}\n";
const at = (file: string, line = "  b = foo;") =>
  `error: undefined variable 'foo'\n\n       at ${file}:3:7:\n\n            2|   a = 1;\n            3| ${line}\n             |       ^\n`;

describe("frames", () => {
  test.each<[string, string, Setting, string]>([
    ["a file of the workspace", at("/w/a.nix"), { files: { "/w/a.nix": bad } }, '/w/a.nix:3 "foo"'],
    ["through the link that Nix has followed", at("/real/w/a.nix"), { files: { "/w/a.nix": bad } }, '/w/a.nix:3 "foo"'],
    ["seen from where it was run", at("sub/a.nix"), { files: { "/w/sub/a.nix": bad } }, '/w/sub/a.nix:3 "foo"'],
    ["outside", at("/etc/a.nix"), { files: { "/etc/a.nix": bad } }, "nowhere"],
    ["a folder that begins alike", at("/w2/a.nix"), { files: { "/w2/a.nix": bad } }, "nowhere"],
    ["text that moved since", at("/w/a.nix"), { files: { "/w/a.nix": `# new\n${bad}` } }, '/w/a.nix:4 "foo"'],
    [
      "text that is not there any more",
      at("/w/a.nix"),
      { files: { "/w/a.nix": "{\n  a = 1;\n  b = 2;\n}\n" } },
      "nowhere",
    ],
    [
      "text that is there twice",
      at("/w/a.nix"),
      { files: { "/w/a.nix": "#\n  b = foo;\n#\n  b = foo;\n" } },
      "nowhere",
    ],
    [
      "a copy in the store",
      at(`${copied}/sub/a.nix`),
      { files: { "/w/sub/a.nix": bad, [`${copied}/sub/a.nix`]: bad } },
      '/w/sub/a.nix:3 "foo"',
    ],
    [
      "a copy that cannot be read",
      at(`${copied}/sub/a.nix`),
      { files: { "/w/sub/a.nix": bad } },
      '/w/sub/a.nix:3 "foo"',
    ],
    [
      "a copy of something else",
      at(`${copied}/flake.nix`),
      { files: { "/w/flake.nix": "{\n  outputs = 1;\n  inputs = 2;\n}\n" } },
      "nowhere",
    ],
    ["a copy of what is not here", at(`${copied}/other.nix`), { files: { [`${copied}/other.nix`]: bad } }, "nowhere"],
    [
      "a flake below the folder that Git knows",
      at(`${copied}/sub/a.nix`),
      { files: { "/w/sub/a.nix": bad }, folder: "/w/sub" },
      '/w/sub/a.nix:3 "foo"',
    ],
    ["a lazy tree", at("«github:me/config/1»/a.nix"), { files: { "/w/a.nix": bad } }, '/w/a.nix:3 "foo"'],
    ["another's lazy tree", at("«github:me/config/1»/a.nix", "  c = foo;"), { files: { "/w/a.nix": bad } }, "nowhere"],
    [
      "a lazy tree whose text is not told",
      "error: undefined variable 'foo'\n       at «github:me/config/1»/a.nix:3:7:\n",
      { files: { "/w/a.nix": bad } },
      "nowhere",
    ],
    ["a lazy tree of this machine", at("«path:/w»/a.nix"), { files: { "/w/a.nix": bad } }, '/w/a.nix:3 "foo"'],
    ["standard input", at("«stdin»"), { files: { "/w/«stdin»": bad } }, "nowhere"],
    ["Nix's own", at("/builtin/derivation.nix"), { files: { "/w/builtin/derivation.nix": bad } }, "nowhere"],
    [
      "the deepest in the workspace, and those around it",
      "error:\n       … from call site\n         at /w/a.nix:2:3:\n       … while calling 'f'\n         at /w/a.nix:3:3:\n       … in nixpkgs\n         at /nix/x/lib.nix:1:1:\n       error: no\n",
      { files: { "/w/a.nix": bad } },
      '/w/a.nix:3 "b" | /w/a.nix:2 "a"',
    ],
  ])("%s", async (_, output, setting, place) => {
    expect(await placed(output, setting)).toEqual([place]);
  });
});

const unknown = (file: string, value = "true") =>
  `error: The option \`services.foo.x' does not exist. Definition values:\n       - In \`${file}': ${value}\n`;
const module = "{\n  services.foo.x = true;\n}\n";

describe("module errors", () => {
  test.each<[string, string, Setting, string]>([
    [
      "by the index",
      unknown("/w/a.nix"),
      { files: { "/w/a.nix": module }, index: { "/w/a.nix services.foo.x": "/w/a.nix:2" } },
      '/w/a.nix:2 "services.foo.x"',
    ],
    [
      "at the file, where the index knows nothing",
      unknown("/w/a.nix"),
      { files: { "/w/a.nix": "import ./b.nix\n" } },
      '/w/a.nix:1 "import ./b.nix"',
    ],
    [
      "in a copy in the store",
      unknown(`${copied}/a.nix`),
      {
        files: { "/w/a.nix": module, [`${copied}/a.nix`]: `# old\n${module}` },
        index: { "/w/a.nix services.foo.x": "/w/a.nix:2" },
      },
      '/w/a.nix:2 "services.foo.x"',
    ],
    [
      "never in another's file of the same name",
      unknown(`${copied}/a.nix`),
      { files: { "/w/a.nix": module, [`${copied}/a.nix`]: "{ lib }: rec {\n  other = 1;\n}\n" } },
      "nowhere",
    ],
    [
      "never at what was being evaluated",
      `error:\n       … from call site\n         at /w/a.nix:1:1:\n       ${unknown("<unknown-file>")}`,
      { files: { "/w/a.nix": module } },
      "nowhere",
    ],
    [
      "at the output, where no file is known",
      unknown("<unknown-file>"),
      {
        files: { "/w/flake.nix": "{\n  a = 1;\n}\n" },
        attribute: ["nixosConfigurations", "a"],
        index: { "/w/flake.nix outputs.nixosConfigurations.a": "/w/flake.nix:2" },
      },
      '/w/flake.nix:2 "a"',
    ],
    [
      "at the definition with that value, with the other side",
      "error: The option `services.foo.x' has conflicting definition values:\n       - In `/w/a.nix': 443\n       - In `/w/a.nix': 80\n",
      {
        files: { "/w/a.nix": "{\n  services.foo.x = 80;\n  services.foo.x = 443;\n}\n" },
        index: { "/w/a.nix services.foo.x": "/w/a.nix:2:80, /w/a.nix:3:443" },
      },
      '/w/a.nix:3 "services.foo.x" | /w/a.nix:2 "services.foo.x"',
    ],
    [
      "an argument, where it is asked for",
      "error:\n       … while evaluating the module argument `frob' in \"/w/a.nix\":\n       error: attribute 'frob' missing\n       at /nix/x/lib/modules.nix:1:1:\n            1| config._module.args.${name}\n",
      { files: { "/w/a.nix": "{ lib,\n  frobber, frob, ... }:\n{ x = frob; }\n" } },
      '/w/a.nix:2 "frob"',
    ],
    [
      "an error in nixpkgs, at the definition that it was evaluating",
      "error:\n       … while evaluating the option `services.foo.x':\n       … while evaluating definitions from `/w/a.nix':\n       error: the module says no\n",
      { files: { "/w/a.nix": module }, index: { "/w/a.nix services.foo.x": "/w/a.nix:2" } },
      '/w/a.nix:2 "services.foo.x"',
    ],
  ])("%s", async (_, output, setting, place) => {
    expect(await placed(output, setting)).toEqual([place]);
  });
});

const assertion = "error:\n       Failed assertions:\n       - You must set services.foo.port, see https://x.org/a.b\n";
const flake = { "/w/flake.nix": "{\n  host = 1;\n}\n", "/w/a.nix": module };
const host = ["nixosConfigurations", "a"];
const hostAt = { "/w/flake.nix outputs.nixosConfigurations.a": "/w/flake.nix:2" };

describe("what has no place", () => {
  test.each<[string, string, Setting, string]>([
    [
      "an assertion, at the option that it names",
      assertion,
      { files: flake, index: { "* services.foo.port": "/w/a.nix:2", ...hostAt } },
      '/w/a.nix:2 "services.foo.x"',
    ],
    [
      "an assertion, on the host that is built",
      assertion,
      { files: flake, attribute: host, index: { "*@a services.foo.port": "/w/a.nix:2" } },
      '/w/a.nix:2 "services.foo.x"',
    ],
    [
      "an assertion, else at the host",
      assertion,
      { files: flake, attribute: host, index: hostAt },
      '/w/flake.nix:2 "host"',
    ],
    [
      "an assertion without a flake",
      assertion,
      { files: { "/w/configuration.nix": module } },
      '/w/configuration.nix:1 "{"',
    ],
    ["a throw, at the host", "error: no\n", { files: flake, attribute: host, index: hostAt }, '/w/flake.nix:2 "host"'],
    ["a throw of nobody knows what", "error: no\n", { files: flake, index: hostAt }, "nowhere"],
    [
      "a build, at the host it is of",
      "error: builder for '/nix/store/acg9ihs3bah3q26xwk6azvv2ab3fd0dq-nixos-system-a-25.05.drv' failed with exit code 1\n",
      { files: flake, index: hostAt },
      '/w/flake.nix:2 "host"',
    ],
    [
      "a build of something",
      "error: builder for '/nix/store/acg9ihs3bah3q26xwk6azvv2ab3fd0dq-x.drv' failed with exit code 1\n",
      { files: flake, index: hostAt },
      "nowhere",
    ],
    [
      "builds that waited",
      "error: 1 dependencies of derivation '/nix/store/acg9ihs3bah3q26xwk6azvv2ab3fd0dq-x.drv' failed to build\n",
      { files: flake, attribute: host, index: hostAt },
      "nowhere",
    ],
    [
      "Nix about itself",
      "warning: Git tree '/w' is dirty\n",
      { files: flake, attribute: host, index: hostAt },
      "nowhere",
    ],
    [
      "units that failed, at their service",
      "warning: the following units failed: foo.service\n",
      { files: flake, attribute: host, index: { "*@a services.foo.enable": "/w/a.nix:2", ...hostAt } },
      '/w/a.nix:2 "services.foo.x"',
    ],
    [
      "units that failed, else at the host",
      "warning: the following units failed: foo.service\n",
      { files: flake, attribute: host, index: hostAt },
      '/w/flake.nix:2 "host"',
    ],
    ["a host that a tool speaks for", "  a | error: no\n", { files: flake, index: hostAt }, '/w/flake.nix:2 "host"'],
    [
      "a file that Git does not know yet",
      `error: path '${copied}/a.nix' does not exist\n`,
      { files: flake },
      '/w/a.nix:1 "{"',
    ],
    ["a file that is not there", `error: path '${copied}/b.nix' does not exist\n`, { files: flake }, "nowhere"],
    [
      "an option without a value, where the service is enabled",
      "error: The option `services.foo.port' was accessed but has no value defined. Try setting the option.\n",
      { files: flake, index: { "* services.foo.port": "/w/a.nix:2" } },
      '/w/a.nix:2 "services.foo.x"',
    ],
  ])("%s", async (_, output, setting, place) => {
    expect(await placed(output, setting)).toEqual([place]);
  });
});
