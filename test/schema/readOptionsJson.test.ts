import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { SchemaError } from "../../server/src/base/errors.ts";
import { lookupOption } from "../../server/src/schema/lookup.ts";
import { readOptionsJson } from "../../server/src/schema/readOptionsJson.ts";
import { heapMegabytes } from "../support/heap.ts";
import { optionsJsonText } from "../support/options.ts";
import { timesTheWork } from "../support/work.ts";

function only(entry: object) {
  return readOptionsJson(JSON.stringify({ x: { loc: ["x"], type: "string", ...entry } }), "test").children.get("x")
    ?.option;
}

describe("an options file", () => {
  test("keeps what it says of an option", () => {
    const option = only({
      default: { _type: "literalExpression", text: '"a"' },
      example: { _type: "literalExpression", text: '"b"' },
      description: "Some text.\n",
      relatedPackages: "- pkgs.x",
      declarations: ["nixos/x.nix", { name: "<y/x.nix>", url: "https://example.org/x.nix" }],
      readOnly: true,
    });
    expect(option).toEqual({
      path: ["x"],
      type: { kind: "string", description: "string" },
      description: "Some text.\n\n- pkgs.x",
      defaultText: '"a"',
      exampleText: '"b"',
      readOnly: true,
      internal: false,
      declarations: [],
      declaredIn: ["nixos/x.nix", "<y/x.nix>"],
      links: [{ name: "<y/x.nix>", url: "https://example.org/x.nix" }],
      source: "test",
    });
  });

  test.each([
    ["a tagged description", { description: { _type: "mdDoc", text: "Text." } }, { description: "Text." }],
    ["no description", { description: null }, { description: null }],
    ["no default", {}, { defaultText: null }],
    ["a default of null", { default: null }, { defaultText: "null" }],
    [
      "a plain default",
      { default: { a: [1, 'b"c'], "d e": {} } },
      { defaultText: '{ a = [ 1 "b\\"c" ]; "d e" = { }; }' },
    ],
    ["a plain string", { default: "a\n" }, { defaultText: '"a\\n"' }],
  ])("%s", (_, entry, expected) => expect(only(entry)).toMatchObject(expected));

  test("names without loc are split where a manual quotes them", () => {
    const tree = readOptionsJson('{"a.\\"b.c\\".<name>.d":{"type":"boolean"}}', "test");
    expect(
      tree.children.get("a")?.children.get("b.c")?.children.get("<name>")?.children.get("d")?.option?.type.kind,
    ).toBe("bool");
  });

  test("any name may be an option", () => {
    const tree = readOptionsJson('{"__proto__":{"type":"boolean","loc":["__proto__","constructor"]}}', "test");
    expect(tree.children.get("__proto__")?.children.get("constructor")?.option?.type.kind).toBe("bool");
  });

  test.each([
    ["no JSON", "{", /schema test: not JSON/],
    ["a list", "[]", /not an object/],
    ["a wrong entry", '{"a.b":{"type":5}}', /option a\.b, type: /],
    ["a wrong declaration", '{"a":{"declarations":[1]}}', /option a, declarations\.0/],
  ])("is refused with its reason: %s", (_, text, message) => {
    expect(() => readOptionsJson(text, "test")).toThrow(SchemaError);
    expect(() => readOptionsJson(text, "test")).toThrow(message);
  });
});

test("a refusal carries its cause", () => {
  expect(() => readOptionsJson("{", "test")).toThrow(expect.objectContaining({ cause: expect.any(SyntaxError) }));
});

test("20,000 options are ten times the work of 2,000, and take 40 MB", () => {
  const [few, many] = [optionsJsonText(2_000), optionsJsonText(20_000)];
  const read = (text: string) => () => expect(readOptionsJson(text, "nixos").children.size).toBeGreaterThan(1);
  expect(timesTheWork(read(few), read(many))).toBeLessThan(12);
  const before = heapMegabytes();
  const tree = readOptionsJson(many, "nixos");
  expect(heapMegabytes() - before).toBeLessThan(40);
  expect(tree.children.size).toBeGreaterThan(1);
});

test("the JSON Schema takes what nixosOptionsDoc writes and refuses the rest", () => {
  const schema: unknown = JSON.parse(readFileSync("schemas/plasmacloud-options.schema.json", "utf8"));
  if (typeof schema !== "object" || schema === null) throw new Error("the schema is no object");
  const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema);
  expect(validate(JSON.parse(optionsJsonText(200)))).toBe(true);
  expect(validate({ a: { type: "boolean" } })).toBe(false);
  expect(validate([])).toBe(false);
  const bundled = readFileSync("schemas/plasmacloud-options.json", "utf8");
  expect(validate(JSON.parse(bundled)), JSON.stringify(validate.errors)).toBe(true);
  expect(lookupOption(readOptionsJson(bundled, "plasmacloud"), ["services", "chainfire", "port"])?.type.kind).toBe(
    "port",
  );
});
