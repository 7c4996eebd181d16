/** The address of a rule's documentation. */

const page = "https://github.com/yourorg/plasmacloud-nix/blob/main/docs/rules.md";

/** The section on `code`; `null` gives the whole page. */
export function rulesPage(code: string | null): string {
  return code === null ? page : `${page}#${code}`;
}
