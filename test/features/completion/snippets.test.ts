import { describe, expect, test } from "vitest";
import { completionDocumentation } from "../../../server/src/features/completion/documentation.ts";
import { valueSnippet } from "../../../server/src/features/completion/snippet.ts";
import type { OptionDoc } from "../../../server/src/modules/model/view.ts";
import { parseType } from "../../../server/src/schema/parseType.ts";
import { accept, featureContext, itemAt } from "../../support/features.ts";

describe("what is inserted for an option", () => {
  test.each([
    ["a port", "{ services.chainfire.$0 }", "port", "{ services.chainfire.port = ${1:2379}; }"],
    ["over a typed prefix", "{ services.chainfire.po$0 }", "port", "{ services.chainfire.port = ${1:2379}; }"],
    ["over the word around", "{ services.chainfire.po$0xy }", "port", "{ services.chainfire.port = ${1:2379}; }"],
    ["enable", "{ services.chainfire.$0 }", "enable", "{ services.chainfire.enable = true; }"],
    [
      "another boolean",
      "{ services.chainfire.$0 }",
      "openFirewall",
      "{ services.chainfire.openFirewall = ${1|true,false|}; }",
    ],
    [
      "a string",
      "{ services.chainfire.$0 }",
      "listenAddress",
      '{ services.chainfire.listenAddress = "${1:0.0.0.0}"; }',
    ],
    ["a string without a default", "{ system.$0 }", "stateVersion", '{ system.stateVersion = "$1"; }'],
    ["a path", "{ services.chainfire.$0 }", "dataDir", '{ services.chainfire.dataDir = ${1:"/var/lib/chainfire"}; }'],
    [
      "a package",
      "{ services.chainfire.$0 }",
      "package",
      "{ services.chainfire.package = ${1:pkgs.chainfire-server}; }",
    ],
    ["a set", "{ services.chainfire.$0 }", "settings", "{ services.chainfire.settings = {\n\t$0\n}; }"],
    ["a list", "{ boot.$0 }", "kernelModules", "{ boot.kernelModules = [ $0 ]; }"],
    [
      "a list of submodules",
      "{ services.chainfire.settings.cluster.$0 }",
      "peers",
      "{ services.chainfire.settings.cluster.peers = [\n\t{ $0 }\n]; }",
    ],
    [
      "an enum, the default first",
      "{ services.openssh.settings.$0 }",
      "PermitRootLogin",
      '{ services.openssh.settings.PermitRootLogin = ${1|"prohibit-password","yes","no"|}; }',
    ],
    ["a prefix", "{ $0 }", "services", "{ services }"],
    [
      "a name in need of quotes",
      "{ services.xserver.windowManager.$0 }",
      '"2bwm"',
      '{ services.xserver.windowManager."2bwm" }',
    ],
    ["where = follows", "{ services.chainfire.$0 = 5; }", "port", "{ services.chainfire.port = 5; }"],
    ["where = follows a word", "{ services.chainfire.po$0 = 5; }", "port", "{ services.chainfire.port = 5; }"],
    ["where ; follows", "{ services.chainfire.po$0; }", "port", "{ services.chainfire.port = ${1:2379}; }"],
    ["between quotes", '{ services.chainfire."po$0" }', "port", '{ services.chainfire."port" }'],
    [
      "a set that is there already",
      "{ services.chainfire.settings = { }; services.chainfire.$0 }",
      "settings",
      "{ services.chainfire.settings = { }; services.chainfire.settings }",
    ],
    [
      "a read",
      "{ config, ... }: { a = config.services.chainfire.$0; }",
      "port",
      "{ config, ... }: { a = config.services.chainfire.port; }",
    ],
    [
      "an inherit",
      "{ config, ... }: { inherit (config.services.chainfire) $0; }",
      "port",
      "{ config, ... }: { inherit (config.services.chainfire) port; }",
    ],
    ["imports", "{ $0 }", "imports", "{ imports = [ $0 ]; }"],
    ["with CRLF", "{\r\n  services.chainfire.po$0\r\n}", "port", "{\r\n  services.chainfire.port = ${1:2379};\r\n}"],
  ])("%s", (_, text, label, expected) => expect(accept(text, label)).toBe(expected));
});

function option(type: string, defaultText: string | null, exampleText: string | null = null, name = "x"): OptionDoc {
  return {
    path: [name],
    type: parseType(type),
    description: null,
    defaultText,
    exampleText,
    readOnly: false,
    internal: false,
    declarations: [],
    declaredIn: [],
    source: "test",
  };
}

describe("the snippet of a type", () => {
  test.each([
    ["boolean", "true", null, "${1|false,true|}"],
    ["boolean", null, null, "${1|true,false|}"],
    ["null or string", "null", null, '"$1"'],
    ["null or string", "null", '"a"', '"${1:a}"'],
    ["null or (submodule)", "null", null, "{\n\t$0\n}"],
    ["signed integer", null, "5", "${1:5}"],
    ["signed integer", null, null, "$1"],
    ["signed integer or string", '"a"', null, '"${1:a}"'],
    ["(list of string) or string", "[ ]", null, "[ $0 ]"],
    ["string", '"a$b}"', null, '"${1:a\\$b\\}}"'],
    ['one of "a,b", "c|d"', null, null, '${1|"a\\,b","c\\|d"|}'],
    ['value "only" (singular enum)', null, null, '"only"'],
    ["function that evaluates to a(n) string", null, null, "${1:x}: $0"],
    ["anything", "{\n}", null, "$1"],
    ["attribute set of string", "{ }", null, "{\n\t$0\n}"],
    ["Toplevel NixOS config", null, null, "$1"],
  ])("%s, default %s, example %s", (type, defaultText, exampleText, expected) =>
    expect(valueSnippet(option(type, defaultText, exampleText))).toBe(expected),
  );
});

describe("what an item shows", () => {
  test("type, default, and documentation made when it is asked for", () => {
    const item = itemAt("{ services.chainfire.$0 }", "port");
    expect(item.detail).toBe("16 bit unsigned integer; between 0 and 65535 (both inclusive)");
    expect(item.note).toBe("2379");
    const context = featureContext("{ }");
    expect(item.documentation && completionDocumentation(context, item.documentation)).toContain("Port of the API.");
  });
  test("builtins and lib have documentation too", () => {
    const context = featureContext("{ }");
    const builtin = itemAt("{ a = builtins.$0; }", "head").documentation;
    const lib = itemAt("{ lib, ... }: { a = lib.$0; }", "mkForce").documentation;
    expect(builtin && completionDocumentation(context, builtin)).toContain("The first element.");
    expect(lib && completionDocumentation(context, lib)).toContain("lib.mkForce : ");
    expect(completionDocumentation(context, { kind: "option", path: ["gone"] })).toBeNull();
  });
});
