/** Offers the attributes of a flake: its own, its inputs', its outputs'. */
import type { WantedAttrName } from "../../syntax/cursor/cursor.ts";
import { type CompletionItem, makeItem } from "./item.ts";

interface FlakeName {
  readonly name: string;
  /** A snippet for the value; `null` where a path goes on. */
  readonly value: string | null;
  readonly detail: string;
}

const flakeNames: readonly FlakeName[] = [
  { name: "description", value: '"$0"', detail: "what the flake is" },
  { name: "inputs", value: "{\n\t$0\n}", detail: "flakes it depends on" },
  { name: "outputs", value: "{ self, nixpkgs, ... }: {\n\t$0\n}", detail: "what it provides" },
  { name: "nixConfig", value: "{\n\t$0\n}", detail: "settings for nix itself" },
];

const inputNames: readonly FlakeName[] = [
  { name: "url", value: '"$0"', detail: "where the input is" },
  { name: "follows", value: '"$0"', detail: "the same as another input" },
  { name: "inputs", value: null, detail: "the input's own inputs" },
  { name: "flake", value: "false", detail: "false: plain files" },
];

const outputNames: readonly FlakeName[] = [
  { name: "nixosConfigurations", value: null, detail: "hosts" },
  { name: "nixosModules", value: null, detail: "modules" },
  { name: "overlays", value: null, detail: "changes to nixpkgs" },
  { name: "packages", value: null, detail: "derivations by system" },
  { name: "devShells", value: null, detail: "shells by system" },
  { name: "checks", value: null, detail: "derivations by system" },
  { name: "apps", value: null, detail: "programs by system" },
  { name: "formatter", value: null, detail: "formatter by system" },
  { name: "templates", value: null, detail: "flakes to start from" },
  { name: "lib", value: null, detail: "functions" },
  { name: "colmena", value: "{\n\t$0\n}", detail: "hive of hosts" },
  { name: "deploy", value: null, detail: "nodes to deploy to" },
];

/** The names that can follow `path` in a flake. */
export function offerFlakeNames(path: readonly string[], wanted: WantedAttrName): readonly CompletionItem[] {
  const defined = new Set(wanted.defined);
  return namesAt(path)
    .filter(({ name, value }) => !defined.has(name) || value === null)
    .map(({ name, value, detail }, index) => {
      const whole = value !== null && !wanted.hasValue && !wanted.quoted;
      return makeItem(name, value === null ? "namespace" : "attribute", index, {
        insert: whole ? `${name} = ${value};` : name,
        snippet: whole,
        detail,
      });
    });
}

function namesAt(path: readonly string[]): readonly FlakeName[] {
  const [first, ...rest] = path;
  if (first === undefined) return flakeNames;
  if (first === "inputs") {
    // `inputs.x` and, any number of times, the inputs of an input.
    return rest.length % 2 === 1 && rest.every((name, at) => at % 2 === 0 || name === "inputs") ? inputNames : [];
  }
  return first === "outputs" && (rest.length === 0 || (rest.length === 1 && rest[0] === "flake")) ? outputNames : [];
}
