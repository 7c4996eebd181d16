/**
 * What all stub tools have in common: they write down how they were called, and follow the script of a test.
 *
 * `STUB_CALLS` names the file that gets one JSON line a call: `{ tool, args, env, cwd, isTerminal }`.
 * `STUB_SCRIPT` names a JSON file, a list of scenes. The first scene whose tool is this one and whose words all stand in
 * the arguments is played: it prints and exits, waits first, or hangs. Without one the tool does what it does when all
 * is well.
 */
import { appendFileSync, closeSync, existsSync, openSync, readFileSync } from "node:fs";

/**
 * @typedef {object} Scene
 * @property {string} tool
 * @property {string[]} [words] all of these are among the arguments, or in one of them
 * @property {string[]} [print] lines for standard error, in place of the usual ones
 * @property {string} [bytes] base64 of what is printed besides
 * @property {string[]} [answer] lines for standard output, in place of the usual ones
 * @property {number} [code] the exit code
 * @property {string} [until] the path of a file; nothing goes on before it is there
 */

const words = process.argv.slice(2);

/**
 * Plays a tool.
 * @param {string} tool
 * @param {(args: string[]) => { print?: string[]; answer?: string[]; code?: number }} usual what it does when all is well
 */
export async function play(tool, usual) {
  const { NIX_SSHOPTS, _NIXOS_REBUILD_REEXEC } = process.env;
  const call = { tool, args: words, cwd: process.cwd(), env: { NIX_SSHOPTS, _NIXOS_REBUILD_REEXEC } };
  if (process.env.STUB_CALLS)
    appendFileSync(process.env.STUB_CALLS, `${JSON.stringify({ ...call, isTerminal: hasTerminal() })}\n`);
  const scene = script().find((one) => one.tool === tool && (one.words ?? []).every(isAmong));
  const { print, answer, code } = { ...usual(words), ...scene };
  for (const line of print ?? []) {
    process.stderr.write(`${line}\n`);
    await pause(5);
  }
  if (scene?.bytes) process.stderr.write(Buffer.from(scene.bytes, "base64"));
  while (scene?.until && !existsSync(scene.until)) await pause(50);
  for (const line of answer ?? []) process.stdout.write(`${line}\n`);
  process.exitCode = code ?? 0;
}

/** @returns {Scene[]} */
function script() {
  const file = process.env.STUB_SCRIPT;
  return file && existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
}

function isAmong(/** @type {string} */ word) {
  return words.some((arg) => arg.includes(word));
}

/** Whether this runs in a terminal, whatever its own streams are. */
function hasTerminal() {
  try {
    closeSync(openSync("/dev/tty", "r"));
    return true;
  } catch {
    // there is none to open
    return false;
  }
}

function pause(/** @type {number} */ milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** A store path for a host's system. */
export function systemPath(/** @type {string} */ host) {
  return `/nix/store/${"0123456789abcdfghijklmnpqrsvwxyz"}-nixos-system-${host}-25.11.20251120.abcdef0`;
}
