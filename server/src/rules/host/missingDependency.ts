/** Reports an enabled service that needs another which neither runs on its host nor is named by an endpoint. */

import { formatPath, quoteString } from "../../syntax/tree/attrName.ts";
import { insertBeside } from "../edit/insertBeside.ts";
import type { HostRule, HostRuleContext } from "../support/hostRule.ts";
import { type UnmetNeed, unmetNeeds } from "../support/needs.ts";
import { isWritten, placeOfModule, placeOfPath, strongestDefinition } from "../support/placement.ts";
import type { Finding, Fix, FixContext, OpenFinding, RuleMeta } from "../support/rule.ts";

const meta: RuleMeta = {
  code: "missing-dependency",
  severity: "error",
  summary: "An enabled service whose need is met neither on its host nor by an endpoint.",
  documentation: `
An enabled service needs another, which is neither enabled on the same host nor named by an endpoint. This is proven, not
guessed: the service's own assertion is false, and becomes true when the other service is enabled.

\`\`\`nix
services.iam.enable = true;
# services.iam needs flaredb.
\`\`\`

**Fixes:** enable what is missing, with what that needs in turn, beside the dependent and in the file's own style; or set the
endpoint, if the service runs on another host.
`,
};

export const missingDependency: HostRule = {
  meta,
  fixes,
  check(context) {
    // An import that nobody here can read may enable what is missing.
    if (context.host.open.length > 0) return [];
    return unmetNeeds(context.host).map((need) => finding(context, need));
  },
};

function finding(context: HostRuleContext, need: UnmetNeed): Finding {
  const { assertion, dependent, providers, missing } = need;
  const enabling = dependent === null ? null : strongestDefinition(context, dependent);
  const provider = providers[0] ?? "";
  const off = strongestDefinition(context, provider);
  return {
    code: meta.code,
    ...(enabling === null
      ? (context.locate(assertion.origin) ?? placeOfModule(context, assertion.definition.module))
      : placeOfPath(context, enabling)),
    message:
      assertion.message ?? `services.${dependent} needs services.${provider}, which is not enabled on this host.`,
    related: off === null ? [] : [{ ...placeOfPath(context, off), message: `${provider} is switched off here.` }],
    data: {
      dependent,
      missing,
      // Where something already says that the provider is off, another definition would only contradict it.
      addable: enabling !== null && isWritten(context, enabling) && off === null,
      endpoint: dependent === null ? null : endpointFor(context, dependent, provider),
    },
  };
}

/** The option and an example value by which the need can be met from elsewhere; `null` where there is no such option. */
function endpointFor({ host, services }: HostRuleContext, dependent: string, provider: string) {
  const path = ["services", dependent, "settings", "endpoints", provider];
  const port = services.find(({ name }) => name === provider)?.ports.find(({ option }) => option === "port")?.default;
  return host.option(path) === null || port === undefined ? null : { path, value: quoteString(`HOST:${port}`) };
}

/** Enable what is missing beside the dependent, or say where it runs. */
function fixes(context: FixContext, { range, data }: OpenFinding): Fix[] {
  const { dependent, missing, endpoint } = data;
  if (typeof dependent !== "string" || !Array.isArray(missing) || data["addable"] !== true) return [];
  const path = ["services", dependent, "enable"];
  const names = missing.filter((name) => typeof name === "string");
  const enable = insertBeside(
    context.file,
    range,
    path,
    names.map((name) => ({ path: ["services", name, "enable"], value: "true" })),
  );
  const fixes: Fix[] =
    enable === null ? [] : [{ title: `Enable ${names.join(" and ")} on this host`, preferred: true, edits: [enable] }];
  if (endpoint !== null && typeof endpoint === "object" && "path" in endpoint) {
    const { path: target, value } = endpoint;
    if (Array.isArray(target) && typeof value === "string") {
      const names = target.filter((name) => typeof name === "string");
      const edit = insertBeside(context.file, range, path, [{ path: names, value }]);
      if (edit !== null) {
        fixes.push({ title: `Set \`${formatPath(names)}\` (another host's address)`, preferred: false, edits: [edit] });
      }
    }
  }
  return fixes;
}
