/** The manifest, its texts, and the pages that describe it agree, both ways. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { ruleTable } from "../../server/src/rules/registry.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const text = (path: string): string => readFileSync(`${root}${path}`, "utf8");
const manifest = JSON.parse(text("package.json"));
const nls: Record<string, string> = JSON.parse(text("package.nls.json"));
const contributes = manifest.contributes;
const settings: string[] = Object.keys(contributes.configuration.properties);
const commands: string[] = contributes.commands.map((entry: { command: string }) => entry.command);

/** The names that a page has as headings of the form "### `name`". */
function headings(page: string): string[] {
  return [...text(page).matchAll(/^#+ `([^`]+)`/gm)].map((match) => match[1] ?? "");
}

/** Every string anywhere in a JSON value. */
function strings(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(strings) : [];
}

const clientSources = readdirSync(`${root}client/src`, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts"))
  .map((path) => text(`client/src/${path}`));

describe("pages", () => {
  test("docs/settings.md describes exactly the settings", () => {
    expect(headings("docs/settings.md").sort()).toEqual([...settings].sort());
  });
  test("docs/commands.md describes exactly the commands", () => {
    expect(headings("docs/commands.md").sort()).toEqual([...commands].sort());
  });
  test("docs/commands.md has each command's title", () => {
    for (const { title } of contributes.commands)
      expect(text("docs/commands.md")).toContain(`PlasmaCloud: ${translated(title)}`);
  });
  test("docs/settings.md has each setting's values and default", () => {
    for (const [name, setting] of Object.entries<{ enum?: string[]; default: unknown }>(
      contributes.configuration.properties,
    )) {
      const section =
        text("docs/settings.md")
          .split(/^### /m)
          .find((part) => part.startsWith(`\`${name}\``)) ?? "";
      for (const value of setting.enum ?? []) expect(section).toContain(`\`${value}\``);
      expect(section).toContain(`Default: \`${JSON.stringify(setting.default)}\``);
    }
  });
});

test("docs/images holds exactly the pictures that pages show", () => {
  const pages = readdirSync(`${root}docs`, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".md"),
  );
  const texts = [text("README.md"), ...pages.map((path) => text(`docs/${path}`))];
  const shown = texts.flatMap((page) => [...page.matchAll(/\bimages\/([\w-]+\.png)/g)].map((match) => match[1] ?? ""));
  expect(readdirSync(`${root}docs/images`).sort()).toEqual([...new Set(shown)].sort());
});

describe("findings", () => {
  test("the severities that can be set are those of the rules, with their defaults", () => {
    const severities = contributes.configuration.properties["plasmacloud.diagnostics.severity"].properties;
    const defaults = Object.entries<{ default: string }>(severities).map(
      ([code, setting]) => `${code} ${setting.default}`,
    );
    expect(defaults.sort()).toEqual([...ruleTable.values()].map(({ code, severity }) => `${code} ${severity}`).sort());
  });
  test("docs/rules.md has a section for each code", () => {
    const sections = [...text("docs/rules.md").matchAll(/^#+ `?([a-z]+(?:-[a-z]+)+)`?$/gm)].map(
      (match) => match[1] ?? "",
    );
    expect(sections.sort()).toEqual([...ruleTable.keys()].sort());
  });
});

describe("texts", () => {
  test("every %key% has a text, and every text a key", () => {
    const used = strings(manifest).flatMap((value) => [...value.matchAll(/^%(.+)%$/g)].map((match) => match[1] ?? ""));
    expect([...new Set(used)].sort()).toEqual(Object.keys(nls).sort());
  });
  test("what a person reads is never written into the manifest itself", () => {
    for (const { title } of contributes.commands) expect(title).toMatch(/^%.+%$/);
    for (const setting of Object.values<Record<string, unknown>>(contributes.configuration.properties)) {
      for (const value of strings([setting["markdownDescription"], setting["enumDescriptions"] ?? []]))
        expect(value).toMatch(/^%.+%$/);
    }
  });
  test("the client's messages are exactly those of l10n/bundle.l10n.json", () => {
    const messages = clientSources.flatMap((source) =>
      [...source.matchAll(/l10n\.t\(\s*"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1] ?? ""),
    );
    expect([...new Set(messages)].sort()).toEqual(Object.keys(JSON.parse(text("l10n/bundle.l10n.json"))).sort());
  });
  test("the client shows no text that is not translated", () => {
    for (const source of clientSources) expect(source).not.toMatch(/show\w+Message\(\s*["`]|(title|placeHolder): ["`]/);
  });
});

describe("contract", () => {
  test("activation by language, command, walkthrough and a configuration only", () => {
    expect(manifest.activationEvents).toEqual([
      "onLanguage:nix",
      ...commands.map((command) => `onCommand:${command}`),
      ...contributes.walkthroughs.map(({ id }: { id: string }) => `onWalkthrough:${id}`),
      ...contributes.taskDefinitions.map(({ type }: { type: string }) => `onTaskType:${type}`),
      "workspaceContains:flake.nix",
      "workspaceContains:hive.nix",
      "workspaceContains:configuration.nix",
    ]);
  });
  test("the types of VS Code are those of the oldest version that is served", () => {
    expect(manifest.engines.vscode).toBe(`^${manifest.devDependencies["@types/vscode"]}`);
  });
  test("names begin with plasmacloud and commands stand under PlasmaCloud", () => {
    for (const name of [...settings, ...commands]) expect(name).toMatch(/^plasmacloud\./);
    for (const command of contributes.commands) expect(command.category).toBe("PlasmaCloud");
  });
  test("every file that the manifest names is there", () => {
    const paths = strings([contributes, manifest.icon]).filter((value) => /^(\.\/|icons\/|docs\/)/.test(value));
    expect(paths.length).toBeGreaterThan(8);
    for (const path of paths) expect(existsSync(`${root}${path}`), path).toBe(true);
  });
  test("the icon is a PNG of 128 by 128", () => {
    const icon = readFileSync(`${root}${manifest.icon}`);
    expect([icon.toString("latin1", 1, 4), icon.readUInt32BE(16), icon.readUInt32BE(20)]).toEqual(["PNG", 128, 128]);
  });
  test("untrusted and virtual workspaces are served in part, and the reason is said", () => {
    expect(manifest.capabilities.untrustedWorkspaces).toMatchObject({
      supported: "limited",
      restrictedConfigurations: ["plasmacloud.deploy.hosts", "plasmacloud.nix.checkOnSave"],
    });
    expect(manifest.capabilities.virtualWorkspaces.supported).toBe("limited");
    expect(manifest.extensionKind).toEqual(["workspace"]);
  });
  test("the lock file names every platform's packages, without which npm ci refuses it", () => {
    const packages: Record<string, { optionalDependencies?: Record<string, string> }> = JSON.parse(
      text("package-lock.json"),
    ).packages;
    const optional = Object.values(packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
    expect(optional.filter((name) => packages[`node_modules/${name}`] === undefined)).toEqual([]);
  });
  test("nothing is needed at run time but what is bundled", () => {
    expect(manifest.dependencies).toBeUndefined();
    expect(manifest.extensionDependencies).toBeUndefined();
  });
});

function translated(value: string): string {
  return nls[value.replaceAll("%", "")] ?? value;
}
