/** `hashString`, `hashFile`, `convertHash` and what is made of hashes. */
import { coerceToTarget } from "../core/coerce.ts";
import { NixError } from "../core/errors.ts";
import { expectAttrs, expectKnown, expectString } from "../core/expect.ts";
import { hashText, parseHash, toBase16, toBase32, toBase64 } from "../core/hash.ts";
import { makeString, ready } from "../core/make.ts";
import { native } from "../core/native.ts";
import { readFileText } from "../core/readFile.ts";
import { selectAttr } from "../core/select.ts";
import type { Origin, Value } from "../core/value.ts";
import type { Builtins } from "./entry.ts";

function hashed(algorithm: string, text: string, at: Origin): Value {
  const bytes = hashText(algorithm, text);
  if (bytes === null) throw new NixError("evaluation", `unknown hash type '${algorithm}'`, at);
  return makeString(toBase16(bytes), at);
}

export const hashBuiltins: Builtins = [
  [
    "hashString",
    native("hashString", 2, (machine, [algorithm, text], at) => {
      const wanted = expectString(machine, algorithm, at);
      return hashed(wanted, expectString(machine, text, at), at);
    }),
  ],
  [
    "hashFile",
    native("hashFile", 2, (machine, [algorithm, path], at) => {
      const wanted = expectString(machine, algorithm, at);
      return hashed(wanted, readFileText(machine, coerceToTarget(machine, expectKnown(machine, path), at), at), at);
    }),
  ],
  [
    "convertHash",
    native("convertHash", 1, (machine, [argument], at) => {
      const set = expectAttrs(machine, argument, at);
      const text = (name: string) => expectString(machine, ready(selectAttr(machine, set, name, at)), at);
      const format = text("toHashFormat");
      const hash = parseHash(text("hash"), set.attrs.has("hashAlgo") ? text("hashAlgo") : null);
      if (hash === null) throw new NixError("evaluation", "this is no hash of the stated kind", at);
      if (format === "base16") return makeString(toBase16(hash.bytes), at);
      if (format === "nix32" || format === "base32") return makeString(toBase32(hash.bytes), at);
      if (format === "base64") return makeString(toBase64(hash.bytes), at);
      if (format === "sri") return makeString(`${hash.algorithm}-${toBase64(hash.bytes)}`, at);
      throw new NixError("evaluation", `unknown hash format '${format}'`, at);
    }),
  ],
  [
    "placeholder",
    native("placeholder", 1, (machine, [output], at) => {
      const bytes = hashText("sha256", `nix-output:${expectString(machine, output, at)}`);
      return makeString(`/${toBase32(bytes ?? new Uint8Array())}`, at);
    }),
  ],
];
