/**
 * Each fault of the rules, made at each place of each example where it can stand. The examples themselves are clean and
 * known; a fault must give exactly its own finding, at its own place, and nothing besides what follows from it.
 */
import { afterAll, describe, expect, test } from "vitest";
import type { Range } from "../../server/src/base/range.ts";
import { pathKey } from "../../server/src/modules/model/view.ts";
import type { Analysis } from "../../server/src/session/messages.ts";
import { exampleFiles, openWorkspace } from "../support/analyse.ts";
import { findingsOf } from "../support/checkDiagnostics.ts";
import { definitionsIn, type WrittenDefinition } from "../support/definitions.ts";
import { slow } from "../support/slow.ts";
import { parseNix } from "../support/syntax.ts";

const examples = {
  minimal: ["core"],
  "single-node": ["cloud"],
  "three-node": ["node1", "node2", "node3"],
};

type Files = ReadonlyMap<string, string>;

interface Example {
  readonly files: Files;
  /** All findings with these texts in place of the example's own. */
  findings(changes: Files): Promise<Placed[]>;
}

const seed = slow.seed(20_261_201);
/** So many places of each example in every run. */
const some = <T>(places: readonly T[]): readonly T[] => slow.sample(places, 12, seed);

describe.each(Object.entries(examples))(`%s, seed ${seed}`, (name, hosts) => {
  const files = exampleFiles(name);
  const workspace = openWorkspace(files);
  const example: Example = {
    files,
    findings: async (changes) => placed(await workspace.withChanges(changes), new Map([...files, ...changes])),
  };
  afterAll(() => workspace.dispose());

  test("is known and clean", async () => {
    const { hosts: views, findings } = await workspace.withChanges(new Map());
    expect(views.map((view) => view.name).sort()).toEqual(hosts);
    expect(views.flatMap((view) => view.stats.serviceUnknowns)).toEqual([]);
    expect(views.flatMap((view) => view.open)).toEqual([]);
    expect([...findings.keys()].flatMap((uri) => findingsOf({ findings }, uri))).toEqual([]);
  });

  test("without an enable: each service that needs it, and no other", async () => {
    const base = await workspace.withChanges(new Map());
    const enables = servicesOf(files).filter(({ definition: { path } }) => path[2] === "enable");
    for (const { uri, definition } of some(enables)) {
      const [, service = ""] = definition.path;
      const found = await findingsAfter(example, uri, definition.range, "");
      const expected = definitionsOf(files)
        .filter(({ definition: other }) => isEnable(other) && needsLocally(base, other.path[1] ?? "", service))
        .map((other) => `missing-dependency ${other.uri} ${textAt(files, other.uri, other.definition.pathRange)}`);
      const { port } =
        base.hosts.flatMap(({ deploy }) => deploy.services).find(({ name: one }) => one === service) ?? {};
      const looked = addressesIn(files, `node\\d:${port}`).map(withText);
      expect(found.map(withText).sort(), `without ${service}`).toEqual([...expected, ...looked].sort());
    }
  });

  test("a port copied from another service: a conflict on the copy", async () => {
    const { hosts: views } = await workspace.withChanges(new Map());
    for (const view of views) {
      const ports = [...view.values.values()].filter(
        ({ path, value }) => path[0] === "services" && path.length === 3 && path[2] === "port" && value !== null,
      );
      expect(ports.length, "every service has its API port").toBeGreaterThan(1);
      const pairs = ports.flatMap(({ path }) => {
        return ports.filter((other) => other.path[1] !== path[1]).map((other) => ({ path, other }));
      });
      for (const { path, other } of some(pairs)) {
        const uri = `file:///ws/hosts/${view.name}.nix`;
        const changed = insertAtEnd(files, uri, `services.${path[1]}.port = ${other.value};`);
        const clashes = await example.findings(changed.files);
        const { value: port } = view.values.get(pathKey(path)) ?? {};
        const looked = addressesIn(files, `${view.name}:${port}`).map(withText);
        const [clash, ...others] = clashes.toSorted((a) => (a.code === "port-conflict" ? -1 : 1));
        const what = `${path[1]} on the port of ${other.path[1]}`;
        expect(clash && plain(clash), what).toBe(`port-conflict ${uri} ${changed.valueStart}`);
        expect(others.map(withText).sort(), what).toEqual(looked.sort());
      }
    }
  });

  test("a misspelt option: that name, and what follows from the option being gone", async () => {
    const written = servicesOf(files).filter(
      ({ definition: { path, value } }) => value.kind !== "attrSet" && !path.includes("peers"),
    );
    for (const { uri, definition } of some(written)) {
      const range = definition.lastRange;
      // Nothing is said of a firewall while something on its host is wrong.
      const consequences = (await findingsAfter(example, uri, definition.range, "")).filter(
        ({ code }) => code !== "firewall-closed",
      );
      const found = await findingsAfter(example, uri, { start: range.end, end: range.end }, "zz");
      const own = found.filter(({ code }) => code === "unknown-option");
      expect(own.map(plain), definition.path.join(".")).toEqual([`unknown-option ${uri} ${range.start}`]);
      expect(found.filter(({ code }) => code !== "unknown-option").map(message)).toEqual(consequences.map(message));
    }
  });

  test("a value of another type: that value", async () => {
    const typed = servicesOf(files).flatMap((place) => {
      const wrong = wrongValue(place.definition);
      return wrong === null ? [] : [{ ...place, wrong }];
    });
    for (const { uri, definition, wrong } of some(typed)) {
      const found = await findingsAfter(example, uri, definition.valueRange, wrong);
      expect(found.map(plain), `${definition.path.join(".")} = ${wrong}`).toEqual([
        `type-mismatch ${uri} ${definition.valueRange.start}`,
      ]);
    }
  });

  test("without a semicolon: the end of the value before it", async () => {
    for (const { uri, definition } of some(definitionsOf(files))) {
      const end = definition.range.end;
      const found = await findingsAfter(example, uri, { start: end - 1, end }, "");
      expect(
        found.map((finding) => finding.code),
        `${uri} ${definition.path.join(".")}`,
      ).toEqual(["syntax-error"]);
      expect(
        found.map(({ end: last }) => last),
        `${uri} ${definition.path.join(".")}`,
      ).toEqual([definition.valueRange.end]);
    }
  });
});

