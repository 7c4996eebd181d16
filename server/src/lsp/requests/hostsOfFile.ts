/** The answer to `plasmacloud/hostsOfFile`: the hosts of the last complete evaluation that a file takes part in. */
import * as v from "valibot";
import { normalizeUri, parentUri } from "../../base/uri.ts";
import type { HostsOfFileResult } from "../../protocol/protocol.ts";
import type { WorkspaceState } from "../state/workspaceState.ts";
import { clientUri } from "./params.ts";

const paramsSchema = v.object({ uri: clientUri });

/** `message`: what the client sent; `null` where that names no file. */
export function hostsOfFile({ hosts, busy }: WorkspaceState, message: unknown): HostsOfFileResult | null {
  const checked = v.safeParse(paramsSchema, message);
  if (!checked.success) return null;
  const uri = normalizeUri(checked.output.uri);
  const concerned = hosts.filter((host) => host.files.includes(uri) || host.root === uri);
  return {
    busy,
    hosts: concerned.map(({ label, name, root, deploy }) => ({
      label,
      name,
      folder: parentUri(root),
      isSystem: deploy.isSystem,
    })),
  };
}
