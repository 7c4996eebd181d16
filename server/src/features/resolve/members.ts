/** The names right below a meaning: what `x.` can go on with. */
import { pathKey } from "../../modules/api.ts";
import { childNamed, isPlaceholder, locate } from "../../schema/lookup.ts";
import type { FeatureContext } from "../context/context.ts";
import { isBuiltin } from "../language/builtins.ts";
import { isLibName } from "../language/lib.ts";
import { packagesOfOptions } from "../language/packages.ts";
import { attrsMembers, type Meaning } from "./meanings.ts";

/** Whether `meaning` is known to have `name`, so that a `with` of it supplies that name. */
export function hasMember(meaning: Meaning, name: string, context: FeatureContext): boolean {
  switch (meaning.kind) {
    case "config":
    case "options": {
      const node = locate(context.options, meaning.path)?.node ?? null;
      return node !== null && childNamed(node, name) !== null;
    }
    case "lib":
      return isLibName([...meaning.path, name]);
    case "builtins":
      return isBuiltin(name);
    case "pkgs":
      return (
        (meaning.path.length === 0 && context.packages.has(name)) ||
        packagesOfOptions(context.options).has([...meaning.path, name].join("."))
      );
    case "attrs":
      return attrsMembers(meaning.parts).has(name);
    default:
      return false;
  }
}

/** The names that hosts use where the options tree has only a placeholder: the virtual hosts there are, the users. */
export function namesInUse(context: FeatureContext, path: readonly string[]): ReadonlySet<string> {
  const prefix = path.length === 0 ? "" : `${pathKey(path)}\0`;
  const names = new Set<string>();
  for (const host of context.hosts) {
    for (const key of host.values.keys()) {
      if (!key.startsWith(prefix)) continue;
      const end = key.indexOf("\0", prefix.length);
      names.add(end < 0 ? key.slice(prefix.length) : key.slice(prefix.length, end));
    }
  }
  for (const name of names) if (isPlaceholder(name)) names.delete(name);
  return names;
}
