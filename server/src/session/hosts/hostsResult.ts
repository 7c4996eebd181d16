/** The result of analysing the hosts of a workspace. */

import type { Uri } from "../../base/uri.ts";
import type { Coverage, HostView, OptionNode } from "../../modules/api.ts";
import type { PlacedFinding } from "../../rules/support/rule.ts";

export interface HostsResult {
  readonly findings: ReadonlyMap<Uri, readonly PlacedFinding[]>;
  readonly views: readonly HostView[];
  readonly options: OptionNode;
  readonly optionSets: readonly string[];
  readonly coverage: Coverage;
  /** How many hosts were evaluated for this result. */
  readonly evaluated: number;
  /** How many values were computed, or computed again, on the way. */
  readonly computed: number;
}
