/** One request for completion: what is wanted at the cursor, and what all offers need to know about it. */
import type { CursorContext } from "../../syntax/cursor/cursor.ts";
import type { FeatureContext } from "../context/context.ts";
import type { NameEnvironment } from "../resolve/bindings.ts";

export interface CompletionRequest {
  readonly context: FeatureContext;
  readonly cursor: CursorContext;
  /** Where names are looked up: the cursor's own place. */
  readonly env: NameEnvironment;
}

/** The first character after the replaced word that is no space or line end; empty at the end. */
export function characterAfter({ context, cursor }: CompletionRequest): string {
  return /\S/.exec(context.file.text.slice(cursor.replaced.end, cursor.replaced.end + 200))?.[0] ?? "";
}
