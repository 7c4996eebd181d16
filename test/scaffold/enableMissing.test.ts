/** All missing services enabled at once. */
import { expect, test } from "vitest";
import { type EnabledMissing, enableMissing } from "../../server/src/scaffold/enableMissing.ts";
import { exampleFiles } from "../support/analyse.ts";
import { expectHarmless, scaffoldWorld, toCrlf, workspaceOf } from "../support/scaffold.ts";

async function enable(files: ReadonlyMap<string, string>, only: string | null = null): Promise<EnabledMissing> {
  const world = scaffoldWorld(files);
  const outcome = await enableMissing(world, only);
  world.dispose();
  await expectHarmless(files, outcome.texts);
  return outcome;
}

const two = workspaceOf({
  "a/configuration.nix":
    '{\n  system.stateVersion = "25.05";\n  services.iam.enable = true;\n  services.novanet.enable = true;\n}\n',
  "b/configuration.nix":
    '{\n  system.stateVersion = "25.05";\n  services = {\n    flaredb = {\n      enable = true;\n    };\n  };\n}\n',
});

test("on every host of the workspace, each service once", async () => {
  const { texts, enabled, left } = await enable(two);
  expect(left).toBe(0);
  expect(enabled).toEqual([
    { host: "a", service: "chainfire" },
    { host: "a", service: "flaredb" },
    { host: "b", service: "chainfire" },
  ]);
  const text = texts.get("file:///ws/a/configuration.nix") ?? "";
  expect(text.match(/flaredb\.enable = true;/g)).toHaveLength(1);
  expect(texts.get("file:///ws/b/configuration.nix")).toContain("    chainfire = {\n      enable = true;\n    };");
});

test("in one file alone", async () => {
  const { texts } = await enable(two, "file:///ws/b/configuration.nix");
  expect([...texts.keys()]).toEqual(["file:///ws/b/configuration.nix"]);
});

test("with Windows line ends", async () => {
  const { texts } = await enable(toCrlf(two));
  expect(texts.size).toBe(2);
});

test("ports of what is enabled give way to those that are taken", async () => {
  const files = workspaceOf({
    "configuration.nix":
      '{\n  system.stateVersion = "25.05";\n  services.flaredb.enable = true;\n  services.flaredb.port = 2379;\n}\n',
  });
  const { texts, left } = await enable(files);
  expect(left).toBe(0);
  expect([...texts.values()].join()).toContain("services.flaredb.port = 2379;");
  expect([...texts.values()].join()).toMatch(/services\.chainfire\.port = 2382;/);
});

test("nothing to do", async () => {
  expect(await enable(new Map(exampleFiles("three-node")))).toEqual({
    texts: new Map(),
    enabled: [],
    lone: [],
    left: 0,
    problems: [],
  });
});

test("what is switched off on purpose stays so, and is counted", async () => {
  const files = workspaceOf({
    "configuration.nix":
      '{\n  system.stateVersion = "25.05";\n  services.flaredb.enable = true;\n  services.chainfire.enable = false;\n}\n',
  });
  expect(await enable(files)).toMatchObject({ texts: new Map(), left: 1 });
});
