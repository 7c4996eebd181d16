/** Checks of what is typed into the dialogs: each says what is wrong as data; `texts.ts` puts it into words. */
import { isReserved, readAddress, readInterface, sameNetwork } from "./addresses.ts";

export type Problem =
  | { readonly kind: "nameEmpty" | "nameSyntax" | "nameLong" }
  | { readonly kind: "nameTaken" | "nameReserved"; readonly name: string }
  | { readonly kind: "addressSyntax" | "addressReserved" | "gatewaySyntax" }
  | { readonly kind: "addressTaken"; readonly host: string }
  | { readonly kind: "otherFamily" | "otherNetwork"; readonly network: string }
  | { readonly kind: "count"; readonly most: number }
  | { readonly kind: "release" | "folderSyntax" };

/** A host that the dialog has already. */
export interface KnownHost {
  readonly name: string;
  /** Without prefix length. */
  readonly address: string;
}

/** What `networking.hostName` takes, and what cannot be told apart from another host or file. */
export function nameProblem(name: string, others: readonly string[], reserved: readonly string[]): Problem | null {
  if (name === "") return { kind: "nameEmpty" };
  if (name.length > 63) return { kind: "nameLong" };
  if (!/^[a-zA-Z0-9]([a-zA-Z0-9_-]*[a-zA-Z0-9])?$/.test(name)) return { kind: "nameSyntax" };
  const same = (other: string) => other.toLowerCase() === name.toLowerCase();
  const taken = others.find(same);
  if (taken !== undefined) return { kind: "nameTaken", name: taken };
  if (same("localhost") || reserved.some(same)) return { kind: "nameReserved", name };
  return null;
}

/** `ADDRESS/PREFIX`, in the network that earlier hosts are in. */
export function addressProblem(
  text: string,
  others: readonly KnownHost[],
  prefixLength: number | null,
): Problem | null {
  const read = readInterface(text);
  if (read === null) return { kind: "addressSyntax" };
  if (isReserved(read.address, read.prefixLength)) return { kind: "addressReserved" };
  for (const { name, address } of others) {
    const other = readAddress(address);
    if (other === null) continue;
    const network = `${address}/${prefixLength ?? read.prefixLength}`;
    if (other.family !== read.address.family) return { kind: "otherFamily", network };
    if (other.value === read.address.value) return { kind: "addressTaken", host: name };
    if (
      prefixLength !== null &&
      (read.prefixLength !== prefixLength || !sameNetwork(other, read.address, prefixLength))
    ) {
      return { kind: "otherNetwork", network };
    }
  }
  return null;
}

/** An address alone, in one of the networks (`ADDRESS/PREFIX`) of the host it is like; in any where none is known. */
export function plainAddressProblem(
  text: string,
  others: readonly KnownHost[],
  networks: readonly string[],
): Problem | null {
  const read = readAddress(text);
  if (read === null) return { kind: "addressSyntax" };
  const known = networks.flatMap((network) => readInterface(network) ?? []);
  const own = known.find(({ address, prefixLength }) => sameNetwork(address, read, prefixLength));
  const [first] = known;
  if (first !== undefined && own === undefined) {
    const network = `${first.text}/${first.prefixLength}`;
    return {
      kind: known.some(({ address }) => address.family === read.family) ? "otherNetwork" : "otherFamily",
      network,
    };
  }
  if (own !== undefined && isReserved(read, own.prefixLength)) return { kind: "addressReserved" };
  const taken = others.find(({ address }) => readAddress(address)?.value === read.value);
  return taken === undefined ? null : { kind: "addressTaken", host: taken.name };
}

/** The gateway is in the hosts' network and is none of them. */
export function gatewayProblem(text: string, hosts: readonly KnownHost[], prefixLength: number): Problem | null {
  if (readAddress(text) === null) return { kind: "gatewaySyntax" };
  return addressProblem(`${text}/${prefixLength}`, hosts, prefixLength);
}

const mostHosts = 50;

export function countProblem(text: string): Problem | null {
  const count = Number(text);
  return /^\d+$/.test(text) && count >= 1 && count <= mostHosts ? null : { kind: "count", most: mostHosts };
}

/** NixOS releases come in May and November. */
export function releaseProblem(text: string): Problem | null {
  return /^(1[3-9]|[2-9]\d)\.(05|11)$/.test(text) ? null : { kind: "release" };
}

/** One name of a folder, on every system. */
export function folderProblem(name: string): Problem | null {
  return /^[^<>:"/\\|?*\p{Cc}]{1,100}$/u.test(name) && !/^\.+$|[. ]$/.test(name) ? null : { kind: "folderSyntax" };
}
