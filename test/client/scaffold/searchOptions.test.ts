/** The dialog of "Search Options…": what it asks, what it offers, and what it does to a file. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { LineIndex } from "../../../server/src/base/lineIndex.ts";
import type { PlaceOptionResult, SearchOptionsResult } from "../../../server/src/protocol/searchProtocol.ts";
import { fake } from "../../support/fakeVscode.ts";

/** What the person does, and what was shown and copied. */
const person = vi.hoisted(() => ({
  typed: "",
  choose: (_labels: readonly string[]): number => 0,
  name: undefined as string | undefined,
  shown: [] as (readonly string[])[],
  clipboard: "",
  editor: undefined as object | undefined,
  writable: true as boolean | undefined,
  /** What the disk says to who would write. */
  refusal: null as string | null,
}));

vi.mock("node:fs/promises", () => ({
  access: async () => {
    if (person.refusal !== null) throw Object.assign(new Error(person.refusal), { code: person.refusal });
  },
}));

vi.mock("vscode", async () => {
  const { fakeVscode, fake: state } = await import("../../support/fakeVscode.ts");
  class Position {
    readonly line: number;
    readonly character: number;
    constructor(line: number, character: number) {
      this.line = line;
      this.character = character;
    }
  }
  class Range {
    readonly start: Position;
    readonly end: Position;
    constructor(start: Position, end: Position) {
      this.start = start;
      this.end = end;
    }
  }
  class Pick {
    readonly #changed = new fakeVscode.EventEmitter<string>();
    readonly #accepted = new fakeVscode.EventEmitter<void>();
    readonly #hidden = new fakeVscode.EventEmitter<void>();
    readonly onDidChangeValue = this.#changed.event;
    readonly onDidAccept = this.#accepted.event;
    readonly onDidHide = this.#hidden.event;
    value = "";
    items: readonly { label: string }[] = [];
    selectedItems: readonly object[] = [];
    show(): void {
      setTimeout(() => {
        this.value = person.typed;
        this.#changed.fire(this.value);
        setTimeout(() => {
          const labels = this.items.map(({ label }) => label);
          person.shown.push(labels);
          this.selectedItems = this.items.slice(0, 1);
          if (labels.length === 0) this.#hidden.fire();
          else this.#accepted.fire();
        });
      });
    }
    dispose(): void {
      return;
    }
  }
  return {
    ...fakeVscode,
    Position,
    Range,
    Selection: Range,
    env: { clipboard: { writeText: async (text: string) => void Object.assign(person, { clipboard: text }) } },
    window: {
      ...fakeVscode.window,
      get activeTextEditor() {
        return person.editor;
      },
      createQuickPick: () => new Pick(),
      showInputBox: async () => person.name,
      showQuickPick: async (items: readonly { label: string }[]) => {
        const labels = items.map(({ label }) => label);
        person.shown.push(labels);
        return items[person.choose(labels)];
      },
      showTextDocument: async () => person.editor,
      showWarningMessage: async (text: string, _modal: object, ...actions: string[]) => {
        state.messages.push(text);
        return state.answer(text, actions);
      },
    },
    workspace: {
      ...fakeVscode.workspace,
      asRelativePath: ({ fsPath }: { fsPath: string }) => fsPath.split("/").at(-1),
      fs: { isWritableFileSystem: () => person.writable },
    },
  };
});

const { runSearchOptions } = await import("../../../client/src/scaffold/searchOptions.ts");

