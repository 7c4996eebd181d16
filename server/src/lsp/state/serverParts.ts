/** The parts of a server besides its connection; each entry (node, browser) brings its own. */

import type { FileSystem } from "../../base/fileSystem.ts";
import type { Uri } from "../../base/uri.ts";
import type { Formatter } from "../../features/formatting/formatter.ts";
import type { OptionNode, OptionPath } from "../../modules/api.ts";
import type { PackageNames } from "../../schema/packageNames.ts";
import type { Parser } from "../../syntax/parse/parser.ts";
import type { EvaluatorFactory } from "./evaluator.ts";

export interface ServerServices {
  readonly fileSystem: FileSystem;
  readonly parser: Parser;
  readonly createEvaluator: EvaluatorFactory;
  readonly formatter: Formatter;
  /** The bundled option set: what is known before the first analysis. */
  readonly bundledOptions: OptionNode;
  /** NixOS's options as they are known without its source, and packages likewise. Called when they are wanted first. */
  knownOptions(): OptionNode;
  /** The paths of those options that are to be proposed. */
  knownOptionPaths(): Iterable<OptionPath>;
  knownPackages(): PackageNames;
  /** The platform's Nix files, examples among them: path below `nix/` to text. Called when they are wanted first. */
  bundledNix(): ReadonlyMap<string, string>;
  /** Where the bundled Nix files are on disk, for links into them; `null`: nowhere. */
  readonly bundledFolder: Uri | null;
  readonly version: string;
  /** Whether a workspace is trusted whose client says nothing of it: over standard streams, unless the user forbids it. */
  readonly trusted: boolean;
}
