/** A small option set for tests of features, in the shape of an options file. */

interface Shape {
  readonly type: string;
  readonly default?: string;
  readonly example?: string;
  readonly description?: string;
  readonly readOnly?: boolean;
  readonly internal?: boolean;
}

const port = "16 bit unsigned integer; between 0 and 65535 (both inclusive)";

function service(name: string, portNumber: number): Record<string, Shape> {
  return {
    [`services.${name}.enable`]: { type: "boolean", default: "false", description: `Whether to enable ${name}.` },
    [`services.${name}.package`]: { type: "package", default: `pkgs.${name}-server` },
    [`services.${name}.listenAddress`]: { type: "string", default: '"0.0.0.0"' },
    [`services.${name}.port`]: { type: port, default: String(portNumber), description: "Port of the API." },
    [`services.${name}.openFirewall`]: { type: "boolean", default: "false" },
    [`services.${name}.dataDir`]: { type: "absolute path", default: `"/var/lib/${name}"` },
    [`services.${name}.settings`]: { type: "open submodule of (TOML value)", default: "{ }" },
    [`services.${name}.settings.endpoints`]: { type: "submodule", default: "{ }" },
    [`services.${name}.settings.endpoints.chainfire`]: {
      type: "null or string or non-empty (list of string)",
      default: "null",
    },
    [`services.${name}.settings.cluster.nodeId`]: { type: "positive integer, meaning >0", default: "1" },
    [`services.${name}.settings.cluster.peers`]: { type: "list of (submodule)", default: "[ ]" },
    [`services.${name}.settings.cluster.peers.*.id`]: { type: "positive integer, meaning >0" },
    [`services.${name}.settings.cluster.peers.*.address`]: { type: "string", example: '"10.0.0.1:2380"' },
  };
}

const shapes: Record<string, Shape> = {
  ...service("chainfire", 2379),
  ...service("flaredb", 2479),
  "services.openssh.enable": { type: "boolean", default: "false" },
  "services.openssh.ports": { type: `list of ${port}`, default: "[ 22 ]" },
  "services.openssh.settings.PermitRootLogin": {
    type: 'one of "yes", "prohibit-password", "no"',
    default: '"prohibit-password"',
    description: "Whether root may log in, see {option}`users.users`.",
  },
  "services.nginx.virtualHosts": { type: "attribute set of (submodule)", default: "{ }" },
  "services.nginx.virtualHosts.<name>.root": { type: "null or absolute path", default: "null" },
  "services.nginx.virtualHosts.<name>.locations": { type: "attribute set of (submodule)", default: "{ }" },
  "services.nginx.virtualHosts.<name>.locations.<name>.proxyPass": { type: "null or string", default: "null" },
  'services.xserver.windowManager."2bwm".enable': { type: "boolean", default: "false" },
  "networking.hostName": { type: "string", default: '"nixos"' },
  "networking.firewall.enable": { type: "boolean", default: "true" },
  "networking.firewall.allowedTCPPorts": { type: `list of ${port}`, default: "[ ]" },
  "environment.systemPackages": {
    type: "list of package",
    default: "[ ]",
    example: "[ pkgs.firefox pkgs.thunderbird ]",
  },
  "environment.variables": { type: "attribute set of (null or string)", default: "{ }" },
  "environment.editor": { type: "package", default: "pkgs.nano" },
  "boot.kernelModules": { type: "list of string", default: "[ ]" },
  "system.build": { type: "attribute set", readOnly: true },
  "system.internalThing": { type: "string", internal: true },
  "system.stateVersion": { type: "string" },
  "containers.<name>.config": { type: "Toplevel NixOS config" },
  "users.users.<name>.shell": { type: "null or package or absolute path", default: "pkgs.bash" },
  "users.users.<name>.isNormalUser": { type: "boolean", default: "false" },
};

function entry(name: string, shape: Shape): Record<string, unknown> {
  const loc = name.split(".").map((part) => part.replace(/^"|"$/g, ""));
  const text = (value: string | undefined) => (value === undefined ? {} : { _type: "literalExpression", text: value });
  return {
    loc,
    type: shape.type,
    description: shape.description ?? null,
    readOnly: shape.readOnly ?? false,
    internal: shape.internal ?? false,
    declarations: [`nixos/modules/${loc.slice(0, 2).join("/")}.nix`],
    ...(shape.default === undefined ? {} : { default: text(shape.default) }),
    ...(shape.example === undefined ? {} : { example: text(shape.example) }),
  };
}

export const plasmaOptions: Record<string, unknown> = Object.fromEntries(
  Object.entries(shapes).map(([name, shape]) => [name, entry(name, shape)]),
);
