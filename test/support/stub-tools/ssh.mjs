/** ssh: what runs on the other side when all is well. */
import { closures } from "./closures.mjs";
import { generations } from "./generations.mjs";
import { play } from "./play.mjs";
import { systemctl } from "./systemd.mjs";

const links = [
  "total 8",
  "lrwxrwxrwx 1 root root 14 2025-11-24 10:00:01.000000000 +0000 system -> system-8-link",
  "lrwxrwxrwx 1 root root 90 2025-11-24 10:00:00.000000000 +0000 system-8-link -> /nix/store/0123456789abcdfghijklmnpqrsvwxyz-nixos-system-node1-23.05.20230801.abcdef0",
  "lrwxrwxrwx 1 root root 90 2025-11-20 09:30:00.000000000 +0000 system-7-link -> /nix/store/0123456789abcdfghijklmnpqrsvwxyz-nixos-system-node1-22.11.20221201.1234567",
];

await play("ssh", (args) => {
  const command = args.slice(args.indexOf("--") + 2);
  if (command[0] === "systemctl") return systemctl(command);
  if (command[0] === "nix") return { answer: closures };
  if (command[0] === "ls") return { answer: links };
  if (command[0] === "nixos-rebuild") return { answer: [generations] };
  return {};
});
