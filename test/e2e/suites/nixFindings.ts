/**
 * What the real Nix says, in the Problems model: of tasks and of checks on save. The flake's nixpkgs is a stub whose
 * module system fails as the real one does.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  ConfigurationTarget,
  type Diagnostic,
  DiagnosticSeverity,
  languages,
  type TextEditor,
  Uri,
  workspace,
} from "vscode";
import { until } from "../../support/until.mjs";
import { closeEverything, openFile, replace, workspaceFolder } from "./documents.ts";
import { codeOf, findingsIn } from "./findings.ts";
import type { Suite } from "./harness.ts";
import { offered, statusOf } from "./tasks.ts";

const name = "e2e-says";
const system = `${process.arch === "arm64" ? "aarch64" : "x86_64"}-linux`;

const nixpkgs = `{
  outputs = { self }: {
    lib.nixosSystem = { modules, ... }: let
      load = path: import path { config = { }; lib = { }; pkgs = { }; };
      wrong = builtins.filter (path: ((load path).networking or { }).hostName or "" == "wrong") modules;
      fails = builtins.any (path: ((load path).networking or { }).hostName or "" == "unbuildable") modules;
    in {
      config.system.build.toplevel =
        if wrong != [ ]
        then throw "A definition for option \`networking.hostName' is not of type \`a host name'. Definition values:\\n- In \`\${toString (builtins.head wrong)}': \\"wrong\\""
        else builtins.deepSeq (map load modules) (derivation {
          name = "nixos-system-tiny-25.05";
          system = "${system}";
          builder = "/bin/sh";
          run = "${Date.now()}";
          args = [ "-c" (if fails then "echo on the way; exit 3" else "echo x > $out") ];
        });
    };
  };
}
`;

const stub = `${name}-nixpkgs`;
const archive = (): string => Uri.joinPath(workspaceFolder(), `${stub}.tar`).fsPath;

/** An archive is for Nix alone: our evaluator knows nixpkgs by its name. */
const flake = (): string => `{
  inputs.nixpkgs.url = "file://${archive()}";
  outputs = { self, nixpkgs }: {
    nixosConfigurations.tiny = nixpkgs.lib.nixosSystem {
      modules = [ ./hosts/tiny.nix ];
    };
  };
}
`;

const host = `{ pkgs, ... }:
{
  system.stateVersion = "25.05";
  networking.hostName = "tiny";
  environment.variables.GREETING = "hi";
}
`;

/** The flake as it builds, and its host in an editor. */
async function openHost(): Promise<TextEditor> {
  const files = {
    [`${stub}/flake.nix`]: nixpkgs,
    [`${name}/flake.nix`]: flake(),
    [`${name}/hosts/tiny.nix`]: host,
  };
  for (const [path, text] of Object.entries(files))
    await workspace.fs.writeFile(Uri.joinPath(workspaceFolder(), path), new TextEncoder().encode(text));
  execFileSync("tar", ["-cf", archive(), "-C", workspaceFolder().fsPath, stub]);
  return openFile(`${name}/hosts/tiny.nix`);
}

/** Runs a test over the flake, and takes it away afterwards. */
function overHost(body: (editor: TextEditor) => Promise<void>): () => Promise<void> {
  return async () => {
    try {
      await body(await openHost());
    } finally {
      await closeEverything();
      for (const path of [name, stub, `${stub}.tar`])
        await workspace.fs.delete(Uri.joinPath(workspaceFolder(), path), { recursive: true });
    }
  };
}

/** What Nix says of a file. */
function nixIn(uri: Uri): Diagnostic[] {
  return languages.getDiagnostics(uri).filter(({ source }) => source === "nix");
}

/** Waits until Nix says exactly this of a file: `code line "text"`, lines from zero. */
async function expectNix(editor: TextEditor, expected: readonly string[]): Promise<Diagnostic[]> {
  let last: string[] = [];
  return until(`Nix says ${JSON.stringify(expected)}`, () => {
    const found = nixIn(editor.document.uri);
    last = found.map((one) => `${codeOf(one)} ${one.range.start.line} ${editor.document.getText(one.range)}`);
    return JSON.stringify(last) === JSON.stringify(expected) ? found : null;
  }).catch((error: unknown) => {
    throw new Error(`it says ${JSON.stringify(last)}`, { cause: error });
  });
}

async function withSetting(value: string, body: () => Promise<void>): Promise<void> {
  const settings = workspace.getConfiguration("plasmacloud");
  await settings.update("nix.checkOnSave", value, ConfigurationTarget.Workspace);
  try {
    await body();
  } finally {
    await settings.update("nix.checkOnSave", undefined, ConfigurationTarget.Workspace);
  }
}

/** Builds the host by its task; whether that went well. */
async function builds(): Promise<boolean> {
  return (await statusOf(await offered(`build tiny in ${name}`))) === 0;
}

