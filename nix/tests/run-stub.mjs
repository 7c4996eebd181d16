#!/usr/bin/env node
/**
 * Builds the eight stub servers with cargo and runs them together on the configuration that the modules
 * render for the single-node example: every port is bound in its protocols, health checks are answered,
 * needs are reached, a bad configuration is refused, and SIGTERM ends each of them well.
 *
 * usage: run-stub.mjs CONFIGS.json FOLDER
 * CONFIGS.json is the value of stub-configs.nix with `root = FOLDER`.
 */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import dgram from "node:dgram";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const PATIENCE = 10_000;
const BAD_CONFIGURATION = 78;
const SOURCES = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "stub-src");
/** A DNS query for the root's name servers. It is also as good a datagram as any other. */
const QUERY = Buffer.from("123400000001000000000000000002000100", "hex").subarray(0, 17);

const [configsFile, folder] = process.argv.slice(2);
if (configsFile === undefined || folder === undefined) {
  console.error("usage: run-stub.mjs CONFIGS.json FOLDER");
  process.exit(2);
}
const services = Object.entries(JSON.parse(readFileSync(configsFile, "utf8")));
const target = process.env.CARGO_TARGET_DIR ?? path.join(folder, "target");

for (const [name] of services) build(name);
for (const [name, service] of services) refuses(name, service);
const running = services.map(([name, service]) => start(name, service));
try {
  for (const [name, service] of services) await answers(name, service);
  for (const [name, service] of services) await reachesNeeds(name, service);
  for (const [, service] of services) for (const listener of service.listeners) await isBound(listener);
  takenPortIsNamed(...services[0]);
} finally {
  for (const server of running) await stops(server);
}
console.log(`${services.length} servers ran on their rendered configuration`);

function build(name) {
  const options = {
    cwd: path.join(SOURCES, name),
    env: { ...process.env, CARGO_TARGET_DIR: target },
    stdio: "inherit",
  };
  execFileSync("cargo", ["build", "--quiet", "--locked", "--offline"], options);
}

function binary(service) {
  return path.join(target, "debug", service.binary);
}

function configure(name, text) {
  const file = path.join(folder, `${name}.toml`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, text);
  return file;
}

function refuses(name, service) {
  const file = configure(`${name}-bad`, service.toml.replace(/^"port" = .*$/m, '"port" = "none"'));
  const { status, stderr } = spawnSync(binary(service), ["--config", file], { encoding: "utf8", timeout: PATIENCE });
  expect(
    `${name} refuses a bad port`,
    [status, stderr],
    [BAD_CONFIGURATION, `${service.binary}: ${file}: port is a string, not an integer\n`],
  );
}

function start(name, service) {
  const child = spawn(binary(service), ["--config", configure(name, service.toml)], { stdio: "inherit" });
  const ended = new Promise((resolve) => child.once("exit", (code, signal) => resolve(signal ?? code)));
  return { name, child, ended };
}

async function stops({ name, child, ended }) {
  child.kill("SIGTERM");
  expect(`${name} stops`, await Promise.race([ended, sleep(PATIENCE, "too late", { ref: false })]), 0);
}

async function answers(name, service) {
  const deadline = Date.now() + PATIENCE;
  const ask = () => fetch(`http://127.0.0.1:${service.api}${service.health.path}`);
  let response = await ask().catch(() => null);
  while (response === null && Date.now() < deadline) {
    await sleep(50);
    response = await ask().catch(() => null);
  }
  if (response === null) throw new Error(`${name} does not answer on port ${service.api}`);
  expect(
    `${name} is healthy`,
    [response.status, await response.text()],
    [service.health.status, service.health.answer],
  );
}

async function reachesNeeds(name, service) {
  const { needs } = await (await fetch(`http://127.0.0.1:${service.api}/status`)).json();
  expect(`${name} reaches its needs`, needs, Object.fromEntries([...service.needs].sort().map((need) => [need, true])));
}

function isBound({ protocol, port }) {
  return new Promise((resolve, reject) => {
    const fail = (why) => reject(new Error(`${port}/${protocol} is not bound: ${why}`));
    if (protocol === "tcp") {
      const socket = net.connect(port, "127.0.0.1", () => resolve(socket.destroy()));
      socket.once("error", fail);
      return;
    }
    const socket = dgram.createSocket("udp4");
    const timer = setTimeout(() => fail("no answer"), PATIENCE);
    socket.once("error", fail);
    socket.once("message", () => {
      clearTimeout(timer);
      resolve(socket.close());
    });
    socket.send(QUERY, port, "127.0.0.1");
  });
}

/** A second server on the same ports ends at once and says which port it could not have. */
function takenPortIsNamed(name, service) {
  const file = path.join(folder, `${name}.toml`);
  const { status, stderr } = spawnSync(binary(service), ["--config", file], { encoding: "utf8", timeout: PATIENCE });
  expect(`a second ${name} ends`, status, 1);
  if (!stderr.includes(`port: cannot listen on 127.0.0.1 ${service.api}/tcp`)) throw new Error(stderr);
}

function expect(what, actual, expected) {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) {
    throw new Error(`${what}: ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`);
  }
}
