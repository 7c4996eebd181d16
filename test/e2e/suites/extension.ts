/** What the manifest promises, seen from inside VS Code: activation, the language, the commands, the snippets. */
import assert from "node:assert/strict";
import { commands, extensions } from "vscode";
import { until } from "../../support/until.mjs";
import { openFile } from "./documents.ts";
import type { Suite } from "./harness.ts";

const id = "plasmacloud.plasmacloud-nix";

function ours() {
  const extension = extensions.getExtension(id);
  assert.ok(extension !== undefined, `${id} is not installed`);
  return extension;
}

export const extensionSuite: Suite = {
  name: "extension",
  tests: [
    {
      name: "a Nix file has the language nix and activates the extension",
      run: async () => {
        const editor = await openFile("flake.nix");
        assert.equal(editor.document.languageId, "nix");
        await until("the extension is active", () => (ours().isActive ? true : null));
      },
    },
    {
      name: "another extension that contributes nix is installed beside it",
      run: async () => {
        const others = extensions.all.filter((extension) => {
          const languages: { id: string }[] = extension.packageJSON.contributes?.languages ?? [];
          return extension.id !== id && languages.some((language) => language.id === "nix");
        });
        assert.deepEqual(
          others.map((extension) => extension.id),
          process.env["PLASMACLOUD_E2E_OTHER"] === undefined ? [] : ["jnoortheen.nix-ide"],
        );
      },
    },
    {
      name: "every contributed command is registered",
      run: async () => {
        await ours().activate();
        const contributed: { command: string }[] = ours().packageJSON.contributes.commands;
        const registered = new Set(await commands.getCommands(true));
        const missing = contributed.map(({ command }) => command).filter((command) => !registered.has(command));
        assert.deepEqual(missing, []);
      },
    },
  ],
};
