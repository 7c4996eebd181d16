/**
 * The status item beside the language name and the one on the left of the status bar: which hosts there are, which NixOS
 * they are held against, and what of them is not known and why. The left one is there while there is anything to say.
 * Invariant: it shows the server's last word, or that there is no server; it never guesses.
 */
import {
  Disposable,
  LanguageStatusSeverity,
  l10n,
  languages,
  StatusBarAlignment,
  type StatusBarItem,
  window,
  workspace,
} from "vscode";
import type { HostStatus, StatusParams } from "../../server/src/protocol/protocol.ts";
import { documentSelector } from "./workbench/documentSelector.ts";

/** The item, and the hosts that it last heard of. */
export interface Status extends Disposable {
  update(params: StatusParams): void;
  /** The user has come to trust the workspace. */
  trusted(): void;
  starting(): void;
  failed(): void;
  hosts(): readonly HostStatus[];
}

/** Makes the item; it says that the server is starting. */
export function createStatus(): Status {
  const item = languages.createLanguageStatusItem("plasmacloud.status", documentSelector);
  item.name = "PlasmaCloud";
  const bar = window.createStatusBarItem("plasmacloud.hosts", StatusBarAlignment.Left);
  bar.name = l10n.t("PlasmaCloud Hosts");
  let hosts: readonly HostStatus[] = [];
  let last: StatusParams | null = null;

  const showHosts = { command: "plasmacloud.showHosts", title: l10n.t("Show Hosts") };
  const starting = (): void => {
    item.text = l10n.t("PlasmaCloud is starting");
    item.detail = "";
    item.busy = true;
    item.severity = LanguageStatusSeverity.Information;
    item.command = { command: "plasmacloud.showOutput", title: l10n.t("Show Output") };
  };
  const failed = (): void => {
    hosts = [];
    last = null;
    bar.hide();
    item.text = l10n.t("PlasmaCloud has stopped");
    item.detail = "";
    item.busy = false;
    item.severity = LanguageStatusSeverity.Error;
    item.command = { command: "plasmacloud.restartServer", title: l10n.t("Restart") };
  };
  const update = (params: StatusParams): void => {
    last = params;
    hosts = params.hosts;
    const open = hosts.filter((host) => host.open.length > 0).map((host) => host.name);
    item.text = hostCount(hosts.length);
    const limited = workspace.isTrusted ? "" : l10n.t("not trusted: no program is run");
    const known = params.nixos === null ? "" : l10n.t("Known of NixOS: {0}", params.nixos);
    const openNames = open.length > 0 ? l10n.t("not fully known: {0}", open.join(", ")) : "";
    const parts = [known, ...params.gaps, openNames, params.optionSets.join(", "), limited];
    item.detail = parts.filter((part) => part !== "").join(" · ");
    item.busy = params.busy;
    item.severity =
      open.length > 0 || (isAboutHosts(params) && params.gaps.length > 0)
        ? LanguageStatusSeverity.Warning
        : LanguageStatusSeverity.Information;
    item.command = showHosts;
    showBar(bar, params);
  };
  const trusted = (): void => {
    if (last !== null) update(last);
  };

  starting();
  return { update, trusted, starting, failed, hosts: () => hosts, dispose: () => Disposable.from(item, bar).dispose() };
}

/** A folder that has no flake and no hosts need not be about NixOS at all. */
function isAboutHosts({ hosts, flakes }: StatusParams): boolean {
  return hosts.length + flakes.length > 0;
}

function showBar(bar: StatusBarItem, params: StatusParams): void {
  const { hosts, nixos, gaps } = params;
  if (!isAboutHosts(params)) {
    bar.hide();
    return;
  }
  const icon = gaps.length > 0 ? "$(warning)" : "$(server-environment)";
  bar.text = `${icon} ${hostCount(hosts.length)}`;
  bar.tooltip = [...(nixos === null ? [] : [l10n.t("Known of NixOS: {0}", nixos)]), ...gaps].join("\n\n");
  bar.command = "plasmacloud.showHosts";
  bar.show();
}

function hostCount(count: number): string {
  if (count === 0) return l10n.t("No hosts");
  return count === 1 ? l10n.t("1 host") : l10n.t("{0} hosts", count);
}
