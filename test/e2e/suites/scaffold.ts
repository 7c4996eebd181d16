/** What writes configurations, in the real editor: one edit, one undo, and nothing left unsaid. */
import assert from "node:assert/strict";
import { commands, type TextEditor, Uri, workspace } from "vscode";
import { until } from "../../support/until.mjs";
import { closeAndDelete, openText, textOf, workspaceFolder } from "./documents.ts";
import { expectFindings } from "./findings.ts";
import type { Suite } from "./harness.ts";

const path = "extra/configuration.nix";
const incomplete = `{
  system.stateVersion = "25.05";
  services.iam.enable = true;
  services.novanet.enable = true;
}
`;

async function withConfiguration(text: string, body: (editor: TextEditor) => Promise<void>): Promise<void> {
  const editor = await openText(path, text);
  try {
    await body(editor);
  } finally {
    await closeAndDelete(path);
    await workspace.fs.delete(Uri.joinPath(workspaceFolder(), "extra"), { recursive: true });
  }
}

export const scaffoldSuite: Suite = {
  name: "scaffold",
  tests: [
    {
      name: "missing dependencies are enabled, and one undo takes all of it back",
      run: () =>
        withConfiguration(incomplete, async (editor) => {
          await expectFindings(editor, ["missing-dependency", "missing-dependency"]);
          await commands.executeCommand("plasmacloud.enableMissingDependencies");
          assert.match(textOf(editor), /services\.flaredb\.enable = true;/);
          assert.match(textOf(editor), /services\.chainfire\.enable = true;/);
          await expectFindings(editor, []);
          await commands.executeCommand("undo");
          await until("the text is as before", () => (textOf(editor) === incomplete ? true : null));
        }),
    },
    {
      name: "for one file alone, when it is asked for in the explorer",
      run: () =>
        withConfiguration(incomplete, async (editor) => {
          await expectFindings(editor, ["missing-dependency", "missing-dependency"]);
          await commands.executeCommand(
            "plasmacloud.enableMissingDependencies",
            Uri.joinPath(workspaceFolder(), "hosts/node1.nix"),
          );
          assert.equal(textOf(editor), incomplete);
        }),
    },
    {
      name: "the commands are there",
      run: async () => {
        const known = new Set(await commands.getCommands(true));
        for (const name of ["newConfiguration", "addHost", "addService", "enableMissingDependencies", "openGuide"]) {
          assert.ok(known.has(`plasmacloud.${name}`), name);
        }
      },
    },
  ],
};
