/** IP addresses as a dialog takes them: read, compared, counted on. Texts in, plain data out; nothing throws. */

export interface Address {
  readonly family: "ipv4" | "ipv6";
  readonly value: bigint;
}

/** An address with the length of its network's prefix. */
export interface Interface {
  readonly text: string;
  readonly address: Address;
  readonly prefixLength: number;
}

const bits = { ipv4: 32, ipv6: 128 } as const;

/** `null`: not an address. An IPv6 address takes no zone and no IPv4 tail. */
export function readAddress(text: string): Address | null {
  return text.includes(":") ? readIpv6(text) : readIpv4(text);
}

/** `192.0.2.1/24`. `null`: not that. */
export function readInterface(text: string): Interface | null {
  const [, written = "", length = ""] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const address = readAddress(written);
  const prefixLength = Number(length);
  if (address === null || length === "" || prefixLength < 1 || prefixLength > bits[address.family]) return null;
  return { text: written, address, prefixLength };
}

/** An address's shortest usual form. */
export function formatAddress({ family, value }: Address): string {
  if (family === "ipv4") return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join(".");
  const groups = Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16));
  let zeros = { start: 0, length: 1 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (groups[start + length] === "0") length++;
    if (length > zeros.length) zeros = { start, length };
  }
  if (zeros.length < 2) return groups.join(":");
  const [before, after] = [groups.slice(0, zeros.start), groups.slice(zeros.start + zeros.length)];
  return `${before.join(":")}::${after.join(":")}`;
}

/** Whether two addresses are in one network. */
export function sameNetwork(left: Address, right: Address, prefixLength: number): boolean {
  const shift = BigInt(bits[left.family] - prefixLength);
  return left.family === right.family && left.value >> shift === right.value >> shift;
}

/** The address of the network itself, or the one for all of an IPv4 network: no host has these. */
export function isReserved({ family, value }: Address, prefixLength: number): boolean {
  const width = BigInt(bits[family] - prefixLength);
  if (width < 2n) return false;
  const host = value & ((1n << width) - 1n);
  return host === 0n || (family === "ipv4" && host === (1n << width) - 1n);
}

/** The first address of a network that is free; `null` where none of the first thousand is. */
export function firstFree(near: Interface, taken: readonly Address[]): Address | null {
  const { family, value } = near.address;
  const shift = BigInt(bits[family] - near.prefixLength);
  return freeFrom(near, (value >> shift) << shift, taken);
}

/** The next free address after one; at the end of the network, the first free one. */
export function nextFree(near: Interface, taken: readonly Address[]): Address | null {
  return freeFrom(near, near.address.value, taken) ?? firstFree(near, taken);
}

function freeFrom({ address, prefixLength }: Interface, start: bigint, taken: readonly Address[]): Address | null {
  for (let value = start + 1n; value < start + 1024n; value++) {
    const next = { family: address.family, value };
    if (!sameNetwork(address, next, prefixLength)) break;
    if (!isReserved(next, prefixLength) && !taken.some((other) => other.value === value)) return next;
  }
  return null;
}

function readIpv4(text: string): Address | null {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1) ?? [];
  if (parts.length !== 4 || parts.some((part) => Number(part) > 255 || (part.length > 1 && part.startsWith("0"))))
    return null;
  return { family: "ipv4", value: parts.reduce((value, part) => value * 256n + BigInt(part), 0n) };
}

function readIpv6(text: string): Address | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const [head = [], tail = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => "0"), ...tail];
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return null;
  return { family: "ipv6", value: groups.reduce((value, group) => value * 65536n + BigInt(`0x${group}`), 0n) };
}
