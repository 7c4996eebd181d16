/**
 * Random edits of a workspace, as people and editors make them: values, names, conditions, lines that come and go, text
 * that is broken and mended, files that appear and vanish. The same seed gives the same edits.
 */

export interface Randomness {
  /** A whole number below `limit`. */
  below(limit: number): number;
}

/** mulberry32 */
export function randomness(seed: number): Randomness {
  let state = seed >>> 0;
  return {
    below(limit) {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
    },
  };
}

/** A file that is another now; `null`: it is gone. */
export type FileChange = readonly [uri: string, text: string | null];

const LINES = [
  "  services.iam.enable = true;",
  "  services.chainfire.enable = true;",
  "  services.chainfire.port = 2379;",
  "  services.iam.port = config.services.chainfire.port;",
  "  services.chainfire.prot = 1;",
  '  services.iam.settings.log.level = "debug";',
  '  services.flaredb.settings.more = { a = 1; b = [ "x" ]; };',
  '  networking.hostName = "other";',
  "  networking.firewall.allowedTCPPorts = [ 1234 ];",
  '  systemd.services."job" = { description = "A job of ${config.networking.hostName}"; };',
  "  systemd.services.task.serviceConfig.ExecStart = 5;",
  '  assertions = [ { assertion = config.services.iam.enable; message = "iam is off"; } ];',
  '  warnings = [ "look at ${config.networking.hostName}" ];',
  "  imports = [ ./extra.nix ];",
  "  imports = [ ./nowhere.nix ];",
  "  config = { };",
  '  environment.etc."x".text = "y";',
  "  inherit (config) nothing;",
  "  local.count = 3;",
  "  local.items.one.size = 2;",
  "  local.items.two = { size = config.local.count; extra = true; };",
  "  # a comment",
  "",
  "  services.",
  "  services.iam = {",
  "  };",
  "  x = ;",
];

const WORDS = [
  "config",
  "lib",
  "true",
  "false",
  "null",
  "cfg",
  "pkgs",
  "iam",
  "chainfire",
  "enable",
  "port",
  "1",
  '"a"',
  "[ ]",
  "{ }",
];
const AROUND: readonly (readonly [string, string])[] = [
  ["lib.mkForce ", ""],
  ["lib.mkDefault ", ""],
  ["lib.mkIf config.services.iam.enable ", ""],
  ["lib.mkIf false ", ""],
  ["(", ")"],
  ["if config.services.chainfire.enable then ", " else null"],
  ["let inner = config.networking.hostName; in ", ""],
];

/** One edit of the files, now and then several at once, as a formatter or a switched branch makes them. */
export function randomEdits(
  random: Randomness,
  files: ReadonlyMap<string, string>,
  original: ReadonlyMap<string, string>,
): readonly FileChange[] {
  const now = new Map(files);
  const changed = new Map<string, string | null>();
  const count = random.below(3) === 0 ? 2 + random.below(2) : 1;
  for (let index = 0; index < count; index++) {
    const [uri, text] = randomEdit(random, now, original);
    changed.set(uri, text);
    if (text === null) now.delete(uri);
    else now.set(uri, text);
  }
  return [...changed];
}

/** One edit; what was edited before may be taken back. */
function randomEdit(
  random: Randomness,
  files: ReadonlyMap<string, string>,
  original: ReadonlyMap<string, string>,
): FileChange {
  const names = [...files.keys()].filter((uri) => uri.endsWith(".nix"));
  const uri = pick(random, names.length === 0 ? [...original.keys()] : names);
  const text = files.get(uri) ?? "";
  const kind = random.below(24);
  if (kind === 0) return newFile(random, uri, files);
  if (kind === 1 && names.length > 2) return [uri, null];
  if (kind <= 5) return takenBack(random, files, original, uri);
  return [uri, editText(random, text, kind)];
}

function newFile(random: Randomness, beside: string, files: ReadonlyMap<string, string>): FileChange {
  const uri = `${beside.slice(0, beside.lastIndexOf("/"))}/${pick(random, ["extra.nix", "nowhere.nix", "default.nix"])}`;
  const body = `${pick(random, LINES)}\n${pick(random, LINES)}`;
  return [uri, files.has(uri) ? null : `{ config, lib, ... }:\n{\n${body}\n}\n`];
}

function takenBack(
  random: Randomness,
  files: ReadonlyMap<string, string>,
  original: ReadonlyMap<string, string>,
  uri: string,
): FileChange {
  const changed = [...original].filter(([name, text]) => files.get(name) !== text);
  if (changed.length === 0) return [uri, editText(random, files.get(uri) ?? "", 6)];
  return pick(random, changed);
}

function editText(random: Randomness, text: string, kind: number): string {
  const lines = text.split("\n");
  const at = random.below(lines.length);
  if (kind <= 8) return replaceToken(random, text);
  if (kind === 9) return [...lines.slice(0, at), ...lines.slice(at + 1)].join("\n");
  if (kind === 10) return [...lines.slice(0, at), lines[at] ?? "", ...lines.slice(at)].join("\n");
  if (kind <= 13) return [...lines.slice(0, at), pick(random, LINES), ...lines.slice(at)].join("\n");
  if (kind === 14) return wrapValue(random, text);
  if (kind === 15) return changeCharacter(random, text);
  if (kind === 16) return [...lines.slice(0, at), "# note", ...lines.slice(at)].join("\n");
  if (kind === 17) return text.replace(/\n(\s*)([\w."-]+) = /, "\n$1$2x = ");
  return changeLiteral(random, text);
}

function changeLiteral(random: Randomness, text: string): string {
  const literals = [...text.matchAll(/"[^"\n$]*"|\b\d+\b|\btrue\b|\bfalse\b/g)];
  const found = literals[random.below(Math.max(1, literals.length))];
  if (found === undefined) return `${text}\n`;
  const [literal] = found;
  const next =
    literal === "true"
      ? "false"
      : literal === "false"
        ? "true"
        : literal.startsWith('"')
          ? pick(random, [`${literal.slice(0, -1)}x"`, '""', "5"])
          : pick(random, [`${literal}1`, "2379", '"7"']);
  return text.slice(0, found.index) + next + text.slice(found.index + literal.length);
}

function replaceToken(random: Randomness, text: string): string {
  const tokens = [...text.matchAll(/[\w-]+|"[^"\n]*"/g)];
  const found = tokens[random.below(Math.max(1, tokens.length))];
  if (found === undefined) return `${text} `;
  return text.slice(0, found.index) + pick(random, WORDS) + text.slice(found.index + found[0].length);
}

function wrapValue(random: Randomness, text: string): string {
  const values = [...text.matchAll(/ = ([^;{}\n]+);/g)];
  const found = values[random.below(Math.max(1, values.length))];
  if (found === undefined) return `${text}\n`;
  const [before, after] = pick(random, AROUND);
  const value = found[1] ?? "";
  return `${text.slice(0, found.index)} = ${before}${value}${after};${text.slice(found.index + found[0].length)}`;
}

function changeCharacter(random: Randomness, text: string): string {
  const at = random.below(text.length + 1);
  return random.below(2) === 0
    ? text.slice(0, at) + text.slice(at + 1)
    : text.slice(0, at) + pick(random, ["{", "}", ";", '"', "x", ".", "=", "(", "[", " "]) + text.slice(at);
}

function pick<T>(random: Randomness, items: readonly T[]): T {
  const item = items[random.below(items.length)];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
}
