/** The language server on node, over whichever transport the process was started with. */
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { URI } from "vscode-uri";
import { connectionLog } from "../lsp/connectionLog.ts";
import { startServer } from "../lsp/server.ts";
import { bundledNixFolder, version } from "./assets.ts";
import { nodeHost } from "./nodeHost.ts";
import { bundledOptions, nodeParser } from "./nodeSession.ts";
import { workerEvaluators } from "./workerEvaluator.ts";

/** Reads `--stdio`, `--node-ipc` and the like from the process's arguments. */
export async function serveProcess(): Promise<void> {
  const connection = createConnection(ProposedFeatures.all);
  const parser = await nodeParser();
  const folder = bundledNixFolder();
  startServer(connection, {
    host: nodeHost,
    parser,
    createEvaluator: workerEvaluators(connectionLog(connection)),
    bundledOptions: bundledOptions(),
    bundledFolder: folder === null ? null : URI.file(folder).toString(),
    version: version(),
  });
}
