/** Defaults of options: never evaluated where a definition overrides them, nor believed to fail where one may. */
import { describe, expect, test } from "vitest";
import { analyse } from "../support/analyse.ts";
import { findingsOf, isUnused } from "../support/checkDiagnostics.ts";

/** The errors of one module, as `CODE MESSAGE`. */
async function errorsOf(text: string, more: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const files = Object.entries({ "configuration.nix": text, ...more });
  const analysis = await analyse(new Map(files.map(([path, content]) => [`file:///${path}`, content])));
  return [...analysis.findings.keys()].flatMap((uri) =>
    findingsOf(analysis, uri)
      .filter((finding) => !isUnused(finding))
      .map(({ code, message }) => `${code} ${message}`),
  );
}

const FAILING: Readonly<Record<string, string>> = {
  "a throw": 'throw "must set"',
  "an abort": 'abort "must set"',
  "a missing attribute": "{ }.missing",
  "an option that is not there": "config.no.such",
  "an option without a value": "config.valueless",
  "a false assertion": 'assert false; "a"',
  "a property around a throw": 'lib.mkIf true (throw "must set")',
};

/** How a definition of `my` reaches its option `a`. */
const HOLDERS: Readonly<Record<string, readonly [type: string, definition: string, read: string]>> = {
  "the option itself": ["", "config.my.a = lib.mkDefault VALUE;", "config.my.a"],
  "a submodule": ["lib.types.submodule MODULE", "config.my.a = VALUE;", "config.my.a"],
  attrsOf: ["lib.types.attrsOf (lib.types.submodule MODULE)", "config.my.n.a = VALUE;", "config.my.n.a"],
  listOf: [
    "lib.types.listOf (lib.types.submodule MODULE)",
    "config.my = [ { a = VALUE; } ];",
    "(builtins.head config.my).a",
  ],
  nullOr: ["lib.types.nullOr (lib.types.submodule MODULE)", "config.my.a = VALUE;", "config.my.a"],
};

function configuration(holder: string, fallback: string, value: string | null, head = ""): string {
  const [type = "", definition = "", read = ""] = HOLDERS[holder] ?? [];
  const option = `{ options.a = lib.mkOption { type = lib.types.str; default = ${fallback}; }; options.b = lib.mkOption { default = 1; }; }`;
  const declared =
    type === ""
      ? `options.my = (${option}).options;`
      : `options.my = lib.mkOption { type = ${type.replace("MODULE", `(${option})`)}; };`;
  const said =
    value === null ? definition.replace(/\ba = .*?VALUE/, "b = 2").replace(/\.a = .*?VALUE/, ".b = 2") : definition;
  return `{ lib, config, inputs, ... }: { ${head} options.valueless = lib.mkOption { type = lib.types.str; }; ${declared} ${said.replace("VALUE", value ?? "")} config.networking.hostName = ${read}; }`;
}

describe.each(Object.keys(HOLDERS))("a default in %s", (holder) => {
  test.each(Object.keys(FAILING))("that is %s is not evaluated where a definition overrides it", async (kind) => {
    expect(await errorsOf(configuration(holder, FAILING[kind] ?? "", '"x"'))).toEqual([]);
  });
  test("that fails is an error where it is read", async () => {
    const errors = await errorsOf(configuration(holder, 'throw "must set"', null));
    expect(errors).toEqual([expect.stringMatching(/^evaluation-error .*must set$/)]);
  });
  test("that fails is none where a module that nobody read may override it", async () => {
    const head = "imports = [ inputs.mine.nixosModules.all ];";
    const errors = await errorsOf(configuration(holder, 'throw "must set"', null, head));
    expect(errors.filter((text) => text.includes("must set"))).toEqual([]);
  });
});

test("a value that fails although it is written is an error also beside a module that nobody read", async () => {
  const errors = await errorsOf(
    '{ inputs, lib, ... }: { imports = [ inputs.mine.all ]; options.my.a = lib.mkOption { }; config.my.a = throw "no"; }',
  );
  expect(errors).toEqual([expect.stringMatching(/^evaluation-error .*no$/)]);
});
