/** The settings of deployments, read when a command begins. */
import { type ConfigurationScope, workspace } from "vscode";
import { settingPath } from "../../nix/locateNix.ts";
import { type ReadSettings, readHostSettings } from "../hosts/hostSettings.ts";
import { type ProgramName, programNames } from "../tools/invocation.ts";

export interface DeploySettings {
  readonly hosts: ReadSettings;
  readonly programs: Readonly<Partial<Record<ProgramName, string>>>;
  /** Seconds. */
  readonly healthCheckTimeout: number;
}

const leastTimeout = 5;

export function readDeploySettings(scope?: ConfigurationScope): DeploySettings {
  const settings = workspace.getConfiguration("plasmacloud.deploy", scope);
  const timeout = settings.get<number>("healthCheckTimeout", 60);
  return {
    hosts: readHostSettings(settings.get("hosts")),
    programs: readPrograms(settings.get("programs")),
    healthCheckTimeout: Number.isFinite(timeout) ? Math.max(leastTimeout, timeout) : leastTimeout,
  };
}

/** The setting is of the machine, so whoever set it may name programs. An empty path is none. */
function readPrograms(value: unknown): DeploySettings["programs"] {
  const set = new Map<string, unknown>(typeof value === "object" && value !== null ? Object.entries(value) : []);
  const nix = workspace.getConfiguration("plasmacloud").get<string>("nix.path", "");
  const paths = programNames.flatMap((name) => {
    const path = set.get(name) ?? (name === "nix" ? nix : "");
    return typeof path === "string" && path.trim() !== "" ? [[name, settingPath(path)] as const] : [];
  });
  return Object.fromEntries(paths);
}
