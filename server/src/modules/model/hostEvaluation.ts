/**
 * A host as rules and analysis see it while they run on the evaluator thread: live values, nodes and problems.
 * What leaves that thread is made of it by `hostView.ts`.
 * Invariants: no member throws, whatever the configuration does; everything is computed when it is asked for and kept.
 */
import type { Place } from "../../base/range.ts";
import type { Uri } from "../../base/uri.ts";
import type { Origin, Thunk, UnknownReason, Value } from "../../eval/core/value.ts";
import type { ModuleProblem } from "./moduleProblem.ts";
import type { ListedProblems, OptionList } from "./optionList.ts";
import type { ColmenaDeployment, DeployNode, EvaluationLimit, OptionNode, OptionPath, TypeInfo } from "./view.ts";

export interface HostEvaluation {
  readonly identity: HostIdentity;
  /** Every module of the host, in the order the imports bring them; those that cannot be read are listed too. */
  readonly modules: readonly ModuleInfo[];
  /** Imports that nobody here can read: they make the host open. Empty: the host is closed. */
  readonly open: readonly OpenImport[];
  /** Limits that ended something on the way. What is asked next may add to them. */
  readonly limits: readonly EvaluationLimit[];
  /** Everything the evaluation has looked at in the snapshot so far, for deciding what an edit concerns. */
  readonly reads: ReadSet;
  /**
   * PlasmaCloud's services that the host uses without having their modules. They were taken as imported, so that
   * everything else can be said of them.
   */
  readonly assumed: readonly AssumedModule[];

  /** The option declared at exactly this path, through submodules and their names as well; `null`: none is. */
  option(path: OptionPath): LiveOption | null;
  /** What is declared below a path: names, and whether names beyond these may exist. `null`: nothing is declared there. */
  below(path: OptionPath): OptionGroup | null;
  /** Every option outside submodules that at least one module defines, and every defined path that is undeclared. */
  definedPaths(): readonly OptionPath[];
  /** Every option outside submodules that is declared below a path; likewise what is defined there. */
  optionPaths(path: OptionPath): readonly OptionPath[];
  /**
   * What stands inside the values of options below a path (in submodules, sets, elements of lists by their index): what
   * is defined there, and (`declared`) what is declared. Of one option the first 1,000.
   */
  innerPaths(path: OptionPath, declared: boolean): readonly OptionPath[];
  /** What modules say about a path, strongest first. Undeclared paths have definitions as well. */
  definitions(path: OptionPath): readonly Definition[];
  /** The effective value of an option, or of a part of one (`["a", "settings", "port"]`, freeform keys included). */
  value(path: OptionPath): ValueOutcome;
  /** Forces what hangs below a value (list items, attributes) without throwing. */
  read(thunk: Thunk): ValueOutcome;
  /** A value as one line of Nix text of about `limit` characters; `null` for an unknown one. */
  render(value: Value, limit?: number): string | null;
  /** Where a node stands: of a binding its attribute path. `null`: its file is not at hand. */
  place(origin: Origin): Place | null;
  /**
   * What `compute` says of the host, computed again only when something that it read of it is another. Places are no
   * part of that. Whoever asks with one key computes one thing.
   */
  kept<T>(key: string, compute: () => T): T;
  /** All options that the host's modules declare, with their documentation. */
  optionTree(): OptionNode;

  /** What the module system itself finds wrong, each once. Checks every definition of the host. */
  problems(): readonly ModuleProblem[];
  /** What a list of NixOS's options says against the host's definitions, where no module at hand declares them. */
  listed(list: OptionList): ListedProblems;
  /** The elements of the option `assertions`; `null`: the list itself is unknown. */
  assertions(): readonly AssertionResult[] | null;
  /** The elements of the option `warnings`; `null`: the list itself is unknown. */
  warnings(): readonly WarningResult[] | null;

  /**
   * The same host with these definitions added, stronger than any of its own, for asking "what if". Lazy: it costs what
   * is asked of it. Its problems are not for users.
   */
  withOverride(overrides: readonly Override[]): HostEvaluation;
  /**
   * The same host where an option that NixOS's own modules may define as well is unknown, unless a module at hand gives
   * it a single value of full strength. What is true here, is true whatever those modules say.
   */
  doubting(): HostEvaluation;
  /** What an assertion would say under other definitions; `"unknown"` too when it is no longer there. */
  assertionWith(assertion: AssertionResult, overrides: readonly Override[]): Truth;
}

export interface HostIdentity {
  readonly name: string;
  /** `NAME`, or `FLAKEDIR#NAME` where two flakes share it. */
  readonly label: string;
  /** The flake, the hive or the root module. */
  readonly root: Uri;
  /** The host attribute in it; `null` for a loose root module. */
  readonly origin: Origin;
  readonly kind: "flake" | "hive" | "module";
  /** `deploy.nodes.NAME.hostname` or colmena's `deployment.targetHost`, where one is known. */
  readonly deployTarget: string | null;
  /** Whether it is an attribute of `nixosConfigurations`. */
  readonly isSystem: boolean;
  readonly deployNode: DeployNode | null;
  readonly colmena: ColmenaDeployment | null;
}

