/** Named errors for boundary code. The core does not throw: it answers `null`, `[]` or an unknown. */

/** A schema that cannot be used. `source` says which one, `cause` says why. */
export class SchemaError extends Error {
  override readonly name = "SchemaError";
  readonly source: string;
  constructor(source: string, reason: string, options?: ErrorOptions) {
    super(`schema ${source}: ${reason}`, options);
    this.source = source;
  }
}

/** Something the outside refused: a file that cannot be read, a folder that cannot be listed. */
export class HostError extends Error {
  override readonly name = "HostError";
}

/** A value of any type as the text of an error message. */
export function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
