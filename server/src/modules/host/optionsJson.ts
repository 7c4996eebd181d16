/** Options as `nixosOptionsDoc` writes them to `options.json`. */
import { isInside, type Uri, uriPath } from "../../base/uri.ts";
import { showOption } from "../model/location.ts";
import type { OptionDoc } from "../model/view.ts";

/** A text to be shown as Nix. */
interface LiteralText {
  readonly _type: "literalExpression";
  readonly text: string;
}

export interface OptionJson {
  readonly declarations: readonly string[];
  readonly default?: LiteralText;
  readonly description: string | null;
  readonly example?: LiteralText;
  readonly loc: readonly string[];
  readonly readOnly: boolean;
  readonly type: string;
}

/** By name, sorted. Internal options are left out, as there. `root`: declarations are shown relative to it. */
export function optionsJson(options: readonly OptionDoc[], root: Uri): Readonly<Record<string, OptionJson>> {
  const shown = options
    .filter((option) => !option.internal)
    .map((option) => [showOption(option.path), entry(option, root)] as const);
  return Object.fromEntries(shown.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

function entry(option: OptionDoc, root: Uri): OptionJson {
  const declarations = [...option.declarations.map((place) => relativePath(place.uri, root)), ...option.declaredIn];
  return {
    declarations: [...new Set(declarations)],
    ...(option.defaultText === null ? {} : { default: literal(option.defaultText) }),
    description: option.description,
    ...(option.exampleText === null ? {} : { example: literal(option.exampleText) }),
    loc: option.path,
    readOnly: option.readOnly,
    type: option.type.description,
  };
}

function literal(text: string): LiteralText {
  return { _type: "literalExpression", text };
}

function relativePath(uri: Uri, root: Uri): string {
  if (!isInside(uri, root)) return uriPath(uri);
  return uriPath(uri).slice(uriPath(root).length).replace(/^\//, "");
}
