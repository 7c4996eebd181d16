import { expect, test } from "vitest";
import { SnapshotStore } from "../../server/src/session/files/snapshotStore.ts";

const uri = "file:///w/a.nix";

function reads() {
  return { files: new Set<string>(), folders: new Set<string>() };
}

test("what is not loaded is wanted once asked for, and noted as read", () => {
  const store = new SnapshotStore();
  const noted = reads();
  const snapshot = store.snapshot(noted);
  expect(snapshot.file(uri)).toBeNull();
  expect(snapshot.folder("file:///w")).toBeNull();
  expect(store.takeWanted()).toEqual({ files: [uri], folders: ["file:///w"] });
  expect(store.takeWanted()).toEqual({ files: [], folders: [] });
  expect([...noted.files]).toEqual([uri]);
});

test("an open buffer hides the disk, and the disk is back when it closes", () => {
  const store = new SnapshotStore();
  store.putFile(uri, { kind: "text", text: "disk" });
  store.setBuffer(uri, "buffer");
  expect(store.file(uri)).toEqual({ kind: "text", text: "buffer" });
  store.setBuffer(uri, null);
  expect(store.file(uri)).toEqual({ kind: "text", text: "disk" });
});

test("opening a file with the text it has keeps the same entry", () => {
  const store = new SnapshotStore();
  store.putFile(uri, { kind: "text", text: "same" });
  const entry = store.file(uri);
  store.setBuffer(uri, "same");
  expect(store.file(uri)).toBe(entry);
  store.putFile(uri, { kind: "text", text: "same" });
  store.setBuffer(uri, null);
  expect(store.file(uri)).toBe(entry);
});

test("a buffer that is not on disk is listed in its folder", () => {
  const store = new SnapshotStore();
  store.putFolder("file:///w", [{ name: "b.nix", type: "regular" }]);
  store.setBuffer(uri, "");
  expect(store.snapshot(reads()).folder("file:///w")).toEqual([
    { name: "b.nix", type: "regular" },
    { name: "a.nix", type: "regular" },
  ]);
});

test("forgetting a file forgets its folder's listing", () => {
  const store = new SnapshotStore();
  store.putFolder("file:///w", []);
  store.putFile(uri, { kind: "absent" });
  store.forget([uri]);
  const snapshot = store.snapshot(reads());
  expect(snapshot.folder("file:///w")).toBeNull();
  expect(snapshot.file(uri)).toBeNull();
});
