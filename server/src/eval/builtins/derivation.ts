/**
 * `derivation` and `derivationStrict`: the store paths that Nix gives a derivation, computed from what it says.
 * A derivation is lazy, as in Nix: its paths are worked out when one of them is asked for. What any unknown part goes
 * into has paths that are unknown for that part's reason.
 */
import { coerceToString } from "../core/coerce.ts";
import { mergeContext } from "../core/contextStrings.ts";
import { NixError } from "../core/errors.ts";
import { expectAttrs, expectBool, expectClosedAttrs, expectKnown, expectList, expectString } from "../core/expect.ts";
import { parseHash, toBase16 } from "../core/hash.ts";
import type { Machine } from "../core/machine.ts";
import { attrsOf, lazy, makeAttrs, makeList, makeString, makeUnknown, ready } from "../core/make.ts";
import { sortedAttrs } from "../core/names.ts";
import { guarded, native } from "../core/native.ts";
import { selectAttr } from "../core/select.ts";
import { UnknownSignal } from "../core/signal.ts";
import {
  fixedPath,
  type Ingestion,
  outputName,
  outputPath,
  sha256OfText,
  textPath,
  wrongName,
} from "../core/storePath.ts";
import type { Attr, AttrsValue, Origin, Thunk, Value } from "../core/value.ts";
import { printJson } from "../print/printJson.ts";
import type { Builtins } from "./entry.ts";

/** One output as a derivation's file lists it. */
interface Output {
  readonly path: string;
  /** `r:sha256` and its like; empty for what is not fixed. */
  readonly method: string;
  readonly hash: string;
}

/** A derivation as its file says it. */
interface Derivation {
  readonly outputs: ReadonlyMap<string, Output>;
  /** Derivations to the outputs wanted of them. */
  readonly inputs: ReadonlyMap<string, ReadonlySet<string>>;
  readonly sources: ReadonlySet<string>;
  readonly platform: string;
  readonly builder: string;
  readonly args: readonly string[];
  readonly environment: ReadonlyMap<string, string>;
}

/** What others need to know of a derivation that was made. */
interface Made {
  readonly derivation: Derivation;
  /** By output: what stands for the derivation in the hashes of those that need it. */
  readonly hashes: ReadonlyMap<string, string>;
}

/**
 * Derivations by the path of their file. The path follows from the derivation, so an entry is true for ever and whoever
 * makes it: this is a table of facts, and no answer depends on whether one was there before.
 */
const made = new Map<string, Made>();

/** What a set says that makes a derivation, before its paths are known. */
class Recipe {
  readonly environment = new Map<string, string>();
  readonly structured: string[] = [];
  args: string[] = [];
  context: readonly string[] = [];
  builder = "";
  platform = "";
  outputs: readonly string[] = ["out"];
  outputHash: string | null = null;
  outputHashAlgo: string | null = null;
  ingestion: Ingestion = "flat";
}

/** The paths of a derivation: `drvPath`, and one for each output. */
function derivationStrict(machine: Machine, argument: Thunk, at: Origin): Value {
  const given = expectClosedAttrs(machine, argument, at);
  const name = expectString(machine, ready(selectAttr(machine, given, "name", at)), at);
  const wrong =
    wrongName(name) ??
    (name.endsWith(".drv") ? "derivation names are allowed to end in '.drv' only if they are a text file" : null);
  if (wrong !== null) throw new NixError("evaluation", `invalid derivation name: ${wrong}`, at);
  const recipe = readRecipe(machine, given, at);
  for (const [attribute, said] of [
    ["builder", recipe.builder],
    ["system", recipe.platform],
  ])
    if (said === "") throw new NixError("missingAttribute", `required attribute '${attribute}' missing`, at);
  const derivation = withOutputs(name, recipe, readInputs(recipe.context, at), at);
  const text = derivationText(derivation, false, null);
  const references = new Set([...derivation.sources, ...derivation.inputs.keys()]);
  const path = textPath(`${name}.drv`, sha256OfText(text), references);
  if (!made.has(path)) made.set(path, { derivation, hashes: hashesOf(derivation) });
  const paths: [string, Thunk][] = [["drvPath", ready(makeString(path, at, [`=${path}`]))]];
  for (const [output, { path: itsPath }] of derivation.outputs)
    paths.push([output, ready(makeString(itsPath, at, [`!${output}!${path}`]))]);
  return attrsOf(paths, at);
}

