/**
 * Code across edits: the code of an earlier text becomes that of the new one, where it is the same but for what stands at
 * its sites. New nodes succeed the old ones that stood at the same spot.
 * Invariants: frames keep their shape, so thunks of the earlier code run on in their own environments. Where two texts do
 * not certainly go together, the site around them gets other code. A node that is in both texts succeeds none and has no
 * successor: in a list that became longer it stands for another element, and takes its own code and values along.
 */
import type { Anchor, AttrName, Binary, Expression, Formals, Lambda, Node, StringPart } from "../../syntax/tree/ast.ts";
import { type BindingPlan, bindingPlanOf, type Field } from "../compile/bindings.ts";
import { literalValue } from "../compile/literal.ts";
import { Literal, type Sites } from "../compile/site.ts";
import type { Input } from "../core/dependencies.ts";
import { identify } from "../core/nodeIdentity.ts";

/** An edit under way: which revision it makes, and the marks of the sites that got other code. */
export interface Edit {
  readonly revision: number;
  mask: number;
}

/** True when the code of `before` is now that of `now`; false: it can not be used for it, and must not be used any more. */
export function reuse(sites: Sites, before: Expression, now: Expression, edit: Edit): boolean {
  return new Reuse(sites, edit, before.anchor, now.anchor).at(before, now);
}

type MaybeExpression = Expression | null | undefined;

class Reuse {
  readonly #sites: Sites;
  readonly #edit: Edit;
  readonly #followed = new Set<Node>();
  readonly #earlier: ReadonlySet<Anchor>;
  readonly #later: ReadonlySet<Anchor>;

  constructor(sites: Sites, edit: Edit, earlier: Anchor, later: Anchor) {
    this.#sites = sites;
    this.#edit = edit;
    this.#earlier = anchorsBelow(earlier);
    this.#later = anchorsBelow(later);
  }

  /** Whether one of two nodes at a spot is in both texts, but at another spot in one of them. */
  #isMoved(before: Node, now: Node): boolean {
    return before !== now && (this.#later.has(before.anchor) || this.#earlier.has(now.anchor));
  }

  /** What a node stands for inside counts, not what it stands for as a part of a path that several bindings share. */
  #follow(before: Node, now: Node): void {
    if (this.#followed.has(before)) return;
    this.#followed.add(before);
    identify(before, now);
  }

