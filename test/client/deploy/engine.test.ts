/** Whole deployments with the stub tools: what is called in which order, what is asked, what is reported. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import type { DeployReport } from "../../../client/src/deploy/engine/deployReport.ts";
import { deploy } from "../../../client/src/deploy/engine/engine.ts";
import type { DeployUi, PersonAnswer } from "../../../client/src/deploy/engine/ports.ts";
import type { Preview } from "../../../client/src/deploy/engine/preview.ts";
import type { DeployAction, DeployHost } from "../../../client/src/deploy/hosts/deployedHost.ts";
import { nodePorts } from "../../../client/src/deploy/run/nodePorts.ts";
import { detachedRuns } from "../../../client/src/process/detached.ts";
import { hiveData, host } from "../../support/deployHosts.ts";
import { useStubTools } from "../../support/stubTools.ts";
import { bundleSupervisor, scratchFolder } from "../../support/supervisor.ts";
import { until } from "../../support/until.mjs";

const scratch = scratchFolder();
const supervisor = bundleSupervisor(scratch);
const stubs = useStubTools(join(scratch, "stubs"));
afterAll(() => stubs.restore());

let flake = "";
let states = "";
beforeEach(() => {
  flake = join(scratch, "flake");
  states = join(scratch, "states");
  for (const folder of [flake, states]) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
  writeFileSync(join(flake, "flake.nix"), "{ }");
});
afterEach(() => {
  stubs.reset();
  current = (hosts) => hosts;
});

/** How often the editors were asked to write their texts to the disk. */
let saves = 0;

/** Hosts as the settings are at the moment. */
let current = (hosts: readonly DeployHost[]): readonly DeployHost[] => hosts;

interface Person extends Partial<DeployUi> {
  /** What is answered when hosts are not well, in turn; then `abort`. */
  readonly unhealthy?: readonly PersonAnswer[];
}

interface Run {
  readonly report: DeployReport;
  readonly previews: readonly Preview[];
  readonly asked: readonly string[];
}

function member(name: string, more: Parameters<typeof host>[1] = {}, settings = {}): DeployHost {
  const clusters = [{ service: "chainfire", key: "chainfire", size: 3 }];
  const services = [{ name: "chainfire", unit: "chainfire.service", address: "0.0.0.0", port: 2379 }];
  const folder = `file://${flake}`;
  return host(name, { folder, clusters, services, ...more }, { targetHost: `root@${name}`, ...settings });
}

async function run(
  hosts: readonly DeployHost[],
  action: DeployAction,
  person: Person = {},
  signal = new AbortController().signal,
  programs = {},
): Promise<Run> {
  const asked: string[] = [];
  const previews: Preview[] = [];
  const answers = [...(person.unhealthy ?? [])];
  const ports = nodePorts({
    supervisor,
    terminalRun: "",
    folder: states,
    programs,
    nixFlags: [],
    settings: () => ({}),
    saveFiles: async () => {
      saves++;
    },
    currentHosts: (hosts) => current(hosts),
    openTerminal: () => {
      throw new Error("no terminal is expected");
    },
    letGo: () => asked.push("let go"),
  });
  const ui: DeployUi = {
    confirmErrors: async (faulty) => {
      asked.push(`errors ${faulty.map(({ facts }) => facts.label).join()}`);
      return true;
    },
    showPreview: async (preview) => {
      previews.push(preview);
    },
    confirm: async () => {
      asked.push("confirm");
      return true;
    },
    typedName: async () => null,
    inputsChanged: () => asked.push("changed"),
    askUnhealthy: async (ailments, isPaused) => {
      const what = ailments.map(
        ({ host: label, service, unitState, api }) => `${label} ${service} ${unitState ?? api}`,
      );
      asked.push(`${isPaused ? "paused" : "unhealthy"} ${what.join()}`);
      return answers.shift() ?? "abort";
    },
    progress: () => undefined,
    report: async () => undefined,
    ...person,
  };
  const report = await deploy({ hosts, action, healthSeconds: 1 }, ports, ui, signal);
  return { report, previews, asked };
}

const outcomes = ({ hosts, stop }: DeployReport): string =>
  `${hosts.map(({ host: { facts }, outcome }) => `${facts.label} ${outcome.kind}`).join(", ")}${stop === null ? "" : `; ${stop}`}`;

