/** Which pictures belong to the repository: those that a page shows. All others are products of test runs. */
import { copyFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inRoot } from "./paths.mjs";

/** The names of the pictures in docs/images that pages show, sorted. */
export function shownPictures() {
  const pages = readdirSync(inRoot("docs"), { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".md"),
  );
  const texts = [inRoot("README.md"), ...pages.map((path) => inRoot("docs", path))].map((path) =>
    readFileSync(path, "utf8"),
  );
  const names = texts.flatMap((text) =>
    [...text.matchAll(/\bimages\/([\w-]+\.png)\b/g)].map((match) => match[1] ?? ""),
  );
  return [...new Set(names)].sort();
}

/**
 * Copies those that pages show from a folder of new pictures to docs/images.
 * @param {string} folder
 */
export function publishPictures(folder) {
  for (const name of shownPictures()) {
    const picture = join(folder, name);
    if (existsSync(picture)) copyFileSync(picture, inRoot("docs", "images", name));
  }
}
