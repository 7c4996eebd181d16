/** The path of the bundled supervisor (process/supervisor.ts). */
import type { ExtensionContext } from "vscode";

/** The path that `run`, `ask` and `startDetached` want. */
export function supervisorPath(context: ExtensionContext): string {
  return context.asAbsolutePath("dist/supervisor.js");
}
