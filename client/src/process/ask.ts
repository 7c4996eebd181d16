/** Short questions to programs: what they print, within a limit of time and of bytes. */
import { type Ended, type Program, run } from "./run.ts";

/** What a program answered, or why there is no answer. */
export type ProgramAnswer =
  | { readonly kind: "exited"; readonly code: number; readonly stdout: string; readonly stderr: string }
  | Exclude<Ended, { kind: "exited" }>
  | { readonly kind: "timedOut" }
  | { readonly kind: "tooLong" };

export interface AskOptions {
  /** Milliseconds. */
  readonly timeout: number;
  /** Bytes, of both streams together. */
  readonly limit: number;
  readonly supervisor: string;
  readonly signal?: AbortSignal;
}

/**
 * Runs a program and collects what it prints, as text. Settles at the limit of time at the latest; the program is then
 * still being ended. Rejects with a `StartError` only.
 */
export async function ask(program: Program, options: AskOptions): Promise<ProgramAnswer> {
  const { timeout, limit, supervisor, signal } = options;
  const end = new AbortController();
  const forward = (): void => end.abort();
  if (signal?.aborted) end.abort();
  signal?.addEventListener("abort", forward);
  const chunks = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
  let size = 0;
  let timer: NodeJS.Timeout | undefined;
  const overLimit = new Promise<ProgramAnswer>((resolve) => {
    timer = setTimeout(() => resolve({ kind: "timedOut" }), timeout);
    end.signal.addEventListener("abort", () => {
      if (size > limit) resolve({ kind: "tooLong" });
    });
  });
  const running = run(program, {
    supervisor,
    signal: end.signal,
    onOutput: (chunk, stream) => {
      size += chunk.length;
      if (size > limit) end.abort();
      else chunks[stream].push(chunk);
    },
  });
  const answered = running.then(
    (ended): ProgramAnswer =>
      ended.kind === "exited" ? { ...ended, stdout: text(chunks.stdout), stderr: text(chunks.stderr) } : ended,
  );
  try {
    return await Promise.race([answered, overLimit]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", forward);
    end.abort();
  }
}

function text(chunks: readonly Uint8Array[]): string {
  return new TextDecoder().decode(Buffer.concat(chunks));
}
