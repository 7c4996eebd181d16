/** Findings in the Problems model, and quick fixes applied: all in buffers that were never saved. */
import assert from "node:assert/strict";
import {
  type CodeAction,
  CodeActionKind,
  commands,
  type Diagnostic,
  languages,
  type TextEditor,
  type Uri,
  workspace,
} from "vscode";
import { until } from "../../support/until.mjs";
import { after, closeAndDelete, closeEverything, openFile, openText, replace, textOf } from "./documents.ts";
import type { Suite } from "./harness.ts";

const source = "plasmacloud";

/** The code of a finding, without the page that it links to. */
export function codeOf({ code }: Diagnostic): string {
  return String(typeof code === "object" ? code.value : code);
}

/** Our findings in one document. */
export function findingsIn(uri: Uri): Diagnostic[] {
  return languages.getDiagnostics(uri).filter((diagnostic) => diagnostic.source === source);
}

/** Waits until a document has exactly the findings with these codes. */
export async function expectFindings(editor: TextEditor, codes: readonly string[]): Promise<Diagnostic[]> {
  let last: string[] = [];
  return until(`findings ${JSON.stringify(codes)}`, () => {
    const findings = findingsIn(editor.document.uri);
    last = findings.map(codeOf).sort();
    return JSON.stringify(last) === JSON.stringify([...codes].sort()) ? findings : null;
  }).catch((error: unknown) => {
    throw new Error(`found ${JSON.stringify(last)}`, { cause: error });
  });
}

/** Applies the preferred quick fix, or the only one, of a finding. */
async function applyFix(editor: TextEditor, finding: Diagnostic): Promise<void> {
  const kind = CodeActionKind.QuickFix.value;
  const all: CodeAction[] = await commands.executeCommand(
    "vscode.executeCodeActionProvider",
    editor.document.uri,
    finding.range,
    kind,
    10,
  );
  const fix = all.find((action) => action.isPreferred === true) ?? all[0];
  assert.ok(
    fix?.edit !== undefined,
    `no quick fix for ${codeOf(finding)} among ${all.map((action) => action.title).join(", ")}`,
  );
  assert.ok(await workspace.applyEdit(fix.edit), `${fix.title} was not applied`);
}

export const findingsSuite: Suite = {
  name: "findings",
  tests: [
    {
      name: "the example is clean",
      run: async () => {
        await expectFindings(await openFile("hosts/node1.nix"), []);
        let left: string[] = [];
        await until("no finding is left", () => {
          left = languages.getDiagnostics().flatMap(([uri, all]) => {
            return all
              .filter((diagnostic) => diagnostic.source === source)
              .map((found) => `${uri.path}: ${codeOf(found)}`);
          });
          return left.length === 0 ? true : null;
        }).catch((error: unknown) => {
          throw new Error(left.join(", "), { cause: error });
        });
      },
    },
    {
      name: "a misspelt option is found where it stands, and its fix gives the text back",
      run: async () => {
        const editor = await openFile("hosts/node1.nix");
        const original = textOf(editor);
        await replace(editor, "openFirewall", "openFirewal");
        const [finding] = await expectFindings(editor, ["unknown-option"]);
        assert.ok(finding !== undefined);
        assert.equal(editor.document.getText(finding.range), "openFirewal");
        await applyFix(editor, finding);
        assert.equal(textOf(editor), original);
        await expectFindings(editor, []);
      },
    },
    {
      name: "two listeners on one port of a host, and the next free port",
      run: async () => {
        const editor = await openFile("hosts/node1.nix");
        await replace(editor, "      openFirewall = true;", "      openFirewall = true;\n      port = 2379;");
        const [finding] = await expectFindings(editor, ["port-conflict"]);
        assert.ok(finding !== undefined);
        assert.match(finding.message, /chainfire/);
        assert.ok((finding.relatedInformation ?? []).length > 0, "the other side is not named");
        await applyFix(editor, finding);
        await expectFindings(editor, []);
      },
    },
    {
      name: "a missing semicolon, reported at the end of the value before it",
      run: async () => {
        const editor = await openFile("hosts/node1.nix");
        await replace(editor, "nodeId = 1;", "nodeId = 1");
        const [finding] = await expectFindings(editor, ["syntax-error"]);
        assert.ok(finding !== undefined);
        assert.equal(finding.range.end.line, after(editor, "nodeId = 1").line);
        await applyFix(editor, finding);
        await expectFindings(editor, []);
      },
    },
    {
      name: "the findings of a file that goes away go with it",
      run: async () => {
        const editor = await openText(
          "e2e-host.nix",
          '{ system.stateVersion = "25.05"; services.chainfire.enabel = true; }\n',
        );
        const { uri } = editor.document;
        await expectFindings(editor, ["unknown-option"]);
        await closeAndDelete("e2e-host.nix");
        await until("no findings are left", () => (findingsIn(uri).length === 0 ? true : null));
      },
    },
    {
      name: "after a restart of the server the findings come back",
      run: async () => {
        const editor = await openFile("hosts/node1.nix");
        await replace(editor, "enable = true", 'enable = "true"');
        await expectFindings(editor, ["type-mismatch"]);
        await commands.executeCommand("plasmacloud.restartServer");
        await expectFindings(editor, ["type-mismatch"]);
        await closeEverything();
        await expectFindings(editor, []);
      },
    },
    {
      name: "beside another server for Nix, names are left to it and options are not",
      run: async () => {
        const editor = await openText(
          "e2e-names.nix",
          '{ system.stateVersion = "25.05"; services.iam.package = missing; services.chainfire.enabel = true; }\n',
        );
        await expectFindings(editor, ["undefined-name", "unknown-option"]);
        const nix = workspace.getConfiguration("nix");
        await nix.update("enableLanguageServer", true, true);
        await expectFindings(editor, ["unknown-option"]);
        await nix.update("enableLanguageServer", undefined, true);
        await expectFindings(editor, ["undefined-name", "unknown-option"]);
        await closeAndDelete("e2e-names.nix");
      },
    },
  ],
};
