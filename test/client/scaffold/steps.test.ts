/** A dialog of several steps: forwards, back, and out. */
import { expect, test } from "vitest";
import { runSteps, type Step, type StepOutcome } from "../../../client/src/scaffold/steps.ts";

/** Steps that each add what the script says; `<` goes back, `x` leaves. */
function scripted(script: string): { result: Promise<string | null>; seen: string[] } {
  const seen: string[] = [];
  const answers = [...script];
  const step: Step<string> = async (state, position, total): Promise<StepOutcome<string>> => {
    seen.push(`${position}/${total} ${state}`);
    const answer = answers.shift();
    if (answer === "<") return { kind: "back" };
    return answer === "x" || answer === undefined ? { kind: "cancel" } : { kind: "next", state: state + answer };
  };
  // Who says "+" first is asked two more.
  const result = runSteps("", (state) => Array.from({ length: state.startsWith("+") ? 4 : 2 }, () => step));
  return { result, seen };
}

test("one step after another", async () => {
  const { result, seen } = scripted("ab");
  expect(await result).toBe("ab");
  expect(seen).toEqual(["1/2 ", "2/2 a"]);
});

test("an answer may bring more steps", async () => {
  expect(await scripted("+bcd").result).toBe("+bcd");
});

test("back forgets what was said in the step before", async () => {
  const { result, seen } = scripted("+b<<ac");
  expect(await result).toBe("ac");
  expect(seen).toEqual(["1/2 ", "2/4 +", "3/4 +b", "2/4 +", "1/2 ", "2/2 a"]);
});

test("back in the first step stays there; leaving leaves", async () => {
  expect(await scripted("<ab").result).toBe("ab");
  expect(await scripted("ax").result).toBeNull();
});