/** Where a module comes from: decides what may be reported in it and what is fully known. */
export type ModuleSource =
  /** A file of the workspace, or a set written in one. */
  | "workspace"
  /** PlasmaCloud's own modules out of the extension. */
  | "plasmacloud"
  /** The stand-in for NixOS, `nix/lib/nixos-base.nix`: what only it declares things under is open. */
  | "nixos"
  /** Made by a native of `lib`. */
  | "native";

export interface ModuleInfo {
  /** What tells modules apart on a host: the URI, or a key made of where it stands. */
  readonly key: string;
  /** The file it is in; `null` when no file wrote it. */
  readonly uri: Uri | null;
  /** What users call it. */
  readonly label: string;
  readonly source: ModuleSource;
  /** `null`: it was read. Otherwise why it was not. */
  readonly unreadable: UnknownReason | null;
  /** The element of `imports` or `modules` that brings it in. */
  readonly importedAt: Origin;
  readonly importedBy: ModuleInfo | null;
}

export interface OpenImport {
  /** As it is written, or what users call it: `inputs.foo.nixosModules.bar`. */
  readonly what: string;
  readonly origin: Origin;
  readonly reason: UnknownReason;
}

export interface AssumedModule {
  readonly service: string;
  /** The first module that defines something of it, and the binding that does. */
  readonly module: ModuleInfo;
  readonly binding: Origin;
}

export interface ReadSet {
  readonly files: ReadonlySet<Uri>;
  readonly folders: ReadonlySet<Uri>;
}

export type ValueOutcome =
  | { readonly kind: "known"; readonly value: Exclude<Value, { readonly type: "unknown" }> }
  | { readonly kind: "unknown"; readonly reason: UnknownReason }
  /** `problem` is in `problems()` too, unless only asking for this value brought it up (`missingValue`). */
  | { readonly kind: "failed"; readonly problem: ModuleProblem };

export type Truth = "true" | "false" | "unknown";

export interface LiveOption {
  readonly path: OptionPath;
  readonly type: TypeInfo;
  /** One for each module that declares it. */
  readonly declarations: readonly Declaration[];
  readonly readOnly: boolean;
  readonly internal: boolean;
  /** Whether modules that are not at hand, NixOS's own, may define it as well. */
  readonly isShared: boolean;
  /** Markdown, or `null`. */
  description(): string | null;
  readonly defaultValue: Thunk | null;
  readonly defaultText: Thunk | null;
  readonly example: Thunk | null;
}

export interface Declaration {
  readonly module: ModuleInfo;
  /** The binding of the option in the module's `options`. */
  readonly binding: Origin;
}

export interface OptionGroup {
  /** The declared names right below. */
  readonly names: readonly string[];
  /** True when a name not listed may exist: a freeform type, or a parent that the stand-in for NixOS declares into. */
  readonly open: boolean;
}

/** One thing that one module says about one path. */
export interface Definition {
  readonly path: OptionPath;
  readonly module: ModuleInfo;
  /** The binding (or `inherit` name) that defines the path, or the nearest one above it. */
  readonly binding: Origin;
  /** The node of the last name of the path in that binding; the binding itself where that cannot be said. */
  readonly nameNode: Origin;
  /** The value without `mkIf`, `mkForce` and the like. */
  readonly value: Thunk;
  /** 100 plain, 50 `mkForce`, 1000 `mkDefault`, 1500 the option's default. `null`: it could not be computed. */
  readonly priority: number | null;
  /**
   * `active`: it makes the value; `overridden`: a stronger one exists; `inactive`: its `mkIf` is false;
   * `unknown`: a condition on the way cannot be computed.
   */
  readonly status: "active" | "overridden" | "inactive" | "unknown";
}

export interface Override {
  readonly path: OptionPath;
  readonly value: Value;
}

export interface AssertionResult {
  /** The same for the same assertion under `withOverride`. */
  readonly key: string;
  readonly assertion: Truth;
  /** `null`: it cannot be computed. */
  readonly message: string | null;
  /** The attribute set of the assertion, or what made it. */
  readonly origin: Origin;
  /** The definition of `assertions` that it stands in. */
  readonly definition: Definition;
  /** It says that an option was removed: reported as the `removed` problem. */
  readonly ofDeprecation: boolean;
}

export interface WarningResult {
  readonly message: string | null;
  readonly origin: Origin;
  readonly definition: Definition;
  /** It says that an option was renamed or changed: reported as the `renamed` problem. */
  readonly ofDeprecation: boolean;
}
