/**
 * What the user has done, for the walkthrough: its steps tick off by these context keys.
 * Invariant: a key is set when the thing was done, never when it was only offered.
 */
import { CodeAction, type Command, type CompletionItem, CompletionItemKind, commands, type Disposable } from "vscode";
import type { Middleware } from "vscode-languageclient";

/** An option was completed, a finding fixed, something built, a host deployed. */
export type Deed = "hasCompleted" | "hasFixed" | "hasBuilt" | "hasDeployed";

const done = new Set<Deed>();

/** Ticks off the step of the walkthrough that asks for this. */
export async function markDone(deed: Deed): Promise<void> {
  if (done.has(deed)) return;
  done.add(deed);
  await commands.executeCommand("setContext", `plasmacloud.${deed}`, true);
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
