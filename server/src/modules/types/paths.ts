/** Types of files and packages. What stands for a package here is mostly unknown, and so accepted. */
import { uriPath } from "../../base/uri.ts";
import type { Machine } from "../../eval/core/machine.ts";
import type { AttrsValue, Value } from "../../eval/core/value.ts";
import { typeTag } from "../definitions/properties.ts";
import { Atom } from "./atoms.ts";
import { mergeOne } from "./merges.ts";

const STORE = "/nix/store/";
const IN_STORE = /^\/nix\/store\/(\.links\/)?[0-9a-df-np-sv-z]{32}-./;

/** The text of something string-like, `null` for what is not, `"unknown"` where it depends on something unknown. */
function stringLike(machine: Machine, value: Value): string | null | "unknown" {
  switch (value.type) {
    case "string":
      return value.value;
    case "path":
      return uriPath(value.uri);
    case "attrs": {
      const converter = value.attrs.get("__toString");
      if (converter !== undefined) {
        const text = machine.apply(converter.value.force(machine), { force: () => value, peek: () => value }, null);
        return text.type === "unknown" ? "unknown" : stringLike(machine, text);
      }
      const outPath = value.attrs.get("outPath");
      if (outPath === undefined) return value.rest === null ? null : "unknown";
      const path = outPath.value.force(machine);
      return path.type === "unknown" ? "unknown" : stringLike(machine, path);
    }
    default:
      return null;
  }
}

/** `types.pathWith`; `null` leaves a property open. */
export function pathWith(inStore: boolean | null, absolute: boolean | null): Atom {
  const kind = absolute === null ? "path" : absolute ? "absolute path" : "relative path";
  const place = inStore === null ? "" : inStore ? " in the Nix store" : " not in the Nix store";
  return new Atom({
    name: "path",
    description: `${kind}${place}`,
    kind: "path",
    payload: `${inStore} ${absolute}`,
    check: (machine, value) => {
      if (inStore === false && value.type !== "string") return false;
      const text = stringLike(machine, value);
      if (text === null || text === "unknown") return text ?? false;
      const isThere = IN_STORE.test(text);
      return (absolute === null || absolute === text.startsWith("/")) && (inStore === null || inStore === isThere);
    },
  });
}

export const path = pathWith(null, true);
export const pathInStore = pathWith(true, null);
export const externalPath = pathWith(false, true);

function isDerivation(machine: Machine, value: AttrsValue): boolean | "unknown" {
  const type = value.attrs.get("type");
  if (type === undefined) return value.rest === null ? false : "unknown";
  const text = type.value.force(machine);
  return text.type === "unknown" ? "unknown" : text.type === "string" && text.value === "derivation";
}

export const packageType = new Atom({
  name: "package",
  description: "package",
  kind: "package",
  merge: mergeOne,
  check: (machine, value) => {
    if (value.type === "attrs") {
      const verdict = isDerivation(machine, value);
      if (verdict !== false) return verdict;
    }
    const text = stringLike(machine, value);
    if (text === null || text === "unknown") return text ?? false;
    return text.startsWith(STORE) && !text.slice(STORE.length).includes("/") && text.length > STORE.length;
  },
});

export const shellPackage = new Atom({
  name: "package",
  description: "package",
  kind: "package",
  payload: "shell",
  merge: mergeOne,
  check: (machine, value) => {
    if (value.type !== "attrs") return false;
    const verdict = isDerivation(machine, value);
    return verdict === true ? value.attrs.has("shellPath") || (value.rest !== null && "unknown") : verdict;
  },
});

/** `types.pkgs`: a whole package set, which is unknown here. */
export const pkgsType = new Atom({
  name: "pkgs",
  description: "Nixpkgs package set",
  kind: "opaque",
  merge: mergeOne,
  check: (machine, value) => {
    if (value.type !== "attrs") return false;
    return typeTag(machine, value) === "pkgs" || (value.rest !== null && "unknown");
  },
});

export function tagType(name: string, description: string, tag: string): Atom {
  return new Atom({
    name,
    description,
    kind: "opaque",
    check: (machine, value) => {
      if (value.type !== "attrs") return false;
      return typeTag(machine, value) === tag || (value.rest !== null && !value.attrs.has("_type") && "unknown");
    },
  });
}
