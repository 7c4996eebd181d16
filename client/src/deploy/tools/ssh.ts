/**
 * Questions to a host over ssh.
 * Invariant: the shell on the other side gets plain words only, none of which it could read as anything else.
 */
import { type DeployTarget, formatTarget, sshAddress } from "../hosts/names.ts";

const plainWord = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** The arguments of ssh for running a program there. Never asks for anything; gives up a connection after 10 s. */
export function sshArguments(target: DeployTarget, command: readonly string[]): readonly string[] {
  const odd = command.find((word) => !plainWord.test(word));
  if (odd !== undefined) throw new Error(`not a plain word for the shell of ${formatTarget(target)}: ${odd}`);
  const port = target.port === null ? [] : ["-p", String(target.port)];
  return ["-o", "BatchMode=yes", "-o", "ConnectTimeout=10", ...port, "--", sshAddress(target), ...command];
}
