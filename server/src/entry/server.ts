/** The language server's entry. */
import { serveProcess } from "../node/nodeServer.ts";

void serveProcess();
