/** The formatter as everything else sees it, wherever it runs: whole texts in, whole texts out. */

export type Formatted =
  | { readonly kind: "formatted"; readonly text: string }
  /** The text stays as it is. `why` is for people. */
  | { readonly kind: "refused"; readonly why: string };

export interface Formatter {
  /** `text`: a Nix expression whose lines end in LF. One that takes too long is refused; nothing else depends on time. */
  format(text: string): Promise<Formatted>;
  dispose(): void;
}
