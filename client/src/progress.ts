/**
 * What the user has done, for the walkthrough: its steps tick off by these context keys.
 * Invariant: a key is set when the thing was done, never when it was only offered.
 */
import {
  CodeAction,
  type Command,
  type CompletionItem,
  CompletionItemKind,
  commands,
  type Disposable,
  window,
} from "vscode";
import type { Middleware } from "vscode-languageclient";

/** A configuration with hosts was opened, an option completed, the hosts looked at, a finding fixed, something built, deployed. */
export type Deed = "hasOpened" | "hasCompleted" | "hasSeenHosts" | "hasFixed" | "hasBuilt" | "hasDeployed";

const done = new Set<Deed>();

/** Ticks off the step of the walkthrough that asks for this. */
export async function markDone(deed: Deed): Promise<void> {
  if (done.has(deed)) return;
  done.add(deed);
  await commands.executeCommand("setContext", keyOf(deed), true);
}

function keyOf(deed: Deed): string {
  return `plasmacloud.${deed}`;
}

/** Says again what was done: VS Code notes only what changes while it has a walkthrough open or in mind. */
async function announce(): Promise<void> {
  for (const value of [false, true]) {
    for (const deed of done) await commands.executeCommand("setContext", keyOf(deed), value);
  }
}

/** Notes which completions and quick fixes of ours are taken, until one of each has been. */
export const progressMiddleware: Pick<Middleware, "provideCompletionItem" | "provideCodeActions"> = {
  async provideCompletionItem(document, position, context, token, next) {
    const offered = await next(document, position, context, token);
    if (!done.has("hasCompleted")) for (const item of itemsOf(offered)) note(item);
    return offered;
  },
  async provideCodeActions(document, range, context, token, next) {
    const offered = await next(document, range, context, token);
    if (!done.has("hasFixed")) {
      for (const action of offered ?? []) {
        if (action instanceof CodeAction && action.edit !== undefined) action.command ??= followedBy(didFix);
      }
    }
    return offered;
  },
};

const didComplete = "plasmacloud.didComplete";
const didFix = "plasmacloud.didFix";

/** The two commands that completions and quick fixes run after they have been taken. They are not in the palette. */
export function registerProgress(): Disposable[] {
  return [
    commands.registerCommand(didComplete, () => markDone("hasCompleted")),
    commands.registerCommand(didFix, () => markDone("hasFixed")),
    window.tabGroups.onDidChangeTabs(async ({ opened }) => {
      // Walkthroughs are tabs of a kind that extensions cannot tell by anything else.
      if (opened.some(({ input }) => input === undefined)) await announce();
    }),
  ];
}

/** A command that follows what was taken; nobody sees a title of it. */
function followedBy(command: string): Command {
  return { command, title: command };
}

type Offered = Awaited<ReturnType<NonNullable<Middleware["provideCompletionItem"]>>>;

function itemsOf(offered: Offered): readonly CompletionItem[] {
  if (!offered) return [];
  return "items" in offered ? offered.items : offered;
}

function note(item: CompletionItem): void {
  if (item.kind === CompletionItemKind.Property) item.command ??= followedBy(didComplete);
}