  #changed(input: Input): void {
    input.changedAt = this.#edit.revision;
    if (input.notedBy !== 0) this.#edit.mask |= input.mask;
  }

  /** Two expressions that are compiled into the code around them. */
  expression(before: MaybeExpression, now: MaybeExpression): boolean {
    if (before === now) return true;
    if (before == null || now == null || this.#isMoved(before, now) || !this.#parts(before, now)) return false;
    this.#follow(before, now);
    return true;
  }

  /** Two expressions at a site, if there is one. */
  at(before: MaybeExpression, now: MaybeExpression): boolean {
    if (before === now) return true;
    const site = before == null ? null : this.#sites.at(before);
    if (before == null || now == null || site === null) return this.expression(before, now);
    if (this.#isMoved(before, now)) return false;
    if (site instanceof Literal) {
      if (this.expression(before, now)) site.rename(now);
      else {
        const value = literalValue(now);
        if (value === null) return false;
        site.replace(now, value);
        this.#changed(site);
        this.#follow(before, now);
      }
    } else if (!site.isCompiled || this.expression(before, now)) site.rename(now);
    else {
      site.replace(now);
      this.#changed(site);
      this.#follow(before, now);
    }
    this.#sites.put(now, site);
    return true;
  }

  #all(before: readonly MaybeExpression[], now: readonly MaybeExpression[]): boolean {
    // What the lists have in common keeps its sites also where one is longer.
    const common = Math.min(before.length, now.length);
    let same = before.length === now.length;
    for (let index = 0; index < common; index++) same = this.at(before[index], now[index]) && same;
    return same;
  }

  #parts(before: Expression, now: Expression): boolean {
    switch (before.kind) {
      case "variable":
        return now.kind === "variable" && before.name === now.name;
      case "integer":
        return now.kind === "integer" && before.value === now.value;
      case "float":
        return now.kind === "float" && Object.is(before.value, now.value);
      case "searchPath":
        return now.kind === "searchPath" && before.path === now.path;
      case "string":
      case "path":
        return now.kind === before.kind && this.#text(before.parts, now.parts);
      case "attrSet":
        return now.kind === "attrSet" && this.#plan(bindingPlanOf(before), bindingPlanOf(now));
      case "list":
        return now.kind === "list" && this.#all(before.items, now.items);
      case "select":
        return (
          now.kind === "select" &&
          (before.fallback === null) === (now.fallback === null) &&
          this.expression(before.target, now.target) &&
          this.#names(before.path, now.path) &&
          this.at(before.fallback, now.fallback)
        );
      case "hasAttr":
        return (
          now.kind === "hasAttr" && this.expression(before.target, now.target) && this.#names(before.path, now.path)
        );
      case "apply":
        return (
          now.kind === "apply" &&
          this.expression(before.function, now.function) &&
          this.at(before.argument, now.argument)
        );
      case "lambda":
        return now.kind === "lambda" && this.#formals(before, now) && this.at(before.body, now.body);
      case "let":
        return (
          now.kind === "let" &&
          before.legacy === now.legacy &&
          this.#plan(bindingPlanOf(before), bindingPlanOf(now)) &&
          this.#keyed(bindingPlanOf(before), bindingPlanOf(now)) &&
          this.expression(before.body, now.body)
        );
      case "if":
        return (
          now.kind === "if" &&
          this.expression(before.condition, now.condition) &&
          this.at(before.consequence, now.consequence) &&
          this.at(before.alternative, now.alternative)
        );
      case "assert":
        // Its message quotes the text.
        return false;
      case "with":
        return (
          now.kind === "with" &&
          this.at(before.environment, now.environment) &&
          this.#keyed(before, now) &&
          this.expression(before.body, now.body)
        );
      case "unary":
        return now.kind === "unary" && before.operator === now.operator && this.expression(before.operand, now.operand);
      case "binary":
        return now.kind === "binary" && before.operator === now.operator && this.#operands(before, now);
    }
  }

  /** The frames of one are those of the other. */
  #keyed(before: object, now: object): boolean {
    this.#sites.renameKey(before, now);
    return true;
  }

  /** What a pipe passes on is an argument. */
  #operands(before: Binary, now: Binary): boolean {
    const left = before.operator === "|>" ? this.at(before.left, now.left) : this.expression(before.left, now.left);
    if (!left) return false;
    return before.operator === "<|" ? this.at(before.right, now.right) : this.expression(before.right, now.right);
  }

  #text(before: readonly StringPart[], now: readonly StringPart[]): boolean {
    return (
      before.length === now.length &&
      before.every((part, index) => {
        const other = now[index];
        if (part.kind === "text") return other?.kind === "text" && part.text === other.text;
        return other?.kind === "interpolation" && this.expression(part.expression, other.expression);
      })
    );
  }

  #names(before: readonly AttrName[], now: readonly AttrName[]): boolean {
    return (
      before.length === now.length &&
      before.every((name, index) => {
        const other = now[index];
        if (other === undefined || !this.#name(name, other)) return false;
        this.#follow(name, other);
        return true;
      })
    );
  }

  #name(before: AttrName, now: AttrName): boolean {
    if (before.kind === "attrName") return now.kind === "attrName" && before.name === now.name;
    return now.kind === "dynamicAttrName" && this.expression(before.expression, now.expression);
  }

  #formals(before: Lambda, now: Lambda): boolean {
    if (before.name?.name !== now.name?.name) return false;
    if (before.formals === null || now.formals === null) return before.formals === now.formals;
    return this.#formalList(before.formals, now.formals);
  }

  #formalList(before: Formals, now: Formals): boolean {
    if (before === now) return true;
    if (before.ellipsis !== now.ellipsis || before.formals.length !== now.formals.length) return false;
    const same = before.formals.every((formal, index) => {
      const other = now.formals[index];
      if (other === undefined || formal.name.name !== other.name.name) return false;
      if ((formal.fallback === null) !== (other.fallback === null)) return false;
      if (!this.at(formal.fallback, other.fallback)) return false;
      this.#follow(formal, other);
      this.#follow(formal.name, other.name);
      return true;
    });
    if (same) this.#follow(before, now);
    return same;
  }

  /** The merged bindings of two sets. The order is that of the slots of a frame. */
  #plan(before: BindingPlan, now: BindingPlan): boolean {
    if (before === now) return true;
    if (before.recursive !== now.recursive) return false;
    // What the sets have in common keeps its sites also where one has more.
    let same = before.fields.size === now.fields.size && before.dynamic.length === now.dynamic.length;
    const order = now.fields.keys();
    for (const [name, field] of before.fields) {
      const other = now.fields.get(name);
      same = order.next().value === name && same;
      same = other !== undefined && this.#field(field, other) && same;
    }
    if (!same) return false;
    for (const [index, { name, field }] of before.dynamic.entries()) {
      const other = now.dynamic[index];
      if (other === undefined || !this.#name(name, other.name) || !this.#field(field, other.field)) return false;
      this.#follow(name, other.name);
    }
    this.#follow(before.origin, now.origin);
    return true;
  }

  #field(before: Field, now: Field): boolean {
    if (this.#isMoved(before.origin, now.origin) || !this.#fieldParts(before, now)) return false;
    this.#follow(before.origin, now.origin);
    return true;
  }

  #fieldParts(before: Field, now: Field): boolean {
    switch (before.kind) {
      case "value":
        return now.kind === "value" && this.at(before.expression, now.expression);
      case "inherit":
        return now.kind === "inherit";
      case "inheritFrom": {
        if (now.kind !== "inheritFrom" || !this.at(before.from.from, now.from.from)) return false;
        this.#follow(before.from, now.from);
        return true;
      }
      case "set":
        return now.kind === "set" && this.#planAt(before.plan, now.plan);
      case "faulty":
        return now.kind === "faulty";
    }
  }

  #planAt(before: BindingPlan, now: BindingPlan): boolean {
    if (before === now) return true;
    if (this.#isMoved(before.origin, now.origin)) return false;
    const site = this.#sites.at(before);
    if (site === null || site instanceof Literal) return false;
    if (!site.isCompiled || this.#plan(before, now)) site.rename(now);
    else {
      site.replace(now);
      this.#changed(site);
      if (before.origin.kind === now.origin.kind) this.#follow(before.origin, now.origin);
    }
    this.#sites.put(now, site);
    return true;
  }
}

function anchorsBelow(anchor: Anchor, found = new Set<Anchor>()): ReadonlySet<Anchor> {
  found.add(anchor);
  for (const child of anchor.children) anchorsBelow(child.anchor, found);
  return found;
}
