/** The definition of a task of type `plasmacloud`, in `tasks.json` or as the extension offers it. */
import * as v from "valibot";

export const taskType = "plasmacloud";

const outputs = v.pipe(v.string(), v.regex(/^(toplevel|vm|image:.+)$/));

const schema = v.object({
  type: v.literal(taskType),
  action: v.picklist(["build", "check", "update", "lock", "show", "develop"]),
  /** Of a build: a package by name, or an attribute path from the flake's outputs on. Of `develop`: a shell. */
  package: v.optional(v.string()),
  /** Of a build: a name of `nixosConfigurations`. */
  host: v.optional(v.string()),
  /** What of the host is built: `toplevel` when nothing is said. */
  output: v.optional(outputs),
  /** The folder of the flake, from the workspace folder on; that folder itself when nothing is said. */
  flake: v.optional(v.string()),
  /** More arguments for `nix`, at the end. */
  args: v.optional(v.array(v.string())),
});

export type NixTask = v.InferOutput<typeof schema>;

/** What is wrong with a definition: the property, or what does not go together. */
export type DefinitionProblem = { readonly property: string } | { readonly together: readonly [string, string] };

/** Reads what `tasks.json` has, checked. */
export function readDefinition(definition: object): NixTask | DefinitionProblem {
  const result = v.safeParse(schema, definition);
  if (!result.success) return { property: v.getDotPath(result.issues[0]) ?? "" };
  const task = result.output;
  const set = (name: "package" | "host" | "output"): boolean => task[name] !== undefined;
  if (set("package") && set("host")) return { together: ["package", "host"] };
  if (set("output") && !set("host")) return { property: "host" };
  if (set("host") && task.action !== "build") return { together: ["action", "host"] };
  if (set("package") && task.action !== "build" && task.action !== "develop")
    return { together: ["action", "package"] };
  return task;
}

/** Whether a definition was refused. */
export function isProblem(read: NixTask | DefinitionProblem): read is DefinitionProblem {
  return !("type" in read);
}

/** The flake's output that a task is about; `null` where it is none in particular, or given as a path of its own. */
export function outputOf({ action, package: name, host }: NixTask, system: string): readonly string[] | null {
  if (host !== undefined) return ["nixosConfigurations", host];
  return action === "build" && name !== undefined && !/[."]/.test(name) ? ["packages", system, name] : null;
}

/** What a task is called: plain words, so that `tasks.json` may refer to it in any language. */
export function taskName({ action, package: name, host, output, flake }: NixTask): string {
  const target = name ?? host ?? (action === "build" || action === "develop" ? "default" : undefined);
  const part = output === undefined || output === "toplevel" ? "" : ` (${output.replace("image:", "image ")})`;
  const place = flake === undefined ? "" : ` in ${flake}`;
  return `${action}${target === undefined ? "" : ` ${target}`}${part}${place}`;
}
