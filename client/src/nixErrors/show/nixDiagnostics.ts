/** The one maker of diagnostics out of what Nix has found. */
import {
  Diagnostic,
  DiagnosticRelatedInformation,
  DiagnosticSeverity,
  Location,
  l10n,
  Position,
  Range,
  Uri,
} from "vscode";
import type { RelatedPlace } from "../place/placeFinding.ts";
import type { TextRange } from "../place/textPlace.ts";
import type { ShownFinding } from "./findingStore.ts";

/** What the Problems view says about where a finding comes from. */
export const source = "nix";

const shownLogLines = 10;

export function toNixDiagnostic({ placed, range, isOld }: ShownFinding): Diagnostic {
  const { finding, related } = placed;
  const diagnostic = new Diagnostic(toRange(range), messageOf(placed, isOld), severityOf(finding.severity, isOld));
  diagnostic.source = source;
  diagnostic.code = finding.kind;
  if (related.length > 0) diagnostic.relatedInformation = related.map(toRelated);
  return diagnostic;
}

function severityOf(severity: "error" | "warning", isOld: boolean): DiagnosticSeverity {
  if (isOld) return DiagnosticSeverity.Information;
  return severity === "error" ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning;
}

function messageOf({ finding }: ShownFinding["placed"], isOld: boolean): string {
  const { message, log, host } = finding;
  return [
    message,
    ...log.slice(-shownLogLines).map((line) => `> ${line}`),
    ...(host === null ? [] : [l10n.t("(on {0})", host)]),
    ...(isOld ? [l10n.t("(as of the last run of Nix; this file was edited since)")] : []),
  ].join("\n");
}

function toRelated({ path, range, text, kind }: RelatedPlace): DiagnosticRelatedInformation {
  return new DiagnosticRelatedInformation(new Location(Uri.file(path), toRange(range)), relatedText(text, kind));
}

function relatedText(text: string, kind: RelatedPlace["kind"]): string {
  if (kind === "frame") return text === "" ? l10n.t("the error itself") : text;
  return text === "" ? l10n.t("defined here") : l10n.t("defined here as {0}", text);
}

function toRange({ start, end }: TextRange): Range {
  return new Range(new Position(start.line, start.character), new Position(end.line, end.character));
}
