/**
 * What is known of a host and of the options, as plain data: made on the evaluator thread, crosses to the main thread,
 * read by features, rules' fixes and the command line. Holds places and text, never nodes, values or functions.
 */
import type { Place } from "../../base/range.ts";

/** Names from the root: `["services", "chainfire", "port"]`; `"<name>"` and `"*"` stand for any attribute or element. */
export type OptionPath = readonly string[];

/** Limits of evaluation, as reasons of unknown values name them. */
export type EvaluationLimit = "outOfFuel" | "tooDeep" | "tooLarge";

/** A type as data, rich enough to complete, describe and fix values. `description` is NixOS's own wording. */
export interface TypeInfo {
  readonly kind:
    | "bool"
    | "int"
    | "float"
    | "number"
    | "port"
    | "string"
    | "path"
    | "package"
    | "enum"
    | "listOf"
    | "attrsOf"
    | "nullOr"
    | "either"
    | "submodule"
    | "functionTo"
    | "anything"
    | "attrs"
    | "coercedTo"
    | "opaque";
  readonly description: string;
  /** `enum`: the members as Nix text (`"\"debug\""`, `5`). */
  readonly members?: readonly string[];
  /** `int`, `port`: the bounds, inclusive. */
  readonly minimum?: number;
  readonly maximum?: number;
  /** `listOf`, `attrsOf`, `nullOr`, `functionTo`: what it holds; `either`, `coercedTo`: the alternatives. */
  readonly inner?: readonly TypeInfo[];
}

/** One option declaration, with what the manual would say of it. */
export interface OptionDoc {
  readonly path: OptionPath;
  readonly type: TypeInfo;
  readonly description: string | null;
  /** Nix text, as `defaultText` or rendered from the default; `null`: no default, so it must be defined. */
  readonly defaultText: string | null;
  readonly exampleText: string | null;
  readonly readOnly: boolean;
  readonly internal: boolean;
  /** Where `mkOption` stands, for modules that are on disk. */
  readonly declarations: readonly Place[];
  /** Files as users know them, when no place can be given: `nixos/modules/services/networking/ssh/sshd.nix`. */
  readonly declaredIn: readonly string[];
  /** Pages on the web that show a declaration; `name` is the one in `declaredIn`. */
  readonly links?: readonly { readonly name: string; readonly url: string }[];
  /** Which option set it comes from: `workspace`, `plasmacloud`, `nixos`, or the name of another set. */
  readonly source: string;
  /** Known from a list of options alone: what that list is the knowledge of. Its `null`s are unknown, not absent. */
  readonly asOf?: string;
}

/** The tree of options by name. Under `attrsOf submodule` there is a child `<name>`, under `listOf submodule` a child `*`. */
export interface OptionNode {
  readonly option: OptionDoc | null;
  readonly children: ReadonlyMap<string, OptionNode>;
  /** True when a name not listed may still exist: a freeform type, or a parent that nobody fully knows. */
  readonly open: boolean;
  /** Out of a large list alone, whose nodes are made when they are looked at: not to be walked through as a whole. */
  readonly isList?: true;
}

/** One definition that made an effective value. */
export interface DefinitionView {
  /** The attribute path in the module, `null` when it is not in a file of the workspace. */
  readonly place: Place | null;
  /** What the user calls the file it stands in. */
  readonly file: string;
  /** 100 plain, 50 `mkForce`, 1000 `mkDefault`, 1500 the option's default. */
  readonly priority: number;
  /** The value as Nix text, shortened to one line of at most 200 characters; `null`: unknown. */
  readonly value: string | null;
}

/** An option on a host: its effective value and what made it. */
export interface EffectiveValue {
  readonly path: OptionPath;
  /** As Nix text, at most 2,000 characters; `null`: unknown, and `unknownReason` says why. */
  readonly value: string | null;
  readonly unknownReason: string | null;
  /** True when it is not unknown but an error: Nix fails here as well, and `unknownReason` says how. */
  readonly failed?: boolean;
  /** True for a list or set that NixOS's own modules, which are not at hand, may add to. */
  readonly partial?: boolean;
  /** False when only the option's own default made it. */
  readonly defined: boolean;
  readonly origins: readonly DefinitionView[];
}

