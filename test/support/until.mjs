/**
 * The one way in which tests wait: for a state, never for a time.
 * Invariant: a wait that runs out says what it saw instead. Its end is a number of looks, so that it comes later on a
 * machine that is busy; where the state comes at all, no test depends on how soon.
 */

/** Two minutes on a machine that has nothing else to do. */
const looks = 1_200;
const pause = 100;

/**
 * Looks until there is something: what was looked for, which is anything but `null`, `undefined` and `false`.
 * Throws with what `seen` shows (what `look` gave last, by default) when nothing came.
 * @template T
 * @param {string} what
 * @param {() => T | Promise<T>} look
 * @param {() => unknown} [seen]
 * @returns {Promise<Exclude<T, null | undefined | false>>}
 */
export async function until(what, look, seen = look) {
  for (let turn = 1; turn <= looks; turn++) {
    const found = await look();
    if (isThere(found)) return found;
    // short pauses first: most states come soon
    await new Promise((resolve) => setTimeout(resolve, Math.min(pause, turn * 5)));
  }
  const state = await seen();
  throw new Error(`never came true: ${what}\nseen at last: ${JSON.stringify(state, null, 1) ?? String(state)}`);
}

/**
 * @template T
 * @param {T} found
 * @returns {found is Exclude<T, null | undefined | false>}
 */
function isThere(found) {
  return found !== null && found !== undefined && found !== false;
}
