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
  type Tab,
  window,
} from "vscode";
import type { Middleware } from "vscode-languageclient";

/** A configuration with hosts was opened, an option completed, the hosts looked at, a finding fixed, something built, deployed. */
export type Deed = "hasOpened" | "hasCompleted" | "hasSeenHosts" | "hasFixed" | "hasBuilt" | "hasDeployed";

const done = new Set<Deed>();
/** Whether a walkthrough has been open in this window. */
let isListening = false;

/**
 * VS Code ticks a step off when its key turns true after the walkthrough was read, which happens when one is first opened;
 * a key that was true before never counts. So keys wait until then, and a moment longer.
 */
const readMilliseconds = 1500;

/** Ticks off the step of the walkthrough that asks for this. */
export async function markDone(deed: Deed): Promise<void> {
  if (done.has(deed)) return;
  done.add(deed);
  if (isListening) await tickOff(deed);
}

async function tickOff(deed: Deed): Promise<void> {
  await commands.executeCommand("setContext", `plasmacloud.${deed}`, true);
}

/** A walkthrough is a tab of a kind that extensions cannot tell by anything else than that they know no input of it. */
function watchTabs(tabs: readonly Tab[]): void {
  if (isListening || !tabs.some(({ input }) => input === undefined)) return;
  setTimeout(() => {
    isListening = true;
    for (const deed of done) void tickOff(deed);
  }, readMilliseconds);
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
  watchTabs(window.tabGroups.all.flatMap(({ tabs }) => tabs));
  return [
    commands.registerCommand(didComplete, () => markDone("hasCompleted")),
    commands.registerCommand(didFix, () => markDone("hasFixed")),
    window.tabGroups.onDidChangeTabs(({ opened }) => watchTabs(opened)),
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