/** A node of deploy-rs. */
export interface DeployNode {
  /** Its name under `deploy.nodes`. */
  readonly name: string;
  readonly hostname: string | null;
  readonly sshUser: string | null;
}

/** What colmena's `deployment` says of a host. */
export interface ColmenaDeployment {
  readonly targetHost: string | null;
  readonly targetUser: string | null;
  readonly targetPort: number | null;
  readonly buildOnTarget: boolean | null;
  readonly tags: readonly string[];
}

/** One of PlasmaCloud's services that a host runs. */
export interface ServiceView {
  readonly name: string;
  /** Where its API listens. */
  readonly address: string | null;
  readonly port: number | null;
  /** `null`: the service has no members. */
  readonly raft: RaftView | null;
}

/** A member of a Raft group; `null` where something cannot be told. */
export interface RaftView {
  readonly port: number | null;
  readonly nodeId: number | null;
  /** `HOST:PORT` of every member. */
  readonly peers: readonly string[] | null;
  /** The ids of `peers`, in their order. */
  readonly ids: readonly number[] | null;
}

/** What deploying needs to know of a host. */
export interface DeployView {
  readonly kind: "flake" | "hive" | "module";
  /** Whether it is an attribute of a flake's `nixosConfigurations`. */
  readonly isSystem: boolean;
  readonly hostName: string | null;
  /** Names and addresses that it goes by in the network. */
  readonly names: readonly string[];
  /** Static addresses with the lengths of their networks' prefixes, `192.0.2.11/24`. */
  readonly interfaces: readonly string[];
  /** `networking.hosts`: an address and the names that stand for it. */
  readonly hosts: readonly (readonly [address: string, names: readonly string[]])[];
  readonly services: readonly ServiceView[];
  readonly deployNode: DeployNode | null;
  readonly colmena: ColmenaDeployment | null;
}

export interface HostView {
  /** The attribute name, or the folder's name for a loose root module. */
  readonly name: string;
  /** `NAME`, or `FLAKEDIR#NAME` where two flakes share it. */
  readonly label: string;
  /** The flake or root module. */
  readonly root: string;
  /** Every file of the workspace that takes part in it. */
  readonly files: readonly string[];
  /** Imports that cannot be read, which make the host open. */
  readonly open: readonly { readonly what: string; readonly place: Place | null }[];
  /** Names of the inputs that are not at hand and that an import or an option's value depends on. */
  readonly missingInputs: readonly string[];
  /** Limits of evaluation that ended something on the host. */
  readonly limits: readonly EvaluationLimit[];
  /** Effective values of defined options, and of every option of an enabled service; keyed by `pathKey(path)`. */
  readonly values: ReadonlyMap<string, EffectiveValue>;
  /** What stands inside those values. It is worked out after everything else, for the hosts of open files. */
  readonly inner: InnerValues;
  readonly deploy: DeployView;
  readonly stats: {
    readonly options: number;
    readonly unknowns: ReadonlyMap<string, number>;
    readonly serviceUnknowns: readonly string[];
  };
}

/** Effective values inside options' values, keyed by `pathKey(path)`; elements of lists by their index. */
export type InnerValues = ReadonlyMap<string, EffectiveValue>;

/** What is known of a path on a host, be it an option or inside the value of one. */
export function valueAt({ values, inner }: HostView, path: OptionPath): EffectiveValue | undefined {
  const key = pathKey(path);
  return values.get(key) ?? inner.get(key);
}

/** The key of a path in a table: names may hold any character, so they are joined by NUL. */
export function pathKey(path: OptionPath): string {
  return path.join("\0");
}
