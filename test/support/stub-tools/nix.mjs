/** Nix, as far as deployments ask it: systems built or named, and two of them compared. */
import { closures } from "./closures.mjs";
import { play, systemPath } from "./play.mjs";

await play("nix", (args) => {
  if (args[0] === "store") return { answer: closures };
  const host = /nixosConfigurations\."([^"]*)"/.exec(args.join(" "))?.[1] ?? "machine";
  return { print: args[0] === "build" ? ["this derivation will be built:"] : [], answer: [systemPath(host)] };
});
