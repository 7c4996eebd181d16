/** The generations of a host's system profile: as nixos-rebuild lists them, or by the links of the profile itself. */
import * as v from "valibot";

export interface Generation {
  readonly number: number;
  /** As the host writes it, in its own time zone. */
  readonly date: string;
  readonly nixosVersion: string | null;
  readonly kernelVersion: string | null;
  readonly revision: string | null;
  readonly isCurrent: boolean;
}

/** The arguments of nixos-rebuild. */
export const listArguments: readonly string[] = ["list-generations", "--json"];

/** For a nixos-rebuild that cannot: the links of the profile with their times and where they lead. */
export const linkArguments: readonly string[] = ["ls", "-l", "--time-style=full-iso", "/nix/var/nix/profiles"];

const schema = v.array(
  v.object({
    generation: v.number(),
    date: v.string(),
    nixosVersion: v.optional(v.nullable(v.string()), null),
    kernelVersion: v.optional(v.nullable(v.string()), null),
    configurationRevision: v.optional(v.nullable(v.string()), null),
    current: v.optional(v.boolean(), false),
  }),
);

/** What `nixos-rebuild list-generations --json` prints, newest first; `null`: it is something else. */
export function readGenerationsJson(text: string): readonly Generation[] | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // an older one prints a table, or an error
    return null;
  }
  const checked = v.safeParse(schema, parsed);
  if (!checked.success) return null;
  const generations = checked.output.map((entry) => ({
    number: entry.generation,
    date: entry.date,
    nixosVersion: entry.nixosVersion,
    kernelVersion: entry.kernelVersion,
    revision: entry.configurationRevision === "" ? null : entry.configurationRevision,
    isCurrent: entry.current,
  }));
  return generations.sort(newestFirst);
}

const listed = /(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})\S* \S+ (\S+) -> (\S+)$/;

/** What `ls -l` prints of the folder of profiles. */
export function readProfileLinks(text: string): readonly Generation[] {
  const links = text.split("\n").flatMap((line) => {
    const [, day, time, name = "", target = ""] = listed.exec(line.trimEnd()) ?? [];
    return day === undefined ? [] : [{ name, target, date: `${day} ${time}` }];
  });
  return generationsOfLinks(links);
}

/** The generations that links `system-N-link` stand for; `system` leads to the present one. Newest first. */
export function generationsOfLinks(
  links: readonly { readonly name: string; readonly target: string; readonly date: string }[],
): readonly Generation[] {
  const current = links.find(({ name }) => name === "system")?.target;
  return links
    .flatMap(({ name, target, date }) => {
      const number = /^system-(\d+)-link$/.exec(name)?.[1];
      if (number === undefined) return [];
      const isCurrent = current === name || current?.endsWith(`/${name}`) === true;
      const versions = { nixosVersion: versionIn(target), kernelVersion: null, revision: null };
      return [{ number: Number(number), date, ...versions, isCurrent }];
    })
    .sort(newestFirst);
}

/** `/nix/store/…-nixos-system-node1-25.05.20250801.abc` → `25.05.20250801.abc`. */
function versionIn(path: string): string | null {
  return /-nixos-system-.*?-(\d\d\.\d\d\S*)$/.exec(path)?.[1] ?? null;
}

function newestFirst(left: Generation, right: Generation): number {
  return right.number - left.number;
}
