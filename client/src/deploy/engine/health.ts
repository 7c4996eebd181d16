/**
 * Whether a host is up again: the units of its services are active, and their APIs take connections.
 * Invariant: a check ends at its time limit, with what was still wrong then; a host that cannot be reached is not well.
 */
import type { DeployHost } from "../hosts/deployedHost.ts";
import { isNetworkName } from "../hosts/names.ts";
import { sshArguments } from "../tools/ssh.ts";

export interface Ailment {
  readonly host: string;
  readonly service: string;
  /** The state of the unit (`failed`, `activating`), or `null` when it is the API that does not answer. */
  readonly unitState: string | null;
  /** ADDRESS:PORT of the API. */
  readonly api: string | null;
}

/** What a check asks of the world. */
export interface HealthPorts {
  /** Runs a program to its end; `null`: it could not be run, or did not end in time. */
  query(program: "ssh" | "systemctl", args: readonly string[], signal: AbortSignal): Promise<QueryAnswer | null>;
  /** Whether something takes connections there, from this machine. */
  connects(address: string, port: number, signal: AbortSignal): Promise<boolean>;
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  now(): number;
}

export interface QueryAnswer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const betweenTries = 2_000;
const connectSeconds = 5;
const notFound = 127;

/** Asks again and again until all is well (`[]`), the time is over, or the signal is aborted. */
export async function checkHealth(
  host: DeployHost,
  timeoutSeconds: number,
  ports: HealthPorts,
  signal: AbortSignal,
): Promise<readonly Ailment[]> {
  if (host.facts.services.length === 0) return [];
  const end = ports.now() + timeoutSeconds * 1000;
  for (;;) {
    const ailments = await examine(host, ports, signal);
    if (ailments.length === 0 || signal.aborted || ports.now() + betweenTries > end) return ailments;
    await ports.sleep(betweenTries, signal);
  }
}

async function examine(host: DeployHost, ports: HealthPorts, signal: AbortSignal): Promise<readonly Ailment[]> {
  const { services, label } = host.facts;
  const states = await unitStates(host, ports, signal);
  const ailments: Ailment[] = [];
  for (const [index, { name, address, port }] of services.entries()) {
    const state = states[index] ?? "unknown";
    if (state !== "active") ailments.push({ host: label, service: name, unitState: state, api: null });
    else if (port !== null && !(await answers(host, reachable(address), port, ports, signal)))
      ailments.push({ host: label, service: name, unitState: null, api: `${reachable(address)}:${port}` });
  }
  return ailments;
}

/** One word for each unit, in their order. `systemctl` fails when one is not active, and says all the same. */
async function unitStates(host: DeployHost, ports: HealthPorts, signal: AbortSignal): Promise<readonly string[]> {
  const command = ["is-active", ...host.facts.services.map(({ unit }) => unit)];
  const answer = await onHost(host, "systemctl", command, ports, signal);
  const lines = (answer?.stdout ?? "").split("\n").map((line) => line.trim());
  // a login may print what it likes before the answer
  return lines.filter((line) => /^[a-z-]+$/.test(line)).slice(-host.facts.services.length);
}

/** Asked of the host itself, since a firewall may rightly keep others from its API. */
async function answers(
  host: DeployHost,
  address: string,
  port: number,
  ports: HealthPorts,
  signal: AbortSignal,
): Promise<boolean> {
  const { target } = host;
  if (target === null) return ports.connects(address, port, signal);
  const netcat = ["nc", "-z", "-w", String(connectSeconds), address, String(port)];
  const answer = await ports.query("ssh", sshArguments(target, netcat), signal);
  if (answer === null) return false;
  return answer.code === notFound ? ports.connects(target.host, port, signal) : answer.code === 0;
}

async function onHost(
  { target }: DeployHost,
  program: "systemctl",
  args: readonly string[],
  ports: HealthPorts,
  signal: AbortSignal,
): Promise<QueryAnswer | null> {
  if (target === null) return ports.query(program, args, signal);
  return ports.query("ssh", sshArguments(target, [program, ...args]), signal);
}

/** Where a listener is reached from its own host. What is no address would be an option to `nc`. */
function reachable(address: string | null): string {
  const isWildcard = address === "0.0.0.0" || address === "::";
  return address === null || isWildcard || !isNetworkName(address) ? "127.0.0.1" : address;
}
