/** Gives an option of a service another value. */

import type { Range } from "../../base/range.ts";
import type { OptionPath } from "../../modules/api.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import type { TextEdit } from "../support/rule.ts";
import { servicePath } from "../support/services.ts";
import { insertBeside } from "./insertBeside.ts";

/** Where an option stands; `isWritten`: its value, else what switches the service on. */
export interface SettingPlace {
  readonly service: string;
  readonly range: Range;
  readonly isWritten: boolean;
}

/**
 * In place of the value, only where that is written as `before`; else beside the service's `enable`. `null` where neither
 * can be done.
 */
export function setOption(
  file: ParsedFile,
  { service, range, isWritten }: SettingPlace,
  path: OptionPath,
  before: string,
  value: string,
): TextEdit | null {
  if (!isWritten) return insertBeside(file, range, [...servicePath(service), "enable"], [{ path, value }]);
  return file.text.slice(range.start, range.end) === before ? { uri: file.uri, range, newText: value } : null;
}
