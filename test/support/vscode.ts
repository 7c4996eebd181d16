/** What stands in for `vscode` in unit tests: texts, untranslated. Files that need more of it are tested in VS Code. */
export const l10n = {
  t: (message: string, ...values: readonly (string | number)[]): string =>
    message.replaceAll(/\{(\d+)\}/g, (_, index: string) => String(values[Number(index)] ?? "")),
};
