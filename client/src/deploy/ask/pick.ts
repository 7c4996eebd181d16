/** The questions before a deployment: which hosts, what to do with them, where they are. Keys alone are enough for all. */
import { hostname } from "node:os";
import { ConfigurationTarget, l10n, type QuickPickItem, window, workspace } from "vscode";
import { type DeployAction, type DeployHost, deployHost, hostProblem, offeredActions } from "../hosts/deployedHost.ts";
import { type HostSettings, noSettings, readHostSettings } from "../hosts/hostSettings.ts";
import { settingsOf } from "../hosts/knownHosts.ts";
import { formatTarget, parseTarget } from "../hosts/names.ts";
import { readDeploySettings } from "../run/deploySettings.ts";
import { deployTexts } from "./deployTexts.ts";

interface HostItem extends QuickPickItem {
  /** `null`: this machine, and it is yet to be said which host that is. */
  readonly host: DeployHost | null;
}

/** Lets the person choose hosts, this machine among them; `null`: none. */
export async function pickHosts(
  hosts: readonly DeployHost[],
  title: string,
  placeHolder: string,
): Promise<readonly DeployHost[] | null> {
  const known = hosts.map(hostItem);
  const here: HostItem = {
    host: null,
    label: `$(device-desktop) ${l10n.t("This machine")}`,
    description: hostname(),
    detail: l10n.t("You say which host it is to be."),
  };
  const items = hosts.some(({ isLocal }) => isLocal) ? known : [...known, here];
  const chosen = await pickSeveral(items, title, placeHolder);
  if (chosen.length === 0) return null;
  const picked = chosen.flatMap(({ host }) => host ?? []);
  if (picked.length === chosen.length) return picked;
  const local = await pickLocal(hosts, title);
  if (local === null) return null;
  return [...picked.filter(({ facts }) => facts !== local.facts), local];
}

/** The items that are ticked; the one that the cursor is on if none is; `[]`: the person gave up. */
async function pickSeveral(
  items: readonly HostItem[],
  title: string,
  placeholder: string,
): Promise<readonly HostItem[]> {
  const pick = window.createQuickPick<HostItem>();
  Object.assign(pick, { items, title, placeholder, canSelectMany: true, ignoreFocusOut: true });
  Object.assign(pick, { matchOnDescription: true, matchOnDetail: true });
  const answer = new Promise<readonly HostItem[]>((resolve) => {
    pick.onDidAccept(() => resolve(pick.selectedItems.length > 0 ? pick.selectedItems : pick.activeItems));
    pick.onDidHide(() => resolve([]));
  });
  pick.show();
  try {
    return await answer;
  } finally {
    pick.dispose();
  }
}

async function pickLocal(hosts: readonly DeployHost[], title: string): Promise<DeployHost | null> {
  const host = await pickHost(hosts, title, l10n.t("Which host is this machine?"));
  const { hosts: set } = readDeploySettings().hosts;
  return host === null ? null : deployHost(host.facts, settingsOf(host.facts, set), true);
}

/** Lets the person choose one host; `null`: none. */
export async function pickHost(
  hosts: readonly DeployHost[],
  title: string,
  placeHolder: string,
): Promise<DeployHost | null> {
  const items = hosts.map(hostItem);
  const chosen = await window.showQuickPick<HostItem>(items, { title, placeHolder, ignoreFocusOut: true });
  return chosen?.host ?? null;
}

function hostItem(host: DeployHost): HostItem {
  const { facts, target, isLocal, tool } = host;
  const where = isLocal ? l10n.t("this machine") : target === null ? l10n.t("no target yet") : formatTarget(target);
  const services = facts.services.map(({ name }) => name).join(", ");
  const errors = facts.errors === 1 ? l10n.t("1 error") : l10n.t("{0} errors", facts.errors);
  return {
    host,
    label: `$(${facts.errors > 0 ? "error" : isLocal ? "device-desktop" : "server"}) ${facts.label}`,
    description: [where, ...(facts.errors > 0 ? [errors] : [])].join(" · "),
    detail: [tool, ...(services === "" ? [] : [services])].join(" · "),
  };
}

interface ActionItem extends QuickPickItem {
  readonly action: DeployAction;
}

/** Lets the person choose what to do; only what every tool can do is offered. `null`: nothing. */
export async function pickAction(hosts: readonly DeployHost[], title: string): Promise<DeployAction | null> {
  const items = offeredActions(hosts).map((action): ActionItem => {
    return { action, label: action, detail: deployTexts.action(action) };
  });
  const chosen = await window.showQuickPick<ActionItem>(items, {
    title,
    placeHolder: l10n.t("What to do with {0}", hosts.map(({ facts }) => facts.label).join(", ")),
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  return chosen?.action ?? null;
}

/** Asks where hosts are that nobody says it of, and keeps the answers in the settings. `null`: the person gave up. */
export async function withTargets(
  hosts: readonly DeployHost[],
  action: DeployAction,
): Promise<readonly DeployHost[] | null> {
  const complete: DeployHost[] = [];
  for (const host of hosts) {
    if (hostProblem(host, action)?.kind !== "noTarget") {
      complete.push(host);
      continue;
    }
    const target = await askTarget(host);
    if (target === null) return null;
    complete.push(deployHost(host.facts, await rememberTarget(host, target)));
  }
  return complete;
}

async function askTarget({ facts }: DeployHost): Promise<string | null> {
  const answer = await window.showInputBox({
    title: l10n.t("Where is {0}?", facts.label),
    prompt: l10n.t("The address for ssh: [USER@]HOST[:PORT]. It is kept in plasmacloud.deploy.hosts."),
    value: `root@${facts.hostName ?? facts.name}`,
    ignoreFocusOut: true,
    validateInput: (text) => (parseTarget(text) === null ? l10n.t("This is no address for ssh.") : null),
  });
  return answer === undefined ? null : answer.trim();
}

async function rememberTarget({ facts }: DeployHost, targetHost: string): Promise<HostSettings> {
  const configuration = workspace.getConfiguration("plasmacloud.deploy");
  const set: object = configuration.get("hosts") ?? {};
  const own = Object.entries(set).find(([name]) => name === facts.label || name === facts.name);
  const [name, before] = own ?? [facts.label, {}];
  const next = { ...set, [name]: { ...before, targetHost } };
  await configuration.update("hosts", next, ConfigurationTarget.Workspace);
  return readHostSettings(next).hosts.get(name) ?? { ...noSettings, targetHost };
}
