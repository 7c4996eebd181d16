/** The file `network.nix`: addresses, prefix, gateway and name servers, in the family that the plan is in. */

import type { ConfigurationPlan, PlannedHost } from "../../protocol/scaffoldProtocol.ts";
import type { AttrName, Binding } from "../../syntax/tree/ast.ts";
import { formatName, quoteString } from "../../syntax/tree/attrName.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import { bindingOfPath, bodyOf, letOf, TextDraft } from "../edit/draft.ts";
import { expectBinding } from "../edit/templates.ts";

/** Quad9, as in the examples. */
const ipv6NameServers = ["2620:fe::fe", "2620:fe::9"];

export function networkFile(template: ParsedFile, plan: ConfigurationPlan): string {
  const draft = new TextDraft(template);
  const [first] = plan.hosts;
  const isIpv6 = first?.address.includes(":") ?? false;
  const addressing = expectBinding(template, "networking", "interfaces", "enp1s0", "ipv4", "addresses");
  const addresses = bindingOfPath(letOf(template.root)?.bindings ?? [], ["addresses"]);
  setItem(draft, addressing, plan, addresses === null ? quoteString(first?.address ?? "") : null);
  if (addresses !== null) {
    replaceBindings(draft, bodyOf(addresses.value)?.bindings ?? [], plan.hosts, ({ name, address }) => {
      return `${formatName(name)} = ${quoteString(address)};`;
    });
    const hosts = expectBinding(template, "networking", "hosts");
    replaceBindings(draft, bodyOf(hosts.value)?.bindings ?? [], plan.hosts, ({ name }) => {
      return `\${addresses.${formatName(name)}} = [ ${quoteString(name)} ];`;
    });
  }
  const gateway = expectBinding(template, "networking", "defaultGateway");
  if (gateway.value !== null) draft.replaceNode(gateway.value, quoteString(plan.gateway));
  if (isIpv6) {
    rename(draft, gateway.path[0], "defaultGateway6");
    rename(draft, addressing.path.at(-2), "ipv6");
    const servers = expectBinding(template, "networking", "nameservers");
    if (servers.value?.kind === "list") {
      for (const [index, item] of servers.value.items.entries()) {
        draft.replaceNode(item, quoteString(ipv6NameServers[index] ?? ""));
      }
    }
  }
  return comments(draft.text(), plan);
}

function rename(draft: TextDraft, name: AttrName | undefined, text: string): void {
  if (name !== undefined) draft.replaceNode(name, text);
}

/** `{ address = …; prefixLength = …; }`; the address stays where it is computed. */
function setItem(draft: TextDraft, addressing: Binding, plan: ConfigurationPlan, address: string | null): void {
  const list = addressing.kind === "binding" ? addressing.value : null;
  const item = list?.kind === "list" ? bodyOf(list.items[0] ?? null) : null;
  const at = (name: string) => bindingOfPath(item?.bindings ?? [], [name])?.value ?? null;
  const [written, length] = [at("address"), at("prefixLength")];
  if (written !== null && address !== null) draft.replaceNode(written, address);
  if (length !== null) draft.replaceNode(length, String(plan.prefixLength));
}

/** One binding a host in place of the example's, in their lines and indentation. */
export function replaceBindings(
  draft: TextDraft,
  bindings: readonly Binding[],
  hosts: readonly PlannedHost[],
  textOf: (host: PlannedHost) => string,
): void {
  const [first, last] = [bindings[0], bindings.at(-1)];
  if (first === undefined || last === undefined) return;
  const start = draft.file.rangeOf(first).start;
  const indent = " ".repeat(draft.file.lines.positionAt(start).character);
  draft.replace({ start, end: draft.file.rangeOf(last).end }, hosts.map(textOf).join(`\n${indent}`));
}

/** Addresses that a user gave are no longer to be changed; those of the documentation prefixes are. */
function comments(text: string, { hosts }: ConfigurationPlan): string {
  const counted =
    hosts.length === 3 ? text : text.replace(/the three hosts/, hosts.length === 1 ? "the host" : "the hosts");
  if (hosts.some(({ address }) => /^2001:db8:/i.test(address))) return counted.replace("192.0.2.0/24", "2001:db8::/32");
  if (hosts.some(({ address }) => address.startsWith("192.0.2."))) return counted;
  return counted
    .replace(/ The documentation prefix [^\n]*/, "")
    .replace(/^ *# CHANGE: addresses of your network\.\n/m, "")
    .replace(/(# CHANGE: the interface as `ip link` names it), and an address of your network\./, "$1.");
}
