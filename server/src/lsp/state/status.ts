/** The status that the client's status item shows. */

import { safeLine } from "../../base/safeText.ts";
import { baseName, isInside, parentUri, type Uri, uriPath } from "../../base/uri.ts";
import { describeGaps, describeNixos, type HostView, withPaths } from "../../modules/api.ts";
import type { HostStatus, StatusParams } from "../../protocol/protocol.ts";
import type { PlacedFinding } from "../../rules/support/rule.ts";
import type { WorkspaceState } from "./workspaceState.ts";

/** `findings`: what is shown of a file. */
export function statusOf(workspace: WorkspaceState, findings: (uri: string) => readonly PlacedFinding[]): StatusParams {
  return {
    optionSets: workspace.optionSets,
    hosts: workspace.hosts.map((host) => hostStatus(host, findings)),
    nixos: describeNixos(workspace.coverage),
    gaps: describeGaps(withPaths(workspace.coverage, (uri) => pathWithin(uri, workspace.roots))).map(safeLine),
    flakes: workspace.files.filter((uri) => baseName(uri) === "flake.nix").map(parentUri),
    busy: workspace.busy,
  };
}

/** A file as it is called within the workspace. */
function pathWithin(uri: Uri, roots: readonly Uri[]): string {
  const root = roots.find((folder) => isInside(uri, folder));
  return root === undefined ? uriPath(uri) : uriPath(uri).slice(uriPath(root).replace(/\/$/, "").length + 1);
}

function hostStatus(host: HostView, findings: (uri: string) => readonly PlacedFinding[]): HostStatus {
  let errors = 0;
  for (const uri of host.files) {
    for (const { severity, hosts } of findings(uri)) {
      if (severity === "error" && (hosts === null || hosts.includes(host.label))) errors++;
    }
  }
  return { name: host.label, open: host.open.map(({ what }) => safeLine(what)), errors };
}
