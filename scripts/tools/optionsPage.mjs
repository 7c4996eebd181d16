/**
 * docs/options.md, the reference of PlasmaCloud's options.
 * Invariant: the page is a function of `schemas/plasmacloud-options.json`, of which it leaves nothing out.
 */

/**
 * @typedef {{ readonly _type: string, readonly text: string }} NixText
 * @typedef {object} Option
 * @property {readonly string[]} declarations paths below `nix/`
 * @property {NixText} [default]
 * @property {NixText} [example]
 * @property {string | null} description
 * @property {readonly string[]} loc
 * @property {boolean} readOnly
 * @property {string} type
 */

/**
 * The page.
 * @param {Readonly<Record<string, Option>>} options
 */
export function optionsPage(options) {
  const entries = Object.entries(options);
  const services = [...new Set(entries.map(([, { loc }]) => loc[1] ?? ""))];
  const contents = services.map((service) => {
    const links = entries
      .filter(([, { loc }]) => loc[1] === service)
      .map(([name, { loc }]) => `[\`${loc.slice(2).join(".")}\`](#${anchor(name)})`);
    return `- [${service}](#${service}): ${links.join(", ")}`;
  });
  const sections = services.map((service) => {
    const own = entries.filter(([, { loc }]) => loc[1] === service);
    return [`## ${service}`, ...own.map(([name, option]) => section(name, option))].join("\n\n");
  });
  return `${[
    "<!-- Made of schemas/plasmacloud-options.json by `npm run generate`. -->",
    "# Options",
    "What the modules of PlasmaCloud's services declare. In an option path, `*` stands for every element of a list; there, an option without a default has to be defined in each of them.",
    contents.join("\n"),
    ...sections,
  ].join("\n\n")}\n`;
}

/** @param {string} name @param {Option} option */
function section(name, option) {
  const files = option.declarations.map((file) => `[nix/${file}](../nix/${file})`);
  return [
    `### \`${name}\``,
    ...(option.description === null ? [] : [option.description.trim()]),
    [
      `- Type: ${escapeMarkdown(option.type)}`,
      ...(option.readOnly ? ["- Read only"] : []),
      ...(option.default === undefined ? [] : [`- Default:${value(option.default)}`]),
      ...(option.example === undefined ? [] : [`- Example:${value(option.example)}`]),
      `- Declared in: ${files.join(", ")}`,
    ].join("\n"),
  ].join("\n\n");
}

/** Nix text behind the head of a list item, as a block below it where it has several lines. @param {NixText} value */
function value({ _type, text }) {
  if (_type === "literalMD") return ` ${text}`;
  if (!text.includes("\n")) return ` \`${text}\``;
  const lines = ["```nix", ...text.trimEnd().split("\n"), "```"];
  return ["", ...lines.map((line) => (line === "" ? "" : `  ${line}`))].join("\n");
}

/** What GitHub makes of a heading to link to it. @param {string} heading */
function anchor(heading) {
  return heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, "");
}

/** @param {string} text */
function escapeMarkdown(text) {
  return text.replace(/[\\`*_[\]<>]/g, "\\$&");
}
