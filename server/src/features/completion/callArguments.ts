/** Offers the attributes that a call wants: `mkOption { | }`, and the formals of a function written in reach. */

import type { WantedAttrName } from "../../syntax/cursor/cursor.ts";
import type { Expression } from "../../syntax/tree/ast.ts";
import { formatName } from "../../syntax/tree/attrName.ts";
import { calledName } from "../resolve/literals.ts";
import { meaningOf } from "../resolve/meaning.ts";
import { type CompletionItem, makeItem } from "./item.ts";
import type { CompletionRequest } from "./request.ts";

/** What well-known functions take, with a value to begin with. */
const knownArguments: ReadonlyMap<string, readonly (readonly [name: string, value: string, detail: string])[]> =
  new Map([
    [
      "mkOption",
      [
        ["type", "lib.types.$0", "option type"],
        ["default", "$0", "value when nothing defines it"],
        ["defaultText", "lib.literalExpression ''$0''", "how the manual shows the default"],
        ["description", '"$0"', "Markdown"],
        ["example", "$0", "a value for the manual"],
        ["apply", "value: $0", "function over the merged value"],
        ["readOnly", "true", "may be defined once only"],
        ["internal", "true", "left out of the manual"],
        ["visible", "false", "left out of the manual"],
        ["relatedPackages", "[ $0 ]", "packages the manual mentions"],
      ],
    ],
    [
      "nixosSystem",
      [
        ["system", `"\${1:x86_64-linux}"`, "platform"],
        ["modules", "[\n\t$0\n]", "list of modules"],
        ["specialArgs", "{ $0 }", "more arguments for every module"],
      ],
    ],
    [
      "submodule",
      [
        ["options", "{\n\t$0\n}", "option declarations"],
        ["config", "{\n\t$0\n}", "option definitions"],
        ["imports", "[ $0 ]", "list of modules"],
        ["freeformType", "$0", "type of what no option declares"],
      ],
    ],
  ]);

export function offerArguments(request: CompletionRequest, wanted: WantedAttrName): readonly CompletionItem[] {
  const { root, names } = wanted.path;
  if (root.kind !== "argument" || names.length > 0 || root.function === null) return [];
  const defined = new Set(wanted.defined);
  const known = knownArguments.get(calledName(root.function) ?? "");
  if (known !== undefined) {
    return known
      .filter(([name]) => !defined.has(name))
      .map(([name, value, detail], index) =>
        makeItem(name, "attribute", index, {
          insert: wanted.hasValue ? name : `${name} = ${value};`,
          snippet: !wanted.hasValue,
          detail,
        }),
      );
  }
  return offerFormalsOf(request, wanted, root.function, defined);
}

function offerFormalsOf(
  { env, context }: CompletionRequest,
  wanted: WantedAttrName,
  called: Expression,
  defined: ReadonlySet<string>,
): readonly CompletionItem[] {
  const meaning = meaningOf(called, env, context);
  const formals = meaning?.kind === "function" ? (meaning.lambda.formals?.formals ?? []) : [];
  return formals
    .filter(({ name }) => !defined.has(name.name))
    .map(({ name, fallback }) =>
      makeItem(formatName(name.name), "attribute", fallback === null ? 0 : 1, {
        insert: wanted.hasValue ? name.name : `${name.name} = $0;`,
        snippet: !wanted.hasValue,
        detail: fallback === null ? "required" : "optional",
      }),
    );
}
