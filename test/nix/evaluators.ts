/** Every way in which the modules can be evaluated on this machine. `at` is where `nix/` is. */
import { evaluateOurs } from "./ourNix.ts";
import { evaluateReal, has, libFolder, nixFolder } from "./realNix.ts";

export const hasNix = has("nix-instantiate");
export const hasLib = hasNix && libFolder !== null;

const everywhere = [
  { name: "our own evaluator", evaluate: evaluateOurs, at: "/nix", isHere: true },
  { name: "the real Nix with the real lib", evaluate: evaluateReal, at: nixFolder, isHere: hasLib },
];

export const evaluators = everywhere.filter(({ isHere }) => isHere);
