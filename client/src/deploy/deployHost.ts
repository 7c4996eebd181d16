/** "Deploy Host…": hosts, action, preview, confirmation, deployment, report. */
import { hostname } from "node:os";
import { l10n, window } from "vscode";
import { type DeployFacts, deployFactsMethod, type HostDeployFacts } from "../../../server/src/protocol/protocol.ts";
import type { ExtensionParts } from "../workbench/parts.ts";
import { requireTrust } from "../workbench/trust.ts";
import { pickAction, pickHosts, withTargets } from "./ask/pick.ts";
import { type DeployWindow, runDeployment } from "./deployment.ts";
import type { DeployReport } from "./engine/deployReport.ts";
import { type DeployAction, type DeployHost, offeredActions } from "./hosts/deployedHost.ts";
import { knownHosts } from "./hosts/knownHosts.ts";
import { readDeploySettings } from "./run/deploySettings.ts";

/** What a keybinding or another part may say beforehand; nothing of it makes a question about a change go away. */
export interface DeployArguments {
  readonly hosts?: readonly string[];
  readonly action?: DeployAction;
}

/** Asks what is not said yet, and deploys. `null`: nothing was deployed. */
export async function deployHostCommand(context: DeployWindow, said: DeployArguments): Promise<DeployReport | null> {
  const known = await askHosts(context.parts);
  if (known === null) return null;
  const title = l10n.t("Deploy");
  const chosen =
    said.hosts === undefined
      ? await pickHosts(known, title, l10n.t("Which hosts? In the list (Tab) Space ticks one, Enter goes on."))
      : known.filter(({ facts }) => said.hosts?.includes(facts.label));
  if (chosen === null || chosen.length === 0) return null;
  const action = await chooseAction(chosen, said.action, title);
  const located = action === null ? null : await withTargets(chosen, action);
  return action === null || located === null ? null : runDeployment(context, located, action);
}

async function chooseAction(hosts: readonly DeployHost[], said: DeployAction | undefined, title: string) {
  const offered = offeredActions(hosts);
  if (offered.length === 0) {
    await window.showErrorMessage(l10n.t("There is nothing that can be done with all of these hosts at once."));
    return null;
  }
  return said !== undefined && offered.includes(said) ? said : pickAction(hosts, title);
}

/** The hosts that can be deployed from here; `null`, and a message: there are none, or nothing may run. */
export async function askHosts(parts: ExtensionParts): Promise<readonly DeployHost[] | null> {
  if (!(await requireTrust())) return null;
  const facts = (await settledFacts(parts)).filter(({ folder }) => folder.startsWith("file:"));
  if (facts.length === 0) {
    await window.showInformationMessage(l10n.t("There are no hosts to deploy in this workspace."));
    return null;
  }
  const { hosts } = readDeploySettings();
  if (hosts.wrong.length > 0) {
    await window.showErrorMessage(
      l10n.t("plasmacloud.deploy.hosts has values that cannot be used: {0}", hosts.wrong.join(", ")),
    );
    return null;
  }
  return knownHosts(facts, hosts.hosts, hostname());
}

const settleTries = 50;

/** What the server knows once it is done with the last edit; what it knows now if that takes too long. */
async function settledFacts({ server }: ExtensionParts): Promise<readonly HostDeployFacts[]> {
  for (let attempt = 1; ; attempt++) {
    const answer = await server.request<DeployFacts | null>(deployFactsMethod, {});
    if (answer !== null && (!answer.busy || attempt === settleTries)) return answer.hosts;
    if (attempt === settleTries) return [];
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
