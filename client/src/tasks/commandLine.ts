/** From a task to the arguments of `nix`. Each argument is one string; no shell reads them. */
import type { NixTask } from "./definition.ts";

/** What is built or entered, such as `.#chainfire-server`; null for tasks that take the flake as a whole. */
export function installable({ action, package: name, host, output = "toplevel" }: NixTask): string | null {
  if (action !== "build" && action !== "develop") return null;
  if (host === undefined) return name === undefined ? "." : `.#${fragment(name)}`;
  const attribute = output.startsWith("image:") ? `images.${attributeName(output.slice("image:".length))}` : output;
  return `.#${fragment(`nixosConfigurations.${attributeName(host)}.config.system.build.${attribute}`)}`;
}

/** The arguments for `nix`: the subcommand, `flags`, what it is about, and the task's own arguments. */
export function nixArguments(task: NixTask, flags: readonly string[]): string[] {
  const target = installable(task);
  const subcommand = task.action === "build" || task.action === "develop" ? [task.action] : ["flake", task.action];
  return [...subcommand, ...flags, ...(target === null || target === "." ? [] : [target]), ...(task.args ?? [])];
}

/** A name as one part of an attribute path. One with a `"` in it cannot be written, in no way. */
export function attributeName(name: string): string {
  return /^[A-Za-z_][\w'-]*$/.test(name) ? name : `"${name}"`;
}

/** What stands behind `#`; it is decoded as a part of a URL. */
function fragment(path: string): string {
  return path.replaceAll("%", "%25");
}
