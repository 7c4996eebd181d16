/** A session that lives through edits beside new ones that see only the result: both must say the same. */

import type { InnerValues, OptionNode } from "../../server/src/modules/model/view.ts";
import type { Analysis } from "../../server/src/session/messages.ts";
import type { Session } from "../../server/src/session/session.ts";
import { memorySession } from "./analyse.ts";
import { type FileChange, randomEdits, randomness } from "./edits.ts";

/** A workspace: files by URI below `file:///ws`. */
export type Files = ReadonlyMap<string, string>;

export interface Living {
  readonly files: Map<string, string>;
  /** What is inside the values of options on hosts that open files take part in, by label; the evaluator asks it last. */
  readonly inner: ReadonlyMap<string, InnerValues>;
  change(...changes: readonly FileChange[]): Promise<Analysis>;
  /** Makes a change whose analysis is stopped once it has asked so many times whether it should be. */
  stopped(change: FileChange, asked: number): Promise<Analysis | null>;
  dispose(): void;
}

/** Opens files, and analyses them again after each change. Files that `isOpen` are buffers in the editor as well. */
export async function live(given: Files, isOpen: (uri: string) => boolean = () => false): Promise<Living> {
  const files = new Map(given);
  const session = sessionOver(files, isOpen);
  await analyse(session);
  const inner = new Map(await session.innerValues(() => false));
  const apply = (changes: readonly FileChange[]): void => {
    for (const [uri, text] of changes) {
      if (text === null) files.delete(uri);
      else files.set(uri, text);
    }
    const buffers = changes.filter(([uri]) => isOpen(uri));
    session.apply({ generation: 1, buffers, disk: changes.map(([uri]) => uri) });
  };
  return {
    files,
    inner,
    async change(...changes) {
      apply(changes);
      const analysis = await analyse(session);
      for (const [label, values] of (await session.innerValues(() => false)) ?? []) inner.set(label, values);
      return analysis;
    },
    stopped(change, asked) {
      apply([change]);
      let left = asked;
      return session.analyse(1, () => left-- <= 0);
    },
    dispose: () => session.dispose(),
  };
}

/** What a new session says of files. */
export async function fresh(files: Files): Promise<Analysis> {
  const session = sessionOver(files);
  const analysis = await analyse(session);
  session.dispose();
  return analysis;
}

/** What is inside the values of options as a new session says it. */
export async function freshInner(
  files: Files,
  isOpen: (uri: string) => boolean,
): Promise<ReadonlyMap<string, InnerValues>> {
  const session = sessionOver(files, isOpen);
  await analyse(session);
  const inner = await session.innerValues(() => false);
  session.dispose();
  return inner ?? new Map();
}

function sessionOver(files: Files, isOpen: (uri: string) => boolean = () => false): Session {
  const session = memorySession(files, { depth: 1_500 });
  session.apply({ generation: 1, roots: ["file:///ws"], buffers: [...files].filter(([uri]) => isOpen(uri)) });
  return session;
}

async function analyse(session: Session): Promise<Analysis> {
  const analysis = await session.analyse(1, () => false);
  if (analysis === null) throw new Error("the analysis was cancelled");
  return analysis;
}

/** Everything an analysis says, part by part, as text. */
export function parts({
  files,
  findings,
  hosts,
  options,
  optionSets,
  coverage,
}: Analysis): ReadonlyMap<string, string> {
  const all = new Map<string, string>([
    ["files", plain(files)],
    ["optionSets", plain(optionSets)],
    ["coverage", plain(coverage)],
    ...optionParts(options, []),
    ["hosts", plain(hosts.map(({ label }) => label))],
  ]);
  for (const [uri, found] of [...findings].sort(([a], [b]) => (a < b ? -1 : 1))) {
    all.set(`own findings of ${uri}`, plain(found.own));
    all.set(`host findings of ${uri}`, plain(found.host.map((finding) => JSON.stringify(finding)).sort()));
  }
  for (const { label, values, inner: _, ...rest } of hosts) {
    all.set(`host ${label}`, plain(rest));
    for (const [key, value] of values) all.set(`host ${label} ${key.replaceAll("\0", ".")}`, plain(value));
  }
  return all;
}

/** Texts of an option may come from the value it has on whichever host was looked at first. */
function optionParts({ option, children, open }: OptionNode, path: readonly string[]): [string, string][] {
  const own: [string, string] = [
    `option ${path.join(".")}`,
    plain([option && { ...option, defaultText: null, exampleText: null }, open, [...children.keys()].sort()]),
  ];
  return [own, ...[...children].flatMap(([name, child]) => optionParts(child, [...path, name]))];
}

/** The values inside those of options as text, hosts without any left out. */
export function innerText(inner: ReadonlyMap<string, InnerValues>): readonly string[] {
  return [...inner]
    .flatMap(([label, values]) =>
      [...values].map(([key, value]) => `${label} ${key.replaceAll("\0", ".")} ${plain(value)}`),
    )
    .sort();
}

function plain(value: unknown): string {
  return JSON.stringify(value, (_, inner) => (inner instanceof Map ? [...inner] : inner)) ?? "";
}

/** The parts that two analyses differ in, in words. */
export function differences(living: Analysis, made: Analysis): readonly string[] {
  const now = parts(living);
  const right = parts(made);
  const found: string[] = [];
  for (const key of new Set([...now.keys(), ...right.keys()])) {
    if (now.get(key) !== right.get(key))
      found.push(`${key}:\n  kept:  ${now.get(key)?.slice(0, 1500)}\n  fresh: ${right.get(key)?.slice(0, 1500)}`);
  }
  return found;
}

/** Makes `count` random edits and compares after each; the first difference ends it. */
export async function compareEdits(given: Files, seed: number, count: number): Promise<string | null> {
  const random = randomness(seed);
  // Every second file is open, so that the hosts of half of them are looked into.
  const opened = new Set([...given.keys()].filter((_, index) => index % 2 === 0));
  const isOpen = (uri: string): boolean => opened.has(uri);
  const living = await live(given, isOpen);
  for (let turn = 1; turn <= count; turn++) {
    const changes = randomEdits(random, living.files, given);
    const kept = await living.change(...changes);
    let wrong = differences(kept, await fresh(living.files));
    // A parse that takes too long on a busy machine is another analysis: asked again, it is the same.
    if (wrong.length > 0) wrong = differences(kept, await fresh(living.files));
    if (wrong.length === 0) wrong = unequal(innerText(living.inner), innerText(await freshInner(living.files, isOpen)));
    if (wrong.length > 0) {
      living.dispose();
      const edited = changes.map(([uri, text]) => `#- ${uri}\n${text}`).join("\n");
      return `seed ${seed}, edit ${turn}:\n${wrong.slice(0, 4).join("\n")}\n${edited}`;
    }
  }
  living.dispose();
  return null;
}

function unequal(kept: readonly string[], made: readonly string[]): readonly string[] {
  const right = new Set(made);
  const now = new Set(kept);
  return [
    ...kept.filter((line) => !right.has(line)).map((line) => `kept:  ${line}`),
    ...made.filter((line) => !now.has(line)).map((line) => `fresh: ${line}`),
  ];
}
