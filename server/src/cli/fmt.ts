/**
 * `plasmacloud-nix fmt`: writes Nix files in the official style.
 * Invariant: a file is written only where its text changes, whole, and never one that does not parse.
 */
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { URI } from "vscode-uri";
import type { Uri } from "../base/uri.ts";
import type { Formatter } from "../features/formatting/formatter.ts";
import { nodeFileSystem, sizeLimit } from "../node/nodeFileSystem.ts";
import { nodeParser } from "../node/nodeSession.ts";
import { WorkerFormatter } from "../node/workerFormatter.ts";
import { scanFolder } from "../session/files/scanFolder.ts";
import { formatFile, withEdits } from "../session/formatFile.ts";
import type { Parser } from "../syntax/parse/parser.ts";
import type { CommandIo } from "./check.ts";
import { type ExitCode, UsageError } from "./exit.ts";
import { displayPath, targetOf, uriOfPath } from "./paths.ts";

interface Tools {
  readonly parser: Parser;
  readonly formatter: Formatter;
}

/** What came of a text: the text as it should be, or why it is left alone. */
type Result = { readonly kind: "text"; readonly text: string } | { readonly kind: "leftAlone"; readonly why: string };

/** `onlyCheck`: write nothing, name what would change and end with 1 where there is something. 2: a file is left alone. */
export async function fmt(paths: readonly string[], onlyCheck: boolean, io: CommandIo): Promise<ExitCode> {
  if (paths.includes("-") && paths.length > 1)
    throw new UsageError("- stands alone: one text comes from standard input");
  const tools = { parser: await nodeParser(), formatter: new WorkerFormatter(io.log) };
  try {
    return paths[0] === "-" ? await fmtInput(onlyCheck, tools, io) : await fmtFiles(paths, onlyCheck, tools, io);
  } finally {
    tools.formatter.dispose();
    tools.parser.delete();
  }
}

async function fmtInput(onlyCheck: boolean, tools: Tools, io: CommandIo): Promise<ExitCode> {
  const given = await text(io.stdin);
  const result = await formatted(given, uriOfPath(io.workingFolder), tools);
  if (result.kind === "leftAlone") {
    io.complain(`plasmacloud-nix: not formatted: ${result.why}`);
    return 2;
  }
  if (onlyCheck) return result.text === given ? 0 : 1;
  io.write(result.text);
  return 0;
}

async function fmtFiles(paths: readonly string[], onlyCheck: boolean, tools: Tools, io: CommandIo): Promise<ExitCode> {
  const targets = paths.map((path) => targetOf(path, io.workingFolder));
  let [changed, leftAlone] = [0, 0];
  const leave = (uri: Uri, why: string): void => {
    io.complain(`plasmacloud-nix: not formatted: ${displayPath(uri, io.workingFolder)}: ${why}`);
    leftAlone++;
  };
  const files = new Set<Uri>();
  for (const { uri } of targets) {
    const scan = await scanFolder(nodeFileSystem, uri);
    for (const file of scan.files) files.add(file);
    if (scan.truncated) leave(uri, "there are more files in it than one configuration has");
  }
  for (const uri of files) {
    const path = URI.parse(uri).fsPath;
    const given = readText(path);
    const result = given.kind === "text" ? await formatted(given.text, uri, tools) : given;
    if (result.kind === "leftAlone") leave(uri, result.why);
    else if (given.kind === "text" && result.text !== given.text) {
      changed++;
      if (!onlyCheck) writeFileSync(path, result.text);
      io.write(`${displayPath(uri, io.workingFolder)}\n`);
    }
  }
  if (leftAlone > 0) return 2;
  return onlyCheck && changed > 0 ? 1 : 0;
}

async function formatted(given: string, uri: Uri, { parser, formatter }: Tools): Promise<Result> {
  const reparse = (of: string) => parser.parse(uri, of);
  const outcome = await formatFile(reparse(given), null, formatter, reparse);
  return outcome.kind === "leftAlone" ? outcome : { kind: "text", text: withEdits(given, outcome.edits) };
}

/** The text of a file exactly as it is, so that it can be written again. */
function readText(path: string): Result {
  try {
    const found = statSync(path);
    if (!found.isFile()) return { kind: "leftAlone", why: "it is no regular file" };
    if (found.size > sizeLimit) return { kind: "leftAlone", why: "it is larger than 4 MB" };
    return {
      kind: "text",
      text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readFileSync(path)),
    };
  } catch (error) {
    return { kind: "leftAlone", why: error instanceof TypeError ? "it is not UTF-8" : String(error) };
  }
}
