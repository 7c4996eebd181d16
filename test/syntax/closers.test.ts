import { describe, expect, test } from "vitest";
import { closersAfter } from "../../server/src/syntax/recovery/closers.ts";

describe("what a cut-off text must go on with", () => {
  test.each([
    ["{ a = ", "}"],
    ["{ a = {", "};}"],
    ["{ a = [ (f ", ")];}"],
    ["{ a.b", "}"],
    ["let a = 1; b = ", " in null"],
    ["let a = 1; in ", ""],
    ["{ a = let b = {", "}; in null;}"],
    ['{ a = "b', '";}'],
    ['{ a = "b${c', '}";}'],
    ["{ a = ''b${c.d", "}'';}"],
    ['{ a = "\\"b', '";}'],
    ["{ a = ''b ''${c", "'';}"],
    ["if a then [", "] else null"],
    ["if ", " then null else null"],
    ["{ a = with b; [", "];}"],
    ["{ a = b == { ", "};}"],
    ["{ config, lib, ... }: { a", "}"],
    ["# { [ (\n{", "}"],
    ["/* { */ {", "}"],
    ["./a/b { x.if-y = [", "];}"],
    ["{ a = ]", "}"],
    ["", ""],
  ])("%s", (text, expected) => expect(closersAfter(text).text).toBe(expected));

  test("indentation", () => {
    expect(closersAfter("{\n  a = {\n    b")).toMatchObject({ isInside: true });
    expect(closersAfter("{ a = { b")).toMatchObject({ isInside: true });
    expect(closersAfter("{\n  a = {\n    b = 1;\n  c")).toMatchObject({ isInside: false });
  });

  test("strings", () => {
    expect(closersAfter('{ a = "b')).toMatchObject({ inString: true, stringOnLine: true });
    expect(closersAfter('{ a = "b${c')).toMatchObject({ inString: false, stringOnLine: true });
    expect(closersAfter('{ a = "b\n')).toMatchObject({ inString: true, stringOnLine: false });
    expect(closersAfter('{ a = "b";')).toMatchObject({ inString: false, stringOnLine: false });
  });
});
