/**
 * Makes every file again that is a function of others: `npm run generate`. With `-- --check` it writes nothing, names
 * what is not current and then ends with 1.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { loadSource } from "./tools/loadSource.mjs";
import { optionsPage } from "./tools/optionsPage.mjs";
import { inRoot } from "./tools/paths.mjs";
import { rulesPage, severitySettings } from "./tools/rulesPage.mjs";

const { ruleTable } = await loadSource(inRoot("server", "src", "rules", "registry.ts"));
const rules = [...ruleTable.values()];
const manifest = JSON.parse(read("package.json"));
manifest.contributes.configuration.properties["plasmacloud.diagnostics.severity"].properties = severitySettings(rules);

const generated = new Map([
  ["package.json", `${JSON.stringify(manifest, null, 2)}\n`],
  ["docs/rules.md", rulesPage(rules)],
  ["docs/options.md", optionsPage(JSON.parse(read("schemas/plasmacloud-options.json")))],
]);

for (const [path, text] of generated) {
  if (read(path) === text) continue;
  if (process.argv.includes("--check")) {
    console.error(`${path} is not current: npm run generate`);
    process.exitCode = 1;
  } else {
    writeFileSync(inRoot(path), text);
    console.log(path);
  }
}

/** @param {string} path below the root */
function read(path) {
  return readFileSync(inRoot(path), "utf8");
}
