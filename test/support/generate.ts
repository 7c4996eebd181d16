/**
 * Programs made at random: well scoped, mostly well typed, with an error here and there. Types are kept so that most of
 * a program is reached; what compares or prints sets is left out, as Nix visits their attributes in no stated order.
 */
import fc, { type GeneratorValue } from "fast-check";

type Type = "int" | "bool" | "string" | "list" | "set" | "function";

interface Name {
  readonly name: string;
  readonly type: Type;
}

const TYPES: readonly Type[] = ["int", "bool", "string", "list", "set", "function"];
/** What every generated set has. */
const FIELDS: readonly Name[] = [
  { name: "a", type: "int" },
  { name: "b", type: "string" },
  { name: "c", type: "list" },
];

/** A program whose value is a number, a string, a Boolean or a list of numbers. */
export const programs: fc.Arbitrary<string> = fc.gen().map((gen) => {
  const writer = new Writer(gen);
  return writer.expression(writer.pick(["int", "bool", "string", "list"]), [], 5);
});

class Writer {
  readonly #gen: GeneratorValue;
  #fresh = 0;

  constructor(gen: GeneratorValue) {
    this.#gen = gen;
  }

  pick<T>(from: readonly T[]): T {
    return this.#gen(() => fc.constantFrom(...from));
  }

  expression(type: Type, scope: readonly Name[], depth: number): string {
    if (this.#chance(80)) return this.#fault();
    const wanted = this.#chance(120) ? this.pick(TYPES) : type;
    const fitting = scope.filter((name) => name.type === wanted);
    if (depth <= 0 || this.#chance(8)) return fitting.length > 0 ? this.pick(fitting).name : this.#leaf(wanted, scope);
    if (this.#chance(3)) return this.#general(wanted, scope, depth - 1);
    return this.#typed(wanted, scope, depth - 1);
  }

  #chance(oneIn: number): boolean {
    return this.#gen(fc.nat, oneIn - 1) === 0;
  }

  #fault(): string {
    return this.pick([
      '(throw "t")',
      "(1 / 0)",
      "(assert false; 1)",
      '(abort "a")',
      "(1 + null)",
      "{ }.none",
      "(throw 1)",
    ]);
  }

  #name(type: Type): Name {
    return { name: `v${this.#fresh++}`, type };
  }

