/** `HostEvaluation` over one evaluation and one machine. Everything that can go wrong ends here as plain data. */

import type { Place } from "../../base/range.ts";
import { NixError } from "../../eval/core/errors.ts";
import { attempt } from "../../eval/core/evaluate.ts";
import type { Machine } from "../../eval/core/machine.ts";
import { makeInt, ready, attrsOf as setOf } from "../../eval/core/make.ts";
import { selectOrNull } from "../../eval/core/select.ts";
import type { Origin, Thunk, Value } from "../../eval/core/value.ts";
import { Memo } from "../../eval/incremental/memo.ts";
import { renderValue } from "../../eval/print/render.ts";
import { makeOverride } from "../definitions/properties.ts";
import { Evaluation } from "../evaluation/evaluation.ts";
import { problemsOfError } from "../evaluation/imports.ts";
import { definingModule } from "../evaluation/internalModule.ts";
import type {
  AssertionResult,
  AssumedModule,
  Definition,
  HostEvaluation,
  HostIdentity,
  LiveOption,
  ModuleInfo,
  OpenImport,
  OptionGroup,
  Override,
  ReadSet,
  Truth,
  ValueOutcome,
  WarningResult,
} from "../model/hostEvaluation.ts";
import type { ModuleProblem } from "../model/moduleProblem.ts";
import type { ListedProblems, OptionList } from "../model/optionList.ts";
import { OPTION_DEFAULT_PRIORITY } from "../model/priorities.ts";
import type { EvaluationLimit } from "../model/view.ts";
import { type OptionPath, type OptionNode as OptionTree, pathKey } from "../model/view.ts";
import type { NixWorld } from "../nixpkgs/nixWorld.ts";
import type { OptionLevel } from "../options/optionTree.ts";
import { assertionsOf, assertionTruth, warningsOf } from "./assertions.ts";
import { assumeModules } from "./assumedModules.ts";
import { listedProblems } from "./listedProblems.ts";
import { liveOption } from "./liveOption.ts";
import { find } from "./navigate.ts";
import { openImports } from "./openImports.ts";
import { optionTree } from "./optionDocs.ts";
import { definedPaths, innerPaths, optionPaths } from "./optionPaths.ts";
import { placeOf } from "./places.ts";
import { problemsOf } from "./problems.ts";
import { readsOf } from "./reads.ts";

export interface LiveHostRequest {
  readonly machine: Machine;
  readonly world: NixWorld;
  readonly identity: HostIdentity;
  readonly evaluation: Evaluation;
  /** Why the host itself could not be evaluated. */
  readonly failures: readonly ModuleProblem[];
  /** Imports that cannot be read, beside those that modules have. */
  readonly open: readonly OpenImport[];
}

/** Stronger than `mkForce` (50) and what virtual machines use (10), so that no definition stands against a "what if". */
const STRONGEST = ready(makeInt(0));

export class LiveHost implements HostEvaluation {
  readonly identity: HostIdentity;
  readonly #request: LiveHostRequest;
  readonly #machine: Machine;
  readonly #evaluation: Evaluation;
  readonly assumed: readonly AssumedModule[];
  #modules: readonly ModuleInfo[] | null = null;
  /** What was worked out before and is brought up to date when it is asked for. */
  readonly #kept: Map<string, Memo<unknown>>;
  readonly #counterfactuals = new Map<string, LiveHost>();
  #doubting: LiveHost | null = null;

