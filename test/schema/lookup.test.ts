import { describe, expect, test } from "vitest";
import { locate, lookupOption, nearestNames } from "../../server/src/schema/lookup.ts";
import { mergeOptions } from "../../server/src/schema/merge.ts";
import { emptyOptions } from "../../server/src/schema/optionTree.ts";
import { readOptionsJson } from "../../server/src/schema/readOptionsJson.ts";
import { splitPath } from "../../server/src/schema/splitPath.ts";

function optionsJson(types: Record<string, string>, source = "nixos") {
  const entries = Object.entries(types).map(([name, type]) => [name, { type, loc: splitPath(name), declarations: [] }]);
  return readOptionsJson(JSON.stringify(Object.fromEntries(entries)), source);
}

const options = optionsJson({
  "services.nginx.enable": "boolean",
  "services.nginx.virtualHosts": "attribute set of (submodule)",
  "services.nginx.virtualHosts.<name>.root": "null or absolute path",
  "services.chainfire.settings": "open submodule of (TOML value)",
  "services.chainfire.settings.cluster.peers": "list of (submodule)",
  "services.chainfire.settings.cluster.peers.*.address": "string",
  "environment.variables": "attribute set of (null or string or list of string)",
  "boot.kernelModules": "list of string",
  "users.<user>.shell": "package",
});

describe("where a path leads", () => {
  test.each([
    ["services.nginx.enable", "services.nginx.enable", "bool"],
    ['services.nginx.virtualHosts."a.b".root', "services.nginx.virtualHosts.<name>.root", "nullOr"],
    [
      "services.chainfire.settings.cluster.peers.*.address",
      "services.chainfire.settings.cluster.peers.*.address",
      "string",
    ],
    ["users.alice.shell", "users.<user>.shell", "package"],
    ["services.nginx.virtualHosts.x", null, "submodule"],
    ["environment.variables.EDITOR", null, "nullOr"],
    ["environment.variables.EDITOR.*", null, "string"],
    ["services.chainfire.settings.extra", null, "anything"],
    ["boot.kernelModules.*", null, "string"],
    ["services.chainfire.settings.cluster", null, null],
  ])("%s", (path, option, kind) => {
    const located = locate(options, splitPath(path));
    expect(located?.option?.path.join(".") ?? null).toBe(option);
    expect(located?.type?.kind ?? null).toBe(kind);
  });

  test.each([
    "services.nginks",
    "services.nginx.enable.x",
    "boot.kernelModules.x",
    "services.nginx.virtualHosts.x.y",
    "__proto__",
  ])("%s leads nowhere", (path) => expect(locate(options, splitPath(path))).toBeNull());

  test("what is below an option names it as its owner", () => {
    expect(locate(options, ["environment", "variables", "A"])?.owner?.path).toEqual(["environment", "variables"]);
  });
});

describe("layers", () => {
  const workspace = optionsJson(
    { "services.nginx.enable": "boolean", "services.mine.port": "signed integer" },
    "workspace",
  );

  test("add and never drop; the first one's word counts", () => {
    const merged = mergeOptions([workspace, options]);
    expect(lookupOption(merged, ["services", "mine", "port"])?.source).toBe("workspace");
    expect(lookupOption(merged, ["services", "nginx", "enable"])?.source).toBe("workspace");
    expect(lookupOption(merged, ["users", "x", "shell"])?.source).toBe("nixos");
  });

  test("what one layer does not say another adds", () => {
    const documented = readOptionsJson('{"a":{"type":"boolean","loc":["a"],"description":"Whether."}}', "nixos");
    const merged = mergeOptions([optionsJson({ a: "boolean" }, "workspace"), documented]);
    expect(merged.children.get("a")?.option).toMatchObject({ source: "workspace", description: "Whether." });
  });

  test("subtrees that one layer knows are shared, and no layer changes", () => {
    const before = options.children.get("services")?.children.size;
    const merged = mergeOptions([workspace, options]);
    expect(merged.children.get("boot")).toBe(options.children.get("boot"));
    expect(options.children.get("services")?.children.size).toBe(before);
    expect(mergeOptions([emptyOptions, options])).toBe(options);
    expect(mergeOptions([])).toBe(emptyOptions);
  });
});

describe("nearest names", () => {
  const names = ["chainfire", "flaredb", "fiberlb", "flashdns", "iam", "<name>"];
  test.each([
    ["flarebd", ["flaredb"]],
    ["Chainfire", ["chainfire"]],
    ["chain", []],
    ["ian", ["iam"]],
    ["iam", []],
  ])("%s", (wrong, expected) => expect(nearestNames(names, wrong, 3)).toEqual(expected));
});
