import { expect, test } from "vitest";
import { safeMessage } from "../../server/src/base/safeText.ts";
import { DiagnosticStore } from "../../server/src/lsp/diagnostics/diagnosticStore.ts";
import type { PlacedFinding } from "../../server/src/rules/support/rule.ts";

const uri = "file:///a.nix";

function finding(code: string, line: number): PlacedFinding {
  const range = { start: { line, character: 2 }, end: { line, character: 5 } };
  return {
    uri,
    range,
    code,
    severity: "error",
    message: safeMessage(code),
    tags: [],
    related: [],
    hosts: null,
    data: null,
  };
}

function newLineAt(line: number) {
  const at = { line, character: 0 };
  return { range: { start: at, end: at }, text: "\n" };
}

function typedIn(line: number) {
  const at = { line, character: 3 };
  return { range: { start: at, end: at }, text: "x" };
}

function setUp() {
  const told: string[][] = [];
  const store = new DiagnosticStore((uris) => told.push([...uris]));
  const shown = () => store.shown(uri).map(({ code, range }) => `${code}@${range.start.line}`);
  return { told, store, shown };
}

test("an open file shows live findings and those of hosts; a closed one its analysed ones", () => {
  const { store, shown } = setUp();
  store.setAnalysed([[uri, { own: [finding("old", 1)], host: [finding("port", 2)] }]], true);
  expect(shown()).toEqual(["old@1", "port@2"]);
  store.setLive(uri, [finding("new", 0)]);
  expect(shown()).toEqual(["new@0", "port@2"]);
  store.setLive(uri, null);
  expect(shown()).toEqual(["old@1", "port@2"]);
});

test("what hosts gave moves with edits until the next analysis", () => {
  const { store, shown } = setUp();
  store.setAnalysed([[uri, { own: [], host: [finding("port", 2), finding("type", 4)] }]], true);
  store.edit(uri, [newLineAt(1), typedIn(5)]);
  store.setLive(uri, []);
  expect(shown()).toEqual(["port@3"]);
  store.setAnalysed([], true);
  expect(shown()).toEqual(["port@2", "type@4"]);
});

test("a stale analysis is not shown, and counts with the next one that is not", () => {
  const { store, shown } = setUp();
  store.setAnalysed([[uri, { own: [], host: [finding("a", 1)] }]], true);
  store.edit(uri, [newLineAt(0)]);
  store.setLive(uri, []);
  store.setAnalysed([[uri, { own: [], host: [finding("b", 1)] }]], false);
  expect(shown()).toEqual(["a@2"]);
  store.setAnalysed([], true);
  expect(shown()).toEqual(["b@1"]);
});

test("a file that goes loses its findings; what shows the same is not told again", () => {
  const { store, shown, told } = setUp();
  store.setAnalysed([[uri, { own: [], host: [finding("a", 1)] }]], true);
  store.setAnalysed([[uri, { own: [], host: [finding("a", 1)] }]], true);
  expect(told).toEqual([[uri]]);
  const revision = store.revision(uri);
  store.setAnalysed([[uri, null]], true);
  expect(shown()).toEqual([]);
  expect(store.revision(uri)).toBeGreaterThan(revision);
});

test("after a restart the old findings stay until the first analysis", () => {
  const { store, shown } = setUp();
  store.setAnalysed(
    [
      [uri, { own: [], host: [finding("a", 1)] }],
      ["file:///b.nix", { own: [], host: [finding("b", 1)] }],
    ],
    true,
  );
  store.forgetAnalysis();
  expect(shown()).toEqual(["a@1"]);
  store.setAnalysed([[uri, { own: [], host: [finding("c", 1)] }]], true);
  expect(shown()).toEqual(["c@1"]);
  expect(store.shown("file:///b.nix")).toEqual([]);
});

test("the first analysis after a new start says all there is, also of files that are closed", () => {
  const { store, shown } = setUp();
  store.setAnalysed([[uri, { own: [finding("mended", 1)], host: [finding("port", 2)] }]], true);
  store.forgetAnalysis();
  expect(shown()).toEqual(["mended@1", "port@2"]);
  store.setAnalysed([], false);
  expect(shown()).toEqual(["mended@1", "port@2"]);
  store.setAnalysed([], true);
  expect(shown()).toEqual([]);
});

test("what the first analysis after a new start found counts, though it was stale", () => {
  const { store, shown } = setUp();
  store.setAnalysed([[uri, { own: [finding("old", 1)], host: [] }]], true);
  store.forgetAnalysis();
  store.setAnalysed([[uri, { own: [finding("new", 1)], host: [] }]], false);
  store.setAnalysed([], true);
  expect(shown()).toEqual(["new@1"]);
});
