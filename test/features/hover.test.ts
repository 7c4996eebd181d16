import { describe, expect, test } from "vitest";
import { hover } from "../../server/src/features/hover.ts";
import { buildOptionTree } from "../../server/src/schema/optionTree.ts";
import { featureContext, hostView, type World } from "../support/features.ts";
import { takeCursor } from "../support/marks.ts";

function hoverAt(marked: string, world: World = {}) {
  const { text, offset } = takeCursor(marked);
  const result = hover(featureContext(text, world), offset);
  return result && { markdown: result.markdown, word: text.slice(result.range.start, result.range.end) };
}

const port = `**services.chainfire.port**

Port of the API.

Type: \`16 bit unsigned integer; between 0 and 65535 (both inclusive)\`  
Default: \`2379\`

Declared in \`nixos/modules/services/chainfire.nix\``;

describe("hover on an option", () => {
  test.each([
    ["a definition", "{ services.chainfire.po$0rt = 1; }"],
    ["its start", "{ services.chainfire.$0port = 1; }"],
    ["its end", "{ services.chainfire.port$0 = 1; }"],
    ["nested", "{ services.chainfire = { p$0ort = 1; }; }"],
    ["quoted", '{ services.chainfire."po$0rt" = 1; }'],
    ["in mkIf", "{ lib, ... }: { config = lib.mkIf true { services.chainfire.po$0rt = 1; }; }"],
    ["a read", "{ config, ... }: { a = config.services.chainfire.po$0rt; }"],
    ["a read through a let", "{ config, ... }: let cfg = config.services.chainfire; in { a = cfg.po$0rt; }"],
    ["a read in text", '{ config, ... }: { a = "x${toString config.services.chainfire.po$0rt}"; }'],
    ["an inherit", "{ config, ... }: { inherit (config.services.chainfire) po$0rt; }"],
    ["options", "{ options, ... }: { a = options.services.chainfire.po$0rt; }"],
    ["half-typed text", "{ services.chainfire.po$0rt = \n networking.hostName = "],
  ])("%s", (_, text) => {
    const result = hoverAt(text);
    expect(result?.markdown).toBe(port);
    expect(result?.word).toMatch(/^"?port"?$/);
  });

  test("a default or example of several lines stands in a block", () => {
    const option = {
      path: ["a"],
      type: { kind: "attrs" as const, description: "attribute set" },
      description: "See {option}`b.c`.\n\n::: {.note}\nCareful.\n:::",
      defaultText: "{\n  x = 1;\n}",
      exampleText: "{ }",
      readOnly: true,
      internal: false,
      declarations: [
        { uri: "file:///m/a.nix", range: { start: { line: 4, character: 2 }, end: { line: 4, character: 9 } } },
      ],
      declaredIn: ["<x>"],
      links: [{ name: "<x>", url: "https://example.org" }],
      source: "workspace",
    };
    expect(hoverAt("{ a$0 = 1; }", { options: buildOptionTree([option], false) })?.markdown).toBe(`**a**

See \`b.c\`.

**Note:**
Careful.

Type: \`attribute set\`  
Default:

\`\`\`nix
{
  x = 1;
}
\`\`\`  
Example: \`{ }\`  
Read-only

Declared in [m/a.nix:5](file:///m/a.nix#L5), [\\<x\\>](https://example.org)`);
  });

  test("the effective value on each host, with its origins", () => {
    const place = {
      uri: "file:///etc/nixos/a.nix",
      range: { start: { line: 2, character: 2 }, end: { line: 2, character: 9 } },
    };
    const hosts = [
      hostView("node1", {
        "services.chainfire.port": {
          value: "9000",
          origins: [{ place, file: "a.nix", priority: 50, value: "9000" }],
        },
      }),
      hostView("node2", { "services.chainfire.port": { value: "2379", defined: false } }),
      hostView("node3", { "services.chainfire.port": { value: null, unknownReason: "needs pkgs" } }),
      hostView("node4", {}),
    ];
    expect(hoverAt("{ services.chainfire.po$0rt = 1; }", { hosts })?.markdown).toBe(`${port}

---

Effective value

- **node1**: \`9000\`, from [a.nix:3](file:///etc/nixos/a.nix#L3) (mkForce)
- **node2**: \`2379\`, from the option's default
- **node3**: unknown (needs pkgs)`);
  });

  const definedAt = (line: number, start: number, end: number, value: string) => {
    const range = { start: { line, character: start }, end: { line, character: end } };
    const place = { uri: "file:///etc/nixos/configuration.nix", range };
    return { value, origins: [{ place, file: "configuration.nix", priority: 100, value }] };
  };
  const effective = (markdown: string | undefined) =>
    /Effective value\n\n([\s\S]*?)(?:\n\n---|$)/.exec(markdown ?? "")?.[1];

  test("the effective value of an option inside a submodule", () => {
    const hosts = [hostView("node1", { "services.chainfire.settings.cluster.nodeId": { value: "3", defined: false } })];
    const text = "{ services.chainfire.settings.cluster.node$0Id = 3; }";
    expect(effective(hoverAt(text, { hosts })?.markdown)).toBe("- **node1**: `3`, from the option's default");
  });

  test("of an attribute in a set of values", () => {
    const hosts = [hostView("node1", { "environment.variables.EDITOR": { value: '"vim"', defined: false } })];
    expect(hoverAt("{ environment.variables.EDI$0TOR = 1; }", { hosts })?.markdown).toMatch(
      /^\*\*environment\.variables\.EDITOR\*\*: `null or string`\n\n---\n\nEffective value\n\n- \*\*node1\*\*: `"vim"`[\s\S]*\n\n---\n\n\*\*environment\.variables\*\*/,
    );
  });

  test("of what nobody declares", () => {
    const hosts = [hostView("node1", { "programs.new.theme": { value: '"dark"', defined: false } })];
    expect(hoverAt('{ programs.new.the$0me = "dark"; }', { hosts })?.markdown).toBe(
      '**programs.new.theme**\n\n---\n\nEffective value\n\n- **node1**: `"dark"`, from the option\'s default',
    );
  });

  test("in an element of a list, the value that is made right there", () => {
    const text = "{ services.chainfire.settings.cluster.peers = [\n  { id = 1; }\n  { i$0d = 2; }\n]; }";
    const hosts = [
      hostView("node1", {
        "services.chainfire.settings.cluster.peers.0.id": definedAt(1, 4, 6, "1"),
        "services.chainfire.settings.cluster.peers.1.id": definedAt(2, 4, 6, "2"),
      }),
    ];
    expect(effective(hoverAt(text, { hosts })?.markdown)).toBe(
      "- **node1** `services.chainfire.settings.cluster.peers.1.id`: `2`, from [configuration.nix:3](file:///etc/nixos/configuration.nix#L3)",
    );
  });

  test("where names are computed, every value that the text makes", () => {
    const text = "{ lib, ... }: {\n  environment.variables = lib.genAttrs names (name: { a$0 = 1; });\n}";
    const hosts = [
      hostView("node1", {
        "environment.variables.x.a": definedAt(1, 54, 55, "1"),
        "environment.variables.y.a": definedAt(1, 54, 55, "1"),
        "environment.variables.z.a": definedAt(5, 54, 55, "1"),
      }),
    ];
    const found = effective(hoverAt(text, { hosts })?.markdown);
    expect(found?.match(/`environment[^`]*`/g)).toEqual(["`environment.variables.x.a`", "`environment.variables.y.a`"]);
  });

  test("below attrsOf the option that holds it is shown", () => {
    expect(hoverAt("{ environment.variables.EDI$0TOR = 1; }")?.markdown).toMatch(
      /^\*\*environment\.variables\.EDITOR\*\*: `null or string`\n\n---\n\n\*\*environment\.variables\*\*/,
    );
  });
});

describe("hover on names", () => {
  test.each([
    ["a let", "let alpha = 1 + 2; in al$0pha", "```nix\nalpha = 1 + 2;\n```"],
    [
      "a let of several lines",
      "let\n  alpha = {\n    a = 1;\n  };\nin al$0pha",
      "```nix\nalpha = {\n  a = 1;\n};\n```",
    ],
    ["an inherit", "let inherit (builtins) map; in ma$0p", "```nix\ninherit (builtins) map;\n```"],
    ["a formal", "{ foo, ... }: fo$0o", "`foo`: argument of the enclosing function"],
    ["a formal with a default", "{ foo ? 1, ... }: fo$0o", "`foo ? 1`: argument of the enclosing function"],
    [
      "a module's formal",
      "{ config, ... }: { a = con$0fig; }",
      "`config`: argument of the enclosing function; the options of the host, as they come out",
    ],
    [
      "a builtin",
      "{ a = toStr$0ing 1; }",
      "```nix\ntoString : a -> string\n```\n\nThe value as a string; lists with spaces between.",
    ],
    [
      "a builtin by path",
      "{ a = builtins.hea$0d [ ]; }",
      "```nix\nbuiltins.head : [a] -> a\n```\n\nThe first element.",
    ],
  ])("%s", (_, text, expected) => expect(hoverAt(text)?.markdown).toBe(expected));

  test("a name for an option shows both", () => {
    expect(hoverAt("{ config, ... }: let p = config.services.chainfire.port; in { a = p$0; }")?.markdown).toBe(
      `\`\`\`nix\np = config.services.chainfire.port;\n\`\`\`\n\n---\n\n${port}`,
    );
  });

  test("a function of lib", () => {
    expect(hoverAt("{ lib, ... }: { a = lib.mkFor$0ce 1; }")?.markdown).toMatch(/^```nix\nlib\.mkForce : /);
    expect(hoverAt("{ lib, ... }: with lib; { a = mkFor$0ce 1; }")?.markdown).toMatch(/^```nix\nlib\.mkForce : /);
  });
});

test.each([
  ["a comment", "{ # services.chainfire.po$0rt\n}"],
  ["plain text", '{ a = "services.chainfire.po$0rt"; }'],
  ["a prefix", "{ serv$0ices.chainfire.port = 1; }"],
  ["an unknown option", "{ services.unknown.po$0rt = 1; }"],
  ["an unknown name", "{ a = unk$0nown; }"],
  ["white space", "{ $0 }"],
  ["a shadowed builtin", "toString: toStr$0ing.x"],
])("nothing on %s", (name, text) => {
  const result = hoverAt(text);
  if (name === "a shadowed builtin") expect(result?.markdown).toBe("`toString`: argument of the enclosing function");
  else expect(result).toBeNull();
});
