/** Formatting in tests: the real formatter, in this thread, and edits applied. */
import type { Formatter } from "../../server/src/features/formatting/formatter.ts";
import { formatterWasm } from "../../server/src/node/assets.ts";
import { runNixfmt } from "../../server/src/node/nixfmt.ts";
import { formatFile, withEdits } from "../../server/src/session/formatFile.ts";
import { parseNix, TEST_URI } from "./syntax.ts";

const module = await WebAssembly.compile(formatterWasm());

/** The formatter without its thread. */
export const formatter: Formatter = {
  format: async (text) => (await runNixfmt(module, text)).formatted,
  dispose() {},
};

/** The text after formatting all of it, or what `[` and `]` of `⟦` `⟧` enclose; a reason in parentheses where it is left alone. */
export async function formatText(marked: string): Promise<string> {
  const start = marked.indexOf("⟦");
  const end = marked.indexOf("⟧") - 1;
  const text = marked.replace(/[⟦⟧]/g, "");
  const range = start < 0 ? null : { start, end };
  const outcome = await formatFile(parseNix(text), range, formatter, (of) => parseNix(of, TEST_URI));
  return outcome.kind === "edits" ? withEdits(text, outcome.edits) : `(${outcome.why})`;
}
