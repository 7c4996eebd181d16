/**
 * The formatter's WebAssembly, called (`server/formatter`).
 * Invariant: every text gets an instance of its own, since memory never shrinks and a fault leaves an instance dead.
 */
import * as v from "valibot";
import type { Formatted } from "../features/formatting/formatter.ts";

/** Of the engine's own interface, which the types of node name without its functions. */
declare global {
  namespace WebAssembly {
    function compile(bytes: Uint8Array<ArrayBuffer>): Promise<Module>;
    function instantiate(module: Module, imports: object): Promise<{ readonly exports: object }>;
    const Memory: new (form: { initial: number }) => { readonly buffer: ArrayBuffer };
    const RuntimeError: new () => Error;
  }
}

/** The official style's own. */
const width = 100;
const indentation = 2;
/** Of what the formatter says of a text that it does not take. */
const longestReason = 200;

const call = <A extends number[]>() => v.custom<(...args: A) => number>((value) => typeof value === "function");
const exportsSchema = v.object({
  memory: v.instance(WebAssembly.Memory),
  nixfmt_alloc: call<[number]>(),
  nixfmt_format: call<[number, number, number, number]>(),
  nixfmt_out_ptr: call<[]>(),
  nixfmt_out_len: call<[]>(),
});

/** One text, formatted; and how many bytes the instance came to hold. */
export async function runNixfmt(
  module: WebAssembly.Module,
  text: string,
): Promise<{ readonly formatted: Formatted; readonly bytes: number }> {
  const instance = await WebAssembly.instantiate(module, {});
  const nixfmt = v.parse(exportsSchema, { ...instance.exports });
  const formatted = callNixfmt(nixfmt, text);
  return { formatted, bytes: nixfmt.memory.buffer.byteLength };
}

function callNixfmt(nixfmt: v.InferOutput<typeof exportsSchema>, text: string): Formatted {
  const input = new TextEncoder().encode(text);
  try {
    const at = nixfmt.nixfmt_alloc(input.length);
    new Uint8Array(nixfmt.memory.buffer, at, input.length).set(input);
    const code = nixfmt.nixfmt_format(at, input.length, width, indentation);
    const out = new Uint8Array(nixfmt.memory.buffer, nixfmt.nixfmt_out_ptr(), nixfmt.nixfmt_out_len());
    const said = new TextDecoder("utf-8", { ignoreBOM: true }).decode(out);
    if (code === 0) return { kind: "formatted", text: said };
    const [line = ""] = said.split("\n");
    return { kind: "refused", why: `the formatter does not take it: ${line.slice(0, longestReason)}` };
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof WebAssembly.RuntimeError)) throw error;
    return { kind: "refused", why: "it is nested too deeply" };
  }
}