  constructor(request: LiveHostRequest, before: LiveHost | null = null) {
    this.identity = request.identity;
    this.#request = request;
    this.#machine = request.machine;
    const { evaluation, assumed } =
      before === null
        ? assumeModules(request.machine, request.world, request.evaluation)
        : { evaluation: before.#evaluation, assumed: before.assumed };
    this.#evaluation = evaluation;
    this.assumed = assumed;
    this.#kept = before === null ? new Map() : before.#kept;
  }

  /** The same host under another label. */
  named(identity: HostIdentity): LiveHost {
    return new LiveHost({ ...this.#request, identity });
  }

  /** The same host at the revision that its machine has come to; `null` when it has to be evaluated anew. */
  later(): LiveHost | null {
    for (const [key, kept] of this.#kept) if (kept.isIdle(this.#machine)) this.#kept.delete(key);
    const holds = attempt(this.#machine, () => this.#evaluation.foundation.holds(this.#machine));
    return holds.kind === "value" && holds.value ? new LiveHost(this.#request, this) : null;
  }

  kept<T>(key: string, compute: () => T): T {
    return this.#machine.tracks ? this.#once(key, compute) : compute();
  }

  get modules(): readonly ModuleInfo[] {
    this.#modules ??= this.#attempt([], () =>
      this.#evaluation
        .modules(this.#machine)
        .flatMap(({ info }) =>
          info.source === "native" && info.uri === null && info.unreadable === null ? [] : [info],
        ),
    );
    return this.#modules;
  }

  get open(): readonly OpenImport[] {
    return this.#once("open", () => [
      ...this.#request.open,
      ...this.#attempt([], () => openImports(this.#machine, this.#request.world.world, this.#evaluation)),
    ]);
  }

  get limits(): readonly EvaluationLimit[] {
    return [...this.#machine.limitsReached].sort();
  }

  get reads(): ReadSet {
    return readsOf(this.#machine, this.identity.root, this.modules);
  }

  option(path: OptionPath): LiveOption | null {
    return this.#attempt(null, () => {
      const found = find(this.#machine, this.#evaluation, path);
      return found?.kind === "option" ? liveOption(this.#machine, found.node) : null;
    });
  }

  below(path: OptionPath): OptionGroup | null {
    return this.#attempt(null, () => {
      const found = find(this.#machine, this.#evaluation, path);
      if (found?.kind !== "level") return null;
      const names = [...found.level.names(this.#machine).keys()].filter((name) => name !== "_module");
      return { names, open: found.level.isOpen(this.#machine) };
    });
  }

  definedPaths(): readonly OptionPath[] {
    return this.#paths("definedPaths", [], (level) => definedPaths(this.#machine, level));
  }

  optionPaths(path: OptionPath): readonly OptionPath[] {
    return this.#paths(`optionPaths ${pathKey(path)}`, path, (level) => optionPaths(this.#machine, level, path));
  }

  innerPaths(path: OptionPath, declared: boolean): readonly OptionPath[] {
    const key = `innerPaths ${declared} ${pathKey(path)}`;
    return this.#paths(key, path, (level) => innerPaths(this.#machine, level, path, declared));
  }

  #paths(key: string, path: OptionPath, list: (level: OptionLevel) => readonly OptionPath[]): readonly OptionPath[] {
    return this.kept(key, () =>
      this.#attempt([], () => {
        const found = find(this.#machine, this.#evaluation, path);
        return found?.kind === "level" ? list(found.level) : [];
      }),
    );
  }

  definitions(path: OptionPath): readonly Definition[] {
    return this.#attempt([], () => {
      const found = find(this.#machine, this.#evaluation, path);
      if (found === null || found.kind === "level") return [];
      const merging = found.kind === "option" ? found.node.merging(this.#machine) : found.merging;
      return merging.definitions(this.#machine).filter((definition) => definition.priority !== OPTION_DEFAULT_PRIORITY);
    });
  }

  value(path: OptionPath): ValueOutcome {
    return this.#outcome(() => {
      let value = this.#evaluation.config.force(this.#machine);
      for (const name of path) {
        const inner = partOf(this.#machine, value, name);
        if (inner === null) throw new NixError("missingAttribute", `there is no ${path.join(".")}`, value.origin);
        value = inner;
      }
      return value;
    });
  }

  read(thunk: Thunk): ValueOutcome {
    return this.#outcome(() => thunk.force(this.#machine));
  }

  render(value: Value, limit?: number): string | null {
    return this.#attempt(null, () => renderValue(this.#machine, value, limit));
  }

  place(origin: Origin): Place | null {
    return this.#attempt(null, () => placeOf(this.#machine, origin));
  }

  optionTree(): OptionTree {
    return optionTree(this.#machine, this.#evaluation);
  }

  #outcome(body: () => Value): ValueOutcome {
    const outcome = attempt(this.#machine, body);
    if (outcome.kind === "unknown") return { kind: "unknown", reason: outcome.reason };
    if (outcome.kind === "value") {
      const { value } = outcome;
      return value.type === "unknown" ? { kind: "unknown", reason: value.reason } : { kind: "known", value };
    }
    const [problem] = problemsOfError(outcome.error, null);
    if (problem !== undefined) return { kind: "failed", problem };
    return { kind: "unknown", reason: { kind: "notModelled", what: outcome.error.message } };
  }

  problems(): readonly ModuleProblem[] {
    return this.#once("problems", () => [
      ...this.#request.failures,
      ...this.#attempt([], () => problemsOf(this.#machine, this.#evaluation)),
    ]);
  }

  listed(list: OptionList): ListedProblems {
    return this.#once("listed", () => listedProblems(this.#machine, this.#evaluation, list));
  }

  assertions(): readonly AssertionResult[] | null {
    return this.#once("assertions", () => this.#attempt(null, () => assertionsOf(this.#machine, this.#evaluation)));
  }

  warnings(): readonly WarningResult[] | null {
    return this.#once("warnings", () => this.#attempt(null, () => warningsOf(this.#machine, this.#evaluation)));
  }

  withOverride(overrides: readonly Override[]): HostEvaluation {
    return this.#counterfactual(overrides);
  }

  /** Made once for the same overrides: many assertions ask the same. */
  #counterfactual(overrides: readonly Override[]): LiveHost {
    const isPlain = overrides.every(({ value }) => "value" in value);
    const key = overrides.map(({ path, value }) => `${path.join("\0")}=${"value" in value ? value.value : ""}`);
    const known = isPlain ? this.#counterfactuals.get(key.join("\u0001")) : undefined;
    if (known !== undefined) return known;
    const made = this.#makeCounterfactual(overrides);
    if (isPlain) this.#counterfactuals.set(key.join("\u0001"), made);
    return made;
  }

  #makeCounterfactual(overrides: readonly Override[]): LiveHost {
    const modules = overrides.map(({ path, value }, index) => {
      const forced = ready(makeOverride(STRONGEST, ready(value), null));
      const config = path.reduceRight<Thunk>((inner, name) => ready(setOf([[name, inner]])), forced);
      return definingModule(`override-${index}`, config);
    });
    const { request } = this.#evaluation;
    const evaluation = new Evaluation({ ...request, natives: [...request.natives, ...modules] });
    return new LiveHost({ ...this.#request, evaluation });
  }

  doubting(): LiveHost {
    const { request } = this.#evaluation;
    this.#doubting ??= new LiveHost({
      ...this.#request,
      evaluation: new Evaluation({ ...request, doubtsShared: true }),
    });
    return this.#doubting;
  }

  assertionWith(assertion: AssertionResult, overrides: readonly Override[]): Truth {
    return this.#counterfactual(overrides).#truthOf(assertion.key);
  }

  #truthOf(key: string): Truth {
    return this.#attempt<Truth>("unknown", () => assertionTruth(this.#machine, this.#evaluation, key));
  }

  /** What is asked for again and again in one look at the host. */
  #once<T>(key: string, compute: () => T): T {
    let kept = this.#kept.get(key) as Memo<T> | undefined;
    if (kept === undefined) {
      kept = new Memo(compute);
      this.#kept.set(key, kept);
    }
    return kept.get(this.#machine);
  }

  #attempt<T>(otherwise: T, body: () => T): T {
    const outcome = attempt(this.#machine, body);
    return outcome.kind === "value" ? outcome.value : otherwise;
  }
}

/** An attribute of a set, an element of a list by its index. */
function partOf(machine: Machine, value: Value, name: string): Value | null {
  if (value.type === "list" && /^\d+$/.test(name)) return value.items[Number(name)]?.force(machine) ?? null;
  return selectOrNull(machine, value, name, null);
}
