/** Tasks with the real Nix: offered, built, failed, cancelled, checked; over a flake that needs no nixpkgs. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { languages, ProcessExecution, type Task, type TaskExecution, tasks, Uri, workspace } from "vscode";
import { until } from "../../support/until.mjs";
import { workspaceFolder } from "./documents.ts";
import type { Suite } from "./harness.ts";

const name = "e2e-nix";
const folder = (): Uri => Uri.joinPath(workspaceFolder(), name);
/** In the command line of the builder that is cancelled, and nowhere else. */
const sleeper = `7${process.pid}.25`;

const flake = (): string => `{
  outputs = { self }: let
    sh = name: script: derivation {
      inherit name;
      system = "${process.arch === "arm64" ? "aarch64" : "x86_64"}-linux";
      builder = "/bin/sh";
      PATH = "/bin:/usr/bin";
      # new with every run, so that it is built again
      run = "${Date.now()}";
      args = [ "-c" script ];
    };
    made = {
      fine = sh "fine-1.0" "echo building it; printf '\\\\377\\\\033[2J\\\\n'; echo x > $out";
      broken = sh "broken-1.0" "echo on the way; exit 3";
      slow = sh "slow-1.0" "echo slow; sleep ${sleeper}";
    };
  in {
    packages.x86_64-linux = made;
    packages.aarch64-linux = made;
    nixosConfigurations.box.config.system.build = { toplevel = made.fine; vm = made.fine; images.tiny = made.fine; };
    checks.x86_64-linux.fine = made.fine;
    checks.aarch64-linux.fine = made.fine;
    devShells = self.packages;
  };
}
`;

async function write(path: string, text: string): Promise<void> {
  await workspace.fs.writeFile(Uri.joinPath(folder(), path), new TextEncoder().encode(text));
}

/** The task of a name, once it is offered. */
export async function offered(label: string): Promise<Task> {
  return until(`${label} is offered`, async () => {
    const all = await tasks.fetchTasks({ type: "plasmacloud" });
    return all.find((task) => task.name === label) ?? null;
  });
}

/** Starts a task and waits for its end; its exit status. `running` is called once it has been started. */
export async function statusOf(
  task: Task,
  running?: (execution: TaskExecution) => Promise<void>,
): Promise<number | undefined> {
  const ended = new Promise<number | undefined>((resolve) => {
    const listener = tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
      if (execution.task.name !== task.name) return;
      listener.dispose();
      resolve(exitCode);
    });
  });
  const execution = await tasks.executeTask(task);
  await running?.(execution);
  return ended;
}

/** The newest log of a task whose name holds a text. Both extensions' storage is in one folder. */
function newestLog(title: string): string {
  const storage = process.env["PLASMACLOUD_E2E_STORAGE"];
  if (storage === undefined) throw new Error("PLASMACLOUD_E2E_STORAGE does not say where logs are");
  const logs = join(storage, "plasmacloud.plasmacloud-nix", "logs");
  const newest = readdirSync(logs)
    .filter((file) => file.includes(title))
    .sort()
    .at(-1);
  return newest === undefined ? "" : readFileSync(join(logs, newest), "utf8");
}

function running(text: string): string[] {
  return execFileSync("ps", ["-A", "-o", "stat=,args="], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.includes(text) && !line.startsWith("Z"));
}

