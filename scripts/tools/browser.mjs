/** Chromium, for pictures and for driving VS Code in a page: found on the machine, or installed from Debian. */
import { chromium } from "playwright-core";
import { findProgram, install } from "./debian.mjs";

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/** A running headless Chromium. The caller closes it. */
export async function launchBrowser() {
  let executablePath = find();
  if (executablePath === null) {
    await install(["chromium", "fonts-dejavu-core"]);
    executablePath = find();
  }
  if (executablePath === null) throw new Error("Chromium is not on PATH: please install it");
  const quiet = ["background-networking", "component-update", "sync"].map((name) => `--disable-${name}`);
  const args = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-dev-shm-usage",
    ...quiet,
  ];
  return chromium.launch({ executablePath, args });
}

function find() {
  for (const name of names) {
    const path = findProgram(name);
    if (path !== null) return path;
  }
  return null;
}
