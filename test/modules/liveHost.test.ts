/** What rules and views read of a host: values, unknowns, definitions, assertions, what-if. */
import { expect, test } from "vitest";
import { makeBool, makeInt } from "../../server/src/eval/core/make.ts";
import { hostView, innerValues } from "../../server/src/modules/host/hostView.ts";
import { optionList } from "../../server/src/modules/host/optionDocs.ts";
import { optionsJson } from "../../server/src/modules/host/optionsJson.ts";
import type { HostEvaluation } from "../../server/src/modules/model/hostEvaluation.ts";
import { pathKey } from "../../server/src/modules/model/view.ts";
import { deployView } from "../../server/src/session/hosts/deployView.ts";
import { exampleWorkspace, hostOf, hostsOf } from "../support/hosts.ts";

function show(host: HostEvaluation, path: string): string {
  const outcome = host.value(path.split("."));
  switch (outcome.kind) {
    case "known":
      return host.render(outcome.value) ?? "?";
    case "unknown":
      return `unknown ${outcome.reason.kind}`;
    case "failed":
      return `failed ${outcome.problem.kind}`;
  }
}

test("values of options, of parts of them, and of what is only defined", () => {
  const host = hostOf(`{ lib, ... }: {
    services.chainfire = { enable = true; settings.log.level = "info"; };
    services.nginx = { enable = true; package = null; list = [ 1 ]; text = "a\\nb"; };
    services.nginx.virtualHosts.x.port = lib.mkDefault 80;
  }`);
  expect(show(host, "services.chainfire.port")).toBe("2379");
  expect(show(host, "services.chainfire.settings.log.level")).toBe('"info"');
  expect(show(host, "services.chainfire.settings.log.nope")).toBe("failed failed");
  expect(show(host, "services.nginx.enable")).toBe("true");
  expect(show(host, "services.nginx.virtualHosts.x.port")).toBe("80");
  expect(show(host, "services.nginx.list")).toBe("unknown notModelled");
  expect(show(host, "services.nginx.text")).toBe("unknown notModelled");
  expect(show(host, "services.nginx.other")).toBe("unknown notModelled");
  expect(show(host, "programs.fish.enable")).toBe("unknown notModelled");
  expect(show(host, "nixpkgs.hostPlatform")).toBe("failed missingValue");
});

test("an unknown touches only what it defines", () => {
  const host = hostOf(`{ config, lib, pkgs, inputs, ... }: {
    imports = [ (lib.mkIf pkgs.stdenv.isWeird { networking.domain = "d"; networking.firewall.allowedTCPPorts = [ 9 ]; }) ];
    networking = inputs.secret.networking // { hostName = "a"; };
    services.chainfire.port = inputs.secret.port;
    services.chainfire.enable = lib.mkIf inputs.secret.yes true;
    services.iam.port = lib.mkMerge [ (lib.mkIf inputs.secret.yes 1) (lib.mkForce 2) ];
    users.users = lib.genAttrs inputs.secret.names (_: { });
    users.groups = { a = { }; b = inputs.secret.b; };
    systemd.services.x.script = "\${pkgs.hello}/bin/hello";
  }`);
  expect(show(host, "networking.hostName")).toBe('"a"');
  expect(show(host, "networking.domain")).toBe("unknown pkgs");
  expect(show(host, "networking.firewall.allowedTCPPorts")).toBe("unknown pkgs");
  expect(show(host, "networking.firewall.enable")).toBe("unknown notModelled");
  expect(show(host, "services.chainfire.port")).toBe("unknown notModelled");
  expect(show(host, "services.chainfire.enable")).toBe("unknown notModelled");
  expect(show(host, "services.chainfire.raftPort")).toBe("2380");
  expect(show(host, "services.iam.port")).toBe("2");
  expect(show(host, "users.mutableUsers")).toBe("true");
  expect(show(host, "users.users.alice")).toBe("unknown notModelled");
  expect(show(host, "users.groups.a.gid")).toBe("null");
  expect(show(host, "systemd.services.x.script")).toBe("unknown pkgs");
  expect(show(host, "systemd.services.x.enable")).toBe("true");
  expect(host.problems()).toEqual([]);
});

test("pkgs: what is known of it", () => {
  const host = hostOf(`{ pkgs, lib, ... }: {
    imports = [ { options.services.mine.settings = lib.mkOption { type = (pkgs.formats.json { }).type; default = { a = [ 1 null ]; }; }; } ];
    nixpkgs.hostPlatform = "aarch64-linux";
    networking.hostName = pkgs.stdenv.hostPlatform.system;
    networking.nftables.enable = pkgs.stdenv.hostPlatform.isAarch64;
    time.timeZone = pkgs.lib.toUpper "utc";
    environment.systemPackages = with pkgs; [ vim (writeShellScriptBin "x" "y") ];
  }`);
  expect(show(host, "networking.hostName")).toBe('"aarch64-linux"');
  expect(show(host, "networking.nftables.enable")).toBe("true");
  expect(show(host, "time.timeZone")).toBe('"UTC"');
  expect(show(host, "services.mine.settings")).toBe("{ a = [ 1 null ]; }");
  expect(show(host, "environment.systemPackages")).toBe("[ … … ]");
  expect(host.option(["services", "mine", "settings"])?.type.description).toBe("JSON value");
  expect(host.problems()).toEqual([]);
});

