/**
 * Types that a text describes, put to the test: values that such a type takes and refuses, by our type and, as a Nix
 * expression, by the real `lib.types`.
 */
import { attempt } from "../../server/src/eval/core/evaluate.ts";
import type { Machine } from "../../server/src/eval/core/machine.ts";
import { ready } from "../../server/src/eval/core/make.ts";
import type { Thunk } from "../../server/src/eval/core/value.ts";
import type { TypeInfo } from "../../server/src/modules/model/view.ts";
import { createNixWorld } from "../../server/src/modules/nixpkgs/nixWorld.ts";
import { describedType } from "../../server/src/modules/types/describedType.ts";
import { typeValue } from "../../server/src/modules/types/typeValue.ts";
import { quoteString } from "../../server/src/syntax/tree/attrName.ts";
import { machineOf } from "./eval.ts";

/** Values of all kinds, the likeliest to be refused first. */
const candidates = [
  "1",
  '"text"',
  "true",
  "null",
  "[ 1 ]",
  "{ a = 1; }",
  "(x: x)",
  "1.5",
  "-5",
  "70000",
  "[ (x: x) ]",
  "{ a = (x: x); }",
  "{ a = [ (x: x) ]; }",
  "{ a.b = (x: x); }",
  "{ a.b = [ (x: x) ]; }",
  "{ a.b.c = (x: x); }",
  "{ a = null; }",
  "[ null ]",
  "[ ]",
  '"two\nlines"',
];

/** Texts that patterns and checks of strings may take. */
const texts = [
  "a",
  "1",
  "10",
  "a.service",
  "tcp://0.0.0.0",
  "00:11:22:33:44:55",
  "0644",
  "2024-01-01",
  "12:00",
  "12:00:00",
  "a/b",
  "/a",
  "a@b",
  "10.0.0.1",
  "1:2",
  "1M",
  "1d",
  "1h",
  "aaaaaa",
  "ffffff",
  "12345678",
  "0123456789abcdef0123456789abcdef",
  "http://a",
  "a:b",
  "1.0",
  "1000-2000",
  "1KiB",
  "https://a",
  "md5",
  "none",
  "aaaaaaaaaaaaaaaa.onion",
  "AAAAAAAAAAAAAAAAAAAAAA",
  `a$${"0".repeat(64)}`,
  "",
];

/** Likely values of a type, as Nix text. */
export function likely(type: TypeInfo): readonly string[] {
  const { kind, minimum = -Infinity, maximum = Infinity, members = [], inner = [] } = type;
  const [first = null, second = null] = inner;
  const ofFirst = (): readonly string[] => (first === null ? [] : likely(first));
  switch (kind) {
    case "bool":
      return ["true"];
    case "int":
    case "port":
      return [String(Math.max(minimum === -Infinity ? 1 : minimum, Math.min(1, maximum)))];
    case "float":
    case "number":
      return ["0.5", "1.5", "1500.5"];
    case "string":
      return texts.map((text) => quoteString(text));
    case "path":
      return ['"/nix/store/00000000000000000000000000000000-a"'];
    case "package":
      return ['{ type = "derivation"; shellPath = "/bin/a"; }'];
    case "enum":
      return members;
    case "listOf":
      return ofFirst().map((value) => `[ ${value} ]`);
    case "attrsOf":
      return ofFirst().map((value) => `{ a = ${value}; }`);
    case "nullOr":
      return [...ofFirst(), "null"];
    case "either":
      return inner.flatMap(likely);
    case "coercedTo":
      return [...ofFirst(), ...(second === null ? [] : likely(second))];
    case "functionTo":
      return ofFirst().map((value) => `(x: ${value})`);
    case "submodule":
    case "attrs":
      return ["{ }"];
    case "anything":
      return ['"text"'];
    case "opaque":
      return [];
  }
}

const PRELUDE = `
  answer = v: (builtins.tryEval (builtins.deepSeq v v)).success;
  takes = type: value: answer (evalModules { modules = [ { options.o = mkOption { inherit type; }; } { o = value; } ]; }).config.o;
`;

const { world } = createNixWorld(new Map(), true);

/** What our type says of each value. */
export function ourVerdicts(
  type: TypeInfo,
  values: readonly string[],
): readonly ("accepted" | "rejected" | "unknown")[] {
  const machine = machineOf(`lib: type: with lib; let ${PRELUDE} in map (takes type) [ ${values.join(" ")} ]`);
  const outcome = attempt(machine, () => {
    const program = machine.importFile("file:///test.nix", null);
    const list = machine.apply(machine.apply(program, world.lib, null), ready(typeValue(describedType(type))), null);
    return list.type === "list" ? list.items.map((item) => verdictOf(machine, item)) : [];
  });
  if (outcome.kind !== "value") throw new Error(`no answer for ${type.description}: ${JSON.stringify(outcome)}`);
  return outcome.value;
}

