/** Texts in which one thing is missing in the middle, made of the frozen module by taking it out. */
import { moduleText } from "./inputs.ts";

export interface BrokenText {
  readonly name: string;
  readonly text: string;
  /** Where the typing goes on: in a word of the unit that is broken. */
  readonly offset: number;
}

const faults: readonly (readonly [name: string, whole: string, broken: string])[] = [
  ["a missing `;`", '" ];\n', '" ]\n'],
  ["an unclosed `{`", "    };\n  };\n", "    };\n"],
  ["an unclosed string", '.service";\n', ".service;\n"],
];

/** The module of this many lines with each of the faults. */
export function brokenTexts(lines: number): BrokenText[] {
  const text = moduleText(lines);
  const start = text.indexOf(`  # unit ${Math.floor(lines / 20)}\n`);
  return faults.map(([name, whole, broken]) => {
    const at = text.indexOf(whole, start);
    if (start < 0 || at < 0) throw new Error(`the module has no place for ${name}`);
    const faulty = text.slice(0, at) + broken + text.slice(at + whole.length);
    return { name, text: faulty, offset: faulty.indexOf("Job ", start) };
  });
}
