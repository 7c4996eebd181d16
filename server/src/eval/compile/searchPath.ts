/** `<nixpkgs/lib>`: what the machine was given under the longest leading part of the name. */
import { uriPath } from "../../base/uri.ts";
import type { Machine } from "../core/machine.ts";
import { makePath, makeUnknown } from "../core/make.ts";
import { withText } from "../core/paths.ts";
import type { Origin, Value } from "../core/value.ts";

export function resolveSearchPath(machine: Machine, name: string, at: Origin): Value {
  const segments = name.split("/");
  for (let length = segments.length; length > 0; length--) {
    const found = machine.searchPath.get(segments.slice(0, length).join("/"))?.force(machine);
    if (found === undefined) continue;
    if (length === segments.length || found.type === "unknown") return found;
    if (found.type === "path") {
      const rest = segments.slice(length).join("/");
      return makePath(withText(found.uri, `${uriPath(found.uri)}/${rest}`), at);
    }
  }
  // Where NIX_PATH leads is the machine's own business.
  return makeUnknown({ kind: "impure", what: `<${name}>` }, at);
}
