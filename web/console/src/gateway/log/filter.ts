/** What is looked for in the log, as the address holds it and as the server takes it. */

export const FILTERS = ["upstream", "status", "model", "key_id", "client_key_id", "from", "q"] as const;
export type LogFilter = Record<(typeof FILTERS)[number], string>;

export const WINDOWS = { "15m": 15, "1h": 60, "24h": 1440, "7d": 10_080 } as const;
export type Window = keyof typeof WINDOWS;
const MINUTE_MS = 60_000;

/** A window of time begins at the moment it is asked for. */
export function asked({ key_id, client_key_id, from, ...texts }: LogFilter) {
  const minutes = WINDOWS[from as Window];
  return {
    ...texts,
    ...(key_id ? { key_id: Number(key_id) } : {}),
    ...(client_key_id ? { client_key_id: Number(client_key_id) } : {}),
    ...(minutes ? { from: new Date(Date.now() - minutes * MINUTE_MS).toISOString() } : {}),
  };
}
