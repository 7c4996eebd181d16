/** A session on node: the local disk and what the product carries with it. */

import type { Log } from "../base/log.ts";
import type { OptionNode } from "../modules/api.ts";
import { readOptionsJson } from "../schema/readOptionsJson.ts";
import { Session } from "../session/session.ts";
import { createParser, type Parser } from "../syntax/parse/parser.ts";
import { bundledNix, bundledSchema, grammarWasm, treeSitterWasm } from "./assets.ts";
import { nodeFileSystem } from "./nodeFileSystem.ts";

/** Nix calls that nest this deep fit into a worker's 64 MB of stack. */
export const workerDepth = 150_000;
/** Twice what Nix itself allows (`max-call-depth`). More would only make endless recursions last longer. */
const sessionDepth = 20_000;

export function nodeParser(): Promise<Parser> {
  return createParser({ runtime: treeSitterWasm(), grammar: grammarWasm() });
}

/** PlasmaCloud's options as they come with the product. */
export function bundledOptions(): OptionNode {
  return readOptionsJson(bundledSchema(), "plasmacloud");
}

/** Only for threads with a stack of 64 MB. */
export async function nodeSession(log: Log): Promise<Session> {
  return new Session({
    fileSystem: nodeFileSystem,
    parser: await nodeParser(),
    log,
    bundledNix: bundledNix(),
    bundledOptions: bundledOptions(),
    depth: sessionDepth,
  });
}