export const tasksSuite: Suite = {
  name: "tasks",
  tests: [
    {
      name: "a task for each package, host, and the flake as a whole is offered without asking Nix",
      run: async () => {
        await write("flake.nix", flake());
        const build = await offered(`build fine in ${name}`);
        assert.equal(build.group?.id, "build");
        assert.equal(build.detail, "nix build .#fine");
        assert.deepEqual(build.definition, { type: "plasmacloud", action: "build", package: "fine", flake: name });
        const names = (await tasks.fetchTasks({ type: "plasmacloud" })).map((task) => task.name);
        for (const wanted of ["build node1", "build node1 (vm)", "build node3", "check", "update", "lock", "show"])
          assert.ok(names.includes(wanted), `${wanted} is missing among ${names.join(", ")}`);
      },
    },
    {
      name: "a development shell is a program of its own in a terminal, without a shell around it",
      run: async () => {
        await write("flake.nix", flake());
        const { execution } = await offered(`develop fine in ${name}`);
        assert.ok(execution instanceof ProcessExecution);
        assert.match(execution.process, /\/nix$/);
        assert.deepEqual(execution.args, ["develop", ".#fine"]);
        assert.equal(execution.options?.cwd, folder().fsPath);
      },
    },
    {
      name: "what only Nix can tell comes into the list: the images of a host",
      run: async () => {
        await write("flake.nix", flake());
        const image = await offered(`build box (image tiny) in ${name}`);
        assert.equal(await statusOf(image), 0);
      },
    },
    {
      name: "a build succeeds, and its log is whole and harmless",
      run: async () => {
        await write("flake.nix", flake());
        assert.equal(await statusOf(await offered(`build fine in ${name}`)), 0);
        const log = newestLog("build_fine");
        assert.match(log, /^> nix build '?\.#fine'?$/m);
        assert.match(log, /^fine> building it$/m);
        assert.match(log, /^Done in .* 1 built$/m);
        assert.ok(!log.includes("\u001b"), "the log holds control sequences");
      },
    },
    {
      name: "a build that fails has Nix's own exit status",
      run: async () => {
        await write("flake.nix", flake());
        const direct = spawnSync("nix", ["build", ".#broken"], { cwd: folder().fsPath });
        assert.notEqual(direct.status, 0);
        assert.equal(await statusOf(await offered(`build broken in ${name}`)), direct.status);
        assert.match(newestLog("build_broken"), /^broken> on the way$.*exit code 3.*^Failed with exit code/ms);
      },
    },
    {
      name: "a build that is cancelled leaves no process behind",
      run: async () => {
        await write("flake.nix", flake());
        const task = await offered(`build slow in ${name}`);
        await statusOf(task, async (execution) => {
          await until("the builder runs", () => (running(sleeper).length > 0 ? true : null));
          execution.terminate();
        });
        await until("no process is left", () => (running(sleeper).length === 0 ? true : null));
        assert.deepEqual(running(".#slow"), []);
        await until("the log says so", () => (/^Cancelled after/m.test(newestLog("build_slow")) ? true : null));
      },
    },
    {
      name: "the flake is checked, and one that does not evaluate fails",
      run: async () => {
        await write("flake.nix", flake());
        const check = await offered(`check in ${name}`);
        assert.equal(await statusOf(check), 0);
        await write("flake.nix", "{\n  outputs = { self }: {\n    checks = { }.missing;\n  };\n}\n");
        assert.notEqual(await statusOf(check), 0);
        assert.match(newestLog("check_in"), /attribute 'missing' missing/);
        const problems = await until("what Nix said is among the problems", () => {
          const found = languages.getDiagnostics(Uri.joinPath(folder(), "flake.nix"));
          const ofNix = found.filter(({ message, source }) => source === "nix" && message.includes("missing"));
          return ofNix.length > 0 ? ofNix : null;
        });
        assert.deepEqual(
          problems.map(({ range }) => range.start.line),
          [2],
        );
      },
    },
    {
      name: "tasks.json: what is right is run, what is not is refused with a reason",
      run: async () => {
        await write("flake.nix", flake());
        const definition = { type: "plasmacloud", action: "build", package: "fine", flake: name };
        const file = Uri.joinPath(workspaceFolder(), ".vscode", "tasks.json");
        const tasksJson = {
          version: "2.0.0",
          tasks: [
            { ...definition, label: "mine", args: ["--no-link"] },
            { ...definition, label: "wrong", host: "node1" },
          ],
        };
        await workspace.fs.writeFile(file, new TextEncoder().encode(JSON.stringify(tasksJson)));
        const labelled = (label: string): Promise<Task> =>
          until(`${label} is there`, async () => {
            return (await tasks.fetchTasks()).find((task) => task.name === label) ?? null;
          });
        assert.equal(await statusOf(await labelled("mine")), 0);
        assert.match(newestLog("build_fine"), /--no-link/);
        assert.equal(await statusOf(await labelled("wrong")), 1);
        await workspace.fs.delete(Uri.joinPath(workspaceFolder(), ".vscode"), { recursive: true });
        await workspace.fs.delete(folder(), { recursive: true });
      },
    },
  ],
};
