/** Reports a member that is not in its own list of members. It takes the place of the module's own assertion. */
import { attrsOf, makeInt, makeList, makeString, ready } from "../eval/make.ts";
import type { Value } from "../eval/value.ts";
import type { AssertionResult } from "../modules/hostEvaluation.ts";
import type { List, Node } from "../syntax/ast.ts";
import { quoteString } from "../syntax/attrName.ts";
import { nodesAround } from "./edit/enclosing.ts";
import { memberFacts } from "./fleet/facts.ts";
import type { HostRule, HostRuleContext } from "./hostRule.ts";
import { readBool, readText } from "./listeners/read.ts";
import { falseAssertions } from "./needs.ts";
import type { Finding, Fix, FixContext, OpenFinding, RuleMeta } from "./rule.ts";

const meta: RuleMeta = {
  code: "cluster-node-not-in-peers",
  severity: "error",
  summary: "A member that is not in its own list of members.",
};

interface Stranger {
  readonly service: string;
  readonly nodeId: number;
  readonly finding: Finding;
}

export const clusterNodeNotInPeers: HostRule = {
  meta,
  check: (context) => strangers(context).map(({ finding }) => finding),
};

function strangers(context: HostRuleContext): Stranger[] {
  const { host, services } = context;
  // An import that nobody here can read may say more of the list.
  if (host.open.length > 0) return [];
  return services.flatMap(({ name, cluster }) => {
    if (!cluster || readBool(host, ["services", name, "enable"]) !== true) return [];
    const { nodeId, peers, peersPlace, nodeIdPlace, raftPort } = memberFacts(context, name);
    const ids = (peers ?? []).map(({ id }) => id);
    if (nodeId === null || ids.length === 0 || ids.includes(nodeId)) return [];
    const hostName = readText(host, ["networking", "hostName"]);
    const finding: Finding = {
      code: meta.code,
      ...peersPlace.place,
      message: `services.${name}.settings.cluster.peers does not list ${hostName ?? "this member"}, whose nodeId is ${nodeId} (it lists ${ids.join(", ")}). The list names every member, this one included.`,
      related: nodeIdPlace.isWritten ? [{ ...nodeIdPlace.place, message: `Its nodeId is ${nodeId}.` }] : [],
      data: { nodeId, address: hostName === null || raftPort === null ? null : `${hostName}:${raftPort}` },
    };
    return [{ service: name, nodeId, finding }];
  });
}

/** The assertions that say no more than this rule: false of a list of another member alone, true of an empty one. */
export function assertedOfMembers(context: HostRuleContext): ReadonlySet<AssertionResult["key"]> {
  const { host } = context;
  const found = strangers(context).flatMap(({ service, nodeId }) => {
    const path = ["services", service, "settings", "cluster", "peers"];
    const other = attrsOf([
      ["id", ready(makeInt(nodeId + 1))],
      ["address", ready(makeString("another:1"))],
    ]);
    const says = (assertion: AssertionResult, peers: readonly Value[]) =>
      host.assertionWith(assertion, [{ path, value: makeList(peers.map(ready)) }]);
    return falseAssertions(host).filter((one) => says(one, []) === "true" && says(one, [other]) === "false");
  });
  return new Set(found.map(({ key }) => key));
}

/** Adds the member to a list that is written where it is defined, in the form of its last element. */
export function clusterNodeNotInPeersFixes({ file }: FixContext, { range, data }: OpenFinding): Fix[] {
  const { nodeId, address } = data;
  const list = nodesAround(file, range).find((node): node is List =>
    isListAt(file.rangeOf(node).start, range.start, node),
  );
  const last = list?.items.at(-1);
  if (last === undefined || typeof nodeId !== "number" || typeof address !== "string") return [];
  const { start, end } = file.rangeOf(last);
  const lineStart = Math.max(file.text.lastIndexOf("\n", start - 1), file.text.lastIndexOf("[", start - 1)) + 1;
  const between = file.text.slice(lineStart, start);
  const isOnOwnLine = file.text.charAt(lineStart - 1) === "\n" && between.trim() === "";
  const lineBreak = file.text.includes("\r\n") ? "\r\n" : "\n";
  const newText = `${isOnOwnLine ? lineBreak + between : " "}{ id = ${nodeId}; address = ${quoteString(address)}; }`;
  const edits = [{ uri: file.uri, range: { start: end, end }, newText }];
  return [{ title: `Add ${address} as member ${nodeId}`, preferred: true, edits }];
}

function isListAt(start: number, wanted: number, node: Node): boolean {
  return node.kind === "list" && start === wanted;
}
