/** Editing as a user does it, asserted on VS Code's own model. */
import assert from "node:assert/strict";
import { commands } from "vscode";
import { closeAndDelete, openText, textOf, type } from "./documents.ts";
import type { Suite } from "./harness.ts";

export const editingSuite: Suite = {
  name: "editing",
  tests: [
    {
      name: "brackets and indented strings close themselves, and a new line is indented",
      run: async () => {
        const editor = await openText("e2e-brackets.nix", "$0");
        await type("{");
        await commands.executeCommand("lineBreakInsert");
        assert.equal(textOf(editor).replaceAll(/\s/g, ""), "{}");
        await closeAndDelete("e2e-brackets.nix");
      },
    },
    {
      name: "a line comment is toggled with #",
      run: async () => {
        const editor = await openText("e2e-comment.nix", "{ a = 1; $0}\n");
        await commands.executeCommand("editor.action.commentLine");
        assert.equal(textOf(editor), "# { a = 1; }\n");
        await closeAndDelete("e2e-comment.nix");
      },
    },
  ],
};
