/** The NixOS manual's dialect of Markdown as the Markdown that editors show. */

/** Roles (`{option}`), admonitions (`::: {.note}`) and the manual's own anchors become plain Markdown. */
export function cleanDescription(text: string): string {
  return text
    .replace(/\{(?:option|command|file|env|var|manpage|file|program|key)\}(?=`)/g, "")
    .replace(
      /^:{3,}\s*\{\.?(\w+)[^}]*\}\s*$/gm,
      (_, kind: string) => `**${kind[0]?.toUpperCase() ?? ""}${kind.slice(1)}:**`,
    )
    .replace(/^:{3,}\s*$/gm, "")
    .replace(/\[\]\(#opt-([^)]*)\)/g, "`$1`")
    .replace(/\[([^\]]+)\]\(#[^)]*\)/g, "$1")
    .replace(/\[\]\{#[^}]*\}/g, "")
    .replace(/<\/?(?:literal|option|filename|command|varname|envar)>/g, "`")
    .replace(/<\/?(?:para|note|warning|itemizedlist|listitem|variablelist|programlisting)>/g, "")
    .replace(/<xref linkend="opt-([^"]*)"\s*\/>/g, "`$1`")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
