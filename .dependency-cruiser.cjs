// The layers of the server point one way: a file imports its own layer or an earlier one (ARCHITECTURE.md).
const layers = [
  "base",
  "syntax",
  "eval",
  "modules",
  "schema",
  "rules",
  "features",
  "scaffold",
  "analysis",
  "lsp",
  "host",
  "cli",
  "entry",
];

const layerRules = layers.slice(0, -1).map((layer, index) => ({
  name: `${layer}-imports-only-earlier-layers`,
  severity: "error",
  from: { path: `^server/src/${layer}/` },
  to: { path: `^server/src/(${layers.slice(index + 1).join("|")})/` },
}));

module.exports = {
  forbidden: [
    ...layerRules,
    {
      name: "no-cycles",
      severity: "error",
      from: { path: "^(server|client)/src" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "only-syntax-sees-tree-sitter",
      severity: "error",
      from: { path: "^server/src/", pathNot: "^server/src/(syntax|host)/" },
      to: { path: "web-tree-sitter" },
    },
    {
      name: "core-is-node-free",
      severity: "error",
      from: { path: "^server/src/(base|syntax|eval|modules|schema|rules|features|scaffold|analysis)/" },
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
      from: { path: "^server/src/(base|syntax|eval|modules|schema|rules|features|scaffold|analysis)/" },
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
      to: { path: "^server/src/(?!lsp/protocol)" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { extensions: [".ts", ".js", ".json"] },
  },
};
