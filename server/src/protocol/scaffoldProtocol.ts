/**
 * What the client asks the server for new configurations, hosts and services: requests, their parameters and answers.
 * Invariant: no imports, as in `protocol.ts`.
 */

/** Client → server: what a dialog for a new configuration offers. No parameters. */
export const scaffoldFactsMethod = "plasmacloud/scaffoldFacts";
export interface ScaffoldFacts {
  readonly topologies: readonly TopologyFacts[];
  /** Each after those it needs. */
  readonly services: readonly ScaffoldService[];
  /** The release that the examples state. */
  readonly stateVersion: string;
  /** Hosts that another one can be like: those of flakes and hives. */
  readonly hosts: readonly ScaffoldHost[];
}
export interface ScaffoldHost {
  /** As in `HostStatus.name`. */
  readonly label: string;
  readonly name: string;
  /** URI of the flake or hive. */
  readonly root: string;
  /** Its static IP addresses. */
  readonly addresses: readonly string[];
  /** The same with the lengths of their networks' prefixes, `192.0.2.11/24`. */
  readonly interfaces: readonly string[];
  readonly services: readonly string[];
}
export interface TopologyFacts {
  /** The example's folder: `single-node`, `three-node`, `minimal`. */
  readonly name: string;
  /** Whether it takes any number of hosts. */
  readonly several: boolean;
  readonly hosts: readonly PlannedHost[];
  readonly prefixLength: number;
  readonly gateway: string;
  /** Names that no host may have, because files of the configuration have them. */
  readonly reserved: readonly string[];
}
export interface ScaffoldService {
  readonly name: string;
  readonly description: string;
  readonly needs: readonly string[];
  /** A Raft group: its members are to be odd in number. */
  readonly cluster: boolean;
}
export interface PlannedHost {
  readonly name: string;
  /** IPv4 or IPv6, without prefix length; one family for all hosts. */
  readonly address: string;
  readonly services: readonly string[];
}

/** Client → server: the files of a new configuration. Nothing is written. */
export const newConfigurationMethod = "plasmacloud/newConfiguration";
export interface ConfigurationPlan {
  /** The example it is made from: `single-node`, `three-node`, `minimal`. */
  readonly topology: string;
  readonly hosts: readonly PlannedHost[];
  readonly prefixLength: number;
  readonly gateway: string;
  /** `25.05` */
  readonly stateVersion: string;
}
export interface NewConfiguration {
  /** Paths below the folder, with `/`. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** What nobody was to carry and somebody needs. */
  readonly added: readonly StartedService[];
  readonly even: readonly EvenCluster[];
}
/** A service that runs on a host and did not before. */
export interface StartedService {
  readonly host: string;
  readonly service: string;
}
/** A cluster that loses nothing by one member less: an even number decides no better than the odd one below it. */
export interface EvenCluster {
  readonly service: string;
  readonly members: readonly string[];
}

/** A change of files that has been tried: it brings no finding that was not there before. */
export interface TriedChange {
  readonly files: readonly ChangedFile[];
  readonly started: readonly StartedService[];
}
export interface ChangedFile {
  readonly uri: string;
  /** The text that the change was made for; `null`: there is no such file yet. */
  readonly before: string | null;
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
  readonly newText: string;
}

/** Client → server: what is missing on hosts, enabled. */
export const enableMissingMethod = "plasmacloud/enableMissing";
export interface EnableMissingParams {
  /** The file to look at; `null`: the whole workspace. */
  readonly uri: string | null;
}
export interface EnableMissingResult extends TriedChange {
  readonly lone: readonly LoneMember[];
  /** Findings of missing services that stay, because nothing certain can be done. */
  readonly left: number;
  /** What would be found that was not there before, in words; there is no change then. */
  readonly problems: readonly string[];
}

/** Client → server: a service with what it needs. */
export const addServiceMethod = "plasmacloud/addService";
export interface AddServiceParams {
  /** As in `HostStatus.name`. */
  readonly host: string;
  readonly service: string;
  /** Answers given so far: the hosts to use a need from; none: it is to run here. */
  readonly answers: readonly { readonly need: string; readonly hosts: readonly string[] }[];
}
export type AddServiceResult =
  | { readonly kind: "ask"; readonly service: string; readonly need: string; readonly carriers: readonly string[] }
  | { readonly kind: "done"; readonly change: TriedChange; readonly lone: readonly LoneMember[] }
  | { readonly kind: "refused"; readonly reason: RefusalReason; readonly problems: readonly string[] };

/** A clustered service that has come and is in no cluster, while `others` of the same flake run it, too. */
export interface LoneMember {
  readonly service: string;
  readonly host: string;
  readonly others: readonly string[];
}

/** Client → server: a host beside those that a flake or hive has. */
export const addHostMethod = "plasmacloud/addHost";
export interface AddHostParams {
  /** A host of the same flake or hive, whose form is copied. */
  readonly like: string;
  readonly name: string;
  readonly address: string;
  readonly services: readonly string[];
}
export type AddHostResult =
  | {
      readonly kind: "done";
      readonly change: TriedChange;
      /** Files that were copied from the other host's and hold what only that machine has. */
      readonly copied: readonly string[];
      /** Clusters that now have an even number of members. */
      readonly even: readonly EvenCluster[];
      readonly lone: readonly LoneMember[];
    }
  | {
      readonly kind: "refused";
      readonly reason: RefusalReason;
      readonly problems: readonly string[];
      /** What to add by hand. */
      readonly show: string;
    };

/**
 * Why there is no change: no such host; it is there already; it cannot be told whether it is; no place for it was
 * recognised; it would bring what `problems` says.
 */
export type RefusalReason = "noHost" | "running" | "unknown" | "noPlace" | "problems";
