/** The interactive requests, one line each: guard, feature, convert. */
import type { ServerState } from "./state.ts";

/** Installs the handlers of a session. */
export function registerFeatures(_state: ServerState): void {}
