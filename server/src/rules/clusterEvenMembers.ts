/** Reports a cluster of an even number of members: it stands no more failures than one with a member less. */
import { memberFacts } from "./fleet/facts.ts";
import type { HostRule } from "./hostRule.ts";
import { readBool } from "./listeners/read.ts";
import type { RuleMeta } from "./rule.ts";

const meta: RuleMeta = {
  code: "cluster-even-members",
  severity: "warning",
  summary: "A Raft cluster of an even number of members.",
};

export const clusterEvenMembers: HostRule = {
  meta,
  check(context) {
    const { host, services } = context;
    return services.flatMap(({ name, cluster }) => {
      if (!cluster || readBool(host, ["services", name, "enable"]) !== true) return [];
      const { peers, peersPlace } = memberFacts(context, name);
      const size = new Set(peers?.map(({ id }) => id)).size;
      if (size === 0 || size % 2 === 1) return [];
      const failures = size / 2 - 1;
      const stands = failures === 0 ? "no failure" : failures === 1 ? "one failure" : `${failures} failures`;
      return [
        {
          code: meta.code,
          ...peersPlace.place,
          message: `The ${name} cluster has ${size} members, which stand ${stands}, as ${size - 1} would. An odd number is better: ${size - 1} or ${size + 1}.`,
        },
      ];
    });
  },
};
