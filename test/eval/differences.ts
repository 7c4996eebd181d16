/** Where we differ from Nix 2.8 on purpose: programs, and why. Everything else must agree. */
export const DIFFERENCES: ReadonlyMap<string, string> = new Map([
  ["1.0e308 * 10 - 1.0e308 * 10", "the sign of not-a-number is lost in JavaScript"],
  ["import ./selfCycle.nix", "Nix runs until its stack is full; we see that the file is being evaluated"],
  [
    'let x = "b"; in { a = { c = 1; }; a = { ${x} = 2; }; }',
    "Nix 2.8 forgets dynamic attributes of the second set, newer ones keep them",
  ],
  ["{ a = { b.c = 1; }; a = { b.d = 2; }; }", "Nix before 2.26 merges the sets of one level only"],
]);

/** Why we may not know what Nix knows: its store, its machine, or a pattern beyond the matcher. */
export const ALLOWED_UNKNOWNS: ReadonlySet<string> = new Set([
  "impure: the store path of a file",
  "notModelled: regular expression: a named character in brackets",
  "notModelled: regular expression: a pattern with other than ASCII text",
]);
