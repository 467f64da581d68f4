/** What is looked for in the log, as the address holds it and as the server takes it. */

export const FILTERS = ["upstream", "status", "model", "key_id", "client_key_id", "from", "q"] as const;
export type LogFilter = Record<(typeof FILTERS)[number], string>;

export const WINDOWS = { "15m": 15, "1h": 60, "24h": 1440, "7d": 10_080 } as const;
export type Window = keyof typeof WINDOWS;
const MINUTE_MS = 60_000;

export const sinceOf = (span: Window): string => new Date(Date.now() - WINDOWS[span] * MINUTE_MS).toISOString();

/** A window of time begins at the moment it is asked for. */
export function asked({ key_id, client_key_id, from, ...texts }: LogFilter) {
  return {
    ...texts,
    ...(key_id && { key_id: Number(key_id) }),
    ...(client_key_id && { client_key_id: Number(client_key_id) }),
    ...(from in WINDOWS && { from: sinceOf(from as Window) }),
  };
}
