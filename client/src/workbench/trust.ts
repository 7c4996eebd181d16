/** Workspace trust: no program runs without it, and a user who asks for one is told so. */
import { commands, l10n, window, workspace } from "vscode";

/** Whether programs may run in this workspace; if not, says why, and leads to where trust is given. */
export async function requireTrust(): Promise<boolean> {
  if (workspace.isTrusted) return true;
  const manage = l10n.t("Manage Workspace Trust");
  const answer = await window.showWarningMessage(noTrust(), manage);
  if (answer === manage) await commands.executeCommand("workbench.trust.manage");
  return workspace.isTrusted;
}

/** Why nothing runs in an untrusted workspace. */
export function noTrust(): string {
  return l10n.t("PlasmaCloud runs no programs in a workspace that is not trusted.");
}
