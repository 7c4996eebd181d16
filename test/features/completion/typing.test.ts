import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { complete } from "../../../server/src/features/completion/complete.ts";
import { definition } from "../../../server/src/features/goToDefinition.ts";
import { hover } from "../../../server/src/features/hover.ts";
import { featureContext } from "../../support/features.ts";

const text = `{ config, lib, pkgs, ... }:
let
  cfg = config.services.chainfire;
  common = { openFirewall = true; };
in
{
  imports = [ ./hardware.nix ];
  networking.hostName = "node1";
  services = {
    chainfire = {
      enable = true;
      port = 2379;
      settings.cluster = {
        nodeId = 1;
        peers = [
          { id = 1; address = "node1:\${toString cfg.port}"; }
          { id = 2; address = "node2:2380"; }
        ];
      };
    };
    flaredb = lib.mkIf cfg.enable {
      enable = true;
      listenAddress = config.services.chainfire.listenAddress;
    };
    openssh.settings.PermitRootLogin = "no";
    nginx.virtualHosts."a.example".locations."/".proxyPass = "http://127.0.0.1";
  };
  environment.systemPackages = with pkgs; [ nano ];
}
`;

/** Names that completion must offer wherever they stand in \`text\` as (a part of) an option path or a read of one. */
const optionNames =
  /\b(networking|hostName|services|chainfire|enable|port|settings|cluster|nodeId|peers|id|address|flaredb|listenAddress|openssh|PermitRootLogin|nginx|virtualHosts|locations|proxyPass|environment|systemPackages)\b/g;

function offered(typed: string, offset: number): readonly string[] {
  const result = complete(featureContext(typed), offset);
  return result?.items.map(({ filter }) => filter) ?? [];
}

const places = [...text.matchAll(optionNames)]
  .filter(
    (match) => !text.slice(match.index - 6, match.index).includes('"node') && !text.startsWith("://", match.index),
  )
  .map((match) => ({ name: match[0], start: match.index }));

/** The places whose binding ends on their line, with where it ends: a half-typed binding has no end of its own. */
const oneLiners = places.flatMap(({ name, start }) => {
  const rest = /^[^\n;{}[\]"]*(?:"[^"\n$]*"[^\n;{}[\]"]*)*;/.exec(text.slice(start))?.[0];
  return rest === undefined || text.slice(0, start).endsWith("${") ? [] : [{ name, start, end: start + rest.length }];
});

describe("typing a configuration", () => {
  test.each(places)("$name at $start is offered while it is typed into the rest", ({ name, start }) => {
    for (let typed = 0; typed < name.length; typed++) {
      const now = text.slice(0, start + typed) + text.slice(start + name.length);
      expect(offered(now, start + typed), JSON.stringify(now.slice(start - 30, start + 30))).toContain(name);
    }
  });

  test.each(places)("$name at $start is offered with nothing after it", ({ name, start }) => {
    for (const typed of [0, 1, name.length - 1]) {
      const now = text.slice(0, start + typed);
      expect(offered(now, start + typed), JSON.stringify(now.slice(-40))).toContain(name);
    }
  });

  test.each(oneLiners)("$name at $start is offered before the bindings after it", ({ name, start, end }) => {
    const now = text.slice(0, start + 1) + text.slice(end);
    expect(offered(now, start + 1), JSON.stringify(now.slice(start - 30, start + 40))).toContain(name);
  });
});

test("no feature throws at any place of any text of the examples, whole or cut off", () => {
  for (const file of exampleFiles()) {
    const whole = readFileSync(file, "utf8");
    for (let offset = 0; offset <= whole.length; offset += 37) {
      for (const typed of [whole, whole.slice(0, offset)]) {
        const context = featureContext(typed);
        complete(context, offset);
        hover(context, offset);
        definition(context, offset);
      }
    }
  }
});

function exampleFiles(): readonly string[] {
  return readdirSync("nix/examples", { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".nix"))
    .map((name) => `nix/examples/${name}`);
}