test("three members of a group, one after the other, each well before the next", async () => {
  const { report, previews, asked } = await run(
    ["c", "a", "b"].map((name) => member(name)),
    "switch",
  );
  expect(stubs.deploys()).toEqual([
    ...["c", "a", "b"].map((name) => `nixos-rebuild dry-activate --flake .#${name} --target-host root@${name}`),
    ...["c", "a", "b"].map((name) => `nixos-rebuild switch --flake .#${name} --target-host root@${name}`),
  ]);
  const afterFirst = stubs.calls().findIndex(({ args }) => args[0] === "switch" && args.includes(".#c"));
  const next = stubs.calls().slice(afterFirst + 1, afterFirst + 3);
  expect(next.map(({ tool, args }) => [tool, ...args.slice(args.indexOf("--") + 1)].join(" "))).toEqual([
    "ssh root@c systemctl is-active chainfire.service",
    "ssh root@c nc -z -w 5 127.0.0.1 2379",
  ]);
  expect(
    new Set(
      stubs
        .calls()
        .filter(({ tool }) => tool === "nixos-rebuild")
        .map(({ cwd }) => cwd),
    ),
  ).toEqual(new Set([flake]));
  expect(outcomes(report)).toBe("c done, a done, b done");
  expect(asked).toEqual(["confirm"]);
  expect(previews[0]?.hosts[0]).toMatchObject({
    units: { restart: ["iam.service", "nginx.service"], stop: ["chainfire.service"] },
    closures: ["chainfire-server: 0.1.0 → 0.2.0, +812.4 KiB", "etc: -8.2 KiB", expect.stringMatching(/^linux/)],
  });
  expect(await detachedRuns(states)).toEqual([]);
  const [log = ""] = report.hosts[0]?.logFiles ?? [];
  expect(readFileSync(log, "utf8")).toContain("restarting the following units: iam.service");
});

test("colmena takes the hosts of a batch together, deploy-rs too", async () => {
  const five = { clusters: [{ service: "chainfire", key: "k", size: 5 }] };
  const names = ["a", "b", "c"];
  const hive = names.map((name) => member(name, { ...five, colmena: hiveData(name) }));
  expect(outcomes((await run(hive, "switch")).report)).toBe("a done, b done, c done");
  expect(stubs.deploys()).toEqual([
    "colmena apply dry-activate --verbose --on a,b,c",
    "colmena apply switch --verbose --on a,b",
    "colmena apply switch --verbose --on c",
  ]);
  stubs.reset();
  const nodes = names.map((name) =>
    member(name, { ...five, deployNode: { name, hostname: name, sshUser: "root" } }, { targetHost: null }),
  );
  expect(outcomes((await run(nodes, "boot")).report)).toBe("a done, b done, c done");
  expect(stubs.deploys()).toEqual([
    ...names.map((name) => `deploy --dry-activate .#${name}`),
    "deploy --boot --targets .#a .#b",
    "deploy --boot .#c",
  ]);
  expect(stubs.calls().some(({ args }) => args.includes("is-active"))).toBe(false);
});

test("of one colmena run some hosts may be done", async () => {
  const hive = ["a", "b"].map((name) => member(name, { clusters: [], colmena: hiveData(name) }));
  stubs.play({
    tool: "colmena",
    words: ["switch"],
    print: ["    a | Activation successful", "    b | Activation failed: Child process exited with error code: 4"],
    code: 1,
  });
  const { report } = await run(hive, "switch");
  expect(outcomes(report)).toBe("a done, b failed; failed");
  expect(report.hosts[1]?.outcome).toMatchObject({
    lines: ["Activation failed: Child process exited with error code: 4"],
  });
});

test("an old nixos-rebuild gets the old flag, whenever it says so", async () => {
  stubs.play({
    tool: "nixos-rebuild",
    words: ["--sudo"],
    print: ["/run/current-system/sw/bin/nixos-rebuild: unknown option `--sudo'"],
    answer: [],
    code: 1,
  });
  const { report } = await run([member("a", {}, { targetHost: "op@a" })], "switch");
  expect(outcomes(report)).toBe("a done");
  expect(stubs.deploys()).toEqual([
    "nixos-rebuild dry-activate --flake .#a --target-host op@a --sudo",
    "nixos-rebuild dry-activate --flake .#a --target-host op@a --use-remote-sudo",
    "nixos-rebuild switch --flake .#a --target-host op@a --sudo",
    "nixos-rebuild switch --flake .#a --target-host op@a --use-remote-sudo",
  ]);
});

test("hosts with errors are not deployed without saying so", async () => {
  saves = 0;
  const refused = await run([member("a", { errors: 2 }), member("b")], "switch", { confirmErrors: async () => false });
  expect(outcomes(refused.report)).toBe("a notStarted, b notStarted; refused");
  expect(saves).toBe(0);
  expect(stubs.calls()).toEqual([]);
  expect((await run([member("a", { errors: 2 })], "dry-activate")).asked).toEqual(["errors a"]);
});

