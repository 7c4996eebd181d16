/**
 * Bad input to the modules: each is refused with one message that names what is wrong and, where there is a remedy, the
 * remedy, by our own evaluator and by the real one alike. Bad sources of the platform and unsupported systems are in
 * platform.test.ts.
 */
import { describe, expect, test } from "vitest";
import { evaluators } from "./evaluators.ts";

/** A module, and what refuses it: the assertions that fail, or the message that ends the evaluation of an option. */
type BadInput = { readonly what: string; readonly module: string } & (
  | { readonly failures: readonly string[] }
  | { readonly option: string; readonly message: string }
);

const badInput: readonly BadInput[] = [
  {
    what: "an unset required value",
    module: "services.chainfire = { enable = true; settings.cluster.peers = [ { id = 1; } ]; };",
    option: "chainfire.settings.cluster.peers",
    message:
      'The option `services.chainfire.settings.cluster.peers."[definition 1-entry 1]".address\' was accessed but has no value defined.',
  },
  {
    what: "a setting that contradicts its option",
    module: "services.chainfire = { enable = true; port = 2400; settings.port = 2379; };",
    option: "chainfire.settings.port",
    message: "The option `services.chainfire.settings.port' has conflicting definition values:",
  },
  {
    what: "a data folder in the settings that contradicts its option",
    module: 'services.chainfire = { enable = true; settings.data_dir = "/srv/chainfire"; };',
    option: "chainfire.settings.data_dir",
    message: "The option `services.chainfire.settings.data_dir' has conflicting definition values:",
  },
  {
    what: "a need that is misspelt",
    module: 'services.iam = { enable = true; settings.endpoints.flarebd = "node1:2479"; };',
    option: "iam.settings.endpoints",
    message: "The option `services.iam.settings.endpoints.flarebd' does not exist.",
  },
  {
    what: "an endpoint without a port",
    module: 'services.iam = { enable = true; settings.endpoints.flaredb = "node1"; };',
    option: "iam.settings.endpoints.flaredb",
    message: "is not of type `null or endpoint (HOST:PORT or [IPv6]:PORT) or non-empty",
  },
  {
    what: "a need that nothing meets",
    module: "services.flaredb.enable = true;",
    failures: [
      'services.flaredb needs chainfire. Enable it on this host with `services.chainfire.enable = true;`, or say where it runs with `services.flaredb.settings.endpoints.chainfire = "HOST:2379";`.',
    ],
  },
  {
    what: "a member that is not in its own list",
    module: `services.chainfire = {
      enable = true;
      settings.cluster = { nodeId = 2; peers = [ { id = 1; address = "node1:2380"; } ]; };
    };`,
    failures: [
      "services.chainfire.settings.cluster.peers does not list this member, whose nodeId is 2. The list names every member, this one included.",
    ],
  },
  {
    what: "a data folder that the service does not see",
    module: 'services.chainfire = { enable = true; dataDir = "/home/chainfire"; };',
    failures: [
      "services.chainfire.dataDir is /home/chainfire, but services do not see /home, /root and /run/user. Use a folder below /var/lib or /srv.",
    ],
  },
];

describe.each(evaluators)("with $name", ({ evaluate, at }) => {
  /** An expression with `host` the tests' own way to make one. */
  const withHost = (expression: string) => `
    let
      lib = import <nixpkgs/lib>;
      pkgs = import ${at}/tests/stub-pkgs.nix { inherit lib; };
      host = import ${at}/tests/support/host.nix { inherit lib pkgs; };
    in
    ${expression}
  `;

  test.each(badInput)("$what", (input) => {
    const { module } = input;
    if ("failures" in input) {
      expect(evaluate(withHost(`host.failuresOf { ${module} }`))).toEqual(input.failures);
    } else {
      const evaluateOption = () => evaluate(withHost(`(host.configOf { ${module} }).services.${input.option}`));
      expect(evaluateOption).toThrow(input.message);
    }
  });
});
