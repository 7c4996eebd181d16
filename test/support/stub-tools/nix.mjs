/** Nix, as far as deployments ask it: systems built or named, and two of them compared. */
import { closures } from "./closures.mjs";
import { play, systemPath } from "./play.mjs";

await play("nix", (args) => {
  if (args[0] === "--version") return { answer: ["nix (Nix) 2.28.3"] };
  if (args[0] === "store") return { answer: closures };
  const host = /nixosConfigurations\."([^"]*)"/.exec(args.join(" "))?.[1] ?? "machine";
  if (args[0] === "eval") return { answer: [systemPath(host)] };
  const built = [{ drvPath: `${systemPath(host)}.drv`, outputs: { out: systemPath(host) } }];
  return { print: ["this derivation will be built:"], answer: [JSON.stringify(built)] };
});
