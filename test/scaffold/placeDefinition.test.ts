/** Definitions put into files of many shapes: strings in, strings out, and what comes out evaluates to what was asked for. */
import { expect, test } from "vitest";
import { placeDefinition } from "../../server/src/scaffold/placeDefinition.ts";
import { readOptionsJson } from "../../server/src/schema/readOptionsJson.ts";
import { splitPath } from "../../server/src/schema/splitPath.ts";
import { show } from "../support/eval.ts";
import { takeCursor } from "../support/marks.ts";
import { codesOf, parseNix } from "../support/syntax.ts";

const option = (path: string, type: string) => [path, { loc: splitPath(path), type, description: "" }];
const options = readOptionsJson(
  JSON.stringify(
    Object.fromEntries([
      option("services.openssh.enable", "boolean"),
      option("services.openssh.openFirewall", "boolean"),
      option("services.nginx.enable", "boolean"),
      option("services.nginx.virtualHosts.<name>.root", "null or path"),
      option("networking.hostName", "string"),
      option("networking.firewall.enable", "boolean"),
      option("time.timeZone", "null or string"),
      option("environment.variables", "attribute set of string"),
    ]),
  ),
  "nixos",
);

/** The text with the definition, its value between `‹` and `›`; `null`: there is no place. */
function insert(marked: string, path: string, value = "true", uri = "file:///etc/nixos/configuration.nix") {
  const { text, offset } = marked.includes("$0") ? takeCursor(marked) : { text: marked, offset: 0 };
  const parse = (next: string) => parseNix(next, uri);
  const made = placeDefinition(parse(text), options, { path: splitPath(path), value }, offset, parse);
  if (made === null) return null;
  const { range, newText } = made.edit;
  const { start, end } = made.value;
  const shown = `${newText.slice(0, start)}‹${newText.slice(start, end)}›${newText.slice(end)}`;
  return text.slice(0, range.start) + shown + text.slice(range.end);
}

const firewall = "services.openssh.openFirewall";

const shapes: readonly (readonly [name: string, before: string, path: string, after: string])[] = [
  [
    "dotted, beside its sibling",
    "{ ... }:\n{\n  services.openssh.enable = true;\n\n  time.timeZone = null;\n}\n",
    firewall,
    "{ ... }:\n{\n  services.openssh.enable = true;\n  services.openssh.openFirewall = ‹true›;\n\n  time.timeZone = null;\n}\n",
  ],
  [
    "nested, in the set of its siblings",
    "{\n  services = {\n    openssh = {\n      enable = true;\n    };\n  };\n}\n",
    firewall,
    "{\n  services = {\n    openssh = {\n      enable = true;\n      openFirewall = ‹true›;\n    };\n  };\n}\n",
  ],
  [
    "another service, as a set like the first",
    "{\n  services.nginx = {\n    enable = true;\n  };\n}\n",
    "services.openssh.enable",
    "{\n  services.nginx = {\n    enable = true;\n  };\n  services.openssh = {\n    enable = ‹true›;\n  };\n}\n",
  ],
  [
    "on one line",
    "{ services.openssh.enable = true; }",
    firewall,
    "{ services.openssh.enable = true; services.openssh.openFirewall = ‹true›; }",
  ],
  ["an empty set", "{ }\n", firewall, "{\n  services.openssh.openFirewall = ‹true›;\n}\n"],
  [
    "only imports",
    "{ ... }:\n{\n  imports = [ ];\n}\n",
    firewall,
    "{ ... }:\n{\n  imports = [ ];\n  services.openssh.openFirewall = ‹true›;\n}\n",
  ],
  ["an empty file", "\n", firewall, "{ ... }:\n{\n  services.openssh.openFirewall = ‹true›;\n}\n"],
  [
    "below config, beside options",
    "{ ... }:\n{\n  options = { };\n  config = {\n    time.timeZone = null;\n  };\n}\n",
    "networking.hostName",
    "{ ... }:\n{\n  options = { };\n  config = {\n    time.timeZone = null;\n    networking.hostName = ‹true›;\n  };\n}\n",
  ],
  [
    "an empty set of the service",
    "{\n  services.openssh = { };\n}\n",
    firewall,
    "{\n  services.openssh = {\n    openFirewall = ‹true›;\n  };\n}\n",
  ],
  [
    "tabs and CRLF",
    "{\r\n\tservices.openssh.enable = true;\r\n}\r\n",
    firewall,
    "{\r\n\tservices.openssh.enable = true;\r\n\tservices.openssh.openFirewall = ‹true›;\r\n}\r\n",
  ],
  [
    "a let around the module",
    "{ ... }:\nlet\n  name = null;\nin\n{\n  time.timeZone = name;\n}\n",
    "networking.hostName",
    "{ ... }:\nlet\n  name = null;\nin\n{\n  time.timeZone = name;\n  networking.hostName = ‹true›;\n}\n",
  ],
  [
    "beside a set that is made by a condition",
    "{ ... }:\n{\n  services = if true then { openssh.enable = true; } else { };\n}\n",
    "networking.hostName",
    "{ ... }:\n{\n  services = if true then { openssh.enable = true; } else { };\n  networking.hostName = ‹true›;\n}\n",
  ],
  [
    "a name that needs quotes",
    "{\n  services.nginx.enable = true;\n}\n",
    'services.nginx.virtualHosts."a.example".root',
    '{\n  services.nginx.enable = true;\n  services.nginx.virtualHosts."a.example".root = ‹true›;\n}\n',
  ],
];

