/** Offers the values that an option's type allows: booleans, enum members, null, packages, skeletons of sets and lists. */
import type { OptionDoc, OptionNode, TypeInfo } from "../../modules/api.ts";
import { type LocatedOption, step } from "../../schema/lookup.ts";
import { packageName, packagesOfOptions } from "../language/packages.ts";
import { type CompletionItem, type CompletionKind, makeItem } from "./item.ts";
import { isRequired, skeleton } from "./snippet.ts";

/** Longer defaults and examples are for the documentation, not for a list. */
const textLimit = 200;

export function offerOptionValues(located: LocatedOption, options: OptionNode): readonly CompletionItem[] {
  const { type, option } = located;
  if (type === null) return [];
  const offers = new Offers();
  addType(offers, type, located, options);
  if (option !== null) addTexts(offers, option);
  return offers.items();
}

/** The members of an enum that are strings, for a cursor between quotes. */
export function offerStringMembers(located: LocatedOption): readonly CompletionItem[] {
  const items: CompletionItem[] = [];
  for (const member of enumMembers(located.type)) {
    const inside = /^"(.*)"$/s.exec(member)?.[1];
    if (inside === undefined) continue;
    const note = located.option?.defaultText === member ? "default" : null;
    items.push(makeItem(inside, "enumMember", note === null ? 1 : 0, { note }));
  }
  return items;
}

function enumMembers(type: TypeInfo | null): readonly string[] {
  if (type?.kind === "enum") return type.members ?? [];
  const alternatives = type?.kind === "nullOr" || type?.kind === "either" || type?.kind === "coercedTo";
  return alternatives ? (type.inner ?? []).flatMap(enumMembers) : [];
}

/** Proposals by what they show: the first one with a label stays. */
class Offers {
  readonly #items = new Map<string, CompletionItem>();

  add(label: string, kind: CompletionKind, rank: number, more: Parameters<typeof makeItem>[3] = {}): void {
    const item = makeItem(label, kind, rank, more);
    if (!this.#items.has(label)) this.#items.set(label, item);
  }

  items(): readonly CompletionItem[] {
    return [...this.#items.values()];
  }
}

function addType(offers: Offers, type: TypeInfo, located: LocatedOption, options: OptionNode): void {
  const defaultText = located.option?.defaultText ?? null;
  switch (type.kind) {
    case "bool":
      // What the default is already is the less likely choice.
      for (const value of ["true", "false"]) {
        offers.add(value, "value", value === defaultText ? 1 : 0, noteDefault(value, defaultText));
      }
      return;
    case "enum":
      for (const member of type.members ?? []) {
        const more = { filter: member.replace(/^"|"$/g, ""), ...noteDefault(member, defaultText) };
        offers.add(member, "enumMember", member === defaultText ? 0 : 1, more);
      }
      return;
    case "nullOr":
      for (const inner of type.inner ?? []) addType(offers, inner, located, options);
      offers.add("null", "value", 2, noteDefault("null", defaultText));
      return;
    case "either":
    case "coercedTo":
      for (const inner of type.inner ?? []) addType(offers, inner, located, options);
      return;
    case "package":
      addPackages(offers, located, options);
      return;
    case "string":
      offers.add('""', "snippet", 3, { insert: '"$0"', snippet: true, detail: "string" });
      return;
    case "listOf":
      addList(offers, located);
      return;
    case "submodule":
    case "attrsOf":
    case "attrs":
      addSet(offers, located, type);
      return;
    case "functionTo":
      offers.add("x: …", "snippet", 3, { insert: `\${1:x}: $0`, snippet: true, detail: "function" });
      return;
    default:
      return;
  }
}

function noteDefault(text: string, defaultText: string | null): { readonly note: string | null } {
  return { note: text === defaultText ? "default" : null };
}

/** The default first, then the platform's and other packages that options name. */
function addPackages(offers: Offers, { option }: LocatedOption, options: OptionNode): void {
  const usual = packageName(option?.defaultText ?? null);
  if (usual !== null) offers.add(`pkgs.${usual}`, "package", 0, { note: "default" });
  for (const name of packagesOfOptions(options))
    offers.add(`pkgs.${name}`, "package", name.endsWith("-server") ? 4 : 5);
}

function addList(offers: Offers, located: LocatedOption): void {
  const element = step(located, "*");
  const inside = element?.node === null || element === null ? null : skeleton(element.node);
  if (inside !== null) {
    const indented = inside.replaceAll("\n", "\n\t");
    offers.add("[ { … } ]", "snippet", 0, {
      insert: `[\n\t${indented}\n]`,
      snippet: true,
      detail: "with what is required",
    });
  }
  offers.add("[ ]", "snippet", 1, { insert: "[ $0 ]", snippet: true, detail: "list" });
}

function addSet(offers: Offers, located: LocatedOption, type: TypeInfo): void {
  const inside = type.kind === "submodule" && located.node !== null ? skeleton(located.node) : null;
  if (inside !== null) {
    offers.add("{ … }", "snippet", 0, { insert: inside, snippet: true, detail: "with what is required" });
  }
  offers.add("{ }", "snippet", 1, { insert: "{\n\t$0\n}", snippet: true, detail: "attribute set" });
}

/** The default to begin from, and the manual's example. */
function addTexts(offers: Offers, option: OptionDoc): void {
  const texts = [
    { text: option.defaultText, note: "default" },
    { text: option.exampleText, note: "example" },
  ];
  for (const { text, note } of texts) {
    if (text === null || text.length > textLimit || !looksLikeNix(text)) continue;
    const [first = "", ...more] = text.split("\n");
    const label = more.length > 0 ? `${first} …` : first;
    offers.add(label, "value", isRequired(option) ? 1 : 3, { insert: text, filter: text, note });
  }
}

/** Some defaults are prose ("see the description") or name things that are out of reach here. */
function looksLikeNix(text: string): boolean {
  return /^(?:"|''|\[|\{|-?\d|\.{0,2}\/|true$|false$|null$|pkgs\.)/.test(text) && !text.includes("…");
}