function readRecipe(machine: Machine, given: AttrsValue, at: Origin): Recipe {
  const recipe = new Recipe();
  const flag = (name: string): boolean => {
    const attr = given.attrs.get(name);
    return attr !== undefined && expectBool(machine, attr.value, at);
  };
  const isStructured = flag("__structuredAttrs");
  const ignoresNulls = flag("__ignoreNulls");
  for (const name of ["__contentAddressed", "__impure"]) {
    if (flag(name))
      throw new UnknownSignal(makeUnknown({ kind: "impure", what: "the paths of such a derivation" }, at));
  }
  const text = (value: Thunk): string => {
    const read = coerceToString(machine, expectKnown(machine, value), "toString", at);
    recipe.context = mergeContext(recipe.context, read.context);
    return read.value;
  };
  for (const [name, { value }] of sortedAttrs(given)) {
    machine.step();
    if (name === "__ignoreNulls" || (ignoresNulls && expectKnown(machine, value).type === "null")) continue;
    if (name === "args") recipe.args = expectList(machine, value, at).items.map(text);
    else if (!isStructured) {
      const said = text(value);
      recipe.environment.set(name, said);
      takeSpecial(
        recipe,
        name,
        () => said,
        () => said.split(/[ \t\n\r]+/).filter((output) => output !== ""),
        at,
      );
    } else if (name !== "__structuredAttrs") {
      const json = printJson(machine, expectKnown(machine, value), at);
      recipe.context = mergeContext(recipe.context, json.context);
      recipe.structured.push(`${JSON.stringify(name)}:${json.text}`);
      const names = () => expectList(machine, value, at).items.map((item) => expectString(machine, item, at));
      takeSpecial(recipe, name, () => text(value), names, at);
    }
  }
  if (isStructured) recipe.environment.set("__json", `{${recipe.structured.join(",")}}`);
  return recipe;
}

/** Attributes that mean something beside being handed to the builder. */
function takeSpecial(
  recipe: Recipe,
  name: string,
  said: () => string,
  names: () => readonly string[],
  at: Origin,
): void {
  if (name === "builder") recipe.builder = said();
  else if (name === "system") recipe.platform = said();
  else if (name === "outputHash") recipe.outputHash = said();
  else if (name === "outputHashAlgo") recipe.outputHashAlgo = said() || null;
  else if (name === "outputHashMode") recipe.ingestion = ingestionOf(said(), at);
  else if (name === "outputs") recipe.outputs = checkedOutputs(names(), at);
}

function ingestionOf(mode: string, at: Origin): Ingestion {
  if (mode === "recursive" || mode === "nar") return "nar";
  if (mode === "flat") return "flat";
  if (mode === "text" || mode === "git")
    throw new UnknownSignal(makeUnknown({ kind: "notModelled", what: `outputHashMode = "${mode}"` }, at));
  throw new NixError("evaluation", `invalid value '${mode}' for 'outputHashMode' attribute`, at);
}

function checkedOutputs(names: readonly string[], at: Origin): readonly string[] {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw new NixError("evaluation", `duplicate derivation output '${name}'`, at);
    if (name === "drvPath") throw new NixError("evaluation", `invalid derivation output name '${name}'`, at);
    seen.add(name);
  }
  if (seen.size === 0) throw new NixError("evaluation", "derivation cannot have an empty set of outputs", at);
  return names;
}

interface Inputs {
  readonly derivations: Map<string, Set<string>>;
  readonly sources: Set<string>;
}

/** What a derivation needs, from the contexts of its texts. */
function readInputs(context: readonly string[], at: Origin): Inputs {
  const inputs: Inputs = { derivations: new Map(), sources: new Set() };
  for (const element of context) {
    const output = /^!([^!]*)!(.*)$/s.exec(element);
    if (output?.[1] !== undefined && output[2] !== undefined) addOutput(inputs, output[2], output[1]);
    else if (element.startsWith("=")) addAll(inputs, element.slice(1), at);
    else inputs.sources.add(element);
  }
  return inputs;
}

