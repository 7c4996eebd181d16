/** Where the server says what it does. Nothing is swallowed: what is caught is logged here with its name. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
  /** `what` names the request or job that failed. */
  error(what: string, error: unknown): void;
}
