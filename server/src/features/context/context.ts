/** The context of every feature: the file under the cursor and the last complete knowledge of options and hosts. */

import type { FolderEntry } from "../../base/snapshot.ts";
import type { HostView, OptionNode } from "../../modules/api.ts";
import type { PackageNames } from "../../schema/packageNames.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";

export interface FeatureContext {
  readonly file: ParsedFile;
  /** Another file whose text is at hand, parsed; `null` when it is not. */
  other(uri: string): ParsedFile | null;
  /** All known options, the workspace's own first. */
  readonly options: OptionNode;
  /** The names of packages, where none of nixpkgs is at hand. */
  readonly packages: PackageNames;
  /** The hosts that this file takes part in. */
  readonly hosts: readonly HostView[];
  /** Which NixOS these hosts are held against, in words; `null`: nothing is known of that. */
  readonly nixos: string | null;
  /** The last known listing of a folder, for completing paths; `null` when none is at hand. */
  folder(uri: string): readonly FolderEntry[] | null;
}