test.each(shapes)("%s", (_, before, path, after) => {
  expect(insert(before, path)).toBe(after);
});

test.each(shapes)("%s: it parses and evaluates to the definition", (_, before, path) => {
  const text = insert(before, path)?.replace(/[‹›]/g, "") ?? "";
  expect(codesOf(text).filter((code) => code !== "unused-binding")).toEqual([]);
  const module = /^\s*\{[^{}=]*\.\.\.[^{}=]*\}:/.test(text) ? `((${text}) { })` : `(${text})`;
  expect(show(`let module = ${module}; in (module.config or module).${path}`)).toBe("true");
});

test("where it always counts rather than beside its nearest sibling", () => {
  const before = `{ lib, ... }: {
  config = lib.mkMerge [
    { time.timeZone = null; }
    (lib.mkIf false { services.nginx.enable = true; })
  ];
}
`;
  const after = before.replace("null; }", "null; services.openssh.enable = ‹true›; }");
  expect(insert(before, "services.openssh.enable")).toBe(after);
});

test("inside a condition that the whole module stands under", () => {
  const before = "{ lib, ... }: { options = { }; config = lib.mkIf false { services.nginx.enable = true; }; }";
  const after = before.replace("enable = true; }", "enable = true; services.openssh.enable = ‹true›; }");
  expect(insert(before, "services.openssh.enable")).toBe(after);
});

const flake = `{
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.a = nixpkgs.lib.nixosSystem { modules = [ { networking.hostName = "a"; } ]; };
    nixosConfigurations.b = nixpkgs.lib.nixosSystem { modules = [ { networking.hostName = "b";$0 } ]; };
  };
}
`;

test("of a flake's modules, the one around the cursor", () => {
  const made = insert(flake, "time.timeZone", "null", "file:///w/flake.nix");
  expect(made).toBe(flake.replace('"b";$0', '"b"; time.timeZone = ‹null›;'));
});

test.each([
  ["defined already", "{ services.openssh.openFirewall = false; }", firewall],
  ["a part of it is defined", '{ environment.variables.EDITOR = "vi"; }', "environment.variables"],
  ["a set from elsewhere", "{ services.openssh = import ./ssh.nix; }", firewall],
  ["a whole config from elsewhere", "{ options = { }; config = import ./c.nix; }", firewall],
  ["no module", '{ stdenv }: stdenv.mkDerivation { name = "x"; }', firewall],
  [
    "only definitions of another priority",
    "{ lib, ... }: { services = lib.mkForce { nginx.enable = true; }; }",
    firewall,
  ],
  ["a comment and nothing else", "# later\n", firewall],
])("no place: %s", (_, before, path) => {
  expect(insert(before, path)).toBeNull();
});

test("no place outside of the modules of a flake", () => {
  expect(insert("{ outputs = { ... }: { }; }\n", firewall, "true", "file:///w/flake.nix")).toBeNull();
});
