/** The examples of `nix/examples` as new configurations are made from them: parsed, never written again here. */

import type { Parser } from "../../syntax/parse/parser.ts";
import type { ValueBinding } from "../../syntax/tree/ast.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import { bindingOfPath, bodyOf } from "./draft.ts";

export class Templates {
  readonly #nix: ReadonlyMap<string, string>;
  readonly #parser: Pick<Parser, "parse">;

  /** `nix`: PlasmaCloud's own Nix files, path below `nix/` to text. */
  constructor(nix: ReadonlyMap<string, string>, parser: Pick<Parser, "parse">) {
    this.#nix = nix;
    this.#parser = parser;
  }

  /** The paths of an example's files below its folder. */
  paths(example: string): readonly string[] {
    const prefix = `examples/${example}/`;
    return [...this.#nix.keys()].filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
  }

  text(example: string, path: string): string {
    const text = this.#nix.get(`examples/${example}/${path}`);
    if (text === undefined) throw new Error(`the example ${example} has no file ${path}`);
    return text;
  }

  file(example: string, path: string): ParsedFile {
    return this.parse(path, this.text(example, path));
  }

  parse(path: string, text: string): ParsedFile {
    return this.#parser.parse(`file:///${path}`, text);
  }
}

/** The binding that the examples certainly have; an example that changed makes the tests fail, never a user's file. */
export function expectBinding(file: ParsedFile, ...path: readonly string[]): ValueBinding {
  const found = bindingIn(file, path);
  if (found === null) throw new Error(`${file.uri} does not define ${path.join(".")}`);
  return found;
}

/** The binding in a module's body, `null` when there is none. */
export function bindingIn(file: ParsedFile, path: readonly string[]): ValueBinding | null {
  return bindingOfPath(bodyOf(file.root)?.bindings ?? [], path);
}
