/** colmena without a terminal: `label | text`, the label right-aligned. */
import { play } from "./play.mjs";

const goals = {
  switch: "Activation successful",
  test: "Activation successful (test)",
  boot: "Will be activated next boot",
  "dry-activate": "Dry activation successful",
};

await play("colmena", (args) => {
  const option = args.includes("--on") ? "--on" : "--node";
  const nodes = (args[args.indexOf(option) + 1] ?? "").split(",");
  const goal = /** @type {keyof typeof goals} */ (args[1]);
  const width = Math.max(5, ...nodes.map((node) => node.length));
  const line = (/** @type {string} */ label, /** @type {string} */ text) => `${label.padStart(width)} | ${text}`;
  const list = nodes.join(" and ");
  return {
    print: [
      "[INFO ] Using flake: git+file:///ws",
      "[INFO ] Enumerating nodes...",
      `[INFO ] Selected ${nodes.length} out of 3 hosts.`,
      line("", `Evaluating ${list}`),
      ...nodes.map((node) => line(node, `Evaluated ${node}`)),
      ...nodes.flatMap((node) => [
        line(node, `Building ${node}`),
        line(node, `Built "/nix/store/0123456789abcdfghijklmnpqrsvwxyz-nixos-system-${node}-25.11"`),
        ...(args[0] === "build" ? [] : [line(node, "Pushing system closure"), line(node, "Pushed system closure")]),
        ...(goal === "dry-activate" ? [line(node, "would restart the following units: iam.service")] : []),
        ...(args[0] === "build" ? [] : [line(node, "Activating system profile"), line(node, goals[goal])]),
      ]),
      line("", "All done!"),
    ],
  };
});
