/**
 * Nix documents that a user edits: files, new ones without a name, and those of a repository opened without a clone.
 * The old side of a comparison (`git:`) is left out, so that nothing is reported twice.
 */
export const documentSelector = ["file", "untitled", "vscode-vfs"].map((scheme) => ({ scheme, language: "nix" }));