function addOutput({ derivations }: Inputs, path: string, output: string): void {
  const outputs = derivations.get(path);
  if (outputs === undefined) derivations.set(path, new Set([output]));
  else outputs.add(output);
}

/** A derivation with everything that it needs itself, all outputs of it. */
function addAll(inputs: Inputs, root: string, at: Origin): void {
  const queue = [root];
  const seen = new Set(queue);
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    inputs.sources.add(path);
    if (!path.endsWith(".drv")) continue;
    const { derivation } = known(path, at);
    for (const output of derivation.outputs.keys()) addOutput(inputs, path, output);
    for (const next of [...derivation.sources, ...derivation.inputs.keys()]) {
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push(next);
    }
  }
}

/** A derivation that was made here. One that a text only names, as `appendContext` can, is not known. */
function known(path: string, at: Origin): Made {
  const found = made.get(path);
  if (found !== undefined) return found;
  throw new UnknownSignal(makeUnknown({ kind: "impure", what: `the derivation ${path}` }, at));
}

function withOutputs(name: string, recipe: Recipe, inputs: Inputs, at: Origin): Derivation {
  const { environment, platform, builder, args } = recipe;
  const base = { inputs: inputs.derivations, sources: inputs.sources, platform, builder, args, environment };
  if (recipe.outputHash !== null) {
    if (recipe.outputs.length !== 1 || recipe.outputs[0] !== "out")
      throw new NixError("evaluation", "multiple outputs are not supported in fixed-output derivations", at);
    const fixed = fixedOutput(name, recipe, recipe.outputHash, at);
    environment.set("out", fixed.path);
    return { ...base, outputs: new Map([["out", fixed]]) };
  }
  for (const output of recipe.outputs) environment.set(output, "");
  const empty = new Map(recipe.outputs.map((output): [string, Output] => [output, { path: "", method: "", hash: "" }]));
  const hash = sha256OfText(derivationText({ ...base, outputs: empty }, true, inputHashes(base.inputs, at)));
  const outputs = new Map<string, Output>();
  for (const output of recipe.outputs) {
    const path = outputPath(output, hash, name);
    const wrong = wrongName(outputName(name, output));
    if (wrong !== null) throw new NixError("evaluation", `invalid derivation output: ${wrong}`, at);
    environment.set(output, path);
    outputs.set(output, { path, method: "", hash: "" });
  }
  return { ...base, outputs };
}

function fixedOutput(name: string, { outputHashAlgo, ingestion }: Recipe, said: string, at: Origin): Output {
  const hash = said === "" ? zeroHash(outputHashAlgo) : parseHash(said, outputHashAlgo);
  if (hash === null) throw new NixError("evaluation", `'${said}' is no hash of a derivation's output`, at);
  const path = fixedPath(name, ingestion, hash.algorithm, hash.bytes);
  return { path, method: `${ingestion === "nar" ? "r:" : ""}${hash.algorithm}`, hash: toBase16(hash.bytes) };
}

/** What Nix takes an empty hash for, with a warning: all zeros. */
function zeroHash(algorithm: string | null): ReturnType<typeof parseHash> {
  const sizes = new Map([
    ["md5", 16],
    ["sha1", 20],
    ["sha256", 32],
    ["sha512", 64],
  ]);
  const size = sizes.get(algorithm ?? "");
  return algorithm === null || size === undefined ? null : { algorithm, bytes: new Uint8Array(size) };
}

/** The hashes that stand for needed derivations, with the outputs wanted of each, both sorted. */
function inputHashes(inputs: Derivation["inputs"], at: Origin): ReadonlyMap<string, ReadonlySet<string>> {
  const byHash = new Map<string, Set<string>>();
  for (const [path, outputs] of inputs) {
    const { hashes } = known(path, at);
    for (const output of outputs) {
      const hash = hashes.get(output);
      if (hash === undefined)
        throw new NixError("evaluation", `derivation '${path}' does not have an output '${output}'`, at);
      const wanted = byHash.get(hash);
      if (wanted === undefined) byHash.set(hash, new Set([output]));
      else wanted.add(output);
    }
  }
  return byHash;
}

