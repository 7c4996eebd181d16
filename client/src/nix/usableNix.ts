/**
 * Nix for this window, or a message that says why there is none and what to do.
 * Invariant: nothing is asked of a machine in an untrusted workspace.
 */
import { commands, env, l10n, Uri, window, workspace } from "vscode";
import type { ExtensionParts } from "../parts.ts";
import { ask } from "../process/ask.ts";
import { supervisorPath } from "../supervisorPath.ts";
import { requireTrust } from "../trust.ts";
import { flakeFlags, type NixFacts, type NixTool, nixFacts } from "./nixFacts.ts";

const installPage = "https://nixos.org/download/";

/** What was found for a setting's value; asked again when it was not usable, since the user may have put it right. */
let known: { readonly configured: string; readonly facts: Promise<NixFacts> } | null = null;
/** Whether the user has said for this window that flakes may be switched on for our runs. */
let isAllowedOnce = false;

/** Nix, ready to run flakes; null after a message to the user. */
export async function usableNix(parts: ExtensionParts): Promise<NixTool | null> {
  if (!(await requireTrust())) return null;
  const facts = await factsFor(parts);
  switch (facts.kind) {
    case "missing":
      await sayMissing(facts.configured);
      return null;
    case "broken":
      await window.showErrorMessage(l10n.t("{0} does not answer as Nix does: {1}", facts.path, facts.detail));
      return null;
    case "tooOld":
      await sayTooOld(facts);
      return null;
    case "usable":
      return facts.hasFlakes ? facts.tool : withFlakes(facts.tool);
  }
}

/** Nix where it can be used without asking anybody; null otherwise, silently. */
export async function quietNix(parts: ExtensionParts): Promise<NixTool | null> {
  if (!workspace.isTrusted) return null;
  const facts = await factsFor(parts);
  if (facts.kind !== "usable") return null;
  if (facts.hasFlakes) return facts.tool;
  return isAllowedOnce || flakesSetting() === "always" ? { ...facts.tool, flags: flakeFlags } : null;
}

async function factsFor({ context, output }: ExtensionParts): Promise<NixFacts> {
  const configured = workspace.getConfiguration("plasmacloud").get<string>("nix.path", "").trim();
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

async function withFlakes(tool: NixTool): Promise<NixTool | null> {
  const wanted = flakesSetting();
  const switchedOn = { ...tool, flags: flakeFlags };
  if (isAllowedOnce || wanted === "always") return switchedOn;
  const always = l10n.t("Always");
  const once = l10n.t("This Window");
  const answer =
    wanted === "never"
      ? await window.showErrorMessage(l10n.t("Flakes are not enabled in this Nix, and the settings do not allow it."))
      : await window.showWarningMessage(
          l10n.t("Flakes are not enabled in this Nix. Enable them for what PlasmaCloud runs?"),
          always,
          once,
        );
  if (answer === always) await workspace.getConfiguration("plasmacloud").update("nix.enableFlakes", "always", true);
  if (answer === once) isAllowedOnce = true;
  return answer === undefined ? null : switchedOn;
}

function flakesSetting(): string {
  return workspace.getConfiguration("plasmacloud").get<string>("nix.enableFlakes", "ask");
}

async function sayMissing(configured: string | null): Promise<void> {
  const install = l10n.t("How to Install");
  const settings = l10n.t("Open Settings");
  const text =
    configured === null
      ? l10n.t("Nix was not found on this machine. Building and deploying need it; editing does not.")
      : l10n.t("The setting plasmacloud.nix.path names no program: {0}", configured);
  const answer = await window.showErrorMessage(text, configured === null ? install : settings);
  if (answer === install) await env.openExternal(Uri.parse(installPage));
  if (answer === settings) await commands.executeCommand("workbench.action.openSettings", "plasmacloud.nix.path");
}

async function sayTooOld({ path, version }: { path: string; version: string }): Promise<void> {
  const install = l10n.t("How to Install");
  const text = l10n.t("{0} is Nix {1}, which knows no flakes. They came with 2.4.", path, version);
  if ((await window.showErrorMessage(text, install)) === install) await env.openExternal(Uri.parse(installPage));
}
