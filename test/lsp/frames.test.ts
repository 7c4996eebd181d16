/** The base protocol: which bytes are messages, however they are cut, and which are none. */
import { expect, test } from "vitest";
import { Frames } from "../../server/src/lsp/requests/frames.ts";

/** The bodies in a text, which comes in pieces of `size` bytes and then ends; or why it cannot be read. */
function read(text: string, size = text.length): string[] {
  const frames = new Frames();
  const bytes = Buffer.from(text);
  const bodies: string[] = [];
  try {
    for (let at = 0; at < bytes.length; at += size)
      for (const body of frames.push(bytes.subarray(at, at + size))) bodies.push(Buffer.from(body).toString());
    frames.end();
  } catch (error) {
    bodies.push(`! ${error instanceof Error ? error.message : error}`);
  }
  return bodies;
}

const framed = (body: string): string => `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

test.each([1, 2, 3, 7, 1_000])("messages in pieces of %i bytes", (size) => {
  const bodies = ['{"a":1}', "{}", "", '"ä€𝄞"', '{"b":"\\r\\n\\r\\nContent-Length: 5"}'];
  expect(read(bodies.map(framed).join(""), size)).toEqual(bodies);
});

test.each([
  ["a type", 'Content-Type: application/vscode-jsonrpc; charset="utf-8"\r\nContent-Length: 2\r\n\r\n{}'],
  ["the old name of UTF-8", "Content-Length: 2\r\nContent-Type: application/vscode-jsonrpc; charset=utf8\r\n\r\n{}"],
  ["another case and no space", "content-length:2\r\n\r\n{}"],
  ["a field that nobody knows", "X-Field: a: b\r\nContent-Length: 2\r\n\r\n{}"],
  ["the same length twice", "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}"],
])("a header with %s", (_, text) => {
  expect(read(text)).toEqual(["{}"]);
});

test.each([
  ["no length", "Content-Type: a\r\n\r\n{}", "! a header has no Content-Length"],
  ["an empty header", "\r\n{}", "! a header has no Content-Length"],
  ["a negative length", "Content-Length: -5\r\n\r\n{}", '! Content-Length is no number of bytes: "-5"'],
  ["a length in words", "Content-Length: five\r\n\r\n{}", '! Content-Length is no number of bytes: "five"'],
  ["a number with a tail", "Content-Length: 2x\r\n\r\n{}", '! Content-Length is no number of bytes: "2x"'],
  ["a fraction", "Content-Length: 2.5\r\n\r\n{}", '! Content-Length is no number of bytes: "2.5"'],
  ["an empty length", "Content-Length:\r\n\r\n{}", '! Content-Length is no number of bytes: ""'],
  [
    "a length beyond all bounds",
    "Content-Length: 99999999999999999999\r\n\r\n{}",
    '! Content-Length is over 268435456 bytes: "99999999999999999999"',
  ],
  [
    "two lengths",
    "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    "! a header has two different Content-Lengths: 2 and 3",
  ],
  ["LF alone", "Content-Length: 2\n\n{}", '! this is no line of a header: "Content-Length: 2\\n"'],
  ["no header at all", '{"jsonrpc":"2.0"}', '! this is no line of a header: "{\\"jsonrpc\\":\\"2.0\\"}"'],
  ["no colon", "Content-Length 2\r\n\r\n{}", '! this is no line of a header: "Content-Length 2"'],
  [
    "another charset",
    "Content-Length: 2\r\nContent-Type: a; charset=latin1\r\n\r\n{}",
    '! Content-Type names a charset that is not UTF-8: "latin1"',
  ],
  ["a header that never ends", `X: ${"y".repeat(9_000)}`, "! a header does not end within 8192 bytes"],
  ["an end in a header", "Content-Le", '! the input ended inside a header, at "Content-Le"'],
  [
    "an end in a body",
    "Content-Length: 5\r\n\r\n{}",
    "! the input ended 2 bytes into a message of 5: Content-Length is too large",
  ],
])("%s is a fault in one line", (_, text, message) => {
  for (const size of [text.length, 1]) {
    const [fault, ...more] = read(text, size);
    expect(more).toEqual([]);
    // a fault shows with the byte that makes it one, so that of a line there may be less to show
    if (size === text.length || !message.includes("no line")) expect(fault).toBe(message);
    else expect(fault).toMatch(/^! this is no line of a header: /);
  }
});

test("a length that is too short is seen with the first byte too many that no header can hold", () => {
  const frames = new Frames();
  const text = 'Content-Length: 9\r\n\r\n{"id": 1, "method": "x"}';
  const bodies: string[] = [];
  expect(() => {
    for (const body of frames.push(Buffer.from(text))) bodies.push(Buffer.from(body).toString());
  }).toThrow('this is no line of a header: " \\"method\\": \\"x\\"}"');
  expect(bodies).toEqual(['{"id": 1,']);
});

test("messages before a fault are read", () => {
  expect(read(`${framed("1")}${framed("2")}?`)).toEqual(["1", "2", '! this is no line of a header: "?"']);
});
