/** Quick inputs as steps: with a back button, a position, and what is typed checked as it is typed. */
import { type Disposable, type QuickInput, QuickInputButtons, type QuickPickItem, window } from "vscode";
import type { StepOutcome } from "./steps.ts";

export interface StepTitle {
  readonly title: string;
  readonly position: number;
  readonly total: number;
}

export interface AskedText extends StepTitle {
  readonly prompt: string;
  readonly value: string;
  /** What is wrong with a text, in words; `null`: nothing. */
  readonly problem: (text: string) => string | null;
}

/** One line of text. */
export function askText({ prompt, value, problem, ...title }: AskedText): Promise<StepOutcome<string>> {
  const input = window.createInputBox();
  input.prompt = prompt;
  input.value = value;
  input.valueSelection = [0, value.length];
  const check = (): boolean => {
    const found = problem(input.value.trim());
    input.validationMessage = found ?? "";
    return found === null;
  };
  return shown(input, title, (done) => [
    input.onDidChangeValue(check),
    input.onDidAccept(() => {
      if (check()) done({ kind: "next", state: input.value.trim() });
    }),
  ]);
}

export interface Picked<T extends QuickPickItem> extends StepTitle {
  readonly placeholder: string;
  readonly items: readonly T[];
  /** The one that stands ready. */
  readonly active?: T | undefined;
}

/** One of several. */
export function pickOne<T extends QuickPickItem>({
  placeholder,
  items,
  active,
  ...title
}: Picked<T>): Promise<StepOutcome<T>> {
  const pick = window.createQuickPick<T>();
  pick.placeholder = placeholder;
  pick.items = items;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  if (active !== undefined) pick.activeItems = [active];
  return shown(pick, title, (done) => [
    pick.onDidAccept(() => {
      const [chosen] = pick.selectedItems;
      if (chosen !== undefined) done({ kind: "next", state: chosen });
    }),
  ]);
}

export interface PickedMany<T extends QuickPickItem> extends Picked<T> {
  readonly selected: readonly T[];
  /** What belongs to a selection as well: it is selected along with it. */
  readonly complete: (selected: readonly T[]) => readonly T[];
}

/** Any number of several. */
export function pickMany<T extends QuickPickItem>({
  placeholder,
  items,
  selected,
  complete,
  ...title
}: PickedMany<T>): Promise<StepOutcome<readonly T[]>> {
  const pick = window.createQuickPick<T>();
  pick.placeholder = placeholder;
  pick.canSelectMany = true;
  pick.items = items;
  pick.matchOnDescription = true;
  pick.selectedItems = selected;
  return shown(pick, title, (done) => [
    pick.onDidChangeSelection((now) => {
      const whole = complete(now);
      if (whole.length > now.length) pick.selectedItems = whole;
    }),
    pick.onDidAccept(() => done({ kind: "next", state: pick.selectedItems })),
  ]);
}

function shown<T>(
  input: QuickInput & ButtonInput,
  { title, position, total }: StepTitle,
  listen: (done: (outcome: StepOutcome<T>) => void) => readonly Disposable[],
): Promise<StepOutcome<T>> {
  input.title = title;
  input.step = position;
  input.totalSteps = total;
  input.ignoreFocusOut = true;
  if (position > 1) input.buttons = [QuickInputButtons.Back];
  return new Promise((resolve) => {
    const done = (outcome: StepOutcome<T>): void => {
      resolve(outcome);
      for (const listener of listeners) listener.dispose();
      input.dispose();
    };
    const listeners: readonly Disposable[] = [
      ...listen(done),
      input.onDidTriggerButton(() => done({ kind: "back" })),
      input.onDidHide(() => done({ kind: "cancel" })),
    ];
    input.show();
  });
}

type ButtonInput = Pick<ReturnType<typeof window.createInputBox>, "buttons" | "onDidTriggerButton">;
