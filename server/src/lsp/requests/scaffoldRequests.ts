/** The requests that make configurations and change them: checked parameters in, changes that have been tried out. */

import * as v from "valibot";
import { LineIndex } from "../../base/lineIndex.ts";
import { normalizeUri, type Uri } from "../../base/uri.ts";
import type { HostView } from "../../modules/api.ts";
import type { StartedService } from "../../protocol/scaffoldProtocol.ts";
import {
  type AddHostResult,
  type AddServiceResult,
  addHostMethod,
  addServiceMethod,
  type ChangedFile,
  type EnableMissingResult,
  enableMissingMethod,
  type NewConfiguration,
  newConfigurationMethod,
  type ScaffoldFacts,
  type ScaffoldHost,
  scaffoldFactsMethod,
  type TriedChange,
} from "../../protocol/scaffoldProtocol.ts";
import { addHost } from "../../scaffold/addHost.ts";
import { addService } from "../../scaffold/addService.ts";
import {
  exampleStateVersion,
  newConfiguration,
  startedBy,
  topologies,
} from "../../scaffold/create/newConfiguration.ts";
import { evenClusters } from "../../scaffold/create/providers.ts";
import { hostToAdd } from "../../scaffold/create/singleHost.ts";
import { serviceCatalogue } from "../../scaffold/edit/catalogue.ts";
import { isAddress } from "../../scaffold/edit/namedEntries.ts";
import { Templates } from "../../scaffold/edit/templates.ts";
import { enableMissing } from "../../scaffold/enableMissing.ts";
import type { ScaffoldWorld, Texts } from "../../scaffold/rehearsal.ts";
import { changeBetween } from "../../syntax/tree/anchors.ts";
import type { ServerState } from "../state/serverState.ts";
import { guard } from "./guard.ts";
import { clientUri } from "./params.ts";
import { Trial } from "./trial.ts";

const names = v.array(v.string());
/** What becomes Nix text and names of files: nothing that could be more than that. */
const hostName = v.pipe(v.string(), v.regex(/^[a-zA-Z0-9]([a-zA-Z0-9_-]{0,61}[a-zA-Z0-9])?$/));
const address = v.pipe(v.string(), v.regex(/^[0-9a-fA-F.:]{2,45}$/));
const planSchema = v.object({
  topology: v.picklist(["single-node", "three-node", "minimal"]),
  hosts: v.pipe(v.array(v.object({ name: hostName, address, services: names })), v.minLength(1)),
  prefixLength: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(128)),
  gateway: address,
  stateVersion: v.pipe(v.string(), v.regex(/^\d\d\.\d\d$/)),
});
const enableMissingSchema = v.object({ uri: v.nullable(clientUri) });
const addHostSchema = v.object({ like: v.string(), name: hostName, address, services: names });
const addServiceSchema = v.object({
  host: v.string(),
  service: v.string(),
  answers: v.array(v.object({ need: v.string(), hosts: names })),
});

