/** The language server's entry. */
import { serveProcess } from "../host/nodeServer.ts";

void serveProcess();
