/**
 * Previews and reports as Markdown.
 * Invariant: what tools printed stands in code blocks that it cannot end, names in code spans.
 */

import type { DeployReport, HostReport } from "../engine/deployReport.ts";
import type { HostPreview, Preview } from "../engine/preview.ts";
import type { UnitChanges } from "../engine/toolOutput.ts";
import type { DeployHost } from "../hosts/deployedHost.ts";
import { formatTarget } from "../hosts/names.ts";
import type { DeployTexts } from "./deployTexts.ts";

/** The preview: findings first, then the order, then what would change on each host. `errors`: a line each. */
export function previewMarkdown(
  { action, hosts, plan }: Preview,
  texts: DeployTexts,
  errors: readonly string[] = [],
): string {
  const faulty = hosts.filter(({ host }) => host.facts.errors > 0);
  const findings = faulty.map(({ host: { facts } }) => `- ${escaped(texts.errors(facts.label, facts.errors))}`);
  const steps = plan.batches.map((batch, index) => `${index + 1}. ${escaped(batchText(batch.hosts, texts))}`);
  const notes = plan.quorum.map(
    ({ service, size, hosts: members }) => `> ⚠ ${escaped(texts.quorumLost(service, size, members.join(", ")))}\n`,
  );
  return joined([
    `# ${texts.previewTitle(action)}`,
    texts.action(action),
    `## ${texts.findings()}`,
    findings.length > 0 ? findings.join("\n") : texts.noErrors(),
    findings.length > 0 ? block(errors) : "",
    `## ${texts.order()}`,
    steps.join("\n"),
    plan.batches.length > 1 ? texts.betweenHosts() : "",
    ...notes,
    ...hosts.map((host) => hostSection(host, texts)),
  ]);
}

function batchText(hosts: readonly DeployHost[], texts: DeployTexts): string {
  const names = hosts.map(({ facts }) => facts.label).join(", ");
  return hosts.length > 1 ? texts.together(names) : names;
}

function hostSection(preview: HostPreview, texts: DeployTexts): string {
  const { host, end, closures, lines, logFiles } = preview;
  const isReady = end?.kind === "exited" && end.code === 0;
  const where = host.target === null ? texts.thisMachine() : code(formatTarget(host.target));
  return joined([
    `## ${code(host.facts.label)}`,
    texts.deployedBy(host.tool, where),
    ...(end === null ? [texts.nothingBuilt()] : []),
    ...(end !== null && !isReady ? [`**${escaped(texts.end(end))}**`, block(lines)] : []),
    ...(isReady ? [`### ${texts.unitsTitle()}`, unitsText(preview, texts)] : []),
    ...(isReady ? [`### ${texts.closures()}`, closuresText(closures, texts)] : []),
    ...logFiles.map((file) => texts.log(code(file))),
  ]);
}

function unitsText({ units, unitsReason }: HostPreview, texts: DeployTexts): string {
  if (units === null) return unitsReason === null ? texts.unitsUnchanged() : texts.unitsNeedPassword();
  const kinds = ["stop", "start", "restart", "reload", "keep"] as const satisfies readonly (keyof UnitChanges)[];
  const rows = kinds
    .filter((kind) => units[kind].length > 0)
    .map((kind) => `- **${texts.units[kind]()}**: ${units[kind].map(code).join(", ")}`);
  return [...rows, ...(units.restartsSystemd ? [`- ${texts.restartsSystemd()}`] : [])].join("\n");
}

function closuresText(closures: readonly string[] | null, texts: DeployTexts): string {
  if (closures === null) return texts.closuresUnknown();
  return closures.length === 0 ? texts.closuresUnchanged() : block(closures);
}

/** The report: why it ended if not every host is done, then how each host came out. */
export function reportMarkdown({ action, hosts, stop }: DeployReport, texts: DeployTexts): string {
  return joined([
    `# ${texts.reportTitle(action)}`,
    stop === null ? "" : `**${escaped(texts.stop(stop))}**`,
    ...hosts.map((host) => outcomeSection(host, texts)),
  ]);
}

function outcomeSection({ host, outcome, logFiles }: HostReport, texts: DeployTexts): string {
  const details =
    outcome.kind === "unhealthy"
      ? outcome.ailments.map((ailment) => `- ${escaped(texts.ailment(ailment))}`).join("\n")
      : "lines" in outcome
        ? block(outcome.lines)
        : "";
  const title = `## ${code(host.facts.label)}: ${escaped(texts.outcome(outcome))}`;
  return joined([title, details, ...logFiles.map((file) => texts.log(code(file)))]);
}

function joined(parts: readonly string[]): string {
  const texts = parts.map((part) => part.trimEnd()).filter((part) => part !== "");
  return `${texts.join("\n\n")}\n`;
}

/** A block that no line in it can end. */
function block(lines: readonly string[]): string {
  if (lines.length === 0) return "";
  const longest = Math.max(
    2,
    ...lines.map((line) => Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length))),
  );
  const fence = "`".repeat(longest + 1);
  return [`${fence}text`, ...lines, fence].join("\n");
}

function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const ticks = "`".repeat(longest + 1);
  const pad = longest > 0 ? " " : "";
  return `${ticks}${pad}${text.replaceAll("\n", " ")}${pad}${ticks}`;
}

function escaped(text: string): string {
  return text.replaceAll("\n", " ").replaceAll(/[\\`*_{}[\]<>#|!&~]/g, (character) => `\\${character}`);
}