export const nixFindingsSuite: Suite = {
  name: "what Nix says",
  tests: [
    {
      name: "an evaluation that fails is a problem at its line, moves with it, and goes with the next run",
      run: overHost(async (editor) => {
        await replace(editor, '"hi"', "pkgs.greeting.text");
        await editor.document.save();
        assert.equal(await builds(), false);
        const [found] = await expectNix(editor, ["evaluation 4 pkgs.greeting.text"]);
        assert.equal(found?.severity, DiagnosticSeverity.Error);
        assert.match(found.message, /^attribute 'greeting' missing/);
        await replace(editor, "{ pkgs", "# new\n{ pkgs");
        const [moved] = await expectNix(editor, ["evaluation 5 pkgs.greeting.text"]);
        assert.equal(moved?.severity, DiagnosticSeverity.Information);
        await replace(editor, "pkgs.greeting.text", '"hi"');
        await expectNix(editor, []);
        await editor.document.save();
        assert.equal(await builds(), true);
        await expectNix(editor, []);
      }),
    },
    {
      name: "an error of the module system is a problem at the definition, whose line Nix does not know",
      run: overHost(async (editor) => {
        await replace(editor, '"tiny"', '"wrong"');
        await editor.document.save();
        assert.equal(await builds(), false);
        const [found] = await expectNix(editor, ["type-mismatch 3 networking.hostName"]);
        assert.match(found?.message ?? "", /is not of type/);
        await openHost();
        await until("the file is as it was", () => (editor.document.getText() === host ? true : null));
        assert.equal(await builds(), true);
        await expectNix(editor, []);
      }),
    },
    {
      name: "a build that fails is a problem at its host",
      run: overHost(async (editor) => {
        await replace(editor, '"tiny"', '"unbuildable"');
        await editor.document.save();
        assert.equal(await builds(), false);
        const flakeEditor = await openFile(`${name}/flake.nix`);
        const [found] = await expectNix(flakeEditor, ["build 3 nixosConfigurations.tiny"]);
        assert.match(found?.message ?? "", /failed with exit code 3/);
        await openHost();
        assert.equal(await builds(), true);
        await expectNix(flakeEditor, []);
      }),
    },
    {
      name: "what the extension has found by itself is not there twice",
      run: overHost(async (editor) => {
        await replace(editor, '"hi"', "nowhere");
        await editor.document.save();
        await until("our own finding", () => {
          return findingsIn(editor.document.uri).map(codeOf).includes("undefined-name") ? true : null;
        });
        assert.equal(await builds(), false);
        // The value that is gone was the only one that used an argument.
        const codes = (): readonly unknown[] => {
          const shown = languages.getDiagnostics(editor.document.uri).map(codeOf);
          return shown.filter((code) => code !== "unused-binding");
        };
        await until("it is there alone", () => codes().join() === "undefined-name", codes);
        await new Promise((resolve) => setTimeout(resolve, 700));
        assert.deepEqual(codes(), ["undefined-name"]);
      }),
    },
    {
      name: "a saved file is parsed, and evaluated, where that is wanted",
      run: overHost(async (editor) => {
        // Newer than the Nix of this machine, or switched off in it; our own parser reads it.
        await replace(editor, '"hi"', '"hi" |> builtins.toString');
        await editor.document.save();
        await new Promise((resolve) => setTimeout(resolve, 1000));
        assert.deepEqual(nixIn(editor.document.uri), []);
        await withSetting("parse", async () => {
          await replace(editor, "{ pkgs", "#\n{ pkgs");
          await editor.document.save();
          await until("a problem of the parser", () => {
            return nixIn(editor.document.uri)
              .map(({ range }) => range.start.line)
              .join() === "5"
              ? true
              : null;
          });
          await replace(editor, " |> builtins.toString", "");
          await editor.document.save();
          await expectNix(editor, []);
        });
        await offered(`build tiny in ${name}`);
        await withSetting("evaluate", async () => {
          await replace(editor, '"hi"', "pkgs.greeting");
          await editor.document.save();
          await expectNix(editor, ["evaluation 5 pkgs.greeting"]);
          await replace(editor, "#\n", "");
          await editor.document.save();
          await expectNix(editor, ["evaluation 4 pkgs.greeting"]);
          await replace(editor, "pkgs.greeting", '"hi"');
          await editor.document.save();
          await expectNix(editor, []);
        });
      }),
    },
    {
      name: "what Nix said of a file goes with the file",
      run: overHost(async (editor) => {
        await replace(editor, '"hi"', "pkgs.greeting");
        await editor.document.save();
        assert.equal(await builds(), false);
        await expectNix(editor, ["evaluation 4 pkgs.greeting"]);
        const { uri } = editor.document;
        await workspace.fs.delete(uri);
        await until("nothing is left", () => (nixIn(uri).length === 0 ? true : null));
      }),
    },
  ],
};
