/** Nix's builtins as completion and hover show them. The evaluator's own table says what they do; this says it in words. */
import type { LibDoc } from "./support/table.ts";

const table = `
true | bool | The Boolean true.
false | bool | The Boolean false.
null | null | The value null.
builtins | set | All builtin functions and values.
abort | string -> a | Stops evaluation with a message; \`tryEval\` does not catch it.
add | number -> number -> number | The sum of two numbers.
addErrorContext | string -> a -> a | Gives the value, and the message with any error in it.
all | (a -> bool) -> [a] -> bool | Whether the predicate holds for every element.
any | (a -> bool) -> [a] -> bool | Whether the predicate holds for at least one element.
attrNames | set -> [string] | The names of the attributes, sorted.
attrValues | set -> [a] | The values of the attributes, in the order of their names.
baseNameOf | path or string -> string | The last part of a path.
bitAnd | int -> int -> int | Bitwise and.
bitOr | int -> int -> int | Bitwise or.
bitXor | int -> int -> int | Bitwise exclusive or.
break | a -> a | Gives its argument; in the debugger it pauses there.
catAttrs | string -> [set] -> [a] | The values of one attribute from those sets that have it.
ceil | number -> int | The nearest integer that is not smaller.
compareVersions | string -> string -> int | -1, 0 or 1: whether the first version is older, equal or newer.
concatLists | [[a]] -> [a] | All lists joined into one.
concatMap | (a -> [b]) -> [a] -> [b] | Maps each element to a list and joins the lists.
concatStringsSep | string -> [string] -> string | Joins strings with a separator between them.
currentSystem | string | The platform of the evaluating machine; not there in pure evaluation.
currentTime | int | Seconds since 1970; not there in pure evaluation.
deepSeq | a -> b -> b | Evaluates the first argument fully, then gives the second.
derivation | set -> derivation | Describes a build: at least name, system and builder.
dirOf | path or string -> path or string | A path without its last part.
div | number -> number -> number | The quotient; of integers without the remainder.
elem | a -> [a] -> bool | Whether the list holds a value equal to the first argument.
elemAt | [a] -> int -> a | The element at an index, counted from 0.
fetchClosure | set -> path | Fetches a store path from a binary cache.
fetchGit | set or string -> set | Fetches a Git tree.
fetchMercurial | set or string -> set | Fetches a Mercurial tree.
fetchTarball | set or string -> path | Downloads and unpacks an archive.
fetchTree | set or string -> set | Fetches a source tree as flake inputs are fetched.
fetchurl | set or string -> path | Downloads a file.
filter | (a -> bool) -> [a] -> [a] | The elements for which the predicate holds.
filterSource | (path -> string -> bool) -> path -> path | Copies a path to the store without what the predicate refuses.
findFile | [set] -> string -> path | Looks a name up in a search path.
flakeRefToString | set -> string | A flake reference as a URL.
floor | number -> int | The nearest integer that is not larger.
foldl' | (b -> a -> b) -> b -> [a] -> b | Folds a list from the left, evaluating each step.
fromJSON | string -> a | Parses JSON.
fromTOML | string -> set | Parses TOML.
functionArgs | (set -> a) -> set | The formals of a function, each with whether it has a default.
genList | (int -> a) -> int -> [a] | A list of a length whose elements a function makes from their index.
genericClosure | set -> [set] | All sets reachable from startSet through operator, each key once.
getAttr | string -> set -> a | The attribute of a name that is computed.
getContext | string -> set | The store paths that a string refers to.
getEnv | string -> string | An environment variable; empty in pure evaluation.
getFlake | string -> set | A flake's outputs and metadata.
groupBy | (a -> string) -> [a] -> set | The elements as lists under the names that a function gives them.
hasAttr | string -> set -> bool | Whether a set has an attribute.
hasContext | string -> bool | Whether a string refers to store paths.
hashFile | string -> path -> string | The hash of a file: md5, sha1, sha256 or sha512.
hashString | string -> string -> string | The hash of a string: md5, sha1, sha256 or sha512.
head | [a] -> a | The first element.
import | path -> a | The value of a Nix file, or of a folder's \`default.nix\`.
intersectAttrs | set -> set -> set | The attributes of the second set whose names the first has too.
isAttrs | a -> bool | Whether the value is an attribute set.
isBool | a -> bool | Whether the value is a Boolean.
isFloat | a -> bool | Whether the value is a floating point number.
isFunction | a -> bool | Whether the value is a function.
isInt | a -> bool | Whether the value is an integer.
isList | a -> bool | Whether the value is a list.
isNull | a -> bool | Whether the value is null; \`== null\` says the same.
isPath | a -> bool | Whether the value is a path.
isString | a -> bool | Whether the value is a string.
langVersion | int | The version of the Nix language.
length | [a] -> int | The number of elements.
lessThan | a -> a -> bool | Whether the first value is smaller.
listToAttrs | [{ name, value }] -> set | A set of pairs; the first of equal names counts.
map | (a -> b) -> [a] -> [b] | Applies a function to each element.
mapAttrs | (string -> a -> b) -> set -> set | Applies a function to the name and value of each attribute.
match | string -> string -> null or [string] | The groups of a POSIX extended expression that matches the whole string; null if it does not.
mul | number -> number -> number | The product of two numbers.
nixPath | [set] | The search path of \`<name>\`.
nixVersion | string | The version of Nix.
outputOf | string -> string -> string | An output path of a derivation that another derivation makes.
parseDrvName | string -> { name, version } | A package name cut at its version.
parseFlakeRef | string -> set | A flake reference taken apart.
partition | (a -> bool) -> [a] -> { right, wrong } | The elements for which the predicate holds, and the others.
path | set -> path | Copies a path to the store, with a name and a filter.
pathExists | path -> bool | Whether a path exists.
placeholder | string -> string | Stands for an output's path inside its own derivation.
readDir | path -> set | The entries of a folder, each with its kind.
readFile | path -> string | The text of a file.
readFileType | path -> string | Regular, directory, symlink or unknown.
removeAttrs | set -> [string] -> set | The set without the named attributes.
replaceStrings | [string] -> [string] -> string -> string | Replaces each string of the first list by that of the second.
scopedImport | set -> path -> a | Imports a file with more names in its scope.
seq | a -> b -> b | Evaluates the first argument, then gives the second.
sort | (a -> a -> bool) -> [a] -> [a] | Sorts by a comparison; equal elements keep their order.
split | string -> string -> [string or [string]] | Cuts a string at each match, with the groups of the matches between.
splitVersion | string -> [string] | The parts of a version.
storeDir | string | The folder of the store.
storePath | path -> path | A store path that is there already, with its context.
stringLength | string -> int | The length in bytes.
sub | number -> number -> number | The difference of two numbers.
substring | int -> int -> string -> string | The part of a string from a byte on; -1 takes all the rest.
tail | [a] -> [a] | The list without its first element.
throw | string -> a | Fails with a message; \`tryEval\` catches it.
toFile | string -> string -> path | A store file with this text.
toJSON | a -> string | The value as JSON.
toPath | string -> path | An absolute path of a string; out of use.
toString | a -> string | The value as a string; lists with spaces between.
toXML | a -> string | The value as XML.
trace | a -> b -> b | Prints the first argument, then gives the second.
traceVerbose | a -> b -> b | As \`trace\`, where it is switched on.
tryEval | a -> { success, value } | Whether evaluation succeeds, and with what; catches \`throw\` and \`assert\`.
typeOf | a -> string | The name of the value's type.
unsafeDiscardOutputDependency | string -> string | A string that no longer needs a derivation's outputs built.
unsafeDiscardStringContext | string -> string | A string without its references to the store.
unsafeGetAttrPos | string -> set -> { file, line, column } | Where an attribute was defined.
warn | string -> a -> a | Prints a warning, then gives the second argument.
zipAttrsWith | (string -> [a] -> b) -> [set] -> set | Merges sets: a function gets each name and all its values.
`;

/** Every builtin with its type and one sentence. */
export const builtinDocs: ReadonlyMap<string, LibDoc> = new Map(
  table
    .trim()
    .split("\n")
    .map((line) => {
      const [name = "", signature = "", summary = ""] = line.split(" | ");
      return [name, { signature, summary }];
    }),
);
