/** Numbers as text, as C++ prints them: `%f` for `toString`, `%g` with six digits for printing and JSON. */

const LEAST = -(2n ** 63n);
const GREATEST = 2n ** 63n - 1n;

export function isInt64(value: bigint): boolean {
  return value >= LEAST && value <= GREATEST;
}

/** `%f`: six decimals, however large the number. */
export function formatFixed(value: number): string {
  const special = formatSpecial(value);
  if (special !== null) return special;
  const magnitude = Math.abs(value);
  if (magnitude >= 1e21) return signed(value, `${BigInt(magnitude)}.000000`);
  const exact = magnitude.toFixed(100);
  return signed(
    value,
    isTie(exact, exact.indexOf(".") + 6) ? exact.slice(0, exact.indexOf(".") + 7) : magnitude.toFixed(6),
  );
}

/** `%g`: six significant digits, no zeros at the end, an exponent of two digits or more where it is shorter. */
export function formatGeneral(value: number): string {
  const special = formatSpecial(value);
  if (special !== null) return special;
  if (value === 0) return signed(value, "0");
  const magnitude = Math.abs(value);
  const exact = magnitude.toExponential(100);
  const rounded = isTie(exact, 6)
    ? `${exact.slice(0, 7)}${exact.slice(exact.indexOf("e"))}`
    : magnitude.toExponential(5);
  const [digits = "", exponentText = "0"] = rounded.split("e");
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 6) return signed(value, trimZeros(Number(rounded).toFixed(5 - exponent)));
  const size = String(Math.abs(exponent)).padStart(2, "0");
  return signed(value, `${trimZeros(digits)}e${exponent < 0 ? "-" : "+"}${size}`);
}

/**
 * Whether the digits after the one at `last` are exactly one half and that digit is even: C then rounds down to it,
 * JavaScript up. Where it is odd both round up.
 */
function isTie(exact: string, last: number): boolean {
  return /^50*(e|$)/.test(exact.slice(last + 1)) && "02468".includes(exact[last] ?? "");
}

function formatSpecial(value: number): string | null {
  if (Number.isNaN(value)) return "nan";
  if (value === Number.POSITIVE_INFINITY) return "inf";
  return value === Number.NEGATIVE_INFINITY ? "-inf" : null;
}

function signed(value: number, magnitude: string): string {
  return value < 0 || Object.is(value, -0) ? `-${magnitude}` : magnitude;
}

function trimZeros(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** The shortest text that reads back as the same number, with a fraction or an exponent, as nlohmann's JSON library writes it. */
export function formatShortest(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude === 0) return signed(value, "0.0");
  const [digits = "", exponentText = "0"] = magnitude.toExponential().split("e");
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 15) {
    const plain = magnitude.toFixed(Math.max(digits.replace(".", "").length - 1 - exponent, 1));
    return signed(value, plain);
  }
  return signed(value, `${digits}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`);
}
