/**
 * What our client and server say to each other beyond the Language Server Protocol.
 * Invariant: no imports. The client, the server and any other editor's glue read this room
 * alone. A side that does not know a notification loses nothing but what it would have shown; requests are the client's,
 * and any may be refused.
 */

/**
 * How much the server offers: everything, all but formatting (beside another formatter of Nix), or (beside another Nix
 * server) only what comes from options and hosts.
 */
export type ServerMode = "full" | "withoutFormatting" | "optionsOnly";

/**
 * The `initializationOptions` of `initialize`. A client that does not speak of trust is not trusted over IPC, and is over
 * standard streams unless the server was started with `--untrusted`. Without a mode it gets everything.
 */
export interface InitializationOptions {
  /** Whether the user trusts the workspace: what evaluation may read outside it depends on that (`base/reading.ts`). */
  readonly trusted?: boolean;
  readonly mode?: ServerMode;
}

/** Client → server, no parameters: the user has come to trust the workspace. Trust is never taken back. */
export const didGrantTrustMethod = "plasmacloud/didGrantTrust";

/** Client → server: another Nix server came or went, or the user chose otherwise. */
export const didChangeModeMethod = "plasmacloud/didChangeMode";
export interface DidChangeModeParams {
  readonly mode: ServerMode;
}

/** Server → client: what is known and what is going on. Sent when it changes, and once after `initialized`. */
export const statusMethod = "plasmacloud/status";
export interface StatusParams {
  /** The option sets in use, in words a user knows: `PlasmaCloud`, `NixOS`, `workspace modules`. */
  readonly optionSets: readonly string[];
  readonly hosts: readonly HostStatus[];
  /** Which NixOS the findings speak of, in words; `null` where there are no hosts. */
  readonly nixos: string | null;
  /** What is not known and why, one sentence each, the gravest first: hosts, inputs, files that were given up. */
  readonly gaps: readonly string[];
  /** The folders of the workspace's flakes, as URIs. */
  readonly flakes: readonly string[];
  /** Whether an evaluation is running, so that what is said may be about to change. */
  readonly busy: boolean;
}
export interface HostStatus {
  /** `NAME`, or `FLAKEDIR#NAME` where two flakes share it. */
  readonly name: string;
  /** The imports that cannot be read, as written; empty for a host that is fully known. */
  readonly open: readonly string[];
  /** How many findings of severity error the host has. */
  readonly errors: number;
}

/** Client → server, no parameters: what deploying needs to know of each host. Answered from the last evaluation. */
export const deployFactsMethod = "plasmacloud/deployFacts";
export interface DeployFacts {
  readonly hosts: readonly HostDeployFacts[];
  /** Whether an evaluation is running, so that what is said may be about to change. */
  readonly busy: boolean;
}

/** Parts that cannot be told are `null`. */
export interface HostDeployFacts {
  /** As in `HostStatus.name`. */
  readonly label: string;
  /** The attribute name. */
  readonly name: string;
  /** URI of the flake, the hive or the root module, and of the folder it is in. */
  readonly root: string;
  readonly folder: string;
  /** URIs of all files of the workspace that take part in it. */
  readonly files: readonly string[];
  readonly kind: "flake" | "hive" | "module";
  /** Whether it is an attribute of the flake's `nixosConfigurations`. */
  readonly isSystem: boolean;
  /** `networking.hostName`. */
  readonly hostName: string | null;
  readonly services: readonly ServiceDeployFacts[];
  readonly clusters: readonly ClusterMembership[];
  /** The node of deploy-rs that activates this host. */
  readonly deployNode: {
    readonly name: string;
    readonly hostname: string | null;
    readonly sshUser: string | null;
  } | null;
  /** What colmena's `deployment` says. `null`: the host is no node of a hive. */
  readonly colmena: {
    readonly targetHost: string | null;
    readonly targetUser: string | null;
    readonly targetPort: number | null;
    readonly buildOnTarget: boolean | null;
    readonly tags: readonly string[];
  } | null;
  /** How many findings of severity error the host has. */
  readonly errors: number;
}

