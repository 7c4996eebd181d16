/** The language server on node, over whichever transport the process was started with. */
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { URI } from "vscode-uri";
import { connectionLog } from "../lsp/connectionLog.ts";
import { startServer } from "../lsp/server.ts";
import { bundledNix, bundledNixFolder, version } from "./assets.ts";
import { nodeHost } from "./nodeHost.ts";
import { bundledOptions, nodeParser } from "./nodeSession.ts";
import { workerEvaluators } from "./workerEvaluator.ts";

/** Serves over standard input and output, or over what `--stdio`, `--node-ipc` and the like in the arguments say. */
export async function serveProcess(overStdio = false): Promise<void> {
  const connection = overStdio
    ? createConnection(ProposedFeatures.all, process.stdin, process.stdout)
    : createConnection(ProposedFeatures.all);
  const parser = await nodeParser();
  const folder = bundledNixFolder();
  startServer(connection, {
    host: nodeHost,
    parser,
    createEvaluator: workerEvaluators(connectionLog(connection)),
    bundledOptions: bundledOptions(),
    bundledNix,
    bundledFolder: folder === null ? null : URI.file(folder).toString(),
    version: version(),
  });
}
