/**
 * So much of `vscode` as parts that start programs need, for tests of what they say and do. A test mocks the module with
 * it: `vi.mock("vscode", async () => (await import("…/fakeVscode.ts")).fakeVscode)`.
 */

type Listener<T> = (value: T) => void;

class EventEmitter<T> {
  readonly #listeners: Listener<T>[] = [];
  readonly event = (listener: Listener<T>) => {
    this.#listeners.push(listener);
    return { dispose: () => undefined };
  };
  fire(value: T): void {
    for (const listener of this.#listeners) listener(value);
  }
}

/** What the tests set, and what was shown. Messages are answered by `answer`. */
export const fake = {
  isTrusted: true,
  /** The path of the workspace folder. */
  folder: "/",
  settings: new Map<string, unknown>(),
  messages: [] as string[],
  commands: [] as string[],
  answer: (_message: string, _actions: readonly string[]): string | undefined => undefined,
  reset(): void {
    fake.isTrusted = true;
    fake.settings.clear();
    fake.messages.length = 0;
    fake.commands.length = 0;
    fake.answer = () => undefined;
  },
};

async function message(text: string, ...actions: string[]): Promise<string | undefined> {
  fake.messages.push(text);
  return fake.answer(text, actions);
}

const diagnostics = { set: () => undefined, delete: () => undefined, dispose: () => undefined };
const nothing = () => ({ dispose: () => undefined });

export const fakeVscode = {
  EventEmitter,
  ProgressLocation: { Notification: 15 },
  Uri: {
    file: (path: string) => ({ path, fsPath: path, scheme: "file" }),
    parse: (text: string) => ({ text, scheme: text.split(":")[0], fsPath: text.replace(/^file:\/\//, "") }),
  },
  l10n: {
    t: (text: string, ...values: unknown[]) =>
      text.replaceAll(/\{(\d+)\}/g, (_, index) => String(values[Number(index)])),
  },
  env: {
    openExternal: async ({ text }: { text: string }) => fake.commands.push(text),
  },
  commands: {
    executeCommand: async (command: string) => void fake.commands.push(command),
  },
  window: {
    showErrorMessage: message,
    showWarningMessage: message,
    showInformationMessage: message,
    withProgress: (_options: unknown, work: (progress: object, token: object) => Promise<unknown>) =>
      work({ report: () => undefined }, { onCancellationRequested: () => undefined }),
  },
  workspace: {
    get isTrusted() {
      return fake.isTrusted;
    },
    textDocuments: [],
    getWorkspaceFolder: ({ fsPath }: { fsPath: string }) =>
      fsPath.startsWith(fake.folder) ? { uri: { fsPath: fake.folder } } : undefined,
    onDidChangeTextDocument: nothing,
    onDidSaveTextDocument: nothing,
    onDidOpenTextDocument: nothing,
    onDidDeleteFiles: nothing,
    getConfiguration: () => ({
      get: (name: string, otherwise: unknown) => fake.settings.get(name) ?? otherwise,
      update: async (name: string, value: unknown) => void fake.settings.set(name, value),
    }),
  },
  languages: { createDiagnosticCollection: () => diagnostics },
};
