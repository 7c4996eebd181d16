/** "Add Host…": asks for a host like another one, has the change tried, and makes it; or shows what to add by hand. */
import { commands, l10n, Uri, window, workspace } from "vscode";
import {
  type AddHostParams,
  type AddHostResult,
  addHostMethod,
  type ScaffoldFacts,
  type ScaffoldHost,
  scaffoldFactsMethod,
} from "../../../server/src/protocol/scaffoldProtocol.ts";
import type { ServerLink } from "../workbench/parts.ts";
import { formatAddress, nextFree, readAddress, readInterface } from "./addresses.ts";
import { applyChange } from "./applyChange.ts";
import { askServer } from "./askServer.ts";
import { busy } from "./changes.ts";
import { serviceItem } from "./hostSteps.ts";
import { askText, pickMany, pickOne } from "./quickSteps.ts";
import { runSteps, type Step } from "./steps.ts";
import { loneText, refusalText, wordsOf } from "./texts.ts";
import { nameProblem, plainAddressProblem } from "./validate.ts";

interface HostState extends AddHostParams {
  /** Hosts of the same flake or hive. */
  readonly siblings: readonly ScaffoldHost[];
}

export async function runAddHost(server: ServerLink): Promise<void> {
  const facts = await askServer<ScaffoldFacts>(server, scaffoldFactsMethod, {});
  const [first] = facts.hosts;
  if (first === undefined) {
    void window.showInformationMessage(l10n.t("There is no flake or hive with a host that another one could be like."));
    return;
  }
  const start = likeHost({ like: "", name: "", address: "", services: [], siblings: [] }, first, facts.hosts);
  const state = await runSteps(start, () => [
    ...(facts.hosts.length > 1 ? [likeStep(facts.hosts)] : []),
    nameStep,
    addressStep,
    servicesStep(facts),
  ]);
  if (state === null) return;
  const { siblings, ...params } = state;
  const result = await busy(() => askServer<AddHostResult>(server, addHostMethod, params));
  if (result.kind === "refused") return explain(result, state);
  await applyChange(result.change);
  const notes = [l10n.t("{0} is added. Undo takes it back.", state.name)];
  if (result.copied.length > 0) {
    const files = result.copied.map((uri) => workspace.asRelativePath(Uri.parse(uri))).join(", ");
    notes.push(l10n.t("Change what is different on this machine in {0}.", files));
  }
  for (const { service, members } of result.even) {
    notes.push(l10n.t("{0} has {1} members now. An odd number outlives more.", service, members.length));
  }
  notes.push(...result.lone.map(loneText));
  void window.showInformationMessage(notes.join(" "));
}

function likeHost(state: HostState, like: ScaffoldHost, all: readonly ScaffoldHost[]): HostState {
  return { ...state, like: like.label, siblings: all.filter(({ root }) => root === like.root) };
}

const title = () => l10n.t("Add Host");

function likeStep(hosts: readonly ScaffoldHost[]): Step<HostState> {
  return async (state, position, total) => {
    const items = hosts.map((host) => ({ label: host.label, description: host.services.join(", "), host }));
    const placeholder = l10n.t("Like which host? Its form and its files are the model.");
    const outcome = await pickOne({ title: title(), position, total, placeholder, items });
    return outcome.kind === "next" ? { kind: "next", state: likeHost(state, outcome.state.host, hosts) } : outcome;
  };
}

const nameStep: Step<HostState> = async (state, position, total) => {
  const names = state.siblings.map(({ name }) => name);
  const outcome = await askText({
    title: title(),
    position,
    total,
    prompt: l10n.t("Name of the host"),
    value: nextName(names),
    problem: (text) => wordsOf(nameProblem(text, names, [])),
  });
  return outcome.kind === "next" ? { kind: "next", state: { ...state, name: outcome.state } } : outcome;
};

/** The number after the last one, for names that end in one. */
function nextName(names: readonly string[]): string {
  const [, stem = "", number = ""] = /^(.*?)(\d+)$/.exec(names.at(-1) ?? "") ?? [];
  for (let next = Number(number) + 1; number !== ""; next++)
    if (!names.includes(`${stem}${next}`)) return `${stem}${next}`;
  return "";
}

const addressStep: Step<HostState> = async (state, position, total) => {
  const networks = state.siblings.find(({ label }) => label === state.like)?.interfaces ?? [];
  const known = state.siblings.flatMap(({ name, addresses }) => addresses.map((address) => ({ name, address })));
  const outcome = await askText({
    title: title(),
    position,
    total,
    prompt: l10n.t("Address of {0}, IPv4 or IPv6", state.name),
    value: nextAddress(known.map(({ address }) => address)),
    problem: (text) => wordsOf(plainAddressProblem(text, known, networks)),
  });
  return outcome.kind === "next" ? { kind: "next", state: { ...state, address: outcome.state } } : outcome;
};

/** Near the last one that is known. The prefix is not, so one is taken that leaves room. */
function nextAddress(addresses: readonly string[]): string {
  const last = addresses.at(-1) ?? "";
  const near = readInterface(`${last}/${last.includes(":") ? 64 : 24}`);
  const free =
    near === null
      ? null
      : nextFree(
          near,
          addresses.flatMap((address) => readAddress(address) ?? []),
        );
  return free === null ? "" : formatAddress(free);
}

function servicesStep(facts: ScaffoldFacts): Step<HostState> {
  return async (state, position, total) => {
    const outcome = await pickMany({
      title: title(),
      position,
      total,
      placeholder: l10n.t("Services of {0}. It joins the clusters of those that have one.", state.name),
      items: facts.services.map(serviceItem),
      selected: [],
      complete: (selected) => selected,
    });
    if (outcome.kind !== "next") return outcome;
    return { kind: "next", state: { ...state, services: outcome.state.map(({ service }) => service) } };
  };
}

async function explain(result: Extract<AddHostResult, { kind: "refused" }>, state: HostState): Promise<void> {
  const show = l10n.t("Show What to Add");
  const text =
    result.reason === "running"
      ? l10n.t("There is a host {0} already.", state.name)
      : refusalText(result.reason, state.like, result.problems);
  if ((await window.showWarningMessage(text, show)) !== show) return;
  const document = await workspace.openTextDocument({ language: "nix", content: result.show });
  await commands.executeCommand("vscode.open", document.uri);
}
