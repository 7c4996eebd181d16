/**
 * Nix for this window, or a message that says why there is none and what to do.
 * Invariant: nothing is asked of a machine in an untrusted workspace.
 */
import { commands, env, l10n, Uri, window, workspace } from "vscode";
import { ask } from "../process/ask.ts";
import type { ExtensionParts } from "../workbench/parts.ts";
import { supervisorPath } from "../workbench/supervisorPath.ts";
import { noTrust, requireTrust } from "../workbench/trust.ts";
import { flakeFlags, type NixFacts, type NixTool, nixFacts } from "./nixFacts.ts";

const installPage = "https://nixos.org/download/";

/** What was found for a setting's value; asked again when it was not usable, since the user may have put it right. */
let known: { readonly configured: string; readonly facts: Promise<NixFacts> } | null = null;
/** Whether the user has said for this window that flakes may be switched on for our runs. */
let isAllowedOnce = false;

/**
 * Nix, ready to run flakes; null when there is none, after a message to the user has been shown. `tell` gets the same
 * reason, for a terminal. It waits for the user only where the answer decides: whether flakes may be enabled. `program` is
 * the path of another Nix than the one that is set.
 */
export async function usableNix(
  parts: ExtensionParts,
  tell: (reason: string) => void = () => undefined,
  program = nixPath(),
): Promise<NixTool | null> {
  if (!workspace.isTrusted) {
    tell(noTrust());
    void requireTrust();
    return null;
  }
  const facts = await factsFor(parts, program);
  if (facts.kind === "usable") return facts.hasFlakes ? facts.tool : withFlakes(facts.tool, tell);
  tell(reasonOf(facts));
  void show(facts);
  return null;
}

/** Nix where it can be used without asking anybody; null otherwise, silently. */
export async function quietNix(parts: ExtensionParts, program = nixPath()): Promise<NixTool | null> {
  if (!workspace.isTrusted) return null;
  const facts = await factsFor(parts, program);
  if (facts.kind !== "usable") return null;
  if (facts.hasFlakes) return facts.tool;
  return isAllowedOnce || flakesSetting() === "always" ? { ...facts.tool, flags: flakeFlags } : null;
}

async function factsFor({ context, output }: ExtensionParts, configured: string): Promise<NixFacts> {
  if (known?.configured !== configured) known = null;
  const supervisor = supervisorPath(context);
  known ??= {
    configured,
    facts: nixFacts(configured, (program, limits) => ask(program, { ...limits, supervisor })),
  };
  const { facts } = known;
  const found = await facts;
  if (found.kind !== "usable" || !found.hasFlakes) known = null;
  output.debug(`nix: ${JSON.stringify(found)}`);
  return found;
}

async function withFlakes(tool: NixTool, tell: (reason: string) => void): Promise<NixTool | null> {
  const wanted = flakesSetting();
  const switchedOn = { ...tool, flags: flakeFlags };
  if (isAllowedOnce || wanted === "always") return switchedOn;
  if (wanted === "never") {
    const reason = l10n.t("Flakes are not enabled in this Nix, and the settings do not allow it.");
    tell(reason);
    void window.showErrorMessage(reason);
    return null;
  }
  const always = l10n.t("Always");
  const once = l10n.t("This Window");
  const question = l10n.t("Flakes are not enabled in this Nix. Enable them for what PlasmaCloud runs?");
  tell(question);
  const answer = await window.showWarningMessage(question, always, once);
  if (answer === always) await workspace.getConfiguration("plasmacloud").update("nix.enableFlakes", "always", true);
  if (answer === once) isAllowedOnce = true;
  return answer === undefined ? null : switchedOn;
}

function nixPath(): string {
  return workspace.getConfiguration("plasmacloud").get<string>("nix.path", "").trim();
}

function flakesSetting(): string {
  return workspace.getConfiguration("plasmacloud").get<string>("nix.enableFlakes", "ask");
}

type Unusable = Exclude<NixFacts, { kind: "usable" }>;

function reasonOf(facts: Unusable): string {
  switch (facts.kind) {
    case "missing":
      return facts.configured === null
        ? l10n.t("Nix was not found on this machine. Building and deploying need it; editing does not.")
        : l10n.t("The setting plasmacloud.nix.path names no program: {0}", facts.configured);
    case "broken":
      return facts.detail === null
        ? l10n.t("{0} does not answer when it is asked for its version.", facts.path)
        : l10n.t("{0} does not answer as Nix does: {1}", facts.path, facts.detail);
    case "tooOld":
      return l10n.t("{0} is Nix {1}, which knows no flakes. They came with 2.4.", facts.path, facts.version);
  }
}

/** Shows the reason with what can be done about it: where Nix is to be had, or the setting that is not right. */
async function show(facts: Unusable): Promise<void> {
  const isSetting = facts.kind === "broken" || (facts.kind === "missing" && facts.configured !== null);
  const action = isSetting ? l10n.t("Open Settings") : l10n.t("How to Install");
  if ((await window.showErrorMessage(reasonOf(facts), action)) !== action) return;
  if (isSetting) await commands.executeCommand("workbench.action.openSettings", "plasmacloud.nix.path");
  else await env.openExternal(Uri.parse(installPage));
}
