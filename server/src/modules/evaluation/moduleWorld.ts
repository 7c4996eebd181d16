/** The world of an evaluation of modules: `lib`, and what is known of files. Passed down, never global. */
import type { Uri } from "../../base/uri.ts";
import type { Thunk, UnknownReason } from "../../eval/core/value.ts";
import type { ModuleSource } from "../model/hostEvaluation.ts";
import type { OptionPath } from "../model/view.ts";

export interface World {
  /** The `lib` that modules get. */
  readonly lib: Thunk;
  /**
   * True: a definition without an option, or a module that is none, fails everything, as on a real system. False: it is
   * found wrong once, and the rest goes on without it.
   */
  readonly strict: boolean;
  /** Whose a file is. */
  sourceOf(uri: Uri): ModuleSource;
  /** What users call a file: its path. */
  labelOf(uri: Uri): string;
  /** True for reasons that stand for modules of NixOS itself or of inputs that define none of the user's services. */
  isHarmless(reason: UnknownReason): boolean;
  /**
   * The options, of those that stand in for NixOS's own, that a module of NixOS declares there. `module`: an entry of
   * `disabledModules`, a path below NixOS's folder of modules or the URI of one.
   */
  standInsOf(module: string): readonly OptionPath[];
}