test("no without a yes", async () => {
  const { report } = await run([member("a")], "switch", { confirm: async () => false });
  expect(outcomes(report)).toBe("a notStarted; refused");
  expect(stubs.deploys()).toEqual(["nixos-rebuild dry-activate --flake .#a --target-host root@a"]);
});

test("a dry run asks for nothing and changes nothing", async () => {
  const { report, asked, previews } = await run([member("a")], "dry-activate");
  expect([outcomes(report), asked, previews.length]).toEqual(["a done", [], 1]);
  expect(stubs.deploys().length).toBe(1);
});

test("inputs that change after the preview make a new one", async () => {
  let answers = 0;
  const { report, asked, previews } = await run([member("a")], "switch", {
    confirm: async () => {
      if (answers++ === 0) writeFileSync(join(flake, "flake.lock"), "{}");
      return true;
    },
  });
  expect([outcomes(report), asked, previews.length]).toEqual(["a done", ["changed"], 2]);
  expect(stubs.deploys().map((line) => line.split(" ")[1])).toEqual(["dry-activate", "dry-activate", "switch"]);
});

test("a target that is set anew after the preview is previewed before it is deployed to", async () => {
  const { report, previews } = await run([member("a")], "switch", {
    confirm: async (preview) => {
      if (preview.hosts[0]?.host.target?.host !== "a") return true;
      writeFileSync(join(flake, "touched"), "");
      current = () => [member("a", {}, { targetHost: "root@b" })];
      return true;
    },
  });
  expect(previews.length).toBe(2);
  expect(outcomes(report)).toBe("a done");
  expect(stubs.deploys().filter((line) => line.includes(" switch "))).toEqual([
    "nixos-rebuild switch --flake .#a --target-host root@b",
  ]);
});

test("a question that is open when the deployment is cancelled counts as no", async () => {
  const cancel = new AbortController();
  const { report } = await run(
    [member("a")],
    "switch",
    {
      confirm: () => {
        cancel.abort();
        return new Promise(() => undefined);
      },
    },
    cancel.signal,
  );
  expect(outcomes(report)).toBe("a notStarted; cancelled");
});

test("inputs that change between two hosts end the deployment", async () => {
  const { report } = await run([member("a"), member("b")], "switch", {
    progress: (_, step) => {
      if (step === "checking") writeFileSync(join(flake, "flake.nix"), "{ changed = true; }");
    },
  });
  expect(outcomes(report)).toBe("a done, b notStarted; inputsChanged");
});

test("a host that cannot be prepared stops all before anything changes", async () => {
  stubs.play({
    tool: "nixos-rebuild",
    words: [".#b"],
    print: ["building the system configuration...", "ssh: connect to host b port 22: No route to host"],
    answer: [],
    code: 255,
  });
  const { report, asked } = await run([member("a"), member("b")], "switch");
  expect(outcomes(report)).toBe("a notStarted, b failed; prepareFailed");
  expect(report.hosts[1]?.outcome).toMatchObject({ lines: [expect.any(String), expect.stringMatching("No route")] });
  expect(asked).toEqual([]);
});

test("a host that fails or vanishes while it is deployed stops the others", async () => {
  stubs.play({
    tool: "nixos-rebuild",
    words: ["switch", ".#a"],
    print: ["activating the configuration...", "client_loop: send disconnect: Broken pipe"],
    answer: [],
    code: 255,
  });
  const { report } = await run([member("a"), member("b")], "switch");
  expect(outcomes(report)).toBe("a failed, b notStarted; failed");
});

test("a failed health check stops the rest, after retrying and pausing as the person says", async () => {
  stubs.play({ tool: "ssh", words: ["root@a", "is-active"], answer: ["failed"], code: 3 });
  const { report, asked } = await run([member("a"), member("b")], "switch", { unhealthy: ["pause", "retry", "abort"] });
  const what = "a chainfire failed";
  expect(asked).toEqual(["confirm", `unhealthy ${what}`, `paused ${what}`, `unhealthy ${what}`]);
  expect(outcomes(report)).toBe("a unhealthy, b notStarted; unhealthy");
  expect(stubs.deploys().filter((line) => line.includes(" switch "))).toEqual([
    "nixos-rebuild switch --flake .#a --target-host root@a",
  ]);
});