/** What stands for a derivation in others: of a fixed output its content, else all that the derivation says. */
function hashesOf(derivation: Derivation): ReadonlyMap<string, string> {
  const hashes = new Map<string, string>();
  let whole: string | null = null;
  for (const [output, { path, method, hash }] of derivation.outputs) {
    if (method !== "") {
      hashes.set(output, toBase16(sha256OfText(`fixed:out:${method}:${hash}:${path}`)));
      continue;
    }
    whole ??= toBase16(sha256OfText(derivationText(derivation, false, inputHashes(derivation.inputs, null))));
    hashes.set(output, whole);
  }
  return hashes;
}

/**
 * A derivation's file. `masked`: without the paths of its own outputs, which are not known yet. `inputs`: what stands for
 * the derivations it needs; `null`: their paths.
 */
function derivationText(
  derivation: Derivation,
  masked: boolean,
  inputs: ReadonlyMap<string, ReadonlySet<string>> | null,
): string {
  const { outputs, sources, platform, builder, args, environment } = derivation;
  const texts = (items: Iterable<string>): string => `[${[...items].map(quoted).join(",")}]`;
  const sorted = <T>(entries: Iterable<readonly [string, T]>): (readonly [string, T])[] =>
    [...entries].sort(([left], [right]) => (left < right ? -1 : 1));
  const outputTexts = sorted(outputs).map(
    ([name, { path, method, hash }]) => `(${[name, masked ? "" : path, method, hash].map(quoted).join(",")})`,
  );
  const inputTexts = sorted(inputs ?? derivation.inputs).map(
    ([path, wanted]) => `(${quoted(path)},${texts([...wanted].sort())})`,
  );
  const variables = sorted(environment).map(
    ([name, value]) => `(${quoted(name)},${quoted(masked && outputs.has(name) ? "" : value)})`,
  );
  const parts = [
    `[${outputTexts.join(",")}]`,
    `[${inputTexts.join(",")}]`,
    texts([...sources].sort()),
    quoted(platform),
    quoted(builder),
    texts(args),
    `[${variables.join(",")}]`,
  ];
  return `Derive(${parts.join(",")})`;
}

const ESCAPED: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

function quoted(text: string): string {
  return `"${text.replace(/["\\\n\r\t]/g, (character) => ESCAPED.get(character) ?? character)}"`;
}

/** A derivation as configurations see it: what it was given, its paths, and itself under the name of each output. */
function derivation(machine: Machine, argument: Thunk, at: Origin): Value {
  const given = expectAttrs(machine, argument, at);
  const outputs = given.attrs.get("outputs");
  const names =
    outputs === undefined
      ? ["out"]
      : expectList(machine, outputs.value, at).items.map((output) => expectString(machine, output, at));
  const strict = lazy((inner) => guarded(inner, () => derivationStrict(inner, argument, at)));
  const pathOf = (name: string): Thunk =>
    lazy((inner) => {
      const paths = strict.force(inner);
      return paths.type === "unknown" ? paths : selectAttr(inner, paths, name, at);
    });
  const drvPath = pathOf("drvPath");
  const attr = (value: Thunk): Attr => ({ value, origin: at });
  const byName = new Map<string, Thunk>();
  const output = (name: string): Thunk => lazy((inner) => (byName.get(name) ?? drvPath).force(inner));
  const common = new Map(given.attrs);
  for (const name of names) common.set(name, attr(output(name)));
  common.set("all", attr(ready(makeList(names.map(output), at))));
  common.set("drvAttrs", attr(ready(given)));
  for (const name of names) {
    const attrs = new Map(common);
    attrs.set("outPath", attr(pathOf(name)));
    attrs.set("drvPath", attr(drvPath));
    attrs.set("type", attr(ready(makeString("derivation", at))));
    attrs.set("outputName", attr(ready(makeString(name, at))));
    byName.set(name, ready(makeAttrs(attrs, at, given.rest)));
  }
  const first = byName.get(names[0] ?? "");
  if (first === undefined) throw new NixError("evaluation", "'head' called on an empty list", at);
  return first.force(machine);
}

export const derivationBuiltins: Builtins = [
  ["derivation", native("derivation", 1, (machine, [argument], at) => derivation(machine, argument, at))],
  [
    "derivationStrict",
    native("derivationStrict", 1, (machine, [argument], at) => derivationStrict(machine, argument, at)),
  ],
];
