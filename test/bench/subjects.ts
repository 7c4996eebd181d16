/** What is measured: sessions, documents and features over the frozen inputs. */

import type { FeatureContext } from "../../server/src/features/context/context.ts";
import type { HostView, OptionNode } from "../../server/src/modules/model/view.ts";
import { bundledNix, grammarWasm, treeSitterWasm } from "../../server/src/node/assets.ts";
import { nixpkgsPackages } from "../../server/src/node/nodeSession.ts";
import { emptyOptions } from "../../server/src/schema/optionTree.ts";
import { ownFindings } from "../../server/src/session/findings/ownFindings.ts";
import { Session } from "../../server/src/session/session.ts";
import { createParser, type Parser, type SyntaxDocument } from "../../server/src/syntax/parse/parser.ts";
import { memoryFileSystem } from "../support/memoryFileSystem.ts";

export const parser: Parser = await createParser({ runtime: treeSitterWasm(), grammar: grammarWasm() });

export interface RunningSession {
  readonly session: Session;
  analyse(): Promise<NonNullable<Awaited<ReturnType<Session["analyse"]>>>>;
}

/** A session over files in memory; faults end the benchmark. */
export function sessionOver(files: ReadonlyMap<string, string>, root: string): RunningSession {
  const session = new Session({
    fileSystem: memoryFileSystem(files),
    parser,
    log: {
      info() {},
      warn() {},
      error(what, error) {
        throw new Error(what, { cause: error });
      },
    },
    bundledNix: bundledNix(),
    bundledOptions: emptyOptions,
    knownOptions: () => null,
    depth: 3_000,
  });
  session.apply({ generation: 1, roots: [root] });
  let generation = 1;
  return {
    session,
    async analyse() {
      const analysis = await session.analyse(generation++, () => false);
      if (analysis === null) throw new Error("the analysis was cancelled");
      return analysis;
    },
  };
}

/** Types one character into an open document and takes it out again; what it costs to have its findings. */
export function typeAndCheck(document: SyntaxDocument, run: number): void {
  const { text } = document.file;
  const marker = text.indexOf("wantedBy", Math.floor((text.length * (0.2 + (run % 7) / 10)) % text.length));
  const at = Math.max(0, marker);
  const range = run % 2 === 0 ? { start: at, end: at } : { start: at, end: at + 1 };
  ownFindings(document.edit(range, run % 2 === 0 ? "x" : ""));
}

/** The same at one place. */
export function typeAt(document: SyntaxDocument, offset: number, run: number): void {
  const types = run % 2 === 0;
  ownFindings(document.edit({ start: offset, end: types ? offset : offset + 1 }, types ? "x" : ""));
}

export function contextOver(document: SyntaxDocument, options: OptionNode, hosts: readonly HostView[]): FeatureContext {
  const packages = nixpkgsPackages();
  return { file: document.file, other: () => null, options, packages, hosts, nixos: null, folder: () => null };
}
