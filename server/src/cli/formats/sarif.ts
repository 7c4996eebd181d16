/** `check --format sarif`: SARIF 2.1.0, columns in UTF-16 units. */
import type {
  ArtifactLocation,
  Invocation,
  Location,
  Log,
  Notification,
  Region,
  ReportingDescriptor,
  Result,
} from "sarif";
import type { PositionRange } from "../../base/range.ts";
import { safeLine } from "../../base/safeText.ts";
import { describeGaps, describeNixos } from "../../modules/api.ts";
import type { RuleMeta, Severity } from "../../rules/support/rule.ts";
import { rulesPage } from "../../session/findings/rulesPage.ts";
import type { CheckReport, ReportedDiagnostic } from "./report.ts";

const levels = { error: "error", warning: "warning", information: "note", hint: "note" } as const;

export function formatSarif(report: CheckReport, rules: readonly RuleMeta[], version: string): string {
  const codes = new Map(rules.map((rule, index) => [rule.code, index]));
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "plasmacloud-nix",
            version,
            informationUri: rulesPage(null),
            rules: rules.map(descriptor),
          },
        },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { ROOT: { description: { text: "The folder in which plasmacloud-nix was run." } } },
        invocations: [invocation(report)],
        results: report.diagnostics.map((diagnostic) => result(diagnostic, codes)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** How the run went: what could not be read or known, which is no result of any rule. */
function invocation({ coverage, unread }: CheckReport): Invocation {
  const nixos = describeNixos(coverage);
  const known: readonly Notification[] =
    nixos === null ? [] : [{ level: "none", message: { text: `Known of NixOS: ${nixos}.` } }];
  return {
    executionSuccessful: unread.length === 0,
    toolExecutionNotifications: [
      ...unread.map(
        (path): Notification => ({
          level: "error",
          message: { text: `Not read, so not checked: ${safeLine(path)}` },
          locations: [{ physicalLocation: { artifactLocation: artifact(path) } }],
        }),
      ),
      ...describeGaps(coverage).map((text): Notification => ({ level: "note", message: { text: safeLine(text) } })),
      ...known,
    ],
  };
}

function descriptor({ code, summary, severity }: RuleMeta): ReportingDescriptor {
  return {
    id: code,
    shortDescription: { text: summary },
    helpUri: rulesPage(code),
    defaultConfiguration: { level: levels[severity] },
  };
}

function result(diagnostic: ReportedDiagnostic, codes: ReadonlyMap<string, number>): Result {
  const { path, range, severity, code, message, hosts, related } = diagnostic;
  const ruleIndex = codes.get(code);
  return {
    ruleId: code,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: level(severity),
    message: { text: message },
    locations: [location(path, range)],
    ...(related === undefined
      ? {}
      : {
          relatedLocations: related.map((other, index) => ({
            id: index,
            ...location(other.path, other.range),
            message: { text: other.message },
          })),
        }),
    ...(hosts === undefined ? {} : { properties: { hosts } }),
  };
}

function level(severity: Severity): (typeof levels)[Severity] {
  return levels[severity];
}

function location(path: string, range: PositionRange): Location {
  return { physicalLocation: { artifactLocation: artifact(path), region: region(range) } };
}

function artifact(path: string): ArtifactLocation {
  const inRoot = !path.startsWith("../") && !path.startsWith("/");
  const uri = path.split("/").map(encodeURIComponent).join("/");
  return { uri, ...(inRoot ? { uriBaseId: "ROOT" } : {}) };
}

function region({ start, end }: PositionRange): Region {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}