function verdictOf(machine: Machine, item: Thunk): "accepted" | "rejected" | "unknown" {
  const value = item.force(machine);
  return value.type === "bool" ? (value.value ? "accepted" : "rejected") : "unknown";
}

/**
 * A value that our type takes, or at least does not refuse where it cannot look into it, and one that it refuses; `null`
 * where there are none.
 */
export function samples(type: TypeInfo): { readonly accepted: string | null; readonly rejected: string | null } {
  const values = [...likely(type), ...candidates];
  const verdicts = ourVerdicts(type, values);
  const first = (wanted: string): string | null => values[verdicts.indexOf(wanted as "accepted")] ?? null;
  const open = verdicts.indexOf("unknown");
  const likeliest = open >= 0 && open < likely(type).length ? (values[open] ?? null) : null;
  return { accepted: first("accepted") ?? likeliest, rejected: first("rejected") };
}

const formats: Readonly<Record<string, string>> = {
  "JSON value": '(recursive "JSON value" true)',
  "YAML value": '(recursive "YAML value" true)',
  "TOML value": '(recursive "TOML value" false)',
};

/** The type as an expression over the real `lib.types`; `null`: its description does not say what it is. */
export function nixType(type: TypeInfo): string | null {
  const { kind, description, minimum, maximum, members = [], inner = [] } = type;
  const format = formats[description];
  if (format !== undefined) return format;
  const parts = inner.map(nixType);
  if (parts.includes(null)) return null;
  const [first = "", second = ""] = parts;
  switch (kind) {
    case "bool":
      return "bool";
    case "int":
    case "port":
      if (minimum !== undefined && maximum !== undefined) return `(ints.between (${minimum}) (${maximum}))`;
      return minimum === undefined ? "int" : minimum === 0 ? "ints.unsigned" : "ints.positive";
    case "float":
      return "float";
    case "number":
      if (minimum !== undefined && maximum !== undefined) return `(numbers.between (${minimum}) (${maximum}))`;
      return minimum === undefined
        ? "number"
        : /positive/.test(description)
          ? "numbers.positive"
          : "numbers.nonnegative";
    case "string":
      return nixString(description);
    case "path":
      return description.endsWith("in the Nix store") ? "pathInStore" : "path";
    case "package":
      return description === "package with shell" ? "shellPackage" : "package";
    case "enum":
      return `(enum [ ${members.map((member) => (member.startsWith('"') ? member.replaceAll("${", "\\${") : member)).join(" ")} ])`;
    case "listOf":
      return description.startsWith("non-empty ") ? `(nonEmptyListOf ${first})` : `(listOf ${first})`;
    case "attrsOf":
      if (description.startsWith("DAG of ")) return null;
      return description.startsWith("lazy ") ? `(lazyAttrsOf ${first})` : `(attrsOf ${first})`;
    case "nullOr":
      return `(nullOr ${first})`;
    case "either":
      return `(oneOf [ ${parts.join(" ")} ])`;
    case "coercedTo": {
      const to = inner[0] === undefined ? null : samples(inner[0]).accepted;
      return to === null ? null : `(coercedTo ${second} (_: ${to}) ${first})`;
    }
    case "functionTo":
      return `(functionTo ${first})`;
    case "submodule":
      return "(submodule { freeformType = attrsOf anything; })";
    case "anything":
      return description === "raw value" ? "raw" : description === "anything" ? "anything" : "unspecified";
    case "attrs":
      return "attrs";
    case "opaque":
      return null;
  }
}

function nixString(description: string): string {
  const separator = /^strings concatenated with (".*")$/.exec(description)?.[1];
  if (separator !== undefined) return `(separatedString ${separator})`;
  const pattern = /^string matching the pattern (.*)$/.exec(description)?.[1];
  if (pattern !== undefined) return `(strMatching ${quoteString(pattern)})`;
  if (description === "non-empty string") return "nonEmptyStr";
  return description.startsWith("(optionally newline") ? "singleLineStr" : "str";
}

/** A program that asks the real types: for each type whether it takes the one value and the other, and how it is called. */
export function realProgram(
  library: string,
  asked: readonly { readonly type: string; readonly accepted: string | null; readonly rejected: string | null }[],
): string {
  const questions = asked.map(
    ({ type, accepted, rejected }) =>
      `{ description = ${type}.description; accepted = ${accepted === null ? "null" : `takes ${type} (${accepted})`}; rejected = ${rejected === null ? "null" : `takes ${type} (${rejected})`}; }`,
  );
  return `let lib = import ${library}/lib; in with lib; with types; let ${PRELUDE}
    recursive = description: nullable: let self = oneOf [ bool int float str path (attrsOf value) (listOf value) ]; value = (if nullable then nullOr self else self) // { inherit description; }; in value;
    in [ ${questions.join("\n")} ]`;
}
