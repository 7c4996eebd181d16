/**
 * The loader, which is started as the server: it runs the server's script, or in a thread its worker's, from what the
 * last start has kept.
 */
import { join } from "node:path";
import { isMainThread } from "node:worker_threads";
import { cacheFolder, loadScript } from "../node/codeCache.ts";

/** Put in by the build: the script beside this one, and the digest of its text. */
declare const SERVER_SCRIPT: { readonly name: string; readonly digest: string };

/** By then, what a start needs has been compiled. */
const settled = 2_000;

const part = isMainThread ? "main" : "worker";
const path = join(__dirname, SERVER_SCRIPT.name);
const script = loadScript({ path, digest: SERVER_SCRIPT.digest, part }, cacheFolder());
script.run(exports, require, module, __filename, __dirname);
if (!script.isFromCache) setTimeout(() => script.keep(), settled).unref();
