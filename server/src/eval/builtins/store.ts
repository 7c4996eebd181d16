/** Builtins that put something into the store, as far as its path follows from what is known. */

import { coerceToString } from "../core/coerce.ts";
import { NixError } from "../core/errors.ts";
import { expectKnown, expectString, expectStringValue } from "../core/expect.ts";
import { makeString } from "../core/make.ts";
import { native } from "../core/native.ts";
import { sha256OfText, storePathOf, textPath, wrongName } from "../core/storePath.ts";
import type { Builtins } from "./entry.ts";

export const storeBuiltins: Builtins = [
  [
    "toFile",
    native("toFile", 2, (machine, [name, contents], at) => {
      const named = expectString(machine, name, at);
      const { value, context } = expectStringValue(machine, contents, at);
      const wrong = wrongName(named);
      if (wrong !== null) throw new NixError("evaluation", wrong, at);
      if (context.some((element) => /^[=!]/.test(element))) {
        const message = `files created by 'builtins.toFile' may not reference derivations, but '${named}' does`;
        throw new NixError("evaluation", message, at);
      }
      const path = textPath(named, sha256OfText(value), context);
      return makeString(path, at, [path]);
    }),
  ],
  [
    "storePath",
    native("storePath", 1, (machine, [path], at) => {
      const { value } = coerceToString(machine, expectKnown(machine, path), "path", at);
      const inStore = storePathOf(value);
      if (inStore === null) throw new NixError("evaluation", `path '${value}' is not in the Nix store`, at);
      return makeString(value, at, [inStore]);
    }),
  ],
];
