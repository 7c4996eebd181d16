/** What is started in a terminal, and what must not be any more. */
import { existsSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { startInTerminal } from "../../../client/src/deploy/run/terminalStart.ts";
import { scratchFolder } from "../../support/supervisor.ts";

const folder = scratchFolder();
const program = { program: "/bin/true", args: [], cwd: folder };

function world(closed: Promise<void>) {
  const orders: string[] = [];
  const openTerminal = (_title: string, [, order = ""]: readonly string[]) => {
    orders.push(order);
    return { closed };
  };
  return { orders, world: { terminalRun: "", folder, openTerminal } };
}

test("a terminal that opens too late finds no order to follow", async () => {
  const { orders, world: late } = world(new Promise(() => undefined));
  await expect(startInTerminal(late, program, "switch a", 200)).rejects.toThrow("within 0.2 s");
  expect(orders.map((file) => existsSync(file))).toEqual([false]);
});

test("one that is closed before anything has started is no failure, and leaves no order", async () => {
  expect(await startInTerminal(world(Promise.resolve()).world, program, "switch a", 3_600_000)).toBeNull();
  expect(readdirSync(folder).filter((name) => name.endsWith(".order.json"))).toEqual([]);
});
