/** How much a host may take: it grows with the files that it imports, and an endless program ends by what it takes. */
import { expect, test } from "vitest";
import { analyse } from "../support/analyse.ts";
import { findingsOf } from "../support/checkDiagnostics.ts";

const flake = "file:///ws/flake.nix";

/** A host of `count` modules, each of which declares an option and defines that of the one before. */
function hostOf(count: number, more = ""): Map<string, string> {
  const files = new Map<string, string>();
  for (let index = 0; index < count; index++) {
    const before = Math.max(0, index - 1);
    files.set(
      `file:///ws/m${index}.nix`,
      `{ lib, config, ... }: {
        options.local.m${index} = lib.mkOption { type = lib.types.attrsOf lib.types.int; default = { }; };
        config.local.m${before}.by${index} = lib.mkIf (config.networking.hostName == "one") ${index};
        config.systemd.services.s${index}.description = "Job ${index} of \${config.networking.hostName}";
      }`,
    );
  }
  const imports = [...files.keys()].map((uri) => `./${uri.slice("file:///ws/".length)}`);
  files.set(
    flake,
    `{ outputs = { nixpkgs, ... }: { nixosConfigurations.one = nixpkgs.lib.nixosSystem { modules = [
      { networking.hostName = "one"; system.stateVersion = "25.05"; ${more} }
      ${imports.join("\n      ")}
    ]; }; }; }`,
  );
  return files;
}

test("a host of 2,000 modules is evaluated to the end, and what is wrong in the last one is found", async () => {
  const files = hostOf(2_000);
  const last = "file:///ws/m1999.nix";
  files.set(last, (files.get(last) ?? "").replace('") 1999', '") "text"'));
  const analysis = await analyse(files, ["file:///ws"]);
  expect(analysis.coverage.givenUp).toEqual({ files: [], hosts: [], unread: [] });
  expect(findingsOf(analysis, last).map(({ code }) => code)).toEqual(["type-mismatch"]);
});

test("an endless program ends by its steps, however many files there are, and harms nothing else", async () => {
  // loops that nest no deeper, and would take hours
  const endless =
    "networking.domain = let xs = builtins.genList (x: x) 1000; each = f: builtins.foldl' (a: _: f a) 0 xs; in toString (each (a: each (b: each (c: each (d: d + 1)))));";
  for (const count of [1, 40]) {
    const analysis = await analyse(hostOf(count, endless), ["file:///ws"]);
    expect(analysis.coverage.givenUp.hosts, String(count)).toEqual([{ host: "one", limits: ["outOfFuel"] }]);
    expect(findingsOf(analysis, flake).filter(({ severity }) => severity === "error")).toEqual([]);
  }
});
