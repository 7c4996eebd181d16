/** Generated expressions: our `lib` never fails in a way of its own, and says what a real one says where that is at hand. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { slow } from "../../support/slow.ts";
import { evaluateOurs, evaluateReal, realLib } from "./support.ts";

const quote = (text: string) =>
  `"${text
    .replace(/["\\$]/g, "\\$&")
    .replaceAll("\n", "\\n")
    .replaceAll("\t", "\\t")}"`;
const list = (items: readonly string[]) => `[ ${items.join(" ")} ]`;
const set = (entries: readonly (readonly [string, string])[]) =>
  `{ ${[...new Map(entries)].map(([name, value]) => `${quote(name)} = ${value};`).join(" ")} }`;

const text = fc.string({ unit: fc.constantFrom(..."abAB01 ._-/:\n\t'\"$[]={}"), maxLength: 8 });
const word = fc.string({ unit: fc.constantFrom(..."abc01-_."), minLength: 1, maxLength: 5 });
const string = text.map(quote);
const integer = fc.integer({ min: -20, max: 99 }).map((value) => (value < 0 ? `(${value})` : String(value)));
const scalar = fc.oneof(string, integer, fc.constantFrom("true", "false", "null", "1.5"));
const strings = fc.array(string, { maxLength: 6 }).map(list);
const integers = fc.array(integer, { maxLength: 8 }).map(list);
const scalars = fc.array(scalar, { maxLength: 5 }).map(list);
const flat = fc.array(fc.tuple(word, scalar), { maxLength: 4 }).map(set);
const { nested } = fc.letrec<{ nested: string }>((tie) => ({
  nested: fc.oneof(
    { maxDepth: 3 },
    scalar,
    scalars,
    fc.array(fc.tuple(fc.constantFrom("a", "b", "c d"), tie("nested")), { maxLength: 3 }).map(set),
  ),
}));
const nestedSet = fc.array(fc.tuple(fc.constantFrom("a", "b", "c d"), nested), { maxLength: 3 }).map(set);
const path = fc.array(fc.constantFrom('"a"', '"b"', '"c d"'), { maxLength: 3 }).map(list);
const version = fc.string({ unit: fc.constantFrom(..."0129.-prea"), maxLength: 7 }).map(quote);

const call = (name: string, ...args: readonly fc.Arbitrary<string>[]) =>
  fc.tuple(...args).map((given) => [name, ...given].join(" "));

const expression = fc.oneof(
  call("naturalSort", strings),
  call("unique", scalars),
  call("sort lessThan", integers),
  call("sortOn (x: 0 - x)", integers),
  call("toposort (a: b: mod a 7 < mod b 7 && a != b)", integers),
  call("flatten", fc.array(fc.oneof(scalar, scalars), { maxLength: 5 }).map(list)),
  call("sublist", integer, integer, integers),
  call("take", integer, scalars),
  call("intersectLists", scalars, scalars),
  call("lists.commonPrefix", integers, integers),
  call("groupBy toString", scalars),
  call("zipLists", scalars, integers),
  call("foldr (a: b: a - b) 0", integers),
  call("foldl (a: b: a - b) 0", integers),
  call("compareLists compare", integers, integers),
  call("recursiveUpdate", nestedSet, nestedSet),
  call("recursiveUpdateUntil (p: l: r: length p == 2 || !(isAttrs l && isAttrs r))", nestedSet, nestedSet),
  call("attrByPath", path, fc.constant('"none"'), nestedSet),
  call("hasAttrByPath", path, nestedSet),
  call("setAttrByPath", path, scalar),
  call("attrsets.longestValidPathPrefix", path, nestedSet),
  call('mapAttrsRecursive (p: v: concatStringsSep "." p)', nestedSet),
  call("mapAttrsToListRecursive (p: v: p)", nestedSet),
  call("collect isList", nestedSet),
  call('filterAttrsRecursive (n: v: n != "a")', nestedSet),
  call("matchAttrs", nestedSet, nestedSet),
  call("zipAttrs", fc.array(flat, { maxLength: 3 }).map(list)),
  call("foldAttrs (n: a: [ n ] ++ a) [ ]", fc.array(flat, { maxLength: 3 }).map(list)),
  call("mergeAttrsList", fc.array(flat, { maxLength: 3 }).map(list)),
  call("showAttrPath", strings),
  call("splitString", string, string),
  call("trim", string),
  call("hasPrefix", string, string),
  call("hasSuffix", string, string),
  call("hasInfix", string, string),
  call("removePrefix", string, string),
  call("removeSuffix", string, string),
  call("escapeShellArg", scalar),
  call(
    "toShellVars",
    fc.array(fc.tuple(fc.constantFrom("a", "b_1"), fc.oneof(scalar, scalars, flat)), { maxLength: 3 }).map(set),
  ),
  call("escapeRegex", string),
  call("escapeURL", string),
  call("escapeXML", string),
  call("strings.escapeNixString", string),
  call("strings.escapeNixIdentifier", string),
  call("toCamelCase", string),
  call("toSentenceCase", string),
  call("toInt", string),
  call(
    "toIntBase10",
    fc.oneof(
      string,
      integer.map((value) => quote(` 00${value}`)),
    ),
  ),
  call("fixedWidthString", integer, fc.constantFrom('"0"', '"ab"'), string),
  call("strings.levenshtein", string, string),
  call("strings.levenshteinAtMost 2", string, string),
  call("strings.sanitizeDerivationName", string),
  call("strings.normalizePath", string),
  call("replaceString", word.map(quote), string, string),
  call("versionOlder", version, version),
  call("versions.pad 3", version),
  call("versions.majorMinor", version),
  call("getName", version),
  call("path.subpath.isValid", string),
  call("path.subpath.normalise", string),
  call("toHexString", integer),
  call("toBaseDigits 2", integer),
  call("generators.toPretty { }", nested),
  call("generators.toPretty { multiline = false; }", nested),
  call("generators.toJSON { }", nested),
  call("generators.toLua { }", nested),
  call("generators.toDhall { }", nested),
  call("generators.toPlist { escape = true; }", nested),
  call(
    "generators.toKeyValue { listsAsDuplicateKeys = true; }",
    fc.array(fc.tuple(word, fc.oneof(scalar, scalars)), { maxLength: 3 }).map(set),
  ),
  call("generators.toINI { }", fc.array(fc.tuple(text, flat), { maxLength: 3 }).map(set)),
  call(
    "generators.toGitINI",
    fc
      .array(fc.tuple(word, fc.oneof(flat, fc.array(fc.tuple(word, flat), { maxLength: 2 }).map(set))), {
        maxLength: 3,
      })
      .map(set),
  ),
  call("cli.toCommandLineGNU { }", flat),
  call("cli.toGNUCommandLineShell { }", flat),
);

/** Texts with a NUL or a lone piece of a character do not occur: Nix files cannot hold them. */
const seed = slow.seed(20_240_531);
const samples = (runs: number) => [...new Set(fc.sample(expression, { numRuns: runs, seed }))];

test(`generated expressions, seed ${seed}, give a value or one of Nix's own errors`, () => {
  for (const program of samples(slow.runs(1_000, 20_000))) {
    const verdict = evaluateOurs(program);
    expect([program, typeof verdict === "object" && "unknown" in verdict ? verdict : "known"]).toEqual([
      program,
      "known",
    ]);
  }
});

const library = realLib();

test.runIf(library !== null)(`a real lib says the same of generated expressions, seed ${seed}`, async () => {
  const programs = samples(slow.runs(500, 10_000));
  const ours = new Map(programs.map((program) => [program, evaluateOurs(program)]));
  const fatal = new Set(
    programs.filter((program) => {
      const verdict = ours.get(program);
      return typeof verdict === "object" && "error" in verdict && verdict.error === "fatal";
    }),
  );
  const real = await evaluateReal(library ?? "", programs, fatal);
  const different = programs.filter(
    (program) => JSON.stringify(ours.get(program)) !== JSON.stringify(real.get(program)),
  );
  expect(different.map((program) => [program, ours.get(program), real.get(program)])).toEqual([]);
});
