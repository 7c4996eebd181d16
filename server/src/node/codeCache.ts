/**
 * What the engine made of a script when it ran, kept on disk for the next start: half of a start is spent on compiling
 * the same text again.
 * Invariants: the script runs whether there is a cache or not. What is kept is code, so it is read only from a folder
 * that nobody but this user can write to, and only for the very text it was made of (the engine itself checks its
 * version and the text's length, no more).
 */
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { Script } from "node:vm";

export interface CachedScript {
  /** The path of the script, which is ASCII. */
  readonly path: string;
  /** Of the script's text; another text has another cache. */
  readonly digest: string;
  /** Which part of it this thread runs. */
  readonly part: string;
}

/** The script as a function of what modules get, and how to keep what the engine has made of it by then. */
export interface LoadedScript {
  readonly run: (...names: readonly unknown[]) => unknown;
  readonly isFromCache: boolean;
  keep(): void;
}

/** `folder`: `null` to go without. */
export function loadScript({ path, digest, part }: CachedScript, folder: string | null): LoadedScript {
  const names = "exports, require, module, __filename, __dirname";
  const source = `(function (${names}) { ${readFileSync(path, "latin1")}\n})`;
  const file = folder === null ? null : join(folder, `${digest}-${process.versions.v8}-${process.arch}-${part}.bin`);
  const cachedData = file === null ? undefined : read(file);
  const script = new Script(source, { filename: path, ...(cachedData === undefined ? {} : { cachedData }) });
  const isFromCache = cachedData !== undefined && script.cachedDataRejected === false;
  return {
    run: script.runInThisContext(),
    isFromCache,
    keep() {
      if (file !== null && folder !== null && !isFromCache) write(folder, file, script.createCachedData());
    },
  };
}

/** This user's folder for it, made if it is not there; `null` where there is none that is only theirs. */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string | null {
  const base =
    process.platform === "win32"
      ? environment["LOCALAPPDATA"]
      : (environment["XDG_CACHE_HOME"] ?? join(homedir(), process.platform === "darwin" ? "Library/Caches" : ".cache"));
  // a relative one would be of the folder that is worked in, which others may have written
  if (base === undefined || !isAbsolute(base)) return null;
  const folder = join(base, "plasmacloud-nix");
  return attempt(() => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const found = lstatSync(folder);
    const isPrivate = process.getuid === undefined || (found.uid === process.getuid() && (found.mode & 0o022) === 0);
    return found.isDirectory() && isPrivate ? folder : null;
  });
}

function read(file: string): Buffer | undefined {
  return attempt(() => readFileSync(file)) ?? undefined;
}

const MONTH = 30 * 24 * 60 * 60 * 1_000;

/** In one step, so that nobody reads half of it. Caches that nobody has made anew for a month go. */
function write(folder: string, file: string, data: Buffer): void {
  attempt(() => {
    const fresh = `${file}.${process.pid}`;
    writeFileSync(fresh, data, { mode: 0o600 });
    chmodSync(fresh, 0o600);
    renameSync(fresh, file);
    for (const name of readdirSync(folder)) {
      const old = join(folder, name);
      if (Date.now() - statSync(old).mtimeMs > MONTH) rmSync(old, { force: true });
    }
    return null;
  });
}

/** A disk that is full or refuses costs time at the next start, and nothing else. */
function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}
