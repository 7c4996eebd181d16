/** Offers the names of `{ a, | }:`: what NixOS gives every module, and what a flake gives its outputs. */
import { baseName } from "../../base/uri.ts";
import type { WantedFormal } from "../../syntax/cursor/cursor.ts";
import { flakeInputs } from "../resolve/flakeText.ts";
import { type CompletionItem, makeItem } from "./item.ts";
import type { CompletionRequest } from "./request.ts";

const moduleArguments: readonly (readonly [name: string, detail: string])[] = [
  ["config", "the host's options as they come out"],
  ["lib", "nixpkgs' library"],
  ["pkgs", "packages"],
  ["options", "the host's option declarations"],
  ["modulesPath", "folder of NixOS's own modules"],
  ["name", "name of the submodule or node"],
  ["nodes", "all hosts of a hive"],
  ["inputs", "the flake's inputs, if passed on"],
  ["self", "the flake, if passed on"],
];

export function offerFormals(request: CompletionRequest, wanted: WantedFormal): readonly CompletionItem[] {
  const defined = new Set(wanted.defined);
  const offers = isOutputsFunction(request, wanted)
    ? ["self", ...flakeInputs(request.context)].map((name) => [name, "flake"] as const)
    : moduleArguments;
  const items = offers
    .filter(([name]) => !defined.has(name))
    .map(([name, detail], index) => makeItem(name, "parameter", index, { detail }));
  return wanted.lambda.formals?.ellipsis ? items : [...items, makeItem("...", "keyword", offers.length)];
}

/** The outermost function of a `flake.nix` is `outputs`. */
function isOutputsFunction({ cursor, env }: CompletionRequest, { lambda }: WantedFormal): boolean {
  return (
    baseName(cursor.file.uri) === "flake.nix" &&
    env.scopes.every((scope) => scope === lambda || scope.kind !== "lambda")
  );
}
