/**
 * Finds the files that make `check` end with 2: what depends on them was not checked, whatever was found. They are files of the
 * workspace, which its people can mend, and files that come with the product; of others `coverage` tells.
 */

import { isInside, type Uri } from "../base/uri.ts";
import { type HostView, NO_COVERAGE } from "../modules/api.ts";
import type { AnalysisDelta } from "../session/messages.ts";
import { type CheckTarget, isTargeted } from "./paths.ts";

/** The files that what is reported would have needed: those of hosts that are reported on, and those of no known host. */
export function unreadFiles(
  { coverage = NO_COVERAGE, hosts = [] }: Pick<AnalysisDelta, "coverage" | "hosts">,
  targets: readonly CheckTarget[],
): readonly Uri[] {
  const views = hosts.filter((host): host is HostView => typeof host !== "string");
  const reported = new Set(views.filter((host) => isReported(host, targets)).map(({ label }) => label));
  const { files, unread } = coverage.givenUp;
  const needed = files.filter(
    ({ file, role, hosts: labels }) =>
      (role === "bundled" || targets.some(({ root }) => isInside(file, root))) &&
      (labels.length === 0 || isTargeted(file, targets) || labels.some((label) => reported.has(label))),
  );
  return [...needed.map(({ file }) => file), ...unread];
}

function isReported({ files, root }: HostView, targets: readonly CheckTarget[]): boolean {
  return [root, ...files].some((uri) => isTargeted(uri, targets));
}
