/**
 * What a user has set for the deployment of single hosts (`plasmacloud.deploy.hosts`).
 * Invariant: no setting of a workspace names a program; what has another form than it should is named, never guessed at.
 */
import * as v from "valibot";
import { parseTarget } from "./names.ts";

export type DeployTool = "nixos-rebuild" | "colmena" | "deploy-rs" | "nixos-anywhere";

/** How activation becomes root: not at all, by a sudo that asks nothing, or by one that asks for a password. */
export type Sudo = "no" | "yes" | "askPassword";

export interface HostSettings {
  /** `[USER@]HOST[:PORT]`, or `localhost` for this machine. */
  readonly targetHost: string | null;
  readonly buildHost: string | null;
  readonly sudo: Sudo | null;
  readonly tool: Exclude<DeployTool, "nixos-anywhere"> | null;
}

export const noSettings: HostSettings = { targetHost: null, buildHost: null, sudo: null, tool: null };

const address = v.pipe(
  v.string(),
  v.check((text) => parseTarget(text) !== null),
);

const schema = v.strictObject({
  targetHost: v.optional(v.nullable(address), null),
  buildHost: v.optional(v.nullable(address), null),
  sudo: v.optional(v.nullable(v.picklist(["no", "yes", "askPassword"])), null),
  tool: v.optional(v.nullable(v.picklist(["nixos-rebuild", "colmena", "deploy-rs"])), null),
});

export interface ReadSettings {
  readonly hosts: ReadonlyMap<string, HostSettings>;
  /** What cannot be used: `HOST.NAME`. */
  readonly wrong: readonly string[];
}

/** Reads the value of the setting. A host of which one part is wrong has no settings at all. */
export function readHostSettings(value: unknown): ReadSettings {
  const hosts = new Map<string, HostSettings>();
  const wrong: string[] = [];
  if (typeof value !== "object" || value === null) return { hosts, wrong };
  for (const [name, entry] of Object.entries(value)) {
    const checked = v.safeParse(schema, entry);
    if (checked.success) hosts.set(name, checked.output);
    else for (const { path } of checked.issues) wrong.push([name, ...(path ?? []).map(({ key }) => key)].join("."));
  }
  return { hosts, wrong };
}
