/** Process groups: whether anybody is left in one, and signals to all of it. A group is named by its leader's id. */
import { readdirSync, readFileSync } from "node:fs";

/** Whether a live process is in the group. On Linux one that has ended and waits for its parent does not count. */
export function isGroupAlive(leader: number): boolean {
  if (!signalGroup(leader, 0)) return false;
  return process.platform !== "linux" || membersOnLinux(leader).some((state) => state !== "Z" && state !== "X");
}

/** Signals a whole group; whether there was one. Members of other users stay untouched. */
export function signalGroup(leader: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-leader, signal);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EPERM") return true;
    return false;
  }
}

/** The states (proc(5)) of a group's members. */
function membersOnLinux(leader: number): string[] {
  return readdirSync("/proc").flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    const fields = statFields(entry);
    return fields !== null && fields[2] === String(leader) ? [fields[0] ?? ""] : [];
  });
}

/** The fields of `/proc/PID/stat` from the state on (the name before them may hold anything), or null without it. */
export function statFields(pid: string): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    // it has ended since the folder was listed
    return null;
  }
}
