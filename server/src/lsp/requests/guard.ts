/** The wall around every handler: a fault is logged with the request's name and harms no other request. */
import type { Log } from "../../base/log.ts";

/** `handler`, answering `fallback` where it throws. */
export function guard<P, R>(
  log: Log,
  name: string,
  fallback: R,
  handler: (params: P) => R | Promise<R>,
): (params: P) => Promise<R> {
  return async (params) => {
    try {
      return await handler(params);
    } catch (error) {
      log.error(name, error);
      return fallback;
    }
  };
}
