/** What rules find on one host, in places, and the host as plain data. */
import type { LineIndex } from "../base/lineIndex.ts";
import type { Uri } from "../base/uri.ts";
import { newestNode } from "../eval/successors.ts";
import type { HostEvaluation } from "../modules/hostEvaluation.ts";
import { hostView } from "../modules/hostView.ts";
import type { HostView } from "../modules/view.ts";
import { checkHost } from "../rules/hostRules.ts";
import type { Finding, PlacedFinding } from "../rules/rule.ts";
import type { ServiceInfo } from "../rules/services.ts";
import { unsuppressed } from "../rules/suppressions.ts";
import type { ParsedFile } from "../syntax/parsedFile.ts";
import { deployView } from "./deployView.ts";
import type { ParsedFiles } from "./parsedFiles.ts";
import { placeFinding } from "./place.ts";
import type { SnapshotStore } from "./snapshotStore.ts";

export interface HostFindings {
  readonly findings: readonly PlacedFinding[];
  readonly view: HostView;
}

export function hostFindings(
  host: HostEvaluation,
  services: readonly ServiceInfo[],
  store: SnapshotStore,
  parsed: ParsedFiles,
): HostFindings {
  const fileOf = (uri: Uri): ParsedFile | null => {
    const entry = store.peek(uri);
    return entry?.kind === "text" ? parsed.get(uri, entry.text) : null;
  };
  const linesOf = (uri: Uri): LineIndex | null => fileOf(uri)?.lines ?? null;
  const found = checkHost({
    host,
    services,
    locate: (origin) => (origin === null ? null : (fileOf(origin.anchor.uri)?.locationOf(newestNode(origin)) ?? null)),
    parsed: fileOf,
  });
  const findings = wanted(found, fileOf).flatMap((finding) => placeFinding(finding, linesOf) ?? []);
  return { findings, view: hostView(host, deployView(host, services)) };
}

/** Without those that comments in their files silence. */
function wanted(findings: readonly Finding[], fileOf: (uri: Uri) => ParsedFile | null): readonly Finding[] {
  const byFile = new Map<Uri, Finding[]>();
  for (const finding of findings) byFile.set(finding.uri, [...(byFile.get(finding.uri) ?? []), finding]);
  return [...byFile].flatMap(([uri, inFile]) => {
    const file = fileOf(uri);
    return file === null ? inFile : unsuppressed(file, inFile);
  });
}
