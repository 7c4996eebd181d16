/** `nix/services.nix` as plain data, read by our own evaluator. */
import { readFileSync } from "node:fs";
import { run } from "../support/eval.ts";

export interface RegisteredPort {
  readonly default: number;
  readonly protocols: readonly string[];
}

export interface RegisteredService {
  readonly ports: Readonly<Record<string, RegisteredPort>>;
  readonly needs: readonly string[];
}

export interface Registry {
  readonly flakeUrl: string;
  readonly health: { readonly path: string; readonly answer: string };
  readonly services: Readonly<Record<string, RegisteredService>>;
}

export function readRegistry(): Registry {
  const text = readFileSync(new URL("../../nix/services.nix", import.meta.url), "utf8");
  const outcome = run("builtins.toJSON (import ./services.nix)", { "/services.nix": text });
  if (outcome.kind !== "value" || outcome.value.type !== "string") {
    throw new Error(`nix/services.nix is no data: ${outcome.kind}`);
  }
  return JSON.parse(outcome.value.value);
}
