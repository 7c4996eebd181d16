// The layers of the server point one way: a file imports its own layer or an earlier one (ARCHITECTURE.md).
const layers = [
  "base",
  "protocol",
  "syntax",
  "eval",
  "nixpkgs",
  "modules",
  "schema",
  "rules",
  "features",
  "scaffold",
  "session",
  "lsp",
  "node",
  "cli",
  "entry",
];

const layerRules = layers.slice(0, -1).map((layer, index) => ({
  name: `${layer}-imports-only-earlier-layers`,
  severity: "error",
  from: { path: `^server/src/${layer}/` },
  to: { path: `^server/src/(${layers.slice(index + 1).join("|")})/` },
}));

// Rooms within a folder point one way, too, types included: a room imports itself and earlier ones, and none of the files
// that stand beside the rooms, which see them all.
const rooms = {
  "server/src/syntax": ["tree", "lower", "recovery", "parse", "scopes", "cursor"],
  "server/src/eval": ["core", "compile", "incremental", "print", "regex", "builtins", "machine"],
  "server/src/nixpkgs/lib": ["support", "attrsets", "files", "strings", "generators", "lists", "packages"],
  "server/src/modules": [
    "model",
    "definitions",
    "types",
    "options",
    "evaluation",
    "lib",
    "nixpkgs",
    "host",
    "flake",
    "discover",
  ],
  "server/src/rules": ["support", "edit", "listeners", "syntax", "fleet", "host"],
  "server/src/features": ["context", "markdown", "language", "resolve", "formatting", "completion"],
  "server/src/scaffold": ["edit", "create"],
  "server/src/session": ["files", "findings", "hosts"],
  "server/src/lsp": ["convert", "diagnostics", "state", "requests"],
  "server/src/cli": ["formats"],
  "client/src": ["workbench", "process", "nixLog", "nix", "nixErrors", "deploy", "scaffold", "tasks"],
  "client/src/nixErrors": ["parse", "place", "show"],
  "client/src/deploy": ["hosts", "tools", "engine", "run", "ask"],
};

const roomRules = Object.entries(rooms).flatMap(([folder, names]) =>
  names.map((room, index) => ({
    name: `${folder}/${room}-imports-only-earlier-rooms`,
    severity: "error",
    from: { path: `^${folder}/${room}/` },
    to: { path: `^${folder}/(${[...names.slice(index + 1).map((later) => `${later}/`), "[^/]+$"].join("|")})` },
  })),
);

module.exports = {
  forbidden: [
    ...layerRules,
    ...roomRules,
    {
      name: "modules-has-one-door",
      severity: "error",
      from: { path: "^server/src/(?!modules/)" },
      to: { path: "^server/src/modules/(?!api\\.ts$)" },
    },
    {
      name: "no-cycles",
      severity: "error",
      from: { path: "^(server|client)/src" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "only-syntax-sees-tree-sitter",
      severity: "error",
      from: { path: "^server/src/", pathNot: "^server/src/(syntax|node)/" },
      to: { path: "web-tree-sitter" },
    },
    {
      name: "core-is-node-free",
      severity: "error",
      from: { path: "^server/src/(base|protocol|syntax|eval|nixpkgs|modules|schema|rules|features|scaffold|session)/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "the-server-runs-no-program",
      severity: "error",
      from: { path: "^server/src/" },
      to: { path: "^(node:)?(child_process|cluster)$" },
    },
    {
      name: "core-is-protocol-free",
      severity: "error",
      from: { path: "^server/src/(base|protocol|syntax|eval|nixpkgs|modules|schema|rules|features|scaffold|session)/" },
      to: { path: "vscode-(languageserver|languageclient|jsonrpc)" },
    },
    {
      name: "runs-and-records-know-no-vscode",
      severity: "error",
      from: { path: "^client/src/(process|nixLog)/" },
      to: { path: "^vscode$" },
    },
    {
      name: "client-and-server-apart",
      severity: "error",
      from: { path: "^client/src" },
      to: { path: "^server/src/(?!protocol/)" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { extensions: [".ts", ".js", ".json"] },
  },
};
