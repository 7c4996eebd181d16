/** The folders that a flake names as inputs, read off its text: Nix wants inputs written out, not computed. */
import { joinUri, parentUri, type Uri, withPath } from "../../base/uri.ts";
import type { Binding, Expression } from "../../syntax/tree/ast.ts";
import { localPath } from "./inputs.ts";
import { lockedPaths } from "./lock.ts";

/** `root`: the expression of the `flake.nix` at `flake`; `lock`: the text of the lock beside it, if there is one. */
export function pathInputs(flake: Uri, root: Expression | null, lock: string | null): readonly Uri[] {
  const written = root?.kind === "attrSet" ? inputTexts(root.bindings, []) : [];
  const folder = parentUri(flake);
  return [...written, ...lockedPaths(lock)].map((path) =>
    path.startsWith("/") ? withPath(folder, path) : joinUri(folder, path),
  );
}

/** The paths in `inputs.NAME.url` and `inputs.NAME.path`, however the sets are written. */
function inputTexts(bindings: readonly Binding[], above: readonly string[]): readonly string[] {
  return bindings.flatMap((binding) => {
    if (binding.kind !== "binding") return [];
    const path = [...above, ...binding.path.map((name) => (name.kind === "attrName" ? name.name : ""))];
    if (path[0] !== "inputs") return [];
    const { value } = binding;
    if (value?.kind === "attrSet") return inputTexts(value.bindings, path);
    const [part, more] = value?.kind === "string" ? value.parts : [];
    if (part?.kind !== "text" || more !== undefined) return [];
    const last = path.at(-1);
    const named = last === "url" ? localPath(part.text) : last === "path" ? part.text : null;
    return named === null ? [] : [named];
  });
}
