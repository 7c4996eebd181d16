/** Previews and reports as Markdown: what they say, and what cannot get out of its place. */
import { expect, test } from "vitest";
import { deployTexts } from "../../../client/src/deploy/ask/deployTexts.ts";
import { previewMarkdown, reportMarkdown } from "../../../client/src/deploy/ask/markdown.ts";
import { orderOfDeployment } from "../../../client/src/deploy/engine/order.ts";
import type { HostPreview, Preview } from "../../../client/src/deploy/engine/preview.ts";
import type { UnitChanges } from "../../../client/src/deploy/engine/toolOutput.ts";
import { host } from "../../support/deployHosts.ts";

const pair = [{ service: "chainfire", key: "k", size: 2 }];
const node1 = host("node1", { runs: ["chainfire"], clusters: pair, errors: 2 }, { targetHost: "root@192.0.2.1" });
const node2 = host("node2", { runs: ["chainfire"], clusters: pair }, {}, true);
const units: UnitChanges = {
  stop: [],
  start: [],
  restart: ["iam.service"],
  reload: [],
  keep: [],
  restartsSystemd: true,
};
const ready: Omit<HostPreview, "host"> = {
  end: { kind: "exited", code: 0 },
  units,
  unitsReason: null,
  closures: ["linux: 6.1 → 6.2"],
  lines: [],
  logFiles: ["/logs/a.log"],
};

function preview(hosts: readonly HostPreview[]): Preview {
  return { action: "switch", hosts, plan: orderOfDeployment(hosts.map((one) => one.host)), hash: "" };
}

test("findings, order, quorum, units and packages", () => {
  const text = previewMarkdown(
    preview([
      { host: node1, ...ready },
      { host: node2, ...ready, units: null, unitsReason: "needsPassword", closures: null, logFiles: [] },
    ]),
    deployTexts,
    ["hosts/node1.nix:3: services.iam.prt does not exist"],
  );
  expect(text).toBe(`# Preview: switch

Activate it now and at every boot.

## Findings

- node1 has 2 errors.

\`\`\`text
hosts/node1.nix:3: services.iam.prt does not exist
\`\`\`

## Order

1. node1
2. node2

Each step begins when the hosts of the one before are well again.

> ⚠ The chainfire group of node1, node2 has 2 members. It loses its quorum while one of them is down.

## \`node1\`

nixos-rebuild deploys it to \`root@192.0.2.1\`.

### Units

- **restart**: \`iam.service\`
- systemd itself would restart.

### Packages

\`\`\`text
linux: 6.1 → 6.2
\`\`\`

Log: \`/logs/a.log\`

## \`node2\`

nixos-rebuild deploys it to this machine.

### Units

Which units would restart is not known: asking the host needs a password. The action dry-activate tells.

### Packages

Which packages would change could not be computed.
`);
});

test("a host that could not be prepared", () => {
  const failed = {
    ...ready,
    end: { kind: "exited", code: 1 },
    units: null,
    lines: ["error: x"],
    logFiles: [],
  } as const;
  const text = previewMarkdown(preview([{ host: node1, ...failed }]), deployTexts);
  expect(text).toContain("**ended with code 1**\n\n```text\nerror: x\n```");
  expect(text).not.toContain("### Units");
});

test("what tools print cannot end its block, and names are no Markdown", () => {
  const evil = host("<b>`x`", {}, { targetHost: "a" });
  const lines = ["```", "# heading", "````", "[x](command:evil)"];
  const report = reportMarkdown(
    {
      action: "switch",
      stop: "failed",
      hosts: [
        {
          host: evil,
          outcome: { kind: "failed", end: { kind: "broken", message: "*x* [y](z)" }, lines },
          logFiles: [],
        },
      ],
    },
    deployTexts,
  );
  expect(report).toBe(`# Report: switch

**A host failed, so the hosts after it were not started.**

## \`\` <b>\`x\` \`\`: failed: did not start: \\*x\\* \\[y\\](z)

\`\`\`\`\`text
\`\`\`
# heading
\`\`\`\`
[x](command:evil)
\`\`\`\`\`
`);
});

test("a host that is not well", () => {
  const ailments = [{ host: "node1", service: "iam", unitState: null, api: "127.0.0.1:3000" }];
  const report = reportMarkdown(
    {
      action: "test",
      stop: "unhealthy",
      hosts: [{ host: node1, outcome: { kind: "unhealthy", ailments }, logFiles: [] }],
    },
    deployTexts,
  );
  expect(report).toContain("- node1: iam does not answer at 127.0.0.1:3000");
});
