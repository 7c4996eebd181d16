/**
 * The language server on node, over whichever transport the process was started with.
 * Invariant: the process ends with 0 only after `shutdown`; input that is no message ends it with 1, and one line on
 * standard error says why.
 */
import { Console } from "node:console";
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { URI } from "vscode-uri";
import { connectionLog } from "../lsp/connectionLog.ts";
import { gatedReader } from "../lsp/requests/gate.ts";
import { startServer } from "../lsp/server.ts";
import { bundledNix, bundledNixFolder, version } from "./assets.ts";
import { nodeFileSystem } from "./nodeFileSystem.ts";
import { bundledOptions, nixosOptions, nixpkgsPackages, nodeParser } from "./nodeSession.ts";
import { transportOf } from "./transport.ts";
import { workerEvaluators } from "./workerEvaluator.ts";
import { WorkerFormatter } from "./workerFormatter.ts";

export interface ServingOptions {
  /** False: over what `--stdio`, `--node-ipc` and the like in the arguments say. */
  readonly overStdio: boolean;
  /** Whether workspaces are trusted whose client says nothing of it. */
  readonly trusted: boolean;
}

/** Serves over standard input and output, or over what the arguments say. */
export async function serveProcess({ overStdio, trusted }: ServingOptions): Promise<void> {
  // standard output is the client's: what a library prints must not end up in it
  globalThis.console = new Console(process.stderr);
  const { reader, writer } = transportOf(overStdio ? ["--stdio"] : process.argv.slice(2));
  reader.onError((error) => fail(`the client cannot be understood: ${error.message}`));
  const gated = gatedReader(
    reader,
    (answer) => {
      writer.write(answer).catch((error: Error) => fail(`the client cannot be answered: ${error.message}`));
    },
    (why) => log.warn(`A notification was left out: ${why}`),
  );
  const connection = createConnection(ProposedFeatures.all, gated, writer);
  const log = connectionLog(connection);
  const parser = await nodeParser();
  const folder = bundledNixFolder();
  startServer(connection, {
    fileSystem: nodeFileSystem,
    parser,
    createEvaluator: workerEvaluators(log),
    formatter: new WorkerFormatter(log),
    bundledOptions: bundledOptions(),
    knownOptions: () => nixosOptions().tree(),
    knownOptionPaths: () => nixosOptions().paths(),
    knownPackages: nixpkgsPackages,
    bundledNix,
    bundledFolder: folder === null ? null : URI.file(folder).toString(),
    version: version(),
    trusted,
  });
}

/** Ends the process once the line is written. */
function fail(line: string): void {
  process.stderr.write(`plasmacloud-nix: ${line.replaceAll(/\s+/g, " ")}\n`, () => process.exit(1));
}
