/** Completion, hover and navigation, asked for as VS Code asks and asserted on what it would show. */
import assert from "node:assert/strict";
import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  commands,
  type DocumentSymbol,
  type Hover,
  type Location,
  type LocationLink,
  MarkdownString,
  type TextEditor,
} from "vscode";
import { until } from "../../support/until.mjs";
import { after, closeAndDelete, openFile, openText, replace, textOf, type } from "./documents.ts";
import type { Suite } from "./harness.ts";

async function completions(editor: TextEditor, text: string): Promise<CompletionItem[]> {
  const list: CompletionList = await commands.executeCommand(
    "vscode.executeCompletionItemProvider",
    editor.document.uri,
    after(editor, text),
  );
  // words of the document are VS Code's own
  return list.items.filter((item) => item.kind !== CompletionItemKind.Text);
}

const labelOf = ({ label }: CompletionItem): string => (typeof label === "string" ? label : label.label);

async function hoverText(editor: TextEditor, text: string): Promise<string> {
  const hovers: Hover[] = await commands.executeCommand(
    "vscode.executeHoverProvider",
    editor.document.uri,
    after(editor, text),
  );
  return hovers
    .flatMap(({ contents }) => contents.map((part) => (part instanceof MarkdownString ? part.value : String(part))))
    .join("\n");
}

async function definitionOf(editor: TextEditor, text: string): Promise<{ path: string; line: number } | null> {
  const found: (Location | LocationLink)[] = await commands.executeCommand(
    "vscode.executeDefinitionProvider",
    editor.document.uri,
    after(editor, text),
  );
  const [first] = found;
  if (first === undefined) return null;
  return "targetUri" in first
    ? { path: first.targetUri.path, line: (first.targetSelectionRange ?? first.targetRange).start.line }
    : { path: first.uri.path, line: first.range.start.line };
}

export const assistanceSuite: Suite = {
  name: "assistance",
  tests: [
    {
      name: "option paths are offered by their next name alone",
      run: async () => {
        const editor = await openFile("hosts/node1.nix");
        await replace(editor, "  # The NixOS release", "  services.\n  # The NixOS release");
        const labels = await until("services are offered", async () => {
          const offered = (await completions(editor, "  services.")).map(labelOf);
          return offered.includes("flashdns") ? offered : null;
        });
        for (const name of ["fiberlb", "novanet", "plasmavmc", "lightningstor"])
          assert.ok(labels.includes(name), `${name} is not offered`);
        assert.deepEqual(
          labels.filter((label) => label.startsWith("services")),
          [],
        );
      },
    },
    {
      name: "typing and accepting gives an option with a value of its type",
      run: async () => {
        const editor = await openText("e2e-typing.nix", "{\n  services.flashdns = {\n    $0\n  };\n}\n");
        await until("the options of the service are known", async () => {
          const offered = (await completions(editor, "flashdns = {\n    ")).map(labelOf);
          return offered.includes("dnsPort") ? true : null;
        });
        await type("dnsP");
        await commands.executeCommand("editor.action.triggerSuggest");
        await until("the suggestion is taken", async () => {
          await commands.executeCommand("acceptSelectedSuggestion");
          return textOf(editor).includes("dnsPort") ? true : null;
        });
        assert.match(textOf(editor), /^ {4}dnsPort = 53;$/m);
        await closeAndDelete("e2e-typing.nix");
      },
    },
    {
      name: "hover says the type, and what the option amounts to on the host",
      run: async () => {
        const editor = await openFile("hosts/node1.nix");
        const text = await until("the host's value is known", async () => {
          const shown = await hoverText(editor, "openFire");
          return shown.includes("node1") ? shown : null;
        });
        assert.match(text, /services\.iam\.openFirewall/);
        assert.match(text, /boolean/);
        assert.match(text, /true/);
        const inside = await until("the value inside the settings is known", async () => {
          const shown = await hoverText(editor, "chainfire.settings.cluster.node");
          return shown.includes("node1") ? shown : null;
        });
        assert.match(inside, /\*\*node1\*\*: `1`, from/);
      },
    },
    {
      name: "definitions: an import, a name, an option",
      run: async () => {
        const editor = await openFile("hosts/node1.nix");
        const imported = await until("the import", () => definitionOf(editor, "./clus"));
        assert.match(imported.path, /hosts\/cluster\.nix$/);
        const name = await until("the name", () => definitionOf(editor, "inherit flare"));
        assert.match(name.path, /node1\.nix$/);
        assert.equal(name.line, after(editor, "  flaredb = [").line);
        const option = await until("the option", () => definitionOf(editor, "openFire"));
        assert.match(option.path, /\/nix\/lib\/.*\.nix$/);
      },
    },
    {
      name: "symbols are the option paths",
      run: async () => {
        const editor = await openFile("hosts/node1.nix");
        const symbols: DocumentSymbol[] = await commands.executeCommand(
          "vscode.executeDocumentSymbolProvider",
          editor.document.uri,
        );
        const names = flatten(symbols).map((symbol) => symbol.name);
        assert.ok(
          names.some((name) => name.includes("hostName")),
          names.join(", "),
        );
      },
    },
    {
      name: "a snippet writes a service",
      run: async () => {
        const editor = await openText("e2e-snippet.nix", "{\n  $0\n}\n");
        await commands.executeCommand("editor.action.insertSnippet", { langId: "nix", name: "PlasmaCloud chainfire" });
        assert.match(textOf(editor), /services\.chainfire = \{\n {4}enable = true;/);
        await closeAndDelete("e2e-snippet.nix");
      },
    },
  ],
};

function flatten(symbols: readonly DocumentSymbol[]): DocumentSymbol[] {
  return symbols.flatMap((symbol) => [symbol, ...flatten(symbol.children)]);
}