test("a host that gets well on a retry is followed by the next", async () => {
  stubs.play({ tool: "ssh", words: ["root@a", "nc"], code: 1 });
  const { report } = await run([member("a"), member("b")], "switch", {
    askUnhealthy: async () => {
      stubs.play();
      return "retry";
    },
  });
  expect(outcomes(report)).toBe("a done, b done");
});

test("cancelled while it is prepared: the tool is ended and nothing else is started", async () => {
  stubs.play({ tool: "nixos-rebuild", words: ["dry-activate"], until: join(scratch, "never") });
  const cancel = new AbortController();
  const running = run([member("a"), member("b")], "switch", {}, cancel.signal);
  await until("it has begun", () => stubs.deploys().length === 1, stubs.calls);
  cancel.abort();
  const { report } = await running;
  expect(outcomes(report)).toBe("a failed, b failed; cancelled");
  expect(report.hosts[0]?.outcome).toMatchObject({ end: { kind: "cancelled" } });
  expect(stubs.deploys().length).toBe(1);
});

test("cancelled while it switches: it is let go of, named afterwards, and ends by itself", async () => {
  const gate = join(scratch, "gate");
  stubs.play({ tool: "nixos-rebuild", words: ["switch", ".#a"], until: gate });
  const cancel = new AbortController();
  const running = run([member("a"), member("b")], "switch", {}, cancel.signal);
  await until("it switches", () => stubs.deploys().some((line) => line.includes(" switch ")), stubs.calls);
  cancel.abort();
  const { report, asked } = await running;
  expect(outcomes(report)).toBe("a detached, b notStarted; cancelled");
  expect(asked).toContain("let go");
  const [still] = await detachedRuns(states);
  expect(still).toMatchObject({ title: "switch a", status: { kind: "running" } });
  writeFileSync(gate, "");
  await until("it has ended", () => {
    const [state = ""] = readdirSync(states).filter((name) => name.endsWith(".run.json"));
    return JSON.parse(readFileSync(join(states, state), "utf8")).ended !== null;
  });
  expect((await detachedRuns(states))[0]).toMatchObject({ status: { kind: "exited", code: 0 } });
  rmSync(gate);
});

test("a tool that is not there", async () => {
  const hive = [member("a", { colmena: hiveData("a") })];
  const { report } = await run(hive, "switch", {}, undefined, { colmena: "/nowhere/colmena" });
  expect(report.hosts[0]?.outcome).toMatchObject({ kind: "failed", end: { kind: "missing", program: "colmena" } });
});

test("a world in which nothing can be logged is in the report", async () => {
  rmSync(states, { recursive: true });
  writeFileSync(states, "");
  const { report } = await run([member("a")], "switch");
  expect(outcomes(report)).toBe("a failed; prepareFailed");
  expect(report.hosts[0]?.outcome).toMatchObject({ end: { kind: "broken" } });
  expect(stubs.deploys()).toEqual([]);
});

test("hostile output is only text", async () => {
  const bytes = Buffer.from([0xff, 0xfe, 0x1b, 0x5d, 0x30, 0x3b, 0x78, 0x07, 0x61, 0xc3, 0x0a]).toString("base64");
  stubs.play({ tool: "nixos-rebuild", words: ["switch"], print: ["\x1b[2J\x1b[31mred"], bytes, answer: [], code: 1 });
  const { report } = await run([member("a")], "switch");
  expect(report.hosts[0]?.outcome).toMatchObject({ lines: ["red", "\ufffd\ufffda\ufffd"] });
});

test("a virtual machine is built without questions", async () => {
  const { report, asked, previews } = await run([member("a")], "build-vm");
  expect([outcomes(report), asked, previews.length]).toEqual(["a done", [], 0]);
  expect(stubs.deploys()).toEqual(["nixos-rebuild build-vm --flake .#a"]);
  expect(report.hosts[0]?.outcome).toMatchObject({
    lines: expect.arrayContaining([expect.stringMatching("run-a-vm$")]),
  });
});

test("rolling back prepares nothing and asks", async () => {
  const { report, asked } = await run([member("a", { errors: 3 })], "rollback");
  expect([outcomes(report), asked]).toEqual(["a done", ["confirm"]]);
  expect(stubs.deploys()).toEqual(["nixos-rebuild switch --rollback --flake .#a --target-host root@a"]);
  expect(stubs.calls()[0]?.env["_NIXOS_REBUILD_REEXEC"]).toBe("1");
});

test("a first installation wants the host's name typed", async () => {
  const { report } = await run([member("a")], "install", { typedName: async () => "A" });
  expect(outcomes(report)).toBe("a notStarted; wrongName");
  expect(stubs.calls()).toEqual([]);
});
