/** deploy-rs. */
import { play } from "./play.mjs";

await play("deploy", (args) => {
  const nodes = args.filter((arg) => arg.startsWith(".#")).map((arg) => arg.slice(2).replaceAll('"', ""));
  const say = (/** @type {string} */ text) => `🚀 ℹ️ [deploy] [INFO] ${text}`;
  const activate = (/** @type {string} */ text) => `⭐ ℹ️ [activate] [INFO] ${text}`;
  const isDry = args.includes("--dry-activate");
  return {
    print: [
      say("Running checks for flake in ."),
      say("Evaluating flake in ."),
      say("The following profiles are going to be deployed:"),
      ...nodes.flatMap((node) => [
        `[${node}.system]`,
        'user = "root"',
        'ssh_user = "root"',
        `hostname = "${node}"`,
        "",
      ]),
      ...nodes.map((node) => say(`Building profile \`system\` for node \`${node}\``)),
      ...nodes.map((node) => say(`Copying profile \`system\` to node \`${node}\``)),
      ...nodes.flatMap((node) =>
        isDry
          ? ["would restart the following units: iam.service", say("Completed dry-activate!")]
          : [
              say(`Activating profile \`system\` for node \`${node}\``),
              say("Creating activation waiter"),
              activate("Activating profile"),
              activate("Activation succeeded!"),
              "👀 ℹ️ [wait] [INFO] Found canary file, done waiting!",
              say("Success activating, attempting to confirm activation"),
              say("Deployment confirmed."),
            ],
      ),
    ],
  };
});
