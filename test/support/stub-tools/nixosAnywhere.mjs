/** nixos-anywhere: a header for each step. */
import { play } from "./play.mjs";

await play("nixos-anywhere", () => ({
  print: [
    "Uploading install SSH keys",
    "Gathering machine facts",
    "Switching system into kexec",
    "Formatting hard drive with disko",
    "Uploading the system closure",
    "Installing NixOS",
    "Waiting for the machine to become unreachable due to reboot",
    "Done!",
  ].map((step) => `### ${step} ###`),
}));
