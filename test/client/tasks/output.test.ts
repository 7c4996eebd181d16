/** Where a run's output goes: the terminal, bounded, and the log, whole. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { openLog } from "../../../client/src/tasks/logFile.ts";
import { gatherLines } from "../../../client/src/tasks/terminalText.ts";
import { scratchFolder } from "../../support/supervisor.ts";

const disk = vi.hoisted(() => ({ isFull: false }));
vi.mock("node:fs", async (original) => {
  const fs = await original<typeof import("node:fs")>();
  const writeSync = (file: number, text: string): number => {
    if (disk.isFull) throw new Error("ENOSPC: no space left on device, write");
    return fs.writeSync(file, text);
  };
  return { ...fs, writeSync };
});

const scratch = scratchFolder();

describe("terminal", () => {
  function terminal(ring: number) {
    vi.useFakeTimers();
    const written: string[] = [];
    const leftOut = (count: number): string => `[${count} left out]`;
    const text = gatherLines({ write: (more) => written.push(more), leftOut, interval: 40, ring });
    return { text, written };
  }
  test("lines are written together, in order, after a moment", () => {
    const { text, written } = terminal(10);
    text.line("one");
    text.line("two");
    expect(written).toEqual([]);
    vi.advanceTimersByTime(40);
    expect(written).toEqual(["one\r\ntwo\r\n"]);
    text.line("three");
    text.flush();
    vi.advanceTimersByTime(400);
    expect(written).toEqual(["one\r\ntwo\r\n", "three\r\n"]);
  });
  test("a flood keeps the newest, and says how many it left out", () => {
    const { text, written } = terminal(3);
    for (let line = 1; line <= 100_000; line++) text.line(String(line));
    text.flush();
    expect(written).toEqual(["[99997 left out]\r\n99998\r\n99999\r\n100000\r\n"]);
    text.line("next");
    text.flush();
    expect(written[1]).toBe("next\r\n");
  });
  test("a very long line is cut", () => {
    const { text, written } = terminal(3);
    text.line("x".repeat(1_000_000));
    text.flush();
    expect(written[0]?.length).toBeLessThan(5_000);
  });
});

describe("log", () => {
  test("holds every line, without colours, once it is flushed", () => {
    const log = openLog(join(scratch, "one"), "build a/b (vm) in x");
    log.line("\x1b[31mred\x1b[0m");
    log.flush();
    expect(readFileSync(log.path, "utf8")).toBe("red\n");
    log.line("ü");
    log.close();
    log.line("late");
    log.close();
    expect(readFileSync(log.path, "utf8")).toBe("red\nü\n");
    expect(log.path).toMatch(/_build_a_b_\(vm\)_in_x\.log$/);
    expect(log.problem()).toBeNull();
  });
  test("on a full disk goes on, and says that it is not whole", () => {
    const log = openLog(join(scratch, "full"), "build");
    log.line("before");
    log.flush();
    disk.isFull = true;
    log.line("lost");
    log.flush();
    disk.isFull = false;
    log.line("after");
    log.close();
    expect(readFileSync(log.path, "utf8")).toBe("before\nafter\n");
    expect(log.problem()).toMatch(/^ENOSPC/);
  });
  test("forty are kept, the newest", () => {
    const folder = join(scratch, "many");
    mkdirSync(folder);
    writeFileSync(join(folder, "other.txt"), "");
    for (let second = 0; second < 50; second++)
      openLog(folder, "check", new Date(Date.UTC(2026, 0, 1, 0, 0, second))).close();
    const names = readdirSync(folder);
    expect(names).toHaveLength(41);
    expect(names).toContain("other.txt");
    expect(names).toContain("2026-01-01_00-00-49.000_check.log");
    expect(names).not.toContain("2026-01-01_00-00-09.000_check.log");
  });
});
