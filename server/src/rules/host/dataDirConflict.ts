/** Reports two services of one host whose data folders are the same, or one inside the other. */
import type { HostEvaluation, OptionPath } from "../../modules/api.ts";
import { formatPath, quoteString } from "../../syntax/tree/attrName.ts";
import type { HostRule, HostRuleContext } from "../support/hostRule.ts";
import { compareBlame, placeOfSetting, type WrittenPlace } from "../support/placement.ts";
import { explicitDefinition, type KnownValue, knownValue, read, readBool, textOf } from "../support/readOption.ts";
import type { Finding, Fix, FixContext, OpenFinding, RuleMeta } from "../support/rule.ts";

const meta: RuleMeta = {
  code: "data-dir-conflict",
  severity: "error",
  summary: "Two services of one host with the same data folder, or one inside the other.",
  documentation: `
Two services of one host keep their data in the same folder, or one inside the other's. What counts is \`dataDir\` and
\`stateDir\` of PlasmaCloud's services and of those that the workspace's own modules declare, as absolute paths.

**Fix:** the default folder, where that is free.
`,
};

export const dataDirConflict: HostRule = {
  meta,
  fixes,
  check(context) {
    const folders = dataFolders(context).sort(compareBlame);
    return folders.flatMap((later, index) => {
      const earlier = folders.slice(0, index).find((candidate) => overlap(candidate.folder, later.folder));
      return earlier === undefined ? [] : [finding(later, earlier, folders)];
    });
  },
};

interface DataFolder extends WrittenPlace {
  readonly service: string;
  readonly option: OptionPath;
  /** Without `.`, `..` and empty parts. */
  readonly folder: string;
  /** The folder that it has by default. */
  readonly fallback: string | null;
}

/** What services call the folder of their data. */
const FOLDER_OPTIONS = ["dataDir", "stateDir"];

/** Of PlasmaCloud's services, and of those that the workspace's own modules declare, where they are on. */
function dataFolders(context: HostRuleContext): DataFolder[] {
  const { host, services } = context;
  const ours = new Set(services.map(({ name }) => name));
  return (host.below(["services"])?.names ?? [])
    .filter((service) => readBool(host, ["services", service, "enable"]) === true)
    .flatMap((service) =>
      FOLDER_OPTIONS.flatMap((name) => {
        const option = ["services", service, name];
        const declared = host.option(option);
        const isOurs = ours.has(service) || declared?.declarations.some(({ module }) => module.source === "workspace");
        const folder = declared === null || !isOurs ? null : folderOf(host, knownValue(host, option));
        if (declared === null || folder === null) return [];
        const fallback = declared.defaultValue === null ? null : folderOf(host, read(host, declared.defaultValue));
        const place = placeOfSetting(context, service, explicitDefinition(host, option));
        return [{ service, option, folder, fallback, ...place }];
      }),
    );
}

/** `null` for what is no absolute path, or one in the store. */
function folderOf(host: HostEvaluation, value: KnownValue | null): string | null {
  const path = value?.type === "path" ? host.render(value) : textOf(value);
  return path?.startsWith("/") === true && !path.startsWith("/nix/store/") ? normalized(path) : null;
}

function normalized(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

function overlap(left: string, right: string): boolean {
  return left === right || isInside(left, right) || isInside(right, left);
}

function isInside(inner: string, outer: string): boolean {
  return inner !== outer && inner.startsWith(outer === "/" ? "/" : `${outer}/`);
}

function finding(later: DataFolder, earlier: DataFolder, all: readonly DataFolder[]): Finding {
  const [mine, theirs] = [formatPath(later.option), formatPath(earlier.option)];
  const { folder, fallback } = later;
  const words =
    folder === earlier.folder
      ? `${mine} and ${theirs} are both ${folder}`
      : isInside(folder, earlier.folder)
        ? `${mine} is ${folder}, inside of ${theirs}, ${earlier.folder}`
        : `${mine} is ${folder}, and ${theirs}, ${earlier.folder}, is inside of it`;
  const isFree = fallback !== null && !all.some((other) => other !== later && overlap(other.folder, fallback));
  return {
    code: meta.code,
    ...later.place,
    message: `${words}: each service needs a folder of its own.`,
    related: [{ ...earlier.place, message: `The data of ${earlier.service} is in ${earlier.folder}.` }],
    data: { fallback: later.isWritten && isFree ? fallback : null },
  };
}

/** The default folder, where another is written as a string. */
function fixes({ file }: FixContext, { range, data }: OpenFinding): Fix[] {
  const { fallback } = data;
  if (typeof fallback !== "string" || !/^"[^"$\\]*"$/.test(file.text.slice(range.start, range.end))) return [];
  const edits = [{ uri: file.uri, range, newText: quoteString(fallback) }];
  return [{ title: `Use the default folder ${fallback}`, preferred: true, edits }];
}
