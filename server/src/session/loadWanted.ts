/** Brings what evaluation wanted into its table: no more than anybody might read. */
import type { FileSystem } from "../base/fileSystem.ts";
import { mayLoad } from "../base/reading.ts";
import type { FileEntry } from "../base/snapshot.ts";
import type { Uri } from "../base/uri.ts";
import type { SnapshotStore } from "./files/snapshotStore.ts";

/** What stands in the table for what was not read. */
const OUTSIDE: FileEntry = { kind: "refused", reason: "it lies outside the workspace, which is not trusted" };

/** Reads these files and folders into the table, at once. */
export async function load(
  host: FileSystem,
  store: SnapshotStore,
  files: readonly Uri[],
  folders: readonly Uri[],
): Promise<void> {
  await Promise.all([
    ...files.map(async (uri) => (await loadFile(host, store, uri))()),
    ...folders.map(async (uri) => (await loadFolder(host, store, uri))()),
  ]);
}

/** Reads a file; what comes back puts it into the table. */
export async function loadFile(host: FileSystem, store: SnapshotStore, uri: Uri): Promise<() => void> {
  const real = await host.real(uri);
  const entry = mayLoad(store.reading, real) ? await host.read(uri) : OUTSIDE;
  return () => {
    store.putReal(uri, real);
    store.putFile(uri, entry);
  };
}

/** Reads a folder; likewise. */
export async function loadFolder(host: FileSystem, store: SnapshotStore, uri: Uri): Promise<() => void> {
  const real = await host.real(uri);
  const entries = mayLoad(store.reading, real) ? await host.list(uri) : null;
  return () => {
    store.putReal(uri, real);
    store.putFolder(uri, entries);
  };
}
