/** Numbers as text, as C++ prints them: `%f` for `toString`, `%g` with six digits for printing and JSON. */

const LEAST = -(2n ** 63n);
const GREATEST = 2n ** 63n - 1n;

export function isInt64(value: bigint): boolean {
  return value >= LEAST && value <= GREATEST;
}

/** Whether `-value` does not fit 64 bits. */
export function isLeastInt(value: bigint): boolean {
  return value === LEAST;
}

/** `%f`: six decimals, however large the number. */
export function formatFixed(value: number): string {
  const special = formatSpecial(value);
  if (special !== null) return special;
  if (Math.abs(value) < 1e21) return signed(value, Math.abs(value).toFixed(6));
  return signed(value, `${BigInt(Math.abs(value))}.000000`);
}

/** `%g`: six significant digits, no zeros at the end, an exponent of two digits or more where it is shorter. */
export function formatGeneral(value: number): string {
  const special = formatSpecial(value);
  if (special !== null) return special;
  if (value === 0) return signed(value, "0");
  const [digits = "", exponentText = "0"] = Math.abs(value).toExponential(5).split("e");
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 6) {
    const size = String(Math.abs(exponent)).padStart(2, "0");
    return signed(value, `${trimZeros(digits)}e${exponent < 0 ? "-" : "+"}${size}`);
  }
  return signed(value, trimZeros(Math.abs(value).toFixed(5 - exponent)));
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
