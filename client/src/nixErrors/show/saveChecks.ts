/** The checks of a file that is saved: commands as argument arrays, and which hosts still wait for an evaluation. */
import { dirname } from "node:path";
import type { NixRun } from "./nixFindings.ts";

/** A command and the run that it is. */
export interface SaveCheck {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly run: Omit<NixRun, "title">;
}

/** A host of a flake. */
export interface CheckedHost {
  /** The attribute name. */
  readonly name: string;
  /** Path of the flake's folder. */
  readonly folder: string;
}

const records = ["--log-format", "internal-json"];

/** `nix-instantiate` over one file: whether it parses, and whether every name is bound. */
export function parseCheck(path: string): SaveCheck {
  const folder = dirname(path);
  return { args: ["--parse", ...records, path], cwd: folder, run: { folder, scope: path } };
}

/** `nix eval` of the derivation of a whole system; nothing is built. `null`: the name cannot be written in an attribute path. */
export function evaluationCheck({ name, folder }: CheckedHost, flags: readonly string[]): SaveCheck | null {
  if (/["\\$]/.test(name)) return null;
  const attribute = `nixosConfigurations."${name}".config.system.build.toplevel.drvPath`;
  return {
    args: ["eval", ...flags, "--raw", "--no-write-lock-file", ...records, `.#${attribute}`],
    cwd: folder,
    run: { folder, scope: `${folder}#${name}`, attribute: ["nixosConfigurations", name] },
  };
}

/** Hosts in the order in which they came to wait, each once. */
export class WaitingHosts {
  readonly #hosts = new Map<string, CheckedHost>();

  add(hosts: readonly CheckedHost[]): void {
    for (const host of hosts) this.#hosts.set(`${host.folder}#${host.name}`, host);
  }

  next(): CheckedHost | null {
    const [host] = this.#hosts.values();
    return host ?? null;
  }

  done(host: CheckedHost): void {
    this.#hosts.delete(`${host.folder}#${host.name}`);
  }
}