const folder = mkdtempSync(join(tmpdir(), "plasmacloud-search-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const before = "{\n  services.openssh.enable = true;\n}\n";
const option = {
  path: ["services", "openssh", "openFirewall"],
  label: "services.openssh.openFirewall",
  type: "boolean",
  default: "true",
  documentation: null,
};
const end = { line: 1, character: 33 };
const definition = { hosts: ["web"], uri: "file:///w/hosts/web.nix", range: { start: end, end } };
const newText = "\n  services.openssh.openFirewall = false;";
const insertion = { range: { start: end, end }, newText, value: { start: 35, end: 40 }, version: 1 };
let asked: { method: string; params: object }[] = [];
let found: SearchOptionsResult = { options: [option], known: 1 };
let place: PlaceOptionResult = { definitions: [], insertion };

const server = {
  async request<R>(method: string, params: object): Promise<R> {
    asked.push({ method, params });
    return (method === "plasmacloud/searchOptions" ? found : place) as R;
  },
};

/** An editor whose text can be changed. */
function editorOf(
  path: string,
  more: { languageId?: string; isUntitled?: boolean; version?: number; scheme?: string } = {},
) {
  const scheme = more.scheme ?? "file";
  const state = { text: before };
  const index = () => new LineIndex(state.text);
  return {
    state,
    selection: { active: { line: 1, character: 2 } } as object,
    revealRange: () => undefined,
    edit: async (build: (edit: object) => void) => {
      build({
        replace: (range: { start: typeof end; end: typeof end }, text: string) => {
          const [from, to] = [index().offsetAt(range.start), index().offsetAt(range.end)];
          state.text = state.text.slice(0, from) + text + state.text.slice(to);
        },
      });
      return true;
    },
    document: {
      uri: { scheme, path, fsPath: path, toString: () => `${scheme}://${path}` },
      languageId: more.languageId ?? "nix",
      isUntitled: more.isUntitled ?? false,
      version: more.version ?? 1,
      offsetAt: (position: typeof end) => index().offsetAt(position),
      positionAt: (offset: number) => index().positionAt(offset),
    },
  };
}

function fileNamed(name: string): string {
  const path = join(folder, name);
  writeFileSync(path, before);
  return path;
}

const choosing = (start: string) => (labels: readonly string[]) => labels.findIndex((label) => label.startsWith(start));

beforeEach(() => {
  fake.reset();
  Object.assign(person, { typed: "opensshfire", name: undefined, shown: [], clipboard: "", editor: undefined });
  person.choose = choosing("$(insert)");
  person.writable = true;
  person.refusal = null;
  asked = [];
  found = { options: [option], known: 1 };
  place = { definitions: [], insertion };
});

test("an option is searched as it is typed and put into the file, its value selected", async () => {
  const editor = editorOf(fileNamed("a.nix"));
  person.editor = editor;
  await runSearchOptions(server);
  expect(asked.map(({ method, params }) => [method.replace("plasmacloud/", ""), params])).toEqual([
    ["searchOptions", { query: "" }],
    ["searchOptions", { query: "opensshfire" }],
    [
      "placeOption",
      { path: option.path, uri: `file://${editor.document.uri.path}`, position: { line: 1, character: 2 } },
    ],
  ]);
  expect(editor.state.text).toBe("{\n  services.openssh.enable = true;\n  services.openssh.openFirewall = false;\n}\n");
  expect(editor.selection).toEqual({ start: { line: 2, character: 34 }, end: { line: 2, character: 39 } });
});

test("what is defined on a host is opened there", async () => {
  person.editor = editorOf(fileNamed("b.nix"));
  place = { definitions: [definition], insertion: null };
  person.choose = choosing("$(go-to-file) Open web.nix:2");
  await runSearchOptions(server);
  expect(person.shown.at(-1)).toEqual(["$(go-to-file) Open web.nix:2", "$(copy) Copy services.openssh.openFirewall"]);
  expect(fake.commands).toEqual(["vscode.open"]);
});

test("the path is copied, names that need it in quotes", async () => {
  found = {
    options: [{ ...option, path: ["users", "users", "<name>", "home"], label: "users.users.<name>.home" }],
    known: 1,
  };
  person.name = "my user";
  person.choose = choosing("$(copy)");
  await runSearchOptions(server);
  expect(person.clipboard).toBe('users.users."my user".home');
});

test.each([
  ["untitled", { isUntitled: true }],
  ["not Nix", { languageId: "markdown" }],
])("an editor that is %s: copying only, and the server is not asked for a place", async (_, more) => {
  person.editor = editorOf(fileNamed("c.nix"), more);
  place = { definitions: [definition], insertion };
  person.choose = choosing("$(copy)");
  await runSearchOptions(server);
  expect(person.shown.at(-1)).toEqual(["$(copy) Copy services.openssh.openFirewall"]);
  expect(asked.map(({ method }) => method)).not.toContain("plasmacloud/placeOption");
  expect(person.clipboard).toBe("services.openssh.openFirewall");
});

test("nothing chosen, nothing done", async () => {
  found = { options: [], known: 1 };
  await runSearchOptions(server);
  expect(person.shown).toEqual([[]]);
});

test("a file that has changed since it was asked for stays as it is", async () => {
  const editor = editorOf(fileNamed("d.nix"), { version: 2 });
  person.editor = editor;
  await expect(runSearchOptions(server)).rejects.toThrow("d.nix has changed meanwhile. Try again.");
  expect(editor.state.text).toBe(before);
});

const readOnly = "etc.nix is read-only for you: open it as root, or copy the configuration to a flake of your own.";
test.each([
  ["leaves it", undefined, before, []],
  ["goes to a flake", "New Configuration…", before, ["plasmacloud.newConfiguration"]],
  ["inserts anyway", "Insert Anyway", before.replace("true;", `true;${newText}`), []],
])("a read-only file is said before the edit: the person %s", async (_, answer, text, commands) => {
  const editor = editorOf("/etc.nix", { scheme: "readonly" });
  person.editor = editor;
  person.writable = false;
  fake.answer = () => answer;
  await runSearchOptions(server);
  expect(fake.messages).toEqual([readOnly]);
  expect(editor.state.text).toBe(text);
  expect(fake.commands).toEqual(commands);
});

test.each([
  ["EACCES", [readOnly]],
  ["EROFS", [readOnly]],
  ["ENOENT", []],
])("a file on disk that answers %s when it is to be written", async (code, messages) => {
  person.refusal = code;
  person.editor = editorOf("/etc.nix");
  await runSearchOptions(server);
  expect(fake.messages).toEqual(messages);
});

test("a writable file is not asked about", async () => {
  person.editor = editorOf(fileNamed("e.nix"));
  await runSearchOptions(server);
  expect(fake.messages).toEqual([]);
});
