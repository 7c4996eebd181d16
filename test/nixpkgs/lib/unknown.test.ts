/** What our `lib` says where something is not known: as much as is certain, never an error, never more. */
import { describe, expect, test } from "vitest";
import { evaluateOurs } from "./support.ts";

/** `u` is unknown; files by path. */
function said(expression: string, files: Readonly<Record<string, string | null>> = {}): string {
  const verdict = evaluateOurs(`let u = import /missing.nix; in ${expression}`, { "/missing.nix": null, ...files });
  if (typeof verdict === "string") return verdict;
  return "error" in verdict ? `error ${verdict.error}` : `unknown ${verdict.unknown.kind}`;
}

describe("an unknown argument", () => {
  test.each([
    ["optional u 1", "unknown notLoaded"],
    ["optionalAttrs u { }", "unknown notLoaded"],
    ['concatStringsSep "," [ "a" u ]', "unknown notLoaded"],
    ["length [ u u ]", "2"],
    ["length (map (x: x) [ u ])", "1"],
    ['attrNames (genAttrs [ "a" ] (n: u))', '[ "a" ]'],
    ["last [ u 1 ]", "1"],
    ["any (x: x) [ u true ]", "true"],
    ["elem 2 [ u 2 ]", "true"],
    ["elem 2 [ u 3 ]", "unknown notLoaded"],
    ["any (x: x) [ u false ]", "unknown notLoaded"],
    ['any (x: x) [ u (throw "not reached if u is true") ]', "unknown notLoaded"],
    ['any (x: x) [ false (throw "reached") u ]', "error caught"],
    ["all (x: x) [ u false ]", "false"],
    ["all (x: x) [ u true ]", "unknown notLoaded"],
    ["subtractLists [ u 2 ] [ 2 ]", "[ ]"],
    ["unique [ u 1 ]", "unknown notLoaded"],
    ["foldl' (a: b: b) 0 [ u 5 ]", "5"],
    ["warn u 3", "3"],
    ["warnIf false u 3", "3"],
    ['throwIf u "no" 3', "unknown notLoaded"],
    ['assertMsg u "no"', "unknown notLoaded"],
    ["pipe 1 [ (x: x + 1) ]", "2"],
    ["isDerivation u", "unknown notLoaded"],
    ["getExe u", "unknown notLoaded"],
    ["makeBinPath [ u ]", "unknown notLoaded"],
    ["getName u", "unknown notLoaded"],
    ["u.lib.anything 1 2", "unknown notLoaded"],
    ["generators.toINI { } { a.b = u; }", "unknown notLoaded"],
    ["generators.toPretty { } [ u ]", "unknown notLoaded"],
    ['(callPackageWith u ({ stdenv, hello }: { name = "x"; s = stdenv; }) { }).name', '"x"'],
    ['(callPackageWith u ({ stdenv }: { name = "x"; s = stdenv; }) { }).s', "unknown notLoaded"],
    ['(callPackageWith { } ({ stdenv }: { name = "x"; }) { })', "error fatal"],
  ])("%s", (expression, expected) => {
    expect(said(expression)).toBe(expected);
  });
});

describe("an open set", () => {
  test.each([
    ["(recursiveUpdate u { a.b = 1; }).a.b", "1"],
    ["(recursiveUpdate u { a.b = 1; }).a.c", "unknown notLoaded"],
    ["(recursiveUpdate { a.b = 1; } { a = u; }).a.b", "unknown notLoaded"],
    ["(recursiveUpdate { a.b = 1; c = 2; } { a = u; }).c", "2"],
    ["(recursiveUpdate { a = u; } { a = 5; }).a", "5"],
    ["(recursiveUpdate { a = u; } { a.x = 5; }).a.x", "5"],
    ["(recursiveUpdate { a = 1; } u).a", "unknown notLoaded"],
    ["(u // { a = 1; }).a", "1"],
    ["(mapAttrs (n: v: v + 1) (u // { a = 1; })).a", "2"],
    ["(filterAttrs (n: v: true) (u // { a = 1; })).a", "1"],
    ["(filterAttrs (n: v: v) { a = u; b = true; }).b", "true"],
    ["(filterAttrs (n: v: v) { a = u; b = true; }).a", "unknown notLoaded"],
    ["attrNames (u // { a = 1; })", "unknown notLoaded"],
    ["mapAttrsToList (n: v: n) (u // { a = 1; })", "unknown notLoaded"],
    ["(mergeAttrsList [ { a = 1; } u { b = 2; } ]).b", "2"],
    ["(mergeAttrsList [ { a = 1; } u { b = 2; } ]).a", "unknown notLoaded"],
    ['(genAttrs [ "a" u "b" ] (n: n)).a', '"a"'],
    ['(genAttrs [ "a" u "b" ] (n: n)).b', "unknown notLoaded"],
    ['hasAttrByPath [ "a" ] (u // { a = 1; })', "true"],
    ['hasAttrByPath [ "b" ] (u // { a = 1; })', "unknown notLoaded"],
    ['attrByPath [ "b" ] 1 (u // { a = 1; })', "unknown notLoaded"],
  ])("%s", (expression, expected) => {
    expect(said(expression)).toBe(expected);
  });
});

describe("a name that is not written here", () => {
  const lib = "(import /lib)";
  test.each([
    [`${lib}.someFunctionOfTheFuture 1`, "unknown notModelled"],
    [`${lib}.strings.nope`, "unknown notModelled"],
    [`${lib}.licenses.brandNew.free`, "unknown notModelled"],
    [`${lib}.maintainers.somebody.email`, "unknown notModelled"],
    [`${lib}.nope.deeper.still`, "unknown notModelled"],
    [`${lib} ? nope`, "unknown notModelled"],
    [`${lib} ? strings`, "true"],
    [`${lib}.version`, "unknown notModelled"],
    [`${lib}.trivial.release`, "unknown notModelled"],
    [`${lib}.versionAtLeast ${lib}.version "23.11"`, "unknown notModelled"],
    [`${lib}.licenses.mit.fullName`, "unknown notModelled"],
    [`${lib}.trivial.inPureEvalMode`, "unknown impure"],
    [`(${lib}.systems.elaborate "x86_64-linux").gcc`, "unknown notModelled"],
    [`${lib}.systems.elaborate "z80-cpm"`, "unknown notModelled"],
    [`${lib}.fileset.gitTracked ./.`, "unknown notModelled"],
  ])("%s", (expression, expected) => {
    expect(said(expression)).toBe(expected);
  });
});

describe("lib.extend", () => {
  test.each([
    ["((import /lib).extend (final: prev: { mine = prev.add 1 2; })).mine", "3"],
    ["((import /lib).extend (final: prev: { mine = 1; twice = final.mine * 2; })).twice", "2"],
    [
      "(((import /lib).extend (final: prev: { mine = 1; })).extend (final: prev: { mine = prev.mine + 10; })).mine",
      "11",
    ],
    ["((import /lib).extend (final: prev: { mine = 1; })).id 5", "5"],
    ["((import /lib).extend (final: prev: { mine = 1; })).nope", "unknown notModelled"],
    ["((import /lib).extend u).id", "unknown notLoaded"],
  ])("%s", (expression, expected) => {
    expect(said(expression)).toBe(expected);
  });
});
