/** The merge functions that `mkOptionType` is given: `lib.mergeEqualOption` and its kin. */

import { expectString } from "../../eval/core/expect.ts";
import { applyAll } from "../../eval/core/functions.ts";
import { makeString } from "../../eval/core/make.ts";
import { optionalField } from "../../nixpkgs/lib/support/records.ts";
import { fn, libConstant, table } from "../../nixpkgs/lib/support/table.ts";
import { mergeDefault, mergeEqual, mergeOne, notUnique } from "../types/merges.ts";
import { readDefinitions, readLoc } from "../types/typeValue.ts";

const SIGNATURE = "[String] -> [Definition a] -> a";

export const mergeLib = table(
  fn("mergeDefaultOption", 2, SIGNATURE, "Merges by what the values happen to be.", (machine, [loc, definitions], at) =>
    mergeDefault(machine, readLoc(machine, loc, at), readDefinitions(machine, definitions, at)),
  ),
  fn("mergeOneOption", 2, SIGNATURE, "The value of the only definition.", (machine, [loc, definitions], at) =>
    mergeOne(machine, readLoc(machine, loc, at), readDefinitions(machine, definitions, at)),
  ),
  fn("mergeEqualOption", 2, SIGNATURE, "The value that all definitions agree on.", (machine, [loc, definitions], at) =>
    mergeEqual(machine, readLoc(machine, loc, at), readDefinitions(machine, definitions, at)),
  ),
  fn(
    "mergeUniqueOption",
    3,
    `{ message, merge? } -> ${SIGNATURE}`,
    "The only definition, merged.",
    (machine, [argument, loc, definitions], at) => {
      const given = readDefinitions(machine, definitions, at);
      const message = optionalField(machine, argument, "message");
      if (given.length !== 1) {
        throw notUnique(
          machine,
          readLoc(machine, loc, at),
          given,
          message === null ? "" : expectString(machine, message, at),
        );
      }
      const merge = optionalField(machine, argument, "merge");
      if (merge === null) return mergeOne(machine, readLoc(machine, loc, at), given);
      return applyAll(machine, merge.force(machine), [loc, definitions], at);
    },
  ),
  libConstant("unknownModule", "String", "The file of a module that has none.", makeString("<unknown-file>")),
);
