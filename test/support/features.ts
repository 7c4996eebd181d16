/** Features in tests: strings in, strings out. `$0` marks the cursor. */
import type { FolderEntry } from "../../server/src/base/snapshot.ts";
import { complete } from "../../server/src/features/completion/complete.ts";
import type { CompletionItem, CompletionResult } from "../../server/src/features/completion/item.ts";
import type { FeatureContext } from "../../server/src/features/context/context.ts";
import type { EffectiveValue, HostView, OptionNode } from "../../server/src/modules/model/view.ts";
import { pathKey } from "../../server/src/modules/model/view.ts";
import { type PackageNames, packageNames } from "../../server/src/schema/packageNames.ts";
import { readOptionsJson } from "../../server/src/schema/readOptionsJson.ts";
import { splitPath } from "../../server/src/schema/splitPath.ts";
import { takeCursor } from "./marks.ts";
import { plasmaOptions } from "./plasmaOptions.ts";
import { parseNix } from "./syntax.ts";

export interface World {
  readonly uri?: string;
  readonly options?: OptionNode;
  readonly packages?: PackageNames;
  readonly hosts?: readonly HostView[];
  readonly nixos?: string;
  /** URI → text of other files. */
  readonly files?: Readonly<Record<string, string>>;
  /** URI → names; a name that ends in `/` is a folder. */
  readonly folders?: Readonly<Record<string, readonly string[]>>;
}

const noPackages = packageNames("2023-01");

let parsedOptions: OptionNode | null = null;

/** PlasmaCloud's chainfire and flaredb, and a few of NixOS's own options. */
export function testOptions(): OptionNode {
  parsedOptions ??= readOptionsJson(JSON.stringify(plasmaOptions), "plasmacloud");
  return parsedOptions;
}

export function featureContext(text: string, world: World = {}): FeatureContext {
  const uri = world.uri ?? "file:///etc/nixos/configuration.nix";
  const files = new Map(Object.entries(world.files ?? {}));
  const folders = new Map(Object.entries(world.folders ?? {}));
  return {
    file: parseNix(text, uri),
    options: world.options ?? testOptions(),
    packages: world.packages ?? noPackages,
    hosts: world.hosts ?? [],
    nixos: world.nixos ?? null,
    other: (wanted) => {
      const other = files.get(wanted);
      return other === undefined ? null : parseNix(other, wanted);
    },
    folder: (wanted) => folders.get(wanted)?.map(folderEntry) ?? null,
  };
}

function folderEntry(name: string): FolderEntry {
  return name.endsWith("/") ? { name: name.slice(0, -1), type: "directory" } : { name, type: "regular" };
}

export function completeAt(marked: string, world: World = {}): CompletionResult | null {
  const { text, offset } = takeCursor(marked);
  return complete(featureContext(text, world), offset);
}

/** The labels an editor would show for what is typed, in its order: those that begin with the typed prefix. */
export function labels(marked: string, world: World = {}): readonly string[] {
  const { text, offset } = takeCursor(marked);
  const result = complete(featureContext(text, world), offset);
  if (result === null) return [];
  const typed = text.slice(result.range.start, offset).toLowerCase();
  return sorted(result.items)
    .filter(({ filter }) => filter.toLowerCase().startsWith(typed))
    .map(({ label }) => label);
}

/** The labels without names in scope, builtins and keywords: what an option's type asks for. */
export function typedLabels(marked: string, world: World = {}): readonly string[] {
  const result = completeAt(marked, world);
  return sorted(result?.items ?? [])
    .filter(({ sort }) => Number(sort.slice(0, 2)) < 10)
    .map(({ label }) => label);
}

function sorted(items: readonly CompletionItem[]): readonly CompletionItem[] {
  return [...items].sort((a, b) => (a.sort < b.sort ? -1 : a.sort > b.sort ? 1 : 0));
}

export function itemAt(marked: string, label: string, world: World = {}): CompletionItem {
  const result = completeAt(marked, world);
  const item = result?.items.find((candidate) => candidate.label === label);
  if (item === undefined) throw new Error(`no ${label} among ${result?.items.map((each) => each.label).join(" ")}`);
  return item;
}

/** The text after `label` is accepted, tab stops and all. */
export function accept(marked: string, label: string, world: World = {}): string {
  const { text, offset } = takeCursor(marked);
  const result = complete(featureContext(text, world), offset);
  const item = itemAt(marked, label, world);
  if (result === null) throw new Error("no completion");
  return text.slice(0, result.range.start) + item.insert + text.slice(result.range.end);
}

const noDeployData: HostView["deploy"] = {
  kind: "flake",
  isSystem: true,
  hostName: null,
  names: [],
  interfaces: [],
  hosts: [],
  services: [],
  deployNode: null,
  colmena: null,
};

/** A host with these effective values: printed option path → Nix text. */
export function hostView(
  name: string,
  values: Readonly<Record<string, string | Partial<EffectiveValue>>>,
  files: readonly string[] = [],
): HostView {
  const table = new Map<string, EffectiveValue>();
  for (const [printed, value] of Object.entries(values)) {
    const path = splitPath(printed);
    const more = typeof value === "string" ? { value } : value;
    table.set(pathKey(path), { path, value: null, unknownReason: null, defined: true, origins: [], ...more });
  }
  return {
    name,
    label: name,
    root: "file:///etc/nixos/flake.nix",
    files,
    open: [],
    missingInputs: [],
    limits: [],
    values: table,
    inner: new Map(),
    deploy: noDeployData,
    stats: { options: table.size, unknowns: new Map(), serviceUnknowns: [] },
  };
}
