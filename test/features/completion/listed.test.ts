/** Completion with the list of all of NixOS's options and of packages that comes with the product. */
import { describe, expect, test } from "vitest";
import { nixosOptions, nixpkgsPackages } from "../../../server/src/node/nodeSession.ts";
import { mergeOptions } from "../../../server/src/schema/merge.ts";
import { accept, completeAt, itemAt, labels, testOptions } from "../../support/features.ts";

const world = {
  options: mergeOptions([testOptions(), nixosOptions().tree()]),
  packages: nixpkgsPackages(),
};

describe("names of options at every level", () => {
  test("the first names", () => {
    expect(labels("{ $0 }", world)).toEqual(expect.arrayContaining(["services", "programs", "hardware", "i18n"]));
  });

  test("services by the hundred", () => {
    const found = labels("{ services.$0 }", world);
    expect(found.length).toBeGreaterThan(1_000);
    expect(found).toEqual(expect.arrayContaining(["nginx", "grafana", "chainfire"]));
  });

  test("own and PlasmaCloud's names come first", () => {
    expect(labels("{ services.$0 }", world).slice(0, 2)).toEqual(["chainfire", "flaredb"]);
  });

  test("below a name of the user's own", () => {
    expect(labels('{ services.nginx.virtualHosts."a.example".$0 }', world)).toEqual(
      expect.arrayContaining(["locations", "root", "enableACME", "forceSSL"]),
    );
    expect(labels("{ systemd.services.x = { serv$0 }; }", world)).toEqual(["serviceConfig"]);
    expect(labels("{ users.users.anna.$0 }", world)).toEqual(expect.arrayContaining(["isNormalUser", "extraGroups"]));
  });

  test("below an element of a list", () => {
    expect(labels("{ services.wyoming.openwakeword.$0 }", world).length).toBeGreaterThan(1);
    expect(labels("{ networking.interfaces.eth0.ipv4.addresses = [ { $0 } ]; }", world)).toEqual(
      expect.arrayContaining(["address", "prefixLength"]),
    );
  });

  test("what may be the hidden old name of an option is not offered", () => {
    expect(labels("{ boot.$0 }", world)).not.toContain("binfmtMiscRegistrations");
  });
});

describe("values", () => {
  test("members of an enum, the default noted", () => {
    expect(labels('{ services.openssh.settings.PermitRootLogin = "$0"; }', world)).toEqual(
      expect.arrayContaining(["yes", "no", "prohibit-password"]),
    );
  });

  test("an option is written with its default to begin from", () => {
    expect(accept("{ services.grafana.$0 }", "enable", world)).toBe("{ services.grafana.enable = true; }");
    expect(accept("{ services.grafana.settings.server.$0 }", "http_port", world)).toBe(
      "{ services.grafana.settings.server.http_port = ${1:3000}; }",
    );
  });
});

describe("packages", () => {
  test("after `pkgs.`", () => {
    expect(labels("{ pkgs, ... }: { environment.systemPackages = [ pkgs.git$0 ]; }", world)).toEqual(
      expect.arrayContaining(["git", "gitea", "gitFull"]),
    );
  });

  test("in a list below `with pkgs`, before all else, and functions of builtins never", () => {
    const found = labels("{ pkgs, ... }: { environment.systemPackages = with pkgs; [ gi$0 ]; }", world);
    expect(found[0]).toMatch(/^gi/i);
    expect(found).toContain("git");
    const all = completeAt("{ pkgs, ... }: { environment.systemPackages = with pkgs; [ fe$0 ]; }", world);
    expect(all?.items.map(({ label }) => label)).not.toContain("fetchGit");
    expect(all?.isIncomplete).toBe(true);
  });

  test("with `lib.getExe`", () => {
    expect(labels("{ lib, pkgs, ... }: { environment.variables.EDITOR = lib.getExe pkgs.heli$0; }", world)).toContain(
      "helix",
    );
  });

  test("elsewhere builtins stay", () => {
    const all = completeAt("{ pkgs, ... }: { networking.hostName = fe$0; }", world);
    expect(all?.items.map(({ label }) => label)).toContain("fetchGit");
  });
});

test("an item says its type and default", () => {
  expect(itemAt("{ time.$0 }", "timeZone", world)).toMatchObject({
    detail: "null or string without spaces",
    note: "null",
  });
});