interface Placed {
  readonly code: string;
  readonly uri: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly message: string;
}

const plain = ({ code, uri, start }: Placed): string => `${code} ${uri} ${start}`;
const withText = ({ code, uri, text }: Pick<Placed, "code" | "uri" | "text">): string => `${code} ${uri} ${text}`;
const message = ({ code, message: words }: Placed): string => `${code} ${words}`;

function findingsAfter({ files, findings }: Example, uri: string, range: Range, newText: string): Promise<Placed[]> {
  const text = files.get(uri) ?? "";
  return findings(new Map([[uri, text.slice(0, range.start) + newText + text.slice(range.end)]]));
}

function placed(analysis: Analysis, files: Files): Placed[] {
  return [...analysis.findings.keys()].sort().flatMap((uri) => {
    const text = files.get(uri) ?? "";
    const { lines } = parseNix(text, uri);
    return findingsOf(analysis, uri).map(({ code, range, message: words }) => {
      const start = lines.offsetAt(range.start);
      const end = lines.offsetAt(range.end);
      return { code, uri, start, end, text: text.slice(start, end), message: words };
    });
  });
}

interface Written {
  readonly uri: string;
  readonly definition: WrittenDefinition;
}

/** The places where other hosts look for a service, as the findings that they give once it is not there. */
function addressesIn(files: Files, pattern: string): Pick<Placed, "code" | "uri" | "text">[] {
  return [...files].flatMap(([uri, text]) =>
    [...text.matchAll(new RegExp(`"${pattern}"`, "g"))].map(([address]) => {
      return { code: "endpoint-mismatch", uri, text: address };
    }),
  );
}

function definitionsOf(files: Files): Written[] {
  return [...files].flatMap(([uri, text]) =>
    definitionsIn(parseNix(text, uri)).map((definition) => ({ uri, definition })),
  );
}

/** Definitions of PlasmaCloud's services: all of those in `hosts/`. */
function servicesOf(files: Files): Written[] {
  return definitionsOf(files).filter(
    ({ uri, definition }) => uri.includes("/hosts/") && definition.path[0] === "services" && definition.path.length > 2,
  );
}

function isEnable({ path, value }: WrittenDefinition): boolean {
  return path.length === 3 && path[2] === "enable" && value.kind === "variable" && value.name === "true";
}

/** True when a service of some host has an endpoint for another, and it is not set. */
function needsLocally(base: Analysis, service: string, need: string): boolean {
  return base.hosts.some(({ values }) => {
    const isOn = values.get(pathKey(["services", service, "enable"]))?.value === "true";
    const settings = values.get(pathKey(["services", service, "settings"]))?.value ?? "";
    return isOn && new RegExp(`endpoints = \\{[^}]*\\b${need} = null;`).test(settings);
  });
}

function wrongValue({ path, value }: WrittenDefinition): string | null {
  if (path.includes("settings") && !path.includes("cluster")) return null;
  if (value.kind === "variable" && (value.name === "true" || value.name === "false")) return '"yes"';
  if (value.kind === "integer") return '"many"';
  if (value.kind === "string") return "5";
  return null;
}

function textAt(files: Files, uri: string, { start, end }: Range): string {
  return (files.get(uri) ?? "").slice(start, end);
}

/** Adds a line before the last brace of a module. */
function insertAtEnd(files: Files, uri: string, line: string): { files: Files; valueStart: number } {
  const text = files.get(uri) ?? "";
  const at = text.lastIndexOf("}");
  const valueStart = at + line.indexOf("=") + 4;
  return { files: new Map([[uri, `${text.slice(0, at)}  ${line}\n${text.slice(at)}`]]), valueStart };
}
