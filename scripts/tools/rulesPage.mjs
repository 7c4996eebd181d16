/**
 * docs/rules.md and the severities in the manifest.
 * Invariant: both are functions of the rows of `server/src/rules/registry.ts`.
 */

/** @typedef {{ readonly code: string, readonly severity: string, readonly summary: string, readonly documentation: string }} RuleMeta */

const INTRODUCTION = `Every finding has a code. What is reported is what *evaluating* the configuration shows, host by host; where something
cannot be known (a package set, an input that is not on disk, an import that cannot be read), the rules are silent.

Severities can be changed in \`plasmacloud.diagnostics.severity\`. A comment silences a code:

\`\`\`nix
# plasmacloud: disable-next-line port-conflict
services.flaredb.port = 2379;

# plasmacloud: disable-file unknown-option, type-mismatch
\`\`\``;

/**
 * The page.
 * @param {readonly RuleMeta[]} rules
 */
export function rulesPage(rules) {
  const rows = rules.map(({ code, severity, summary }) => `| [${code}](#${code}) | ${severity} | ${summary} |`);
  return `${[
    "<!-- Made of server/src/rules/registry.ts by `npm run generate`. -->",
    "# Diagnostics",
    INTRODUCTION,
    ["| code | severity | in short |", "| --- | --- | --- |", ...rows].join("\n"),
    ...rules.flatMap(({ code, documentation }) => [`## ${code}`, documentation.trim()]),
  ].join("\n\n")}\n`;
}

/**
 * The properties of the setting `plasmacloud.diagnostics.severity`.
 * @param {readonly RuleMeta[]} rules
 */
export function severitySettings(rules) {
  const choices = ["error", "warning", "information", "hint", "off"];
  return Object.fromEntries(rules.map(({ code, severity }) => [code, { enum: choices, default: severity }]));
}