/** One of PlasmaCloud's services that a host runs, in the order in which they need each other. */
export interface ServiceDeployFacts {
  readonly name: string;
  readonly unit: string;
  /** Where the API listens. */
  readonly address: string | null;
  readonly port: number | null;
}

/** A Raft group that a host is a member of. */
export interface ClusterMembership {
  readonly service: string;
  /** Equal for the members of one group and for no others. */
  readonly key: string;
  /** How many members the group has, those outside the workspace included. */
  readonly size: number;
}

/**
 * Client → server: where option definitions that only a file is known of stand in its text. Answered from syntax, in
 * the order of the question. A definition without a `uri` is looked for where hosts have it from.
 */
export const locateDefinitionsMethod = "plasmacloud/locateDefinitions";
export interface LocateDefinitionsParams {
  readonly definitions: readonly {
    readonly uri: string | null;
    /** Decoded names; in a flake from `outputs` on. */
    readonly path: readonly string[];
    /** Attribute name of the host that is meant. Without one, hosts that differ in where they have it give no answer. */
    readonly host?: string;
  }[];
}
export interface LocateDefinitionsResult {
  /** `null`: nothing in the text defines it, or the file cannot be read. */
  readonly located: readonly (LocatedDefinition | null)[];
}
interface LocatedRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}
export interface LocatedDefinition {
  /** How many names of the path are defined there; all of them when it is the definition itself. */
  readonly names: number;
  /** In the order of the text; several where the path is defined several times. */
  readonly places: readonly {
    readonly uri: string;
    /** The attribute path. */
    readonly range: LocatedRange;
    /** The whole definition, its value included. */
    readonly extent: LocatedRange;
    /** The value as written, where it is short. */
    readonly value: string | null;
  }[];
}

/** Client → server: the hosts of the last evaluation that a file takes part in, as in `HostStatus.name`. */
export const hostsOfFileMethod = "plasmacloud/hostsOfFile";
export interface HostsOfFileParams {
  readonly uri: string;
}
export interface HostsOfFileResult {
  readonly hosts: readonly {
    readonly label: string;
    /** The attribute name. */
    readonly name: string;
    /** URI of the folder that its flake is in. */
    readonly folder: string;
    /** Whether it is an attribute of the flake's `nixosConfigurations`. */
    readonly isSystem: boolean;
  }[];
  /** Whether an evaluation is running, so that there may be more to say. */
  readonly busy: boolean;
}

/** Client → server, no parameters: what each flake of the workspace offers, as `FlakeFacts[]`, evaluated when asked. */
export const flakesMethod = "plasmacloud/flakes";

/** Everything is told by name: nothing is evaluated further, so a name may stand for something that does not build. */
export interface FlakeFacts {
  /** URI of the folder of `flake.nix`. */
  readonly folder: string;
  readonly packages: readonly SystemAttributes[];
  readonly apps: readonly SystemAttributes[];
  readonly devShells: readonly SystemAttributes[];
  readonly checks: readonly SystemAttributes[];
  /** The names of `nixosConfigurations`. */
  readonly hosts: readonly string[];
  /** The nodes of `colmena` or `colmenaHive`; `null`: the flake has neither. */
  readonly hive: readonly string[] | null;
  /** The nodes of `deploy`, which deploy-rs reads; `null`: there is none. */
  readonly deployNodes: readonly DeployNodeFacts[] | null;
  /** False where there may be more: an output comes of an input that is not on disk, or does not evaluate. */
  readonly complete: boolean;
}

/** The names that an output has for one system, such as `x86_64-linux`. */
export interface SystemAttributes {
  readonly system: string;
  readonly names: readonly string[];
}

export interface DeployNodeFacts {
  readonly name: string;
  readonly hostname: string | null;
  readonly sshUser: string | null;
  readonly profiles: readonly string[];
}
