/** Values of a view that say the same stay the same objects; whatever differs is the new one. */
import { expect, test } from "vitest";
import type { EffectiveValue } from "../../server/src/modules/api.ts";
import { sharedValues } from "../../server/src/session/hosts/sharedValues.ts";

/** A value as it is made anew with each edit: equal in every part, no part the same object. */
function port(changes: Partial<EffectiveValue> = {}, line = 3): EffectiveValue {
  const place = { uri: "file:///w/a.nix", range: { start: { line, character: 2 }, end: { line, character: 9 } } };
  return {
    path: ["services", "a", "port"],
    value: "80",
    unknownReason: null,
    defined: true,
    origins: [{ place, file: "a.nix", priority: 100, value: "80" }],
    ...changes,
  };
}

test("a table whose values all say the same stays itself", () => {
  const before = new Map([["a", port()]]);
  expect(sharedValues(before, new Map([["a", port()]]))).toBe(before);
});

test("one value that is another leaves the others the objects they were", () => {
  const before = new Map([
    ["a", port()],
    ["b", port()],
  ]);
  const changed = port({ value: "81" });
  const now = sharedValues(
    before,
    new Map([
      ["a", port()],
      ["b", changed],
    ]),
  );
  expect(now.get("a")).toBe(before.get("a"));
  expect(now.get("b")).toBe(changed);
});

test.each<[string, EffectiveValue]>([
  ["its text", port({ value: "81" })],
  ["why it is unknown", port({ value: null, unknownReason: "pkgs" })],
  ["that it failed", port({ failed: true })],
  ["that it is partial", port({ partial: true })],
  ["that something defines it", port({ defined: false })],
  ["how many definitions there are", port({ origins: [] })],
  ["a definition's text", port({ origins: port().origins.map((origin) => ({ ...origin, value: "82" })) })],
  ["a definition's file", port({ origins: port().origins.map((origin) => ({ ...origin, file: "b.nix" })) })],
  ["a definition's priority", port({ origins: port().origins.map((origin) => ({ ...origin, priority: 50 })) })],
  ["a definition's place", port({}, 4)],
  ["that a definition has no place", port({ origins: port().origins.map((origin) => ({ ...origin, place: null })) })],
])("a value is another by %s", (_, changed) => {
  expect(sharedValues(new Map([["a", port()]]), new Map([["a", changed]])).get("a")).toBe(changed);
});

test("a name that came, went or moved makes another table", () => {
  const one = new Map([["a", port()]]);
  const two = new Map([
    ["a", port()],
    ["b", port()],
  ]);
  const turned = new Map([...two].reverse());
  expect([...sharedValues(one, two).keys()]).toEqual(["a", "b"]);
  expect([...sharedValues(two, one).keys()]).toEqual(["a"]);
  expect([...sharedValues(two, turned).keys()]).toEqual(["b", "a"]);
});