  #leaf(type: Type, scope: readonly Name[]): string {
    switch (type) {
      case "int":
        return this.pick(["0", "1", "2", "3", "7", "100", "9223372036854775807"]);
      case "bool":
        return this.pick(["true", "false"]);
      case "string":
        return this.pick(['""', '"a"', '"ab-cd"', '"é"', '"x.y.10"', "''\n  l\n    m\n''"]);
      case "list":
        return this.pick(["[ ]", "[ 1 ]", "[ 3 1 2 ]"]);
      case "set":
        return '{ a = 1; b = "s"; c = [ 1 2 ]; }';
      case "function":
        return scope.length % 2 === 0 ? "(x: x + 1)" : "(x: x * 2)";
    }
  }

  /** Forms that give whatever their parts give. */
  #general(type: Type, scope: readonly Name[], depth: number): string {
    const sub = (wanted: Type, names = scope) => this.expression(wanted, names, depth);
    const other = this.#name(this.pick(TYPES));
    const inner = [...scope, other];
    const bound = sub(other.type);
    switch (this.#gen(fc.nat, 9)) {
      case 0:
        return `(if ${sub("bool")} then ${sub(type)} else ${sub(type)})`;
      case 1:
        return `(let ${other.name} = ${bound}; in ${sub(type, inner)})`;
      case 2:
        return `((${other.name}: ${sub(type, inner)}) ${bound})`;
      case 3:
        return `(({ ${other.name} ? ${bound}, ... }: ${sub(type, inner)}) { })`;
      case 4:
        return `(with { ${other.name} = ${bound}; }; ${sub(type, inner)})`;
      case 5:
        return `(assert ${sub("bool")}; ${sub(type)})`;
      case 6:
        return `(rec { ${other.name} = ${bound}; r = ${sub(type, inner)}; }).r`;
      case 7: {
        const fallback = sub(type);
        const tried = `(let t = builtins.tryEval ${sub(type)}; in if t.success then t.value else ${fallback})`;
        return tried;
      }
      case 8:
        return `(builtins.seq ${bound} ${sub(type)})`;
      default:
        return `(let ${other.name} = ${bound}; u = ${sub(type, inner)}; inherit (${sub("set")}) c; in u)`;
    }
  }

  #typed(type: Type, scope: readonly Name[], depth: number): string {
    const sub = (wanted: Type, names = scope) => this.expression(wanted, names, depth);
    switch (type) {
      case "int":
        return this.pick<() => string>([
          () => `(${sub("int")} ${this.pick(["+", "-", "*"])} ${sub("int")})`,
          () => `(${sub("int")} / ${sub("int")})`,
          () => `(builtins.length ${sub("list")})`,
          () => `(builtins.stringLength ${sub("string")})`,
          () => `(${sub("function")} ${sub("int")})`,
          () => `(builtins.foldl' (x: y: x + y) ${sub("int")} ${sub("list")})`,
          () => `(builtins.head ${sub("list")})`,
          () => `(builtins.elemAt ${sub("list")} ${this.pick(["0", "1", "2"])})`,
          () => `(${sub("set")}).a`,
          () => `((${sub("set")}).z or ${sub("int")})`,
          () => `(builtins.compareVersions ${sub("string")} ${sub("string")})`,
          () => `(builtins.bitXor ${sub("int")} ${sub("int")})`,
        ])();
      case "bool":
        return this.pick<() => string>([
          () => `(${sub("int")} ${this.pick(["<", "<=", ">", ">=", "==", "!="])} ${sub("int")})`,
          () => `(${sub("string")} ${this.pick(["<", "==", "!="])} ${sub("string")})`,
          () => `(${sub("list")} ${this.pick(["==", "!=", "<"])} ${sub("list")})`,
          () => `(${sub("bool")} ${this.pick(["&&", "||", "->"])} ${sub("bool")})`,
          () => `(!${sub("bool")})`,
          () => `(${sub("set")} ? ${this.pick(["a", "z", "a.b"])})`,
          () => `(builtins.elem ${sub("int")} ${sub("list")})`,
          () => `(builtins.${this.pick(["any", "all"])} (x: x > ${sub("int")}) ${sub("list")})`,
          () => `(builtins.match "[a-z.]*([0-9]*)" ${sub("string")} == null)`,
        ])();
      case "string":
        return this.pick<() => string>([
          () => `(${sub("string")} + ${sub("string")})`,
          () => `"<\${${sub("string")}}>"`,
          () => `(toString ${sub(this.pick(["int", "bool", "list", "string"]))})`,
          () => `(builtins.substring ${this.pick(["0", "1", "2"])} ${this.pick(["1", "3", "(-1)"])} ${sub("string")})`,
          () => `(${sub("set")}).b`,
          () => `(builtins.concatStringsSep "," (map toString ${sub("list")}))`,
          () => `(builtins.replaceStrings [ "a" "" ] [ "b" ${sub("string")} ] ${sub("string")})`,
          () => `(builtins.toJSON ${sub(this.pick(["int", "list", "string", "bool"]))})`,
          () => `(builtins.typeOf ${sub(this.pick(TYPES))})`,
          () => `(builtins.concatStringsSep "/" (builtins.attrNames ${sub("set")}))`,
        ])();
      case "list":
        return this.pick<() => string>([
          () => `[ ${sub("int")} ${sub("int")} ]`,
          () => `(${sub("list")} ++ ${sub("list")})`,
          () => `(map ${sub("function")} ${sub("list")})`,
          () => `(builtins.filter (x: x ${this.pick(["<", ">", "!="])} ${sub("int")}) ${sub("list")})`,
          () => `(builtins.sort (x: y: x < y) ${sub("list")})`,
          () => `(builtins.genList ${sub("function")} ${this.pick(["0", "3"])})`,
          () => `(builtins.tail ${sub("list")})`,
          () => `(builtins.concatMap (x: [ x ${sub("int")} ]) ${sub("list")})`,
          () => `(${sub("set")}).c`,
          () => `(builtins.partition (x: x > ${sub("int")}) ${sub("list")}).${this.pick(["right", "wrong"])}`,
          () => `(builtins.catAttrs "a" [ ${sub("set")} ${sub("set")} ])`,
        ])();
      case "set":
        return this.pick<() => string>([
          () => this.#set(scope, depth),
          () => this.#set(scope, depth),
          () => `(${sub("set")} // { ${this.#field(scope, depth)} })`,
          () => `(builtins.intersectAttrs { a = 1; b = 2; c = 3; } ${sub("set")})`,
          () => `(builtins.mapAttrs (n: v: v) ${sub("set")})`,
          () => `(removeAttrs ${sub("set")} [ ${sub("string")} ])`,
        ])();
      case "function": {
        const argument = this.#name("int");
        return `(${argument.name}: ${this.expression("int", [...scope, argument], depth)})`;
      }
    }
  }

  #field(scope: readonly Name[], depth: number): string {
    const field = this.pick(FIELDS);
    return `${field.name} = ${this.expression(field.type, scope, depth)};`;
  }

  /** A set with all fields, recursive at times: then its fields see each other. */
  #set(scope: readonly Name[], depth: number): string {
    const recursive = this.#chance(3);
    const inner = recursive ? [...scope, ...FIELDS] : scope;
    const fields = FIELDS.map((field) => `${field.name} = ${this.expression(field.type, inner, depth)};`);
    return `(${recursive ? "rec " : ""}{ ${fields.join(" ")} })`;
  }
}
