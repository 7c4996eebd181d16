/** The bundled option set is what `schema nix/` prints, and what its JSON Schema allows. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { bundledNix } from "../../server/src/node/assets.ts";
import { nodeFileSystem } from "../../server/src/node/nodeFileSystem.ts";
import { declaredOptions } from "../../server/src/session/declaredOptions.ts";
import { parser } from "../support/syntax.ts";

const root = new URL("../../", import.meta.url);
const bundled = readFileSync(new URL("schemas/plasmacloud-options.json", root), "utf8");

test("schemas/plasmacloud-options.json is current: `plasmacloud-nix schema nix > schemas/plasmacloud-options.json`", async () => {
  const uri = `file://${fileURLToPath(new URL("nix", root))}`;
  const world = {
    fileSystem: nodeFileSystem,
    parser,
    bundledNix: bundledNix(),
    depth: 1_500,
    trusted: false,
    root: uri,
  };
  const declared = await declaredOptions(uri, world);
  expect(bundled).toBe(`${JSON.stringify(declared, null, 2)}\n`);
});

test("it is as its JSON Schema says", () => {
  const schema = JSON.parse(readFileSync(new URL("schemas/plasmacloud-options.schema.json", root), "utf8"));
  const validate = new Ajv2020({ allErrors: true }).compile(schema);
  validate(JSON.parse(bundled));
  expect(validate.errors).toBeNull();
});

test("every option is described", () => {
  const options: Record<string, { description: string | null; type: string }> = JSON.parse(bundled);
  const lacking = Object.entries(options).filter(
    ([, { description, type }]) => !description || type === "unspecified value",
  );
  expect(lacking.map(([name]) => name)).toEqual([]);
  expect(Object.keys(options).filter((name) => name.endsWith(".enable"))).toHaveLength(8);
});
