/** What a dialog makes of the server's answers. */
import { expect, test, vi } from "vitest";
import { askServer } from "../../../client/src/scaffold/askServer.ts";

vi.mock("vscode", async () => (await import("../../support/fakeVscode.ts")).fakeVscode);

const answering = (answer: unknown) => ({ request: async <R>() => answer as R });

test("an answer is handed on as it is", async () => {
  expect(await askServer(answering({ kind: "done" }), "plasmacloud/x", {})).toEqual({ kind: "done" });
});

test("no answer is an error in words", async () => {
  await expect(askServer(answering(null), "plasmacloud/x", {})).rejects.toThrow(/could not do this/);
});
