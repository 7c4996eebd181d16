/** Exit codes of commands. */

/** 0 nothing found, 1 something found or the value does not exist, 2 could not run, 3 the value is unknown. */
export type ExitCode = 0 | 1 | 2 | 3;

/** The command cannot do what it was asked; the message is for the user. Ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
