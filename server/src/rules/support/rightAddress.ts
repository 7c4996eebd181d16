/** The fix of an address that is written as it stands: another in its place. */
import { quoteString } from "../../syntax/tree/attrName.ts";
import type { Fix, FixContext, OpenFinding } from "./rule.ts";

/** What `rightAddressFixes` needs of a finding on an address; `right` is `null` where no other can be told. */
export function addressData(address: string, right: string | null) {
  return { address, right };
}

/** Writes the right address; only where the address is a plain string of its own. */
export function rightAddressFixes({ file }: FixContext, { range, data }: OpenFinding): Fix[] {
  const { address, right } = data;
  if (typeof address !== "string" || typeof right !== "string") return [];
  if (file.text.slice(range.start, range.end) !== quoteString(address)) return [];
  return [{ title: `Write ${right}`, preferred: true, edits: [{ uri: file.uri, range, newText: quoteString(right) }] }];
}

/** The same address with another port. */
export function withPort(address: string, port: number): string {
  return address.replace(/:\d+(\/?)$/, `:${port}$1`);
}
