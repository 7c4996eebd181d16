/** Findings without a place of their own, at the host or package that they are about. */
import { join } from "node:path";
import type { NixFinding, NixKind } from "../parse/nixFinding.ts";
import { inWorkspace } from "./findFile.ts";
import type { PlacingWorld, RelatedPlace } from "./placeFinding.ts";
import { linesOf, wholeLine } from "./textPlace.ts";

/** What is always about a host, even where the run does not say which. */
const ofHosts: ReadonlySet<NixKind> = new Set([
  "failed-assertion",
  "undefined-option",
  "unknown-option",
  "type-mismatch",
  "conflicting-definitions",
  "read-only-option",
  "deprecated-option",
  "module-argument",
]);

/** The place of the output; `null` where the run was about none, or the text does not name it. */
export async function placeAtOutput(world: PlacingWorld, finding: NixFinding): Promise<readonly RelatedPlace[] | null> {
  const { kind, severity } = finding;
  const attribute = attributeOf(world, finding);
  if (attribute === null || (severity === "warning" && kind !== "activation" && world.attribute === null)) return null;
  return (await inFlake(world, attribute)) ?? (ofHosts.has(kind) ? await atRootModule(world) : null);
}

function attributeOf({ attribute }: PlacingWorld, { kind, host, subjects }: NixFinding): readonly string[] | null {
  if (host !== null) return ["nixosConfigurations", host];
  const system = kind === "build" ? /-nixos-system-(.+?)-\d\d\.\d\d/.exec(subjects[0] ?? "")?.[1] : undefined;
  if (system !== undefined) return ["nixosConfigurations", system];
  return attribute ?? (ofHosts.has(kind) ? ["nixosConfigurations"] : null);
}

/** The attribute path of the output, or of the set that it is in. */
async function inFlake(world: PlacingWorld, attribute: readonly string[]): Promise<readonly RelatedPlace[] | null> {
  const path = inWorkspace(world, join(world.folder, "flake.nix"));
  if (path === null) return null;
  const [whole, loose] = await world.locate([
    { path, option: ["outputs", ...attribute] },
    { path, option: attribute },
  ]);
  const isNamed = whole != null && whole.names > 1;
  const located = isNamed ? whole : (loose ?? null);
  return located?.places.slice(0, 1).map(({ path, range }) => ({ path, range, text: "", kind: "definition" })) ?? null;
}

/** Without a flake: the module that everything begins with. */
async function atRootModule(world: PlacingWorld): Promise<readonly RelatedPlace[] | null> {
  const path = inWorkspace(world, join(world.folder, "configuration.nix"));
  const text = path === null ? null : await world.read(path);
  if (path === null || text === null) return null;
  return [{ path, range: wholeLine(linesOf(text), 0), text: "", kind: "definition" }];
}
