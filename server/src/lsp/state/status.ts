/** What the client's status item shows. */

import { baseName, parentUri } from "../../base/uri.ts";
import type { HostView } from "../../modules/api.ts";
import type { HostStatus, StatusParams } from "../../protocol/protocol.ts";
import type { PlacedFinding } from "../../rules/support/rule.ts";
import type { WorkspaceState } from "./workspaceState.ts";

/** `findings`: what is shown of a file. */
export function statusOf(workspace: WorkspaceState, findings: (uri: string) => readonly PlacedFinding[]): StatusParams {
  return {
    optionSets: workspace.optionSets,
    hosts: workspace.hosts.map((host) => hostStatus(host, findings)),
    flakes: workspace.files.filter((uri) => baseName(uri) === "flake.nix").map(parentUri),
    busy: workspace.busy,
  };
}

function hostStatus(host: HostView, findings: (uri: string) => readonly PlacedFinding[]): HostStatus {
  let errors = 0;
  for (const uri of host.files) {
    for (const { severity, hosts } of findings(uri)) {
      if (severity === "error" && (hosts === null || hosts.includes(host.label))) errors++;
    }
  }
  return { name: host.label, open: host.open.map(({ what }) => what), errors };
}