test("definitions, strongest first, with where they stand", () => {
  const host = hostOf(`{ lib, ... }: {
    imports = [ { networking.hostName = lib.mkDefault "weak"; } { networking.hostName = lib.mkIf false "off"; } ];
    networking.hostName = lib.mkForce "strong";
    services.chainfire.settings.log.level = "x";
    services.nginx.enable = true;
  }`);
  const lines = (path: string[]): string[] =>
    host.definitions(path).map((one) => {
      const value = host.read(one.value);
      const text = value.kind === "known" ? host.render(value.value) : value.kind;
      return `${one.priority} ${one.status} ${text} line ${host.place(one.binding)?.range.start.line}`;
    });
  expect(lines(["networking", "hostName"])).toEqual([
    '50 active "strong" line 2',
    '100 inactive "off" line 1',
    '1000 overridden "weak" line 1',
  ]);
  expect(lines(["services", "chainfire", "settings", "log", "level"])).toEqual(['100 active "x" line 3']);
  expect(lines(["services", "nginx", "enable"])).toEqual(["100 active true line 4"]);
  expect(lines(["services", "iam", "port"])).toEqual([]);
});

test("an option that is found through submodules", () => {
  const host = hostsOf(exampleWorkspace("three-node")).host("node1");
  expect(host.option(["services", "chainfire", "settings", "cluster", "nodeId"])?.type.description).toBe(
    "positive integer, meaning >0",
  );
  expect(host.option(["services", "chainfire", "settings", "cluster", "peers", "0", "id"])?.path).toEqual([
    "services",
    "chainfire",
    "settings",
    "cluster",
    "peers",
    "*",
    "id",
  ]);
  expect(host.option(["users", "users", "admin", "uid"])?.type.kind).toBe("nullOr");
  expect(host.option(["users", "users", "nobody", "uid"])?.type.kind).toBe("nullOr");
  expect(host.option(["services", "chainfire"])).toBeNull();
  expect(host.below(["services", "chainfire"])).toMatchObject({ open: false });
  expect(host.below(["services"])).toMatchObject({ open: true });
  expect(host.below(["services", "nope"])).toBeNull();
});

test("assertions, and what would make them true", () => {
  const host = hostOf("{ services.iam.enable = true; }");
  const [missing] = host.assertions()?.filter((one) => one.assertion === "false") ?? [];
  expect(missing?.message).toMatch(/^services.iam needs flaredb/);
  if (missing === undefined) throw new Error("no assertion fails");
  const enable = (name: string) => [{ path: ["services", name, "enable"], value: makeBool(true) }];
  expect(host.assertionWith(missing, enable("flaredb"))).toBe("true");
  expect(host.assertionWith(missing, enable("chainfire"))).toBe("false");
  const other = host.withOverride([{ path: ["services", "iam", "port"], value: makeInt(7) }]);
  expect(show(other, "services.iam.port")).toBe("7");
  expect(show(host, "services.iam.port")).toBe("3000");
});

test("a warning and an assertion of the workspace, one of them unknown", () => {
  const host = hostOf(`{ config, lib, pkgs, ... }: {
    warnings = lib.optional (!config.services.chainfire.enable) "no chainfire";
    assertions = [ { assertion = pkgs.x; message = "a"; } { assertion = false; message = "b \${toString 1}"; } ] ++ lib.optional false { };
    services.chainfire.enable = false;
  }`);
  expect(host.warnings()?.map((one) => one.message)).toEqual(["no chainfire"]);
  expect(host.assertions()?.map((one) => [one.assertion, one.message])).toEqual([
    ["unknown", "a"],
    ["false", "b 1"],
  ]);
});

test("ports flow into the firewall as the same value", () => {
  const host = hostsOf(exampleWorkspace("single-node")).host();
  const ports = host.value(["networking", "firewall", "allowedTCPPorts"]);
  const port = host.value(["services", "iam", "port"]);
  if (ports.kind !== "known" || ports.value.type !== "list" || port.kind !== "known") throw new Error("not known");
  expect(
    ports.value.items.map((item) => host.read(item)).some((item) => item.kind === "known" && item.value === port.value),
  ).toBe(true);
});

test("the view of a host", () => {
  const host = hostsOf(exampleWorkspace("single-node")).host();
  const view = hostView(host, deployView(host, new Map()));
  expect(view.values.get(pathKey(["services", "flashdns", "dnsPort"]))).toMatchObject({
    value: "53",
    defined: false,
    origins: [],
  });
  expect(view.values.get(pathKey(["services", "lightningstor", "dataDir"]))).toMatchObject({
    value: '"/srv/lightningstor"',
    defined: true,
    origins: [
      {
        file: "/ws/hosts/cloud.nix",
        priority: 100,
        value: '"/srv/lightningstor"',
        place: { uri: "file:///ws/hosts/cloud.nix" },
      },
    ],
  });
  expect(view.values.get(pathKey(["services", "iam", "package"]))?.value).toBe("pkgs.iam-server");
  expect(view.files).toContain("file:///ws/base.nix");
  expect(view.stats.unknowns).toEqual(new Map());
  expect(structuredClone(view)).toEqual(view);
});

