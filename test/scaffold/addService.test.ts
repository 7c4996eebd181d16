/** Adding a service to a host: where it goes, in which style, with which needs, on which ports. */
import { expect, test } from "vitest";
import { type AddedService, addService } from "../../server/src/scaffold/addService.ts";
import { exampleFiles } from "../support/analyse.ts";
import { expectHarmless, scaffoldWorld, toCrlf, workspaceOf } from "../support/scaffold.ts";

async function add(
  files: ReadonlyMap<string, string>,
  host: string,
  service: string,
  answers: Readonly<Record<string, readonly string[]>> = {},
): Promise<AddedService> {
  const world = scaffoldWorld(files);
  const added = await addService(world, { host, service, answers: new Map(Object.entries(answers)) });
  world.dispose();
  return added;
}

async function added(...parameters: Parameters<typeof add>): Promise<Record<string, string>> {
  const outcome = await add(...parameters);
  if (outcome.kind !== "done") throw new Error(JSON.stringify(outcome));
  return expectHarmless(parameters[0], outcome.texts);
}

const plain = (text: string) => workspaceOf({ "configuration.nix": `${text}\n` });

test("with all that it needs, in dotted style", async () => {
  const files = plain('{\n  system.stateVersion = "25.05";\n  services.openssh.enable = true;\n}');
  expect(await added(files, "ws", "iam")).toEqual({
    "configuration.nix": `{
  system.stateVersion = "25.05";
  services.openssh.enable = true;
  services.chainfire.enable = true;
  services.flaredb.enable = true;
  services.iam.enable = true;
}
`,
  });
});

test("as a set beside sets, opening the firewall where its neighbours do", async () => {
  const files = new Map(exampleFiles("minimal"));
  const { "hosts/core.nix": text } = await added(files, "core", "novanet");
  expect(text).toContain(`    iam = {
      enable = true;
      openFirewall = true;
    };
    novanet = {
      enable = true;
      openFirewall = true;
    };
  };
`);
});

test("on free ports where the defaults are taken", async () => {
  const files = plain(`{
  system.stateVersion = "25.05";
  services.chainfire = { enable = true; port = 3000; };
  services.flaredb.enable = true;
}`);
  const { "configuration.nix": text } = await added(files, "ws", "iam");
  expect(text).toMatch(/services\.iam\.port = 3001;/);
});

test("a port that another program has is not taken either", async () => {
  const files = plain(`{
  system.stateVersion = "25.05";
  services.chainfire.enable = true;
  services.flaredb.enable = true;
  services.grafana.enable = true;
  services.grafana.settings.server.http_addr = "0.0.0.0";
}`);
  expect((await added(files, "ws", "iam"))["configuration.nix"]).toMatch(/iam\.port = 3001;/);
});

test("asks where a need is carried elsewhere, and takes the answer", async () => {
  const files = new Map(exampleFiles("three-node"));
  const asked = await add(files, "node1", "novanet");
  // iam runs on node1 and flaredb too: nothing to ask.
  expect(asked.kind).toBe("done");
  expect(await add(files, "node2", "lightningstor")).toEqual({
    kind: "ask",
    service: "lightningstor",
    need: "iam",
    carriers: ["node1"],
  });
  const elsewhere = await added(files, "node2", "lightningstor", { iam: ["node1"] });
  expect(elsewhere["hosts/node2.nix"]).toContain(`    lightningstor = {
      enable = true;
      openFirewall = true;
      settings.endpoints.iam = "node1:3000";
    };
`);
  const here = await added(files, "node2", "lightningstor", { iam: [] });
  expect(here["hosts/node2.nix"]).toContain("    iam = {\n      enable = true;");
});

test("in the file of that host alone, however the flake makes its hosts", async () => {
  const files = workspaceOf({
    "flake.nix": `{
  inputs.plasmacloud.url = "github:yourorg/plasmacloud?dir=nix";
  outputs = { nixpkgs, plasmacloud, ... }: {
    nixosConfigurations = {
      a = nixpkgs.lib.nixosSystem { modules = [ plasmacloud.nixosModules.default { networking.hostName = "a"; } ]; };
      b = nixpkgs.lib.nixosSystem { modules = [ plasmacloud.nixosModules.default { networking.hostName = "b"; } ]; };
    };
  };
}
`,
  });
  const { "flake.nix": text } = await added(files, "b", "chainfire");
  expect(text).toContain(
    'networking.hostName = "b"; services.chainfire.enable = true; services.chainfire.openFirewall',
  );
  expect(text).toContain('{ networking.hostName = "a"; }');
});

test("says of a cluster's service that it stands alone beside those of other hosts", async () => {
  const flake = `{
  inputs.plasmacloud.url = "github:yourorg/plasmacloud?dir=nix";
  outputs = { nixpkgs, plasmacloud, ... }: {
    nixosConfigurations = {
      a = nixpkgs.lib.nixosSystem { modules = [ plasmacloud.nixosModules.default { networking.hostName = "a"; services.chainfire.enable = true; services.chainfire.settings.cluster = { nodeId = 1; peers = [ { id = 1; address = "a:2380"; } ]; }; } ]; };
      b = nixpkgs.lib.nixosSystem { modules = [ plasmacloud.nixosModules.default { networking.hostName = "b"; } ]; };
    };
  };
}
`;
  expect(await add(workspaceOf({ "flake.nix": flake }), "b", "chainfire")).toMatchObject({
    kind: "done",
    lone: [{ service: "chainfire", host: "b", others: ["a"] }],
  });
  const outcome = await add(new Map(exampleFiles("three-node")), "node1", "novanet");
  expect(outcome).toMatchObject({ kind: "done", lone: [] });
});

test("line ends stay as they are", async () => {
  const files = toCrlf(exampleFiles("minimal"));
  await added(files, "core", "plasmavmc");
});

test("what is there already, or nowhere, is refused", async () => {
  const files = new Map(exampleFiles("minimal"));
  expect(await add(files, "core", "iam")).toMatchObject({ kind: "refused", reason: "running" });
  expect(await add(files, "gone", "iam")).toMatchObject({ kind: "refused", reason: "noHost" });
  const off = plain('{\n  system.stateVersion = "25.05";\n  services.chainfire.enable = false;\n}');
  expect(await add(off, "ws", "chainfire")).toMatchObject({ kind: "refused", reason: "noPlace" });
});
