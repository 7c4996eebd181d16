/** The real Nix, with which tests compare ours: found, or installed from Debian where this user may. */
import { canInstall, findProgram, install } from "./debian.mjs";
import { newerNix } from "./newerNix.mjs";

/** Whether Nix is there in the end, and a newer one beside it where that can be. Under CI the former must be. */
export async function provideNix() {
  if ((await newerNix()) === null) console.log("There is no newer Nix here: the comparisons with it are skipped");
  if (findProgram("nix-instantiate") !== null) return true;
  if (canInstall()) await install(["nix-bin"]);
  if (findProgram("nix-instantiate") !== null) return true;
  if (process.env.CI) throw new Error("Nix is not installed, and the comparisons with it must run in CI");
  console.log("Nix is not installed: the comparisons with it are skipped");
  return false;
}
