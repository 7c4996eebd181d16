/** What `knownForm.mjs` offers, for tests in TypeScript. */
export interface Row {
  readonly path: readonly string[];
  readonly type: string;
  readonly value: string;
  readonly flags: number;
  readonly documentation: string;
}

export interface Entry {
  readonly loc: readonly string[];
  readonly type?: string;
  readonly default?: { readonly text?: string };
  readonly internal?: boolean;
  readonly description?: string | { readonly text: string } | null;
}

export function tableRows(text: string): Row[];
export function jsonRows(json: Readonly<Record<string, Entry>>): Row[];
export function optionsBytes(asOf: string, rows: readonly Row[]): Uint8Array;
export function documentationBytes(rows: readonly Row[]): Uint8Array;
export function packagesBytes(asOf: string, text: string): Uint8Array;
