/** A rule over a host, and the context that it may read. These rules run on the evaluator thread. */

import type { Location } from "../../base/range.ts";
import type { Uri } from "../../base/uri.ts";
import type { Origin } from "../../eval/core/value.ts";
import type { HostEvaluation, OptionList } from "../../modules/api.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import type { Finding, Rule } from "./rule.ts";
import type { ServiceInfo } from "./services.ts";

export interface HostRule extends Rule {
  /** Everything the rule finds on one host. Never throws; silent about what is unknown. */
  check(context: HostRuleContext): Finding[];
}

/** A list of NixOS's options, and what it is the knowledge of: `2026-03`. */
export interface KnownList extends OptionList {
  readonly asOf: string;
  /** How many options it has. */
  readonly size: number;
}

export interface HostRuleContext {
  readonly host: HostEvaluation;
  /** PlasmaCloud's services, from `nix/services.nix`. */
  readonly services: readonly ServiceInfo[];
  /** NixOS's options as a list knows them; `null`: there is none. */
  readonly list: KnownList | null;
  /** Where a node stands, when it is in a file of the workspace; `null` for natives and for bundled files. */
  locate(origin: Origin): Location | null;
  /** A file of the workspace; `null` for any other. */
  parsed(uri: Uri): ParsedFile | null;
}
