/** The preview of a deployment: its changes, host by host, found out without changing anything that runs. */
import type { DeployHost } from "../hosts/deployedHost.ts";
import { type DeployAction, needsTerminal } from "../hosts/deployedHost.ts";
import { type Invocation, refusesSudoFlag } from "../tools/invocation.ts";
import { invocationsFor } from "../tools/invocations.ts";
import { buildInvocation, closureDiff, systemQuery } from "../tools/nix.ts";
import { type DeployOrder, orderOfDeployment } from "./order.ts";
import type { DeployPorts, DeployUi, End } from "./ports.ts";
import {
  isColmenaSuccess,
  lastLines,
  readColmenaLine,
  readSystemPath,
  readUnitChanges,
  type UnitChanges,
} from "./toolOutput.ts";

export interface Preview {
  readonly action: DeployAction;
  readonly hosts: readonly HostPreview[];
  readonly plan: DeployOrder;
  /** Names everything it was made of. */
  readonly hash: string;
}

export interface HostPreview {
  readonly host: DeployHost;
  /** `null`: it was not tried, as nothing is built for this action. */
  readonly end: End | null;
  /** What the activation would do to units. `null`: nothing, or `unitsReason` says why it is not known. */
  readonly units: UnitChanges | null;
  readonly unitsReason: "needsPassword" | null;
  /** The lines of `nix store diff-closures`; `null`: they could not be computed. */
  readonly closures: readonly string[] | null;
  /** The end of the log where it failed. */
  readonly lines: readonly string[];
  readonly logFiles: readonly string[];
}

/** Whether every host is ready. */
export function isPrepared({ hosts }: Preview): boolean {
  return hosts.every(({ end }) => end === null || (end.kind === "exited" && end.code === 0));
}

/** Builds, copies and asks what would change. Ends early, with what is known then, when the signal is aborted. */
export async function makePreview(
  hosts: readonly DeployHost[],
  action: DeployAction,
  ports: DeployPorts,
  ui: Pick<DeployUi, "progress">,
  signal: AbortSignal,
): Promise<Preview> {
  const hash = await ports.inputHash(hosts);
  const plan = orderOfDeployment(hosts);
  const ordered = plan.batches.flatMap((batch) => batch.hosts);
  if (action === "rollback" || action === "install") {
    return { action, plan, hash, hosts: ordered.map((host) => ({ ...unprepared, host })) };
  }
  const found = new Map<DeployHost, HostPreview>();
  for (const group of preparations(ordered)) {
    if (signal.aborted) break;
    for (const preview of await prepare(group, ports, ui, signal)) found.set(preview.host, preview);
  }
  return {
    action,
    plan,
    hash,
    hosts: ordered.map((host) => found.get(host) ?? { ...unprepared, host, end: cancelled }),
  };
}

const cancelled: End = { kind: "cancelled" };
const unprepared = { end: null, units: null, unitsReason: null, closures: null, lines: [], logFiles: [] } as const;

interface Preparation {
  readonly invocation: Invocation;
  /** Whether it also says what activation would do. */
  readonly isDryRun: boolean;
}

/** Whatever needs a password is only built: nobody is asked for it before the preview. */
function preparations(hosts: readonly DeployHost[]): readonly Preparation[] {
  const dry = hosts.filter((host) => !needsTerminal(host, "dry-activate"));
  const ofColmena = new Map<string, DeployHost[]>();
  for (const host of dry.filter(({ tool }) => tool === "colmena")) {
    ofColmena.set(host.facts.folder, [...(ofColmena.get(host.facts.folder) ?? []), host]);
  }
  const alone = dry.filter(({ tool }) => tool !== "colmena").map((host) => [host]);
  const groups = [...ofColmena.values(), ...alone];
  const built = hosts.filter((host) => !dry.includes(host)).map(buildInvocation);
  return [
    ...groups.flatMap((group) =>
      invocationsFor(group, "dry-activate").map((invocation) => ({ invocation, isDryRun: true })),
    ),
    ...built.map((invocation) => ({ invocation, isDryRun: false })),
  ];
}

