/**
 * The door of `modules`: everything that other layers may use of it, by name. What is not here is the module system's own
 * (`npm run layers` holds this).
 */

// Which hosts there are, and what flakes and hives say besides.
export { deployNodes } from "./discover/deployment.ts";
export { declaredHosts, type HostSource, looseHosts, type Workspace } from "./discover/discoverHosts.ts";
export { isReservedInHive } from "./discover/hiveHosts.ts";
export type { DeclaredHosts, UnknownHosts } from "./discover/unknownHosts.ts";
export { shapeOf } from "./evaluation/fileShape.ts";
// The world that modules are evaluated in, and `lib` in it.
export type { World } from "./evaluation/moduleWorld.ts";
export { flakeValue } from "./flake/flake.ts";
export { pathInputs } from "./flake/pathInputs.ts";
// From hosts and modules to plain data.
export {
  type Coverage,
  describeGaps,
  describeNixos,
  type GivenUpFile,
  type MissingInput,
  type NixosCoverage,
  NO_COVERAGE,
  type NoHosts,
  type UnknownHostsView,
  withPaths,
} from "./host/coverage.ts";
export { effectiveValue, hostView, innerValues } from "./host/hostView.ts";
export { LiveHost } from "./host/liveHost.ts";
export { optionList, optionTree } from "./host/optionDocs.ts";
export { type OptionJson, optionsJson } from "./host/optionsJson.ts";
export { submoduleEvaluator } from "./lib/evalModules.ts";
export { moduleRooms } from "./lib/moduleLib.ts";
// What is known of a host: alive on the thread that evaluates it, and as plain data anywhere.
export type {
  AssertionResult,
  AssumedModule,
  Definition,
  HostEvaluation,
  HostIdentity,
  ModuleInfo,
  Override,
} from "./model/hostEvaluation.ts";
export type { FailedProblem, TypeMismatchProblem, UnknownOptionProblem } from "./model/moduleProblem.ts";
export type { OptionList } from "./model/optionList.ts";
export { DEFAULT_PRIORITY, FORCE_PRIORITY, OPTION_DEFAULT_PRIORITY, PLAIN_PRIORITY } from "./model/priorities.ts";
export {
  type DefinitionView,
  type DeployView,
  type EffectiveValue,
  type HostView,
  type InnerValues,
  type OptionDoc,
  type OptionNode,
  type OptionPath,
  pathKey,
  type RaftView,
  type ServiceView,
  type TypeInfo,
  valueAt,
} from "./model/view.ts";
export { emptySystem, evaluateSystem } from "./nixpkgs/nixos.ts";
export { BUNDLED_ROOT, createNixWorld, isBundled, type NixWorld } from "./nixpkgs/nixWorld.ts";
export { isInNixpkgs } from "./nixpkgs/pkgs.ts";
