/** `lib.network.ipv6`: IPv6 addresses as text. */
import { expectString } from "../../eval/core/expect.ts";
import { makeInt, makeString, ready } from "../../eval/core/make.ts";
import { isInt64 } from "../../eval/core/number.ts";
import type { Origin } from "../../eval/core/value.ts";
import { fail, textThunk } from "./support/calls.ts";
import { nixString } from "./support/escapes.ts";
import { record } from "./support/records.ts";
import { fn, table } from "./support/table.ts";

/** The eight groups of an address, `::` filled with zeros. */
function groups(address: string, at: Origin): string[] {
  if (!/^[0-9A-Fa-f:]+$/.test(address)) return fail(`${address} contains malformed characters for IPv6 address`, at);
  const halves = address.split("::");
  const [head = [], tail = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const found = [...head, ...tail];
  const compressed = halves.length === 2;
  const fits = compressed ? found.length < 8 : found.length === 8;
  if (halves.length > 2 || !fits || found.includes("")) return fail(`${address} is not a valid IPv6 address`, at);
  if (!compressed) return head;
  return [...head, ...new Array<string>(8 - found.length).fill("0"), ...tail];
}

function normalized(address: string, at: Origin): string {
  const numbers = groups(address, at).map((group) => {
    if (BigInt(`0x${group}`) > 0xffffn) fail(`0x${group} is not a valid u16 integer`, at);
    return Number.parseInt(group, 16).toString(16);
  });
  return numbers.join(":");
}

function prefixLength(address: string, suffix: string, at: Origin): bigint {
  const digits = /^[ \t\n\v\f\r]*(-?[0-9]+)[ \t\n\v\f\r]*$/.exec(suffix)?.[1];
  const length = digits === undefined || /^0[0-9]/.test(digits) ? null : BigInt(digits);
  if (length === null || !isInt64(length)) return fail(`toInt: Could not convert ${nixString(suffix)} to int.`, at);
  if (length < 1n || length > 128n) return fail(`${address} IPv6 subnet should be in range [1;128], got ${length}`, at);
  return length;
}

const MAC =
  /^([0-9A-Fa-f]{2})[-:.]?([0-9A-Fa-f]{2})[-:.]?([0-9A-Fa-f]{2})[-:.]?([0-9A-Fa-f]{2})[-:.]?([0-9A-Fa-f]{2})[-:.]?([0-9A-Fa-f]{2})$/;

export const ipv6 = table(
  fn(
    "fromString",
    1,
    "String -> { address, prefixLength }",
    "An IPv6 address, with or without a prefix length, in one form.",
    (machine, [value], at) => {
      const given = expectString(machine, value, at);
      const [address = "", suffix, ...more] = given.split("/");
      if (more.length > 0) return fail(`${given} is not a valid IPv6 address in CIDR notation`, at);
      const plain = normalized(address, at);
      const length = suffix === undefined ? 128n : prefixLength(given, suffix, at);
      return record({ address: textThunk(plain), prefixLength: ready(makeInt(length, at)) }, at);
    },
  ),
  fn(
    "mkEUI64Suffix",
    1,
    "String -> String",
    "The second half of the IPv6 address that a MAC address gives.",
    (machine, [value], at) => {
      const mac = expectString(machine, value, at);
      const [, ...octets] = MAC.exec(mac) ?? [];
      if (octets.length === 0) return fail(`"${mac}" is not a valid MAC address (expected 6 octets of hex digits)`, at);
      const [a = "", b = "", c = "", d = "", e = "", f = ""] = octets;
      const first = (Number.parseInt(a + b, 16) ^ 0x200).toString(16);
      return makeString(`${first}:${c}ff:fe${d}:${e}${f}`.toLowerCase(), at);
    },
  ),
);
