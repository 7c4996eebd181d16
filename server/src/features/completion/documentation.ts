/** The documentation of a completion item, made when it is shown: 20,000 of them would be too much to send. */
import { type Markdown, markdown } from "../../base/safeText.ts";
import { locate } from "../../schema/lookup.ts";
import type { FeatureContext } from "../context/context.ts";
import { valuesOf } from "../context/effectiveValues.ts";
import { builtinDoc } from "../language/builtins.ts";
import { libDoc } from "../language/lib.ts";
import { functionMarkdown } from "../markdown/function.ts";
import { effectiveMarkdown, optionMarkdown } from "../markdown/option.ts";
import type { DocumentationRef } from "./item.ts";

/** Markdown for what `reference` names; `null` when it is known no more. */
export function completionDocumentation(
  context: Pick<FeatureContext, "options" | "hosts">,
  reference: DocumentationRef,
): Markdown | null {
  switch (reference.kind) {
    case "option": {
      const option = locate(context.options, reference.path)?.option ?? null;
      if (option === null) return null;
      const effective = effectiveMarkdown(valuesOf(reference.path, context.hosts));
      const own = optionMarkdown(option, reference.path);
      return effective === null ? own : markdown`${own}\n\n---\n\n${effective}`;
    }
    case "lib": {
      const doc = libDoc(reference.path);
      return doc === null ? null : functionMarkdown(`lib.${reference.path.join(".")}`, doc);
    }
    case "builtin": {
      const doc = builtinDoc(reference.name);
      return doc === null ? null : functionMarkdown(reference.name, doc);
    }
  }
}
