import fc from "fast-check";
import { expect, test } from "vitest";
import { LineIndex } from "../../server/src/base/lineIndex.ts";
import { shiftRange } from "../../server/src/lsp/diagnostics/shift.ts";

test("places move with edits exactly as offsets do", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "\n", "\r\n", " "), maxLength: 40 });
  fc.assert(
    fc.property(text, text, fc.nat(), fc.nat(), fc.nat(), fc.nat(), (before, inserted, a, b, c, d) => {
      // what is inserted must not join with a carriage return or line feed beside it into one line end
      const oldText = before.replaceAll("\r", "");
      const newText = inserted.replaceAll("\r", "");
      const at = (offset: number) => offset % (oldText.length + 1);
      const [editStart, editEnd] = [Math.min(at(a), at(b)), Math.max(at(a), at(b))];
      const [start, end] = [Math.min(at(c), at(d)), Math.max(at(c), at(d))];
      const lines = new LineIndex(oldText);
      const after = new LineIndex(oldText.slice(0, editStart) + newText + oldText.slice(editEnd));
      const moved = shiftRange(lines.rangeAt({ start, end }), {
        range: lines.rangeAt({ start: editStart, end: editEnd }),
        text: newText,
      });
      const delta = newText.length - (editEnd - editStart);
      if (end <= editStart) expect(moved).toEqual(after.rangeAt({ start, end }));
      else if (start >= editEnd) expect(moved).toEqual(after.rangeAt({ start: start + delta, end: end + delta }));
      else expect(moved).toBeNull();
    }),
  );
});

test("line ends of every kind count as one line", () => {
  const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 4 } };
  const at = { line: 0, character: 0 };
  for (const text of ["x\r\n", "x\n", "x\r"]) {
    const edit = { range: { start: at, end: at }, text };
    expect(shiftRange(range, edit)).toEqual({ start: { line: 2, character: 2 }, end: { line: 2, character: 4 } });
  }
});
