/** Logs of what deployments run: named by time, each beginning with what is run. */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { makePrivateFolder, writePrivate } from "../../process/privateFiles.ts";
import type { Program } from "../../process/run.ts";

/** A new log that begins with what is run. */
export async function newLog(folder: string, { program, args }: Program, stem = fileStem()): Promise<string> {
  makePrivateFolder(folder);
  const logFile = join(folder, `${stem}.log`);
  writePrivate(logFile, `$ ${[program, ...args].map((word) => (/\s/.test(word) ? `'${word}'` : word)).join(" ")}\n`);
  return logFile;
}

/** Sorts by time. */
export function fileStem(): string {
  return `${new Date().toISOString().replaceAll(/[:.]/g, "-")}-${randomUUID().slice(0, 6)}`;
}
