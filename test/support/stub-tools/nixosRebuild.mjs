/** nixos-rebuild (the one written in Python): what it prints on its way, and the path at its end. */
import { generations } from "./generations.mjs";
import { play, systemPath } from "./play.mjs";

await play("nixos-rebuild", (args) => {
  const host = args.find((arg) => arg.startsWith(".#"))?.slice(2) ?? "machine";
  const [action] = args;
  const building = ["building the system configuration..."];
  const copying = args.includes("--target-host") ? ["copying 3 paths..."] : [];
  const done = { answer: [systemPath(host)] };
  switch (action) {
    case "list-generations":
      return { answer: [generations] };
    case "dry-activate":
      return {
        ...done,
        print: [
          ...building,
          ...copying,
          "would stop the following units: chainfire.service",
          "would NOT stop the following changed units: getty@tty1.service",
          "would restart the following units: iam.service, nginx.service",
          "would start the following units: chainfire.service",
          "Done. The new configuration is",
        ],
      };
    case "boot":
      return { ...done, print: [...building, ...copying, "Done. The new configuration is"] };
    case "build-vm":
      return {
        print: [...building, "Done. The virtual machine can be started by running"],
        answer: [`${systemPath(host)}/bin/run-${host}-vm`],
      };
    default:
      return {
        ...done,
        print: [
          ...(args.includes("--rollback") ? [] : [...building, ...copying]),
          "stopping the following units: chainfire.service",
          "activating the configuration...",
          "setting up /etc...",
          "reloading user units for root...",
          "restarting the following units: iam.service, nginx.service",
          "starting the following units: chainfire.service",
          "Done. The new configuration is",
        ],
      };
  }
});
