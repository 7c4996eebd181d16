/**
 * Asking Nix about a file that was saved, where the user wants it.
 * Invariants: nothing runs in a workspace that is not trusted, nor anything that the setting does not ask for; a newer
 * save ends what an older one has started; hosts are evaluated one at a time.
 */
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { type Disposable, l10n, ProgressLocation, type TextDocument, Uri, window, workspace } from "vscode";
import {
  type HostsOfFileParams,
  type HostsOfFileResult,
  hostsOfFileMethod,
} from "../../../../server/src/protocol/protocol.ts";
import { findProgram, isProgram, searchFolders, settingPath } from "../../nix/locateNix.ts";
import type { NixTool } from "../../nix/nixFacts.ts";
import { quietNix, usableNix } from "../../nix/usableNix.ts";
import { readRecords } from "../../nixLog/readRecords.ts";
import { run } from "../../process/run.ts";
import type { ExtensionParts, Part } from "../../workbench/parts.ts";
import { supervisorPath } from "../../workbench/supervisorPath.ts";
import { createNixFindings } from "./nixFindings.ts";
import { type CheckedHost, evaluationCheck, parseCheck, type SaveCheck, WaitingHosts } from "./saveChecks.ts";

/** Milliseconds after which a check is given up: nobody waits that long for an answer to a save. */
const limits = { parse: 10_000, evaluate: 180_000 };

/** Saves of several files at once are gathered this long, in milliseconds. */
const gathered = 150;

export const checkOnSave: Part = (parts) => {
  const parsing = new Map<string, AbortController>();
  const hosts = new WaitingHosts();
  let evaluating: AbortController | null = null;
  let timer: NodeJS.Timeout | undefined;

  const parse = async (path: string): Promise<void> => {
    parsing.get(path)?.abort();
    const abort = new AbortController();
    parsing.set(path, abort);
    const program = await instantiateProgram();
    if (program !== null) await check(parts, program, {}, parseCheck(path), "parse", abort.signal);
    else parts.output.warn("nix-instantiate was not found, so saved files are not checked.");
    if (parsing.get(path) === abort) parsing.delete(path);
  };
  const evaluateWaiting = async (): Promise<void> => {
    const abort = new AbortController();
    evaluating = abort;
    const nix = await nixForEvaluation(parts);
    for (let host = hosts.next(); host !== null && nix !== null && !abort.signal.aborted; host = hosts.next()) {
      await evaluate(parts, nix, host, abort.signal);
      if (!abort.signal.aborted) hosts.done(host);
    }
  };
  const evaluateSoon = async (document: TextDocument): Promise<void> => {
    hosts.add(await hostsOf(parts, document));
    evaluating?.abort();
    clearTimeout(timer);
    timer = setTimeout(() => evaluateWaiting().catch((error: unknown) => parts.output.error(String(error))), gathered);
  };

  const listener = workspace.onDidSaveTextDocument(async (document) => {
    const wanted = workspace.getConfiguration("plasmacloud", document).get<string>("nix.checkOnSave", "off");
    if (wanted === "off" || !workspace.isTrusted || !isChecked(document)) return;
    try {
      await (wanted === "parse" ? parse(document.uri.fsPath) : evaluateSoon(document));
    } catch (error) {
      parts.output.error(String(error));
    }
  });
  const ending: Disposable = {
    dispose() {
      clearTimeout(timer);
      evaluating?.abort();
      for (const abort of parsing.values()) abort.abort();
    },
  };
  return [listener, ending];
};

function isChecked({ languageId, uri }: TextDocument): boolean {
  return languageId === "nix" && uri.scheme === "file" && workspace.getWorkspaceFolder(uri) !== undefined;
}

/**
 * A server that has just begun with a workspace, or has not heard yet of a file that was just made, knows its hosts a
 * little later. Milliseconds, and how often it is asked while it is busy, and while it is not.
 */
const askAgain = { every: 250, busy: 40, idle: 8 };

async function hostsOf({ server }: ExtensionParts, { uri }: TextDocument): Promise<readonly CheckedHost[]> {
  const params: HostsOfFileParams = { uri: uri.toString() };
  let result = await server.request<HostsOfFileResult | null>(hostsOfFileMethod, params);
  const isEarly = (time: number): boolean => time < (result?.busy ? askAgain.busy : askAgain.idle);
  for (let time = 0; result !== null && result.hosts.length === 0 && isEarly(time); time++) {
    await new Promise((resolve) => setTimeout(resolve, askAgain.every));
    result = await server.request<HostsOfFileResult | null>(hostsOfFileMethod, params);
  }
  const systems = (result?.hosts ?? []).filter(({ isSystem }) => isSystem);
  return systems.map(({ name, folder }) => ({ name, folder: Uri.parse(folder, true).fsPath }));
}

let hasAsked = false;

/** Nix for flakes. The first time in a window a user hears why there is none; saving again does not say it again. */
async function nixForEvaluation(parts: ExtensionParts): Promise<NixTool | null> {
  const nix = await quietNix(parts);
  if (nix !== null || hasAsked) return nix;
  hasAsked = true;
  return usableNix(parts);
}

async function instantiateProgram(): Promise<string | null> {
  const configured = settingPath(workspace.getConfiguration("plasmacloud").get<string>("nix.path", ""));
  const beside = join(dirname(configured), "nix-instantiate");
  if (configured !== "" && (await isProgram(beside))) return beside;
  return findProgram("nix-instantiate", searchFolders(process.env["PATH"], homedir()));
}

async function evaluate(parts: ExtensionParts, nix: NixTool, host: CheckedHost, signal: AbortSignal): Promise<void> {
  const asked = evaluationCheck(host, nix.flags);
  if (asked === null) return;
  const title = l10n.t("Nix evaluates {0}", host.name);
  await window.withProgress({ location: ProgressLocation.Window, title }, () =>
    check(parts, nix.path, nix.env, asked, "evaluate", signal),
  );
}

/** Runs one check to its end; what it finds replaces what the same check found before. */
async function check(
  parts: ExtensionParts,
  program: string,
  env: Readonly<Record<string, string>>,
  { args, cwd, run: about }: SaveCheck,
  kind: keyof typeof limits,
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) return;
  const title = `${kind} ${about.scope ?? about.folder}`;
  const limit = AbortSignal.timeout(limits[kind]);
  const findings = createNixFindings(parts).begin({ ...about, title });
  const records = readRecords((record) => {
    if (signal.aborted) return;
    if (record.kind === "message") findings.message(record.message, record.shown);
    else if (record.kind === "line") findings.line(record.text);
  });
  try {
    const ended = await run(
      { program, args: [...args], cwd, env },
      {
        supervisor: supervisorPath(parts.context),
        signal: AbortSignal.any([signal, limit]),
        onOutput: (chunk, stream) => {
          if (stream === "stderr") records.push(chunk);
        },
      },
    );
    records.end();
    parts.output.debug(`${title}: ${JSON.stringify(ended)}`);
    if (limit.aborted) parts.output.warn(`${title}: not done within ${limits[kind] / 1000} s`);
  } finally {
    findings.end();
  }
}
