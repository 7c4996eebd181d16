/** Questions to the language server that a dialog cannot go on without. */
import { l10n } from "vscode";
import type { ServerLink } from "../workbench/parts.ts";

/** The answer. Rejects, in words for a person, where the server has none: what it was to do has failed, as its log says. */
export async function askServer<R>(server: ServerLink, method: string, params: object): Promise<R> {
  const answer = await server.request<R | null>(method, params);
  if (answer === null) throw new Error(l10n.t("The language server could not do this. Its output says why."));
  return answer;
}
