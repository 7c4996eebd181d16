/**
 * Asks the registry for known faults of the packages that ship: `npm run audit`, after `npm run build`. All of them are
 * development dependencies, since bundles need none, so npm's own choice of what to audit would leave them all out.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inRoot } from "./tools/paths.mjs";
import { run } from "./tools/run.mjs";
import { shippedLock } from "./tools/shippedLock.mjs";

const folder = mkdtempSync(join(tmpdir(), "plasmacloud-audit-"));
try {
  const bundled = JSON.parse(readFileSync(inRoot("out", "bundled-packages.json"), "utf8"));
  const lock = shippedLock(JSON.parse(readFileSync(inRoot("package-lock.json"), "utf8")), bundled);
  writeFileSync(join(folder, "package.json"), JSON.stringify(lock.packages[""]));
  writeFileSync(join(folder, "package-lock.json"), JSON.stringify(lock));
  console.log(`${bundled.length} packages ship: ${bundled.join(" ").replaceAll("node_modules/", "")}`);
  await run("npm", ["audit", "--package-lock-only", "--audit-level=low"], { cwd: folder });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
