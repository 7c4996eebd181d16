/**
 * GitHub's own parser of workflows and actions, as functions from a text to what is wrong with it.
 * Invariant: bundled before it is loaded, since the package imports JSON in a way that only bundlers take.
 */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

interface WorkflowGrammar {
  workflowErrors(text: string): Promise<readonly string[]>;
  actionErrors(text: string): Promise<readonly string[]>;
}

const source = `
  import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from "@actions/workflow-parser";
  import { convertActionTemplate } from "@actions/workflow-parser/actions/action-template";
  import { parseAction } from "@actions/workflow-parser/actions/action-parser";

  async function errors(parse, convert, content) {
    const { context, value } = parse({ name: "text.yml", content }, new NoOperationTraceWriter());
    if (value !== undefined && context.errors.getErrors().length === 0) await convert(context, value);
    return context.errors.getErrors().map(({ message }) => message);
  }
  export const workflowErrors = (text) => errors(parseWorkflow, convertWorkflowTemplate, text);
  export const actionErrors = (text) => errors(parseAction, convertActionTemplate, text);
`;

export const workflowGrammar: Promise<WorkflowGrammar> = load();

async function load(): Promise<WorkflowGrammar> {
  const outfile = join(mkdtempSync(join(tmpdir(), "plasmacloud-test-")), "grammar.mjs");
  await build({
    stdin: { contents: source, resolveDir: import.meta.dirname },
    bundle: true,
    outfile,
    format: "esm",
    // where the YAML parser has a build that asks for no modules of Node
    platform: "browser",
    logLevel: "error",
  });
  return import(pathToFileURL(outfile).href);
}
