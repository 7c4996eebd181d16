/** What scaffolding has to start from in tests: the examples, parsed, and the catalogue of services. */
import { readFileSync } from "node:fs";
import { serviceCatalogue } from "../../server/src/scaffold/catalogue.ts";
import { newConfiguration, topologies } from "../../server/src/scaffold/newConfiguration.ts";
import type { ConfigurationPlan } from "../../server/src/scaffold/plan.ts";
import { Templates } from "../../server/src/scaffold/templates.ts";
import { readOptionsJson } from "../../server/src/schema/readOptionsJson.ts";
import { bundledNix } from "./analyse.ts";
import { parser } from "./syntax.ts";

const schema = readFileSync(new URL("../../schemas/plasmacloud-options.json", import.meta.url), "utf8");

export const templates = new Templates(bundledNix, parser);
export const catalogue = serviceCatalogue(readOptionsJson(schema, "plasmacloud"));

/** The files of a plan below `file:///ws`. */
export function filesOf(plan: ConfigurationPlan): Map<string, string> {
  return new Map(newConfiguration(templates, catalogue, plan).map(({ path, text }) => [`file:///ws/${path}`, text]));
}

/** The plan that a topology starts from. */
export function planOf(topology: string): ConfigurationPlan {
  const found = topologies(templates, catalogue).find(({ name }) => name === topology);
  if (found === undefined) throw new Error(`no topology ${topology}`);
  return {
    topology,
    hosts: found.hosts,
    prefixLength: found.prefixLength,
    gateway: found.gateway,
    stateVersion: "25.05",
  };
}
