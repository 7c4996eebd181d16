/** Reading records from what Nix prints on standard error (records.ts says what they are). */
import * as v from "valibot";
import { type LineReader, readLines } from "../process/lines.ts";
import { stripAnsi } from "./ansi.ts";
import { activityNames, type NixRecord, type RecordFrame } from "./records.ts";

const prefix = "@nix ";
const nullable = <T extends v.GenericSchema>(schema: T) => v.optional(v.nullable(schema), null);
const id = v.pipe(v.string(), v.digits());
const position = { file: nullable(v.string()), line: nullable(v.number()), column: nullable(v.number()) };
const fields = v.array(v.union([v.string(), v.number()]));
const number = v.number();

const recordSchema = v.variant("action", [
  v.object({
    action: v.literal("msg"),
    level: number,
    msg: v.string(),
    raw_msg: v.optional(v.string()),
    ...position,
    trace: v.optional(v.array(v.object({ raw_msg: v.string(), ...position })), []),
  }),
  v.object({
    action: v.literal("start"),
    id,
    parent: v.optional(id, "0"),
    level: v.optional(number, 0),
    type: number,
    text: v.optional(v.string(), ""),
    fields: v.optional(fields, []),
  }),
  v.object({ action: v.literal("stop"), id }),
  v.object({ action: v.literal("result"), id, type: number, fields: v.optional(fields, []) }),
]);

const result = {
  buildLine: v.looseTuple([v.string()]),
  progress: v.looseTuple([number, number, number, number]),
  expected: v.looseTuple([number, number]),
};

/** Reads a stream, cut anywhere, to records. A line that is too long to be one comes as a line, cut. */
export function readRecords(onRecord: (record: NixRecord) => void): LineReader {
  return readLines((line, isCut) => onRecord(isCut ? { kind: "line", text: line } : readRecord(line)));
}

/** The record in one line; a line of text where there is none. */
export function readRecord(line: string): NixRecord {
  return (line.startsWith(prefix) ? parse(line.slice(prefix.length)) : null) ?? { kind: "line", text: line };
}

function parse(json: string): NixRecord | null {
  const read = v.safeParse(recordSchema, parseJson(json));
  if (!read.success) return null;
  const record = read.output;
  switch (record.action) {
    case "msg": {
      const { level, msg, raw_msg, trace } = record;
      const message = { level, text: stripLines(raw_msg ?? msg), ...place(record), trace: trace.map(frame) };
      return { kind: "message", message, shown: msg };
    }
    case "start": {
      const activity = activityNames.get(record.type);
      if (activity === undefined) return null;
      const { id, parent, level, text, fields } = record;
      return { kind: "start", id, parent, level, activity, text, fields };
    }
    case "stop":
      return { kind: "stop", id: record.id };
    case "result":
      return readResult(record);
  }
}

function readResult({ id, type, fields }: { id: string; type: number; fields: (string | number)[] }): NixRecord | null {
  switch (type) {
    case 101:
    case 107:
      return v.is(result.buildLine, fields) ? { kind: "buildLine", id, text: fields[0] } : null;
    case 104:
      return v.is(result.buildLine, fields) ? { kind: "phase", id, phase: fields[0] } : null;
    case 105: {
      if (!v.is(result.progress, fields)) return null;
      const [done, expected, running, failed] = fields;
      return { kind: "progress", id, done, expected, running, failed };
    }
    case 106: {
      if (!v.is(result.expected, fields)) return null;
      const activity = activityNames.get(fields[0]);
      return activity === undefined ? null : { kind: "expected", id, activity, amount: fields[1] };
    }
    case 108:
      return v.is(result.buildLine, fields) ? { kind: "fetchStatus", id, text: fields[0] } : null;
    case 100:
    case 102:
    case 103:
    case 109:
      return { kind: "result", id, type };
    default:
      return null;
  }
}

function frame(one: { raw_msg: string; file: string | null; line: number | null; column: number | null }): RecordFrame {
  return { text: stripLines(one.raw_msg), ...place(one) };
}

function place({ file, line, column }: { file: string | null; line: number | null; column: number | null }) {
  return { file: file === "" ? null : file, line, column };
}

function stripLines(text: string): string {
  return text.split("\n").map(stripAnsi).join("\n");
}

/** JSON, with the numbers of activities as text: they are up to 2^54, and neighbours must not become one. */
function parseJson(json: string): unknown {
  try {
    // a quote inside of a string has a backslash before it, so this finds keys alone
    return JSON.parse(json.replaceAll(/"(id|parent)":\s*(\d+)/g, '"$1":"$2"'));
  } catch {
    // not JSON, so not a record
    return null;
  }
}
