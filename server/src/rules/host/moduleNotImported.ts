/**
 * Reports a service of PlasmaCloud that a flake's host uses without having its module. Everything else is said of the
 * host as if it had it.
 */

import { baseName } from "../../base/uri.ts";
import type { AssumedModule, ModuleInfo } from "../../modules/api.ts";
import { namesIn, scopesAlong } from "../../syntax/scopes/scope.ts";
import type { AttrSet, Binding, Expression, List, Node } from "../../syntax/tree/ast.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import { descendants } from "../../syntax/tree/walk.ts";
import { addFormal } from "../edit/addFormal.ts";
import { nodesAround } from "../edit/enclosing.ts";
import type { HostRule, HostRuleContext } from "../support/hostRule.ts";
import { placeOfModule } from "../support/placement.ts";
import type { Finding, Fix, FixContext, OpenFinding, RuleMeta, TextEdit } from "../support/rule.ts";

const meta: RuleMeta = {
  code: "module-not-imported",
  severity: "error",
  summary: "A host of a flake uses a service whose module it does not have.",
  documentation: `
A host of a flake or hive uses one of PlasmaCloud's services, and none of its modules declares it. Nix would say that the
option does not exist. Everything else is said of the host as if it had the module. A \`configuration.nix\` without a flake is
taken to get the modules from wherever it is built; a host with imports that cannot be read may get them there.

\`\`\`nix
services.chainfire.enable = true;
#        ^^^^^^^^^ PlasmaCloud's module is missing among this host's modules
\`\`\`

**Fix:** where the flake has PlasmaCloud among its inputs, add the module and the overlay with its packages to the host's
\`modules\`, and the input to the arguments of \`outputs\`.
`,
};

export const moduleNotImported: HostRule = {
  meta,
  fixes,
  check(context) {
    const { identity, open, assumed } = context.host;
    // A configuration without a flake gets its modules from wherever it is built; what cannot be read may declare them.
    if (identity.kind === "module" || open.length > 0) return [];
    return assumed.map((one) => finding(context, one));
  },
};

function finding(context: HostRuleContext, assumed: AssumedModule): Finding {
  const { service, module } = assumed;
  const { root } = context.host.identity;
  const element = context.locate(outermost(module).importedAt);
  return {
    code: meta.code,
    ...(context.locate(nameOf(assumed)) ?? placeOfModule(context, module)),
    message: `services.${service} is declared by none of this host's modules: PlasmaCloud's module is missing among them.`,
    data: { flake: root, element: element?.uri === root ? element.range.start : null },
  };
}

/** The name of the service in the binding that defines something of it; the binding where it has no such name. */
function nameOf({ service, binding }: AssumedModule): AssumedModule["binding"] {
  if (binding?.kind !== "binding") return binding;
  return binding.path.find((name) => name.kind === "attrName" && name.name === service) ?? binding;
}

function outermost(module: ModuleInfo): ModuleInfo {
  return module.importedBy === null ? module : outermost(module.importedBy);
}

/** Adds the module and the overlay with its packages to the host's modules, where the flake has PlasmaCloud as an input. */
function fixes({ file, other }: FixContext, { data }: OpenFinding): Fix[] {
  const { flake: uri, element } = data;
  if (typeof uri !== "string" || baseName(uri) !== "flake.nix") return [];
  const flake = uri === file.uri ? file : other(uri);
  const input = flake === null ? null : plasmacloudInput(flake);
  const list = flake === null ? null : moduleList(flake, typeof element === "number" ? element : null);
  const first = list?.items[0];
  if (flake === null || input === null || list === null || first === undefined) return [];
  const source = nameAt(flake, list, input);
  if (source === null) return [];
  const { start } = flake.rangeOf(first);
  const separator = /\r?\n[ \t]*$/.exec(flake.text.slice(flake.rangeOf(list).start, start))?.[0] ?? " ";
  const overlay = `{ nixpkgs.overlays = [ ${source.name}.overlays.default ]; }`;
  const added = [
    `${source.name}.nixosModules.default`,
    ...(flake.text.includes(`${input}.overlays.`) ? [] : [overlay]),
  ];
  const newText = added.map((text) => `${text}${separator}`).join("");
  const edits = [...source.edits, { uri, range: { start, end: start }, newText }];
  return [{ title: "Add PlasmaCloud's module to the host", preferred: true, edits }];
}

/** The name of the input whose name or URL says plasmacloud; `null`: there is none. */
function plasmacloudInput({ root }: ParsedFile): string | null {
  if (root?.kind !== "attrSet") return null;
  for (const binding of inputBindings(root)) {
    const name = binding.path.find((one) => one.kind === "attrName" && one.name !== "inputs");
    const says = [...descendants(binding)].some(
      (node) =>
        (node.kind === "attrName" && node.name.includes("plasmacloud")) ||
        (node.kind === "string" &&
          node.parts.some((part) => part.kind === "text" && part.text.includes("plasmacloud"))),
    );
    if (says && name?.kind === "attrName") return name.name;
  }
  return null;
}

/** `inputs.a.url = …;` and what is in `inputs = { … };`. */
function inputBindings({ bindings }: AttrSet): readonly Extract<Binding, { kind: "binding" }>[] {
  return bindings.flatMap((binding) => {
    if (binding.kind !== "binding") return [];
    const [first] = binding.path;
    if (first?.kind !== "attrName" || first.name !== "inputs") return [];
    if (binding.path.length > 1) return [binding];
    return binding.value?.kind === "attrSet" ? binding.value.bindings.filter((inner) => inner.kind === "binding") : [];
  });
}

/** The list that `element` begins an item of, else the only list of modules in the flake. */
function moduleList(flake: ParsedFile, element: number | null): List | null {
  if (flake.root === null) return null;
  const lists = [...descendants(flake.root)].flatMap((node) => listsOfModules(node));
  const own = lists.find(({ items }) => items.some((item) => flake.rangeOf(item).start === element));
  return own ?? (lists.length === 1 ? (lists[0] ?? null) : null);
}

/** `modules = [ … ] ++ more;` */
function listsOfModules(node: Node): List[] {
  const name = node.kind === "binding" ? node.path.at(-1) : undefined;
  if (node.kind !== "binding" || name?.kind !== "attrName" || name.name !== "modules") return [];
  let value: Expression | null = node.value;
  while (value?.kind === "binary" && value.operator === "++") value = value.left;
  return value?.kind === "list" && value.items.length > 0 ? [value] : [];
}

/** How the input is named at a place, and what has to be added for that. */
function nameAt(flake: ParsedFile, list: List, input: string): { name: string; edits: TextEdit[] } | null {
  const trail = nodesAround(flake, flake.rangeOf(list));
  const visible = scopesAlong(trail).flatMap(namesIn);
  if (visible.includes(input)) return { name: input, edits: [] };
  if (visible.includes("inputs")) return { name: `inputs.${input}`, edits: [] };
  const outputs = trail.find((node) => node.kind === "lambda");
  if (outputs?.kind !== "lambda" || outputs.formals === null) return null;
  return { name: input, edits: [addFormal(flake, outputs.formals, input)] };
}
