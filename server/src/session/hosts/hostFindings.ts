/** Runs the rules over a host: its findings, in places, and the host as plain data. */

import type { LineIndex } from "../../base/lineIndex.ts";
import { pushTo } from "../../base/pushTo.ts";
import type { Location } from "../../base/range.ts";
import type { Uri } from "../../base/uri.ts";
import { currentNode } from "../../eval/core/nodeIdentity.ts";
import type { Origin } from "../../eval/core/value.ts";
import { type HostEvaluation, type HostView, hostView, type UnknownHosts } from "../../modules/api.ts";
import { hostsUnknown } from "../../rules/host/hostsUnknown.ts";
import { checkFleet, checkHost } from "../../rules/registry.ts";
import { type HostFacts, hostFacts, servicesFacts } from "../../rules/support/hostFacts.ts";
import type { HostRuleContext, KnownList } from "../../rules/support/hostRule.ts";
import type { Finding, PlacedFinding } from "../../rules/support/rule.ts";
import type { ServiceInfo } from "../../rules/support/services.ts";
import { unsuppressed } from "../../rules/support/suppressions.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import { placeFinding } from "../findings/placeFindings.ts";
import { deployView } from "./deployView.ts";
import { sharedValues } from "./sharedValues.ts";

export interface HostFindings {
  readonly findings: readonly PlacedFinding[];
  readonly view: HostView;
  /** What rules across hosts know of it. */
  readonly facts: HostFacts;
}

/** The files of the workspace, as far as they are loaded and are text. */
export type FileOf = (uri: Uri) => ParsedFile | null;

/** `before`: the host's view as it was, whose parts are kept where they say the same. */
export function hostFindings(
  host: HostEvaluation,
  before: HostView | null,
  services: readonly ServiceInfo[],
  list: KnownList | null,
  fileOf: FileOf,
): HostFindings {
  const context: HostRuleContext = { host, services, list, locate: locateIn(fileOf), parsed: fileOf };
  const running = servicesFacts(context);
  const deploy = deployView(host, running);
  const view = hostView(host, deploy);
  return {
    findings: placed(checkHost(context), fileOf),
    view: before === null ? view : { ...view, values: sharedValues(before.values, view.values) },
    facts: hostFacts(context, deploy, running),
  };
}

/** The same hosts with what is wrong between them. */
export function withFleetFindings(hosts: readonly HostFindings[], fileOf: FileOf): readonly HostFindings[] {
  const between = checkFleet(hosts.map(({ facts }) => facts));
  return hosts.map((host) => {
    const found = between.get(host.facts.label);
    return found === undefined ? host : { ...host, findings: [...host.findings, ...placed(found, fileOf)] };
  });
}

/** What is said of flakes and hives whose hosts cannot be listed, by file. */
export function discoveryFindings(
  unknown: readonly UnknownHosts[],
  files: readonly Uri[],
  fileOf: FileOf,
): ReadonlyMap<Uri, readonly PlacedFinding[]> {
  const context = { files, locate: locateIn(fileOf), parsed: fileOf };
  const byFile = new Map<Uri, PlacedFinding[]>();
  for (const finding of placed(
    unknown.flatMap((one) => hostsUnknown.check(one, context) ?? []),
    fileOf,
  ))
    pushTo(byFile, finding.uri, finding);
  return byFile;
}

function locateIn(fileOf: FileOf): (origin: Origin) => Location | null {
  return (origin) => (origin === null ? null : (fileOf(origin.anchor.uri)?.locationOf(currentNode(origin)) ?? null));
}

function placed(found: readonly Finding[], fileOf: FileOf): readonly PlacedFinding[] {
  const linesOf = (uri: Uri): LineIndex | null => fileOf(uri)?.lines ?? null;
  return wanted(found, fileOf).flatMap((finding) => placeFinding(finding, linesOf) ?? []);
}

/** Without those that comments in their files silence. */
function wanted(findings: readonly Finding[], fileOf: FileOf): readonly Finding[] {
  const byFile = new Map<Uri, Finding[]>();
  for (const finding of findings) pushTo(byFile, finding.uri, finding);
  return [...byFile].flatMap(([uri, inFile]) => {
    const file = fileOf(uri);
    return file === null ? inFile : unsuppressed(file, inFile);
  });
}
