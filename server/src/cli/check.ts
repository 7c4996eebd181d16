/** `plasmacloud-nix check`: everything found in a workspace, limited to what was named. */

import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import type { Colors } from "picocolors/types";
import type { Log } from "../base/log.ts";
import type { Uri } from "../base/uri.ts";
import { type HostView, NO_COVERAGE } from "../modules/api.ts";
import { sizeLimit } from "../node/nodeFileSystem.ts";
import { ruleTable } from "../rules/registry.ts";
import type { Severity } from "../rules/support/rule.ts";
import type { AnalysisDelta } from "../session/messages.ts";
import { analyseOnce } from "./analyseOnce.ts";
import { type ExitCode, UsageError } from "./exit.ts";
import { formatGithub } from "./formats/github.ts";
import { formatJson } from "./formats/json.ts";
import { formatPretty } from "./formats/pretty.ts";
import { type CheckReport, isAtLeast, makeReport, withoutHints } from "./formats/report.ts";
import { formatSarif } from "./formats/sarif.ts";
import { type CheckTarget, displayPath, isTargeted, targetOf, virtualTarget } from "./paths.ts";
import { unreadFiles } from "./unreadFiles.ts";

export const checkFormats = ["pretty", "json", "sarif", "github"] as const;

export interface CheckOptions {
  readonly format: (typeof checkFormats)[number];
  readonly failOn: Severity;
  readonly stats: boolean;
  readonly stdinFilename: string | null;
  readonly untrusted: boolean;
}

/** What a command gets from its process. */
export interface CommandIo {
  readonly workingFolder: string;
  readonly stdin: NodeJS.ReadableStream;
  readonly colors: Colors;
  readonly log: Log;
  /** To standard output. */
  write(text: string): void;
  /** One message to standard error. */
  complain(message: string): void;
}

export async function check(
  paths: readonly string[],
  options: CheckOptions,
  io: CommandIo,
  version: string,
): Promise<ExitCode> {
  const stdin = await readStdin(paths, options, io);
  const targets = paths.filter((path) => path !== "-").map((path) => targetOf(path, io.workingFolder));
  if (stdin !== null) targets.push(stdin.target);
  if (targets.length === 0) targets.push(targetOf(".", io.workingFolder));
  const analysis = await analyseOnce(
    {
      trusted: !options.untrusted,
      roots: rootsOf(targets),
      named: targets.map(({ uri }) => uri),
      ...(stdin === null ? {} : { buffers: [[stdin.target.uri, stdin.text]] }),
    },
    io.log,
  );
  const report = reportOf(analysis, targets, options, io);
  io.write(formatted(report, options, io, stdin, version));
  for (const path of report.unread) io.complain(`plasmacloud-nix: not read, so not checked: ${path}`);
  if (report.unread.length > 0) return 2;
  return report.diagnostics.some(({ severity }) => isAtLeast(severity, options.failOn)) ? 1 : 0;
}

interface StdinText {
  readonly target: CheckTarget;
  readonly text: string;
}

async function readStdin(
  paths: readonly string[],
  { stdinFilename }: CheckOptions,
  io: CommandIo,
): Promise<StdinText | null> {
  if (!paths.includes("-")) {
    if (stdinFilename !== null) throw new UsageError("--stdin-filename goes with - as the path");
    return null;
  }
  if (stdinFilename === null) throw new UsageError("reading standard input needs --stdin-filename");
  const target = virtualTarget(stdinFilename, io.workingFolder);
  return { target, text: (await text(io.stdin)).replace(/^\uFEFF/, "") };
}

function reportOf(
  analysis: AnalysisDelta,
  targets: readonly CheckTarget[],
  options: CheckOptions,
  io: CommandIo,
): CheckReport {
  const findings = analysis.findings
    .filter(([uri]) => isTargeted(uri, targets))
    .flatMap(([, found]) => (found === null ? [] : [...found.own, ...found.host]));
  const files = (analysis.files ?? []).filter((uri) => isTargeted(uri, targets)).length;
  const hosts = (analysis.hosts ?? []).filter((host): host is HostView => typeof host !== "string");
  const coverage = analysis.coverage ?? NO_COVERAGE;
  const unread = unreadFiles(analysis, targets);
  return makeReport(findings, files, hosts, coverage, unread, options.stats, (uri) =>
    displayPath(uri, io.workingFolder),
  );
}

function formatted(
  report: CheckReport,
  { format, failOn }: CheckOptions,
  io: CommandIo,
  stdin: StdinText | null,
  version: string,
): string {
  if (format === "json") return formatJson(report);
  if (format === "sarif") return formatSarif(report, [...ruleTable.values()], version);
  // People are spared what is only faded in an editor, unless they ask for it.
  const shown = failOn === "hint" ? report : withoutHints(report);
  if (format === "github") return formatGithub(shown);
  return formatPretty(shown, lineReader(io.workingFolder, stdin), io.colors);
}

/** Reads lines of reported files, each file once. */
function lineReader(workingFolder: string, stdin: StdinText | null): (path: string, line: number) => string | null {
  const files = new Map<string, readonly string[]>();
  if (stdin !== null) files.set(displayPath(stdin.target.uri, workingFolder), lines(stdin.text));
  return (path, line) => {
    let known = files.get(path);
    if (known === undefined) {
      known = lines(readExcerpts(resolve(workingFolder, path)));
      files.set(path, known);
    }
    return known[line] ?? null;
  };
}

/** A file's text for excerpts; empty where there is none to be had: a pipe, a device, a file that may not be read. */
function readExcerpts(path: string): string {
  try {
    const found = statSync(path);
    return found.isFile() && found.size <= sizeLimit ? readFileSync(path, "utf8").replace(/^\uFEFF/, "") : "";
  } catch {
    return "";
  }
}

function lines(of: string): readonly string[] {
  return of.split(/\r\n|\r|\n/);
}

/** The URIs of the workspaces that these paths stand in. */
export function rootsOf(targets: readonly CheckTarget[]): readonly Uri[] {
  return [...new Set(targets.map(({ root }) => root))];
}
