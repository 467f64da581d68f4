/** The range of time a view of the statistics is about, as the address holds it. */

const HOUR_MS = 3_600_000;
export const RANGES = { "24h": 24, "7d": 168, "30d": 720, "90d": 2160 } as const;
export type Range = keyof typeof RANGES;

interface Held {
  range: string;
  from: string;
  to: string;
}

/** Days of one's own come first; `to` is the last day shown. */
export function times({ range, from, to }: Held, nowMs: number): { from: string; to: string } {
  if (from && to) {
    const end = new Date(`${to}T00:00:00Z`).getTime() + 24 * HOUR_MS;
    if (!Number.isNaN(end)) return { from: `${from}T00:00:00Z`, to: new Date(end).toISOString() };
  }
  const hours = RANGES[range as Range] ?? RANGES["24h"];
  // by the minute, so that the same view is asked for under the same name
  const now = Math.ceil(nowMs / 60_000) * 60_000;
  return { from: new Date(now - hours * HOUR_MS).toISOString(), to: new Date(now).toISOString() };
}
