/** The language server's entry. */
import { serveProcess } from "../node/nodeServer.ts";

const isOverStdio = process.argv.includes("--stdio");
void serveProcess({ overStdio: false, trusted: isOverStdio && !process.argv.includes("--untrusted") });
