/**
 * Lines on their way to a terminal: gathered, and when more come than anybody can read, the newest kept.
 * Invariant: memory is bounded by the ring, whatever a program prints; what is left out is counted.
 */

export interface TerminalText {
  line(text: string): void;
  /** Writes what is gathered at once. */
  flush(): void;
}

export interface TerminalTextOptions {
  write(text: string): void;
  /** Said where lines were left out. */
  leftOut(count: number): string;
  /** Milliseconds between two writes. */
  readonly interval?: number;
  /** How many lines one write may have. */
  readonly ring?: number;
}

/** How much of one line is shown; the log has it whole. UTF-16 units. */
const widest = 4000;

/** Gathers lines for a terminal. */
export function gatherLines({ write, leftOut, interval = 40, ring = 500 }: TerminalTextOptions): TerminalText {
  let lines: string[] = [];
  /** Where the oldest line is, once the ring is full. */
  let oldest = 0;
  let dropped = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const flush = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (lines.length === 0) return;
    const ordered = [...lines.slice(oldest), ...lines.slice(0, oldest)];
    if (dropped > 0) ordered.unshift(leftOut(dropped));
    lines = [];
    oldest = 0;
    dropped = 0;
    write(ordered.map((line) => `${line}\r\n`).join(""));
  };
  return {
    line(text) {
      const shown = text.length > widest ? `${text.slice(0, widest)}\x1b[0m…` : text;
      if (lines.length < ring) lines.push(shown);
      else {
        lines[oldest] = shown;
        oldest = (oldest + 1) % ring;
        dropped++;
      }
      timer ??= setTimeout(flush, interval);
    },
    flush,
  };
}