async function prepare(
  { invocation, isDryRun }: Preparation,
  ports: DeployPorts,
  ui: Pick<DeployUi, "progress">,
  signal: AbortSignal,
): Promise<readonly HostPreview[]> {
  const { hosts } = invocation;
  const { end, lines, logFiles } = await runWithFallback(
    invocation,
    "run",
    titleOf("dry-activate", hosts),
    ports,
    signal,
    (line) => ui.progress(hosts, "preparing", line),
  );
  const names = hosts.map(({ facts }) => facts.name);
  const previews: HostPreview[] = [];
  for (const host of hosts) {
    const own = invocation.program === "colmena" ? previewLines(host, lines, names) : lines;
    const isReady = end.kind === "exited" && (end.code === 0 || (names.length > 1 && own.some(isColmenaSuccess)));
    const ownEnd: End = isReady ? { kind: "exited", code: 0 } : end;
    ui.progress([host], "comparing", "");
    const closures = isReady && !signal.aborted ? await compare(host, lines, ports, signal) : null;
    previews.push({
      host,
      end: ownEnd,
      units: isReady ? readUnitChanges(own) : null,
      unitsReason: isDryRun ? null : "needsPassword",
      closures,
      lines: isReady ? [] : lastLines(own),
      logFiles,
    });
  }
  return previews;
}

async function compare(
  host: DeployHost,
  lines: readonly string[],
  ports: DeployPorts,
  signal: AbortSignal,
): Promise<readonly string[] | null> {
  const path = readSystemPath(lines) ?? (await askSystemPath(host, ports, signal));
  const difference = path === null ? null : closureDiff(host, path);
  if (difference === null) return null;
  const found: string[] = [];
  const { end } = await ports.run(difference, { title: null, signal, onLine: (line) => found.push(line) });
  return end.kind === "exited" && end.code === 0 ? lastLines(found, found.length + 1) : null;
}

async function askSystemPath(host: DeployHost, ports: DeployPorts, signal: AbortSignal): Promise<string | null> {
  const query = systemQuery(host);
  if (query === null) return null;
  const found: string[] = [];
  const { end } = await ports.run(query, { title: null, signal, onLine: (line) => found.push(line) });
  return end.kind === "exited" && end.code === 0 ? readSystemPath(found) : null;
}

/** The lines that colmena says are of one node. */
export function previewLines(
  { facts }: DeployHost,
  lines: readonly string[],
  nodes: readonly string[],
): readonly string[] {
  return lines.flatMap((line) => {
    const read = readColmenaLine(line, nodes);
    return read?.node === facts.name ? [read.text] : [];
  });
}

/** Names a run, for its log. */
export function titleOf(action: DeployAction, hosts: readonly DeployHost[]): string {
  return `${action} ${hosts.map(({ facts }) => facts.label).join(", ")}`;
}

export interface RunResult {
  readonly end: End;
  readonly lines: readonly string[];
  readonly logFiles: readonly string[];
}

/** The lines that are kept in memory; all of them are in the log. */
const keptLines = 5_000;

/** Runs an invocation, and once more in its older form where the tool is one that wants that. */
export async function runWithFallback(
  invocation: Invocation,
  how: "run" | "runOutliving",
  title: string,
  ports: DeployPorts,
  signal: AbortSignal,
  onLine: (line: string) => void,
): Promise<RunResult> {
  const lines: string[] = [];
  const options = {
    title,
    signal,
    onLine: (line: string) => {
      lines.push(line);
      if (lines.length > 2 * keptLines) lines.splice(0, lines.length - keptLines);
      onLine(line);
    },
  };
  const first = await ports[how](invocation, options);
  const logs = first.logFile === null ? [] : [first.logFile];
  const isRefused = first.end.kind === "exited" && first.end.code !== 0 && refusesSudoFlag(lines.join("\n"));
  if (!isRefused || invocation.older === null || signal.aborted) return { end: first.end, lines, logFiles: logs };
  const second = await ports[how]({ ...invocation, args: invocation.older, older: null }, options);
  return { end: second.end, lines, logFiles: second.logFile === null ? logs : [...logs, second.logFile] };
}
