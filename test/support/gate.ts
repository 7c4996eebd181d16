/** A gate: programs of a test wait at it until the test opens it, so that no test guesses how long something takes. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Gate {
  /** The path of the file that is there once the gate is open. */
  readonly file: string;
  /** A shell command that waits. */
  readonly wait: string;
  open(): void;
}

let gates = 0;

/** A gate that is shut. Its file's name is its own among all processes. */
export function gateIn(folder: string): Gate {
  const file = join(folder, `gate-${process.pid}-${gates++}`);
  return {
    file,
    wait: `until [ -e '${file}' ]; do sleep 0.05; done`,
    open: () => writeFileSync(file, ""),
  };
}
