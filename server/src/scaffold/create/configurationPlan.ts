/** What a new configuration is to be, as plain data. */

export interface PlannedHost {
  readonly name: string;
  /** IPv4 or IPv6, without prefix length; one family for all hosts. */
  readonly address: string;
  readonly services: readonly string[];
}

export interface ConfigurationPlan {
  /** The example it is made from: `single-node`, `three-node`, `minimal`. */
  readonly topology: string;
  readonly hosts: readonly PlannedHost[];
  readonly prefixLength: number;
  readonly gateway: string;
  /** `25.05` */
  readonly stateVersion: string;
}

/** A file below the configuration's folder, with `/`. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
}

/** Names of hosts or services in a sentence: `a`, `a and b`, `a, b and c`. */
export function inWords(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}
