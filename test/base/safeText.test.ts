import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  codeBlock,
  foreignMarkdown,
  inlineCode,
  link,
  plainMarkdown,
  safeLine,
  safeMessage,
  visible,
} from "../../server/src/base/safeText.ts";
import { cleanDescription } from "../../server/src/features/markdown/description.ts";
import type { OptionNode } from "../../server/src/modules/model/view.ts";
import { bundledOptions } from "../../server/src/node/nodeSession.ts";

/** What is left of Markdown without its code and its addresses in pointed brackets, escapes taken away. */
function active(markdown: string): string {
  const inert = /^(`{3,}).*\n[\s\S]*?\n\1$|\\[\s\S]|(`+)(?!`)[\s\S]*?(?<!`)\2(?!`)|<https:\/\/[^\s<>()[\]"'`\\]+>/gim;
  return markdown.replace(inert, "");
}

/** Nothing in it is an image, HTML, or a link elsewhere than to https. */
function expectHarmless(markdown: string): void {
  expect(active(markdown)).not.toMatch(/[<[\]!`]|:\/\/|www\.|@/);
}

describe("Markdown of others", () => {
  test.each([
    ["![a](https://x.org/?q=SECRET)", "(image: a)"],
    ["![a][b]\n\n[b]: https://x.org/i.png", "\\!\\[a\\]\\[b\\]\n\n\\[b\\]: <https://x.org/i.png>"],
    ["![b]\n[b]: https://x.org", "\\!\\[b\\]\n\\[b\\]: <https://x.org>"],
    ["![](<https://x.org/a b>)", "\\!\\[\\](<https://x.org/a> b\\>)"],
    ['<img src="https://x.org/i.png">', '\\<img src="<https://x.org/i.png>"\\>'],
    ["<https://x.org/a>", "<https://x.org/a>"],
    ["[text](https://x.org/a)", "text (<https://x.org/a>)"],
    ['[text](https://x.org/a "title")', "text (<https://x.org/a>)"],
    ["[`text`](https://x.org)", "`text` (<https://x.org>)"],
    ["[run](command:workbench.action.quit)", "run (command:workbench.action.quit)"],
    ["[file](file:///etc/passwd)", "file (file\\:///etc/passwd)"],
    ["[text][id]", "\\[text\\]\\[id\\]"],
    ["[![a](https://x.org/i)](https://x.org)", "\\[(image: a)\\](<https://x.org>)"],
    ["https://x.org/a_b", "<https://x.org/a_b>"],
    ["http://x.org www.x.org me@x.org", "http\\://x.org www\\.x.org me\\@x.org"],
    ["\\![a](https://x.org)", "\\\\(image: a)"],
    ["&#33;[a](b)", "\\&#33;a (b)"],
    ["`![a](b)` and ``a`b``", "`![a](b)` and ``a`b``"],
    ["` open ![a](b)", "\\` open (image: a)"],
    ["<!-- --> <script>x</script>", "\\<\\!-- --\\> \\<script\\>x\\</script\\>"],
  ])("%s", (given, wanted) => {
    expect(foreignMarkdown(given)).toBe(wanted);
    expectHarmless(foreignMarkdown(given));
  });

  test("emphasis, lists, headings and code stay", () => {
    const text = "# A *b* **c**\n\n- one\n- `two`\n\n1. three\n";
    expect(foreignMarkdown(text)).toBe(text);
    expect(foreignMarkdown("a\n```nix\n![a](b)\n```\nb")).toBe("a\n\n```nix\n![a](b)\n```\n\nb");
  });

  test("a fence ends where its own begins to, whatever is inside and after it", () => {
    const given = "~~~\n```\n![a](https://x.org)\n~~~\n![b](https://x.org)";
    expect(foreignMarkdown(given)).toBe("\n````\n```\n![a](https://x.org)\n````\n\n(image: b)");
    expectHarmless(foreignMarkdown("```\n![a](https://x.org)"));
  });

  test("from any pieces", () => {
    const pieces = [
      "![",
      "[",
      "](",
      ")",
      "]",
      "`",
      "``",
      "```\n",
      "~~~\n",
      "<",
      ">",
      "!",
      "\\",
      "https://x.org",
      "http://",
    ];
    const more = [
      "www.",
      "a",
      " ",
      "\n",
      "    ",
      "\t",
      "&lt;",
      "<img src=",
      "@",
      "]: ",
      "*",
      "_",
      "|",
      "(",
      "\u202e",
      "\r",
    ];
    const text = fc.array(fc.constantFrom(...pieces, ...more), { maxLength: 24 });
    fc.assert(
      fc.property(text, (parts) => expectHarmless(foreignMarkdown(parts.join("")))),
      { numRuns: 3_000, seed: 12 },
    );
  });

  test("our own options keep their formatting", () => {
    const texts = descriptions(bundledOptions()).map(cleanDescription);
    expect(texts.length).toBeGreaterThan(50);
    for (const text of texts) {
      const code = text.match(/`[^`\n]+`/g) ?? [];
      const shown = foreignMarkdown(text);
      for (const part of code) expect(shown).toContain(part);
      expect(shown.match(/\n\n/g)?.length).toBe(text.match(/\n\n/g)?.length);
    }
  });
});

function descriptions({ option, children }: OptionNode): readonly string[] {
  const own = option?.description ?? null;
  return [...(own === null ? [] : [own]), ...[...children.values()].flatMap(descriptions)];
}

describe("text in our own Markdown", () => {
  test("code cannot end its ticks or its fence", () => {
    expect(inlineCode("a `b` c")).toBe("``a `b` c``");
    expect(inlineCode("`")).toBe("`` ` ``");
    expect(inlineCode("a\n\n![x](y)")).toBe("`a ![x](y)`");
    expect(inlineCode("")).toBe("` `");
    expect(codeBlock("```\n![a](b)")).toBe("````nix\n```\n![a](b)\n````");
  });

  test("a name is shown as it is", () => {
    expect(plainMarkdown("a_b*c<d>[e](f)\n![g]")).toBe("a\\_b\\*c\\<d\\>\\[e\\](f) \\!\\[g\\]");
  });

  test("links lead to files and https only", () => {
    expect(link("a", "file:///a.nix#L1")).toBe("[a](file:///a.nix#L1)");
    expect(link("a", "https://x.org")).toBe("[a](https://x.org)");
    for (const target of [
      "command:x",
      "http://x.org",
      "javascript:x",
      "data:image/png;base64,x",
      "https://x.org/) ![](y",
    ])
      expect(link("a", target)).toBe("a");
  });
});

describe("messages", () => {
  test.each([
    ["\u001b[31mred\u001b[0m", "red"],
    ["\u001b]8;;https://x.org\u0007link\u001b]8;;\u0007", "link"],
    ["\u001b]0;title\u001b\\x\u009b2J", "x"],
    ["a\u0000\u0008\u007fb\tc\r\nd", "ab\tc\nd"],
    ["abc\u202edef\u2066g\u200b", "abc<U+202E>def<U+2066>g<U+200B>"],
    ["\ud800a", "\ufffda"],
    ["ä😀\u0301", "ä😀\u0301"],
  ])("%j is visible", (given, wanted) => {
    expect(visible(given)).toBe(wanted);
  });

  test("a path of 6,000 characters is told by its ends, a message by its beginning", () => {
    const path = `/start/${"a/".repeat(3_000)}end.nix`;
    const message = safeMessage(`${path} is missing`);
    expect(message.length).toBeLessThan(200);
    expect(message).toMatch(/^\/start\/a\/.*….*\/end\.nix is missing$/);
    expect(safeMessage("word ".repeat(10_000)).length).toBeLessThanOrEqual(2_001);
    expect(safeMessage("/etc/nixos/configuration.nix is missing")).toBe("/etc/nixos/configuration.nix is missing");
  });

  test("no character is cut in two", () => {
    for (let before = 150; before < 170; before++)
      expect(safeMessage(`${"x".repeat(before % 7)}${"😀".repeat(200)}`)).not.toMatch(/\p{Surrogate}/u);
  });

  test("a title is one line", () => {
    expect(safeLine("a\n  b\u2028c")).toBe("a b c");
    expect(safeMessage("a\nb")).toBe("a\nb");
  });
});
