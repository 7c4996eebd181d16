/** Reads the inputs and outputs of a flake off its own text. */
import type { FeatureContext } from "../context/context.ts";
import { meaningOf, meaningOfSites } from "./meaning.ts";
import { attrsMembers } from "./meanings.ts";

/** The names of the inputs that the file under the cursor declares, if it is a flake. */
export function flakeInputs(context: FeatureContext): readonly string[] {
  const flake = meaningOf(context.file.root, { file: context.file, scopes: [] }, context);
  const sites = flake?.kind === "attrs" ? attrsMembers(flake.parts).get("inputs") : undefined;
  const inputs = sites === undefined ? null : meaningOfSites(sites, context);
  return inputs?.kind === "attrs" ? [...attrsMembers(inputs.parts).keys()] : [];
}
