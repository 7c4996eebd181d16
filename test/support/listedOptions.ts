/** Diagnostics with the list of NixOS's options that comes with the product. */
import { nixosOptions } from "../../server/src/node/nodeSession.ts";
import { checkDiagnostics } from "./checkDiagnostics.ts";

/** As `checkDiagnostics`, and the list has its say. */
export async function checkListed(marked: string): Promise<void> {
  await checkDiagnostics(marked, nixosOptions);
}
