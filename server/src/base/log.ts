/** The server's log. Nothing is swallowed: what is caught is logged here with its name. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
  /** `what` names the request or job that failed. */
  error(what: string, error: unknown): void;
}
