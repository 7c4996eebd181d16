/** The environment that programs get: the extension host's own, without what VS Code put there for itself. */

/** Names that only mean something to VS Code and Electron, and would mislead a program started by it. */
const ours = /^(ELECTRON_|VSCODE_)|^(NODE_CHANNEL_FD|NODE_UNIQUE_ID)$/;

/** The environment of a child: what the extension host has, less VS Code's own, and what is asked for besides. */
export function childEnvironment(
  own: Readonly<Record<string, string | undefined>>,
  besides: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const kept = Object.entries(own).flatMap(([name, value]) =>
    value === undefined || ours.test(name) ? [] : [[name, value] as const],
  );
  return { ...Object.fromEntries(kept), ...besides };
}