test("inside the values of an example's options nothing is unknown but what names packages", () => {
  const unknown = [...innerValues(hostsOf(exampleWorkspace("single-node")).host()).values()].filter(
    ({ value }) => value === null,
  );
  expect(unknown.filter(({ path }) => !/^ExecStart(Post)?$/.test(path.at(-1) ?? ""))).toEqual([]);
  expect(unknown.map(({ unknownReason }) => unknownReason)).toContain("it depends on pkgs.iam-server");
});

test("what is inside the values of options", () => {
  const host = hostOf(`{ lib, ... }: {
    options.services.own = {
      enable = lib.mkEnableOption "it";
      notes = lib.mkOption { type = lib.types.attrsOf lib.types.str; };
      users = lib.mkOption {
        default = [ ];
        type = lib.types.listOf (lib.types.submodule {
          options.name = lib.mkOption { type = lib.types.str; };
          options.shell = lib.mkOption { type = lib.types.str; default = "sh"; };
        });
      };
      self = lib.mkOption { default = { }; type = let t = lib.types.submodule { options.self = lib.mkOption { type = t; default = { }; }; }; in t; };
    };
    config = {
      services.own = { enable = true; users = [ (lib.mkIf false { name = "none"; }) { name = "a"; } { name = "b"; shell = lib.mkForce "c"; } ]; };
      services.chainfire = { enable = true; settings = { cluster.nodeId = 4; log.level = "info"; }; };
      users.users.admin = { isNormalUser = true; extraGroups = lib.mkIf false [ "wheel" ]; };
      services.own.notes = lib.genAttrs (map toString (lib.range 1 2000)) (name: name);
    };
  }`);
  const inner = innerValues(host);
  const shown = (path: string) => inner.get(path.replaceAll(".", "\0"));
  expect(shown("services.chainfire.settings.cluster.nodeId")).toMatchObject({ value: "4", defined: true });
  expect(shown("services.chainfire.settings.cluster.peers")).toMatchObject({ value: "[ ]", defined: false });
  expect(shown("services.chainfire.settings.log.level")).toMatchObject({ value: '"info"', defined: true });
  expect(shown("users.users.admin.isNormalUser")).toMatchObject({ value: "true", defined: true });
  expect(shown("users.users.admin.extraGroups")).toMatchObject({ defined: false });
  expect(shown("services.own.users.0.name")).toMatchObject({ value: '"a"', defined: true });
  expect(shown("services.own.users.0.shell")).toMatchObject({ value: '"sh"', defined: false });
  expect(shown("services.own.users.1.shell")).toMatchObject({ value: '"c"', origins: [{ priority: 50 }] });
  expect(shown("services.own.users.2.name")).toBeUndefined();
  expect(show(host, "services.own.users.1.name")).toBe('"b"');
  expect(host.definitions(["services", "own", "users", "1", "shell"])).toHaveLength(1);
  // What has no end, or next to none, is cut.
  const paths = host.innerPaths(["services", "own"], true);
  expect(paths.filter((path) => path[2] === "notes")).toHaveLength(1_000);
  expect(paths.filter((path) => path[2] === "self")).toHaveLength(13);
});

test("options with their documentation, as data and as JSON", () => {
  const host = hostOf(`{ lib, ... }: {
    options.services.mine = {
      enable = lib.mkEnableOption "it";
      notes = lib.mkOption { type = lib.types.attrsOf lib.types.str; };
      users = lib.mkOption {
        type = lib.types.attrsOf (lib.types.submodule { options.key = lib.mkOption { type = lib.types.nullOr lib.types.str; default = null; example = "k"; description = "The key."; }; });
        default = { };
        defaultText = lib.literalExpression "nobody";
      };
      hidden = lib.mkOption { internal = true; };
      tree = lib.mkOption { type = let t = lib.types.attrsOf (lib.types.submodule { options.t = lib.mkOption { type = t; default = { }; }; }); in t; default = { }; };
    };
  }`);
  const options = optionList(host.optionTree()).filter((option) => option.path[1] === "mine");
  const json = optionsJson(options, "file:///ws");
  expect(json["services.mine.users.<name>.key"]).toEqual({
    declarations: ["configuration.nix"],
    default: { _type: "literalExpression", text: "null" },
    description: "The key.",
    example: { _type: "literalExpression", text: '"k"' },
    loc: ["services", "mine", "users", "<name>", "key"],
    readOnly: false,
    type: "null or string",
  });
  expect(json["services.mine.users"]?.default?.text).toBe("nobody");
  expect(json["services.mine.enable"]).toMatchObject({ description: "Whether to enable it.", type: "boolean" });
  expect(Object.keys(json)).not.toContain("services.mine.hidden");
  expect(Object.keys(json)).toContain("services.mine.tree.<name>.t");
});
