/**
 * How to live beside other extensions that serve Nix: everything, all but formatting, or only options and hosts.
 * Invariant: the mode is derived from settings and installed extensions each time; nothing is remembered.
 */
import { extensions, workspace } from "vscode";
import type { ServerMode } from "../../../server/src/protocol/protocol.ts";

/** What an extension gives that we give, too, and would stand there twice. */
type Service = "language" | "formatting";

interface OtherExtension {
  readonly id: string;
  /** What it registers; `when`: the setting that turns it on, which is off while unset. */
  readonly services: readonly { readonly service: Service; readonly when: string | null }[];
}

/**
 * Extensions that are known to serve Nix. Highlighters, runners of environments and lists to pick options from register
 * nothing that stands there twice, and are not listed.
 */
const otherExtensions: readonly OtherExtension[] = [
  {
    id: "jnoortheen.nix-ide",
    services: [
      { service: "language", when: "nix.enableLanguageServer" },
      // without its server, and without anything to turn it off by, it runs the program of `nix.formatterPath`
      { service: "formatting", when: null },
    ],
  },
  { id: "kamadorueda.alejandra", services: [{ service: "formatting", when: null }] },
  { id: "brettm12345.nixfmt-vscode", services: [{ service: "formatting", when: null }] },
  { id: "b4dm4n.nixpkgs-fmt", services: [{ service: "formatting", when: null }] },
];

/** The mode that the user's setting asks for, `auto` resolved. */
export function coexistenceMode(): ServerMode {
  const wanted = workspace.getConfiguration("plasmacloud").get<string>("coexistence");
  if (wanted === "full" || wanted === "optionsOnly") return wanted;
  if (otherExtensions.some((other) => gives(other, "language"))) return "optionsOnly";
  return otherExtensions.some((other) => gives(other, "formatting")) ? "withoutFormatting" : "full";
}

/**
 * Whether that extension gives this in this window. One that is enabled counts as active: the same language activates
 * both, in an order nobody knows.
 */
function gives({ id, services }: OtherExtension, wanted: Service): boolean {
  if (extensions.getExtension(id) === undefined) return false;
  return services.some(({ service, when }) => {
    return service === wanted && (when === null || workspace.getConfiguration().get<boolean>(when) === true);
  });
}
