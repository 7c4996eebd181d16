/** The stub tools of a test: on `PATH`, with a script of their own, and what they were called with. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** One scene of stub-tools/play.mjs. */
export interface Scene {
  readonly tool: string;
  readonly words?: readonly string[];
  readonly print?: readonly string[];
  readonly bytes?: string;
  readonly answer?: readonly string[];
  readonly code?: number;
  readonly until?: string;
}

export interface StubCall {
  readonly tool: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly isTerminal: boolean;
}

export interface StubTools {
  /** Sets what the tools do from now on. */
  play(...scenes: readonly Scene[]): void;
  calls(): readonly StubCall[];
  /** The calls of deploy tools and of changes, as lines; questions of health checks and comparisons left out. */
  deploys(): readonly string[];
  /** Forgets calls and scenes. */
  reset(): void;
  /** Puts the environment back. */
  restore(): void;
}

export const stubFolder = fileURLToPath(new URL("./stub-tools/bin", import.meta.url));

/** Puts the stub tools first on `PATH`; what they keep is in `folder`. */
export function useStubTools(folder: string, tools = stubFolder): StubTools {
  mkdirSync(folder, { recursive: true });
  const callsFile = join(folder, "calls.jsonl");
  const scriptFile = join(folder, "script.json");
  const before = { PATH: process.env["PATH"], STUB_CALLS: undefined, STUB_SCRIPT: undefined };
  process.env["PATH"] = [tools, process.env["PATH"]].join(delimiter);
  process.env["STUB_CALLS"] = callsFile;
  process.env["STUB_SCRIPT"] = scriptFile;
  const calls = (): readonly StubCall[] => {
    const text = existsSync(callsFile) ? readFileSync(callsFile, "utf8") : "";
    return text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line));
  };
  return {
    play: (...scenes) => writeFileSync(scriptFile, JSON.stringify(scenes)),
    calls,
    deploys: () =>
      calls()
        .filter(({ tool, args }) => !["ssh", "systemctl"].includes(tool) && args[0] !== "store" && args[0] !== "eval")
        .map(({ tool, args }) => [tool, ...args].join(" ")),
    reset: () => {
      for (const file of [callsFile, scriptFile]) rmSync(file, { force: true });
    },
    restore: () => {
      for (const [name, value] of Object.entries(before)) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    },
  };
}