/** Installs the handlers. Each answers `null` where its parameters are not what the protocol says. */
export function registerScaffold(state: ServerState): void {
  const { connection, log, services } = state;
  const materials = () => ({
    templates: new Templates(services.bundledNix(), services.parser),
    catalogue: serviceCatalogue(services.bundledOptions),
  });
  const over = <S extends v.GenericSchema, R>(
    name: string,
    schema: S,
    answer: (params: v.InferOutput<S>) => Promise<R>,
  ) =>
    guard(log, name, null, async (message: unknown): Promise<R | null> => {
      const checked = v.safeParse(schema, message);
      return checked.success ? answer(checked.output) : null;
    });

  connection.onRequest(
    scaffoldFactsMethod,
    guard(log, "scaffoldFacts", null, (): ScaffoldFacts => {
      const { templates, catalogue } = materials();
      return {
        topologies: topologies(templates, catalogue),
        services: catalogue,
        stateVersion: exampleStateVersion(templates),
        hosts: state.workspace.hosts.filter(({ deploy }) => deploy.kind !== "module").map(hostFacts),
      };
    }),
  );
  connection.onRequest(
    newConfigurationMethod,
    over("newConfiguration", planSchema, async (plan): Promise<NewConfiguration> => {
      const { templates, catalogue } = materials();
      const hosts = startedBy(plan, catalogue);
      return {
        files: newConfiguration(templates, catalogue, plan),
        added: hosts.flatMap(({ name, services: all }, index) =>
          all
            .filter((service) => !plan.hosts[index]?.services.includes(service))
            .map((service) => ({ host: name, service })),
        ),
        even: plan.topology === "three-node" ? evenClusters(hosts, catalogue) : [],
      };
    }),
  );
  connection.onRequest(
    enableMissingMethod,
    over("enableMissing", enableMissingSchema, ({ uri }) =>
      rehearsing(state, materials(), async (world): Promise<EnableMissingResult> => {
        const { texts, enabled, left, problems, lone } = await enableMissing(
          world,
          uri === null ? null : normalizeUri(uri),
        );
        return { ...(await changeOf(state, world, texts, enabled)), left, problems, lone };
      }),
    ),
  );
  connection.onRequest(
    addHostMethod,
    over("addHost", addHostSchema, (request) => {
      const made = materials();
      return rehearsing(state, made, async (world): Promise<AddHostResult> => {
        const added = await addHost(world, request);
        if (added.kind === "refused") return { ...added, show: hostToAdd(made.templates, request.name) };
        const { texts, started, copied, even, lone } = added;
        const change = await changeOf(state, world, texts, started);
        return { kind: "done", change, copied: copied.map((uri) => state.clientUri(uri)), even, lone };
      });
    }),
  );
  connection.onRequest(
    addServiceMethod,
    over("addService", addServiceSchema, ({ host, service, answers }) =>
      rehearsing(state, materials(), async (world): Promise<AddServiceResult> => {
        const given = new Map(answers.map(({ need, hosts }) => [need, hosts]));
        const added = await addService(world, { host, service, answers: given });
        if (added.kind !== "done") return added;
        const change = await changeOf(state, world, added.texts, added.started);
        return { kind: "done", change, lone: added.lone };
      }),
    ),
  );
}

function hostFacts({ label, name, root, deploy }: HostView): ScaffoldHost {
  return {
    label,
    name,
    root,
    addresses: deploy.names.filter(isAddress),
    interfaces: deploy.interfaces,
    services: deploy.services.map((service) => service.name),
  };
}

/** Over the workspace as it is now, open documents before the disk. */
async function rehearsing<R>(
  state: ServerState,
  materials: Pick<ScaffoldWorld, "templates" | "catalogue">,
  work: (world: ScaffoldWorld) => Promise<R>,
): Promise<R> {
  const { services, workspace, documents } = state;
  const open = new Map(documents.all().map(({ uri, file }) => [uri, file.text]));
  const trial = new Trial(services.createEvaluator, workspace, open);
  /** Each file as it was first read: a change is tried, compared and handed out over one and the same text. */
  const onDisk = new Map<Uri, Promise<string | null>>();
  const fromDisk = async (uri: Uri): Promise<string | null> => {
    const entry = await services.fileSystem.read(uri);
    return entry.kind === "text" ? entry.text : null;
  };
  try {
    return await work({
      ...materials,
      async read(uri) {
        const known = open.get(uri);
        if (known !== undefined) return known;
        const text = onDisk.get(uri) ?? fromDisk(uri);
        onDisk.set(uri, text);
        return text;
      },
      parse: (uri, text) => services.parser.parse(uri, text),
      rehearse: (texts) => trial.analyse(texts),
    });
  } finally {
    trial.dispose();
  }
}

async function changeOf(
  state: ServerState,
  world: ScaffoldWorld,
  texts: Texts,
  started: readonly StartedService[],
): Promise<TriedChange> {
  const files = await Promise.all([...texts].map(([uri, text]) => changedFile(state, world, uri, text)));
  return { files: files.sort((left, right) => (left.uri < right.uri ? -1 : 1)), started };
}

async function changedFile(state: ServerState, world: ScaffoldWorld, uri: Uri, text: string): Promise<ChangedFile> {
  const before = await world.read(uri);
  const old = before ?? "";
  let { start, end, newEnd } = changeBetween(old, text);
  while (isInsideCharacter(old, start)) start--;
  while (isInsideCharacter(old, end)) {
    end++;
    newEnd++;
  }
  return {
    uri: state.clientUri(uri),
    before,
    range: new LineIndex(old).rangeAt({ start, end }),
    newText: text.slice(start, newEnd),
  };
}

/** Between the two units of a line break or of a character: no place that a line and a character can name. */
function isInsideCharacter(text: string, offset: number): boolean {
  return /^(\r\n|[\uD800-\uDBFF][\uDC00-\uDFFF])$/.test(text.slice(offset - 1, offset + 1)) && offset > 0;
}
