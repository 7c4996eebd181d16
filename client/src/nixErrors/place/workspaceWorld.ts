/** The world as placing reads it, in VS Code: open folders, files on disk, and the language server's index. */
import { readFile, realpath, stat } from "node:fs/promises";
import { type LogOutputChannel, Uri, workspace } from "vscode";
import {
  type LocateDefinitionsParams,
  type LocateDefinitionsResult,
  type LocatedDefinition,
  locateDefinitionsMethod,
} from "../../../../server/src/protocol/protocol.ts";
import type { ServerLink } from "../../workbench/parts.ts";
import type { LocatedByServer, PlacingWorld, Sought } from "./placeFinding.ts";

/** Larger files are nobody's configuration; the language server does not read them either. */
const largestFile = 2_000_000;

/** The world of a run over `folder` about the output `attribute`. */
export async function workspaceWorld(
  folder: string,
  attribute: readonly string[] | null,
  { server, output }: { readonly server: ServerLink; readonly output: LogOutputChannel },
): Promise<PlacingWorld> {
  const folders = (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
  const roots = await Promise.all(
    folders.map(async ({ uri: { fsPath } }) => ({ path: fsPath, real: await realpath(fsPath).catch(() => fsPath) })),
  );
  return {
    folder,
    attribute,
    roots,
    read: readWorkspaceText,
    locate: (sought) =>
      locate(server, sought).catch((error: unknown) => {
        output.warn(`definitions were not located: ${String(error)}`);
        return sought.map(() => null);
      }),
  };
}

/** A file's text on disk; `null` where there is none that could be a text of ours. */
export async function readWorkspaceText(path: string): Promise<string | null> {
  try {
    const facts = await stat(path);
    return facts.isFile() && facts.size <= largestFile ? await readFile(path, "utf8") : null;
  } catch {
    // not there, or not for us: Nix's place is none that a user could go to
    return null;
  }
}

async function locate(server: ServerLink, sought: readonly Sought[]): Promise<readonly (LocatedByServer | null)[]> {
  const params: LocateDefinitionsParams = {
    definitions: sought.map(({ path, option, host }) => ({
      uri: path === null ? null : Uri.file(path).toString(),
      path: option,
      ...(host === undefined ? {} : { host }),
    })),
  };
  const result = await server.request<LocateDefinitionsResult | null>(locateDefinitionsMethod, params);
  return sought.map((_, index) => {
    const found = result?.located[index] ?? null;
    return found && { names: found.names, places: found.places.flatMap(onDisk) };
  });
}

function onDisk({ uri, range, extent, value }: LocatedDefinition["places"][number]) {
  const { scheme, fsPath } = Uri.parse(uri, true);
  return scheme === "file" ? [{ path: fsPath, range, extent, value }] : [];
}
