/** A listener: a service that binds a port on a host. */

import type { Value } from "../../eval/core/value.ts";
import type { Definition, OptionPath } from "../../modules/api.ts";
import type { Protocol } from "../support/services.ts";

export interface Listener {
  /** The service below `services`. */
  readonly service: string;
  /** The option that holds the port; `null` when it is fixed. */
  readonly option: OptionPath | null;
  readonly port: number;
  readonly protocols: readonly Protocol[];
  /** IP addresses it binds; a wildcard is `"*"`. */
  readonly addresses: readonly string[];
  /** The definition that gives the port, when it is not the option's default. */
  readonly explicit: Definition | null;
  /** The element that is the port, where the option holds a list of them; else `null`. */
  readonly element: Value | null;
  /** False where it is likely that something listens, but not proven. */
  readonly certain: boolean;
}

/** The form that `addresses` holds: one name for all wildcards, no brackets, IPv6 in small letters. */
export function normalizeAddress(address: string): string {
  const bare = address.replace(/^\[(.*)\]$/, "$1").toLowerCase();
  return bare === "0.0.0.0" || bare === "::" || bare === "*" || bare === ""
    ? "*"
    : bare === "localhost"
      ? "127.0.0.1"
      : bare;
}

/** True when both certainly bind one address: a wildcard overlaps all, two different literal addresses do not. */
export function overlap(left: Listener, right: Listener): boolean {
  return left.addresses.some((one) => right.addresses.some((other) => one === "*" || other === "*" || one === other));
}
