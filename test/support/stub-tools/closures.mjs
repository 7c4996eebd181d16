/** What `nix store diff-closures` prints. */
export const closures = [
  "chainfire-server: 0.1.0 → 0.2.0, \x1b[31;1m+812.4 KiB\x1b[0m",
  "etc: -8.2 KiB",
  "linux: 6.12.40, 6.12.40-modules → 6.12.58, 6.12.58-modules, +1304.5 KiB",
];
