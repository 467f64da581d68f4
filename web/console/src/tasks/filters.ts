/** What the list of tasks is narrowed by, as it stands in the address and as the server is asked. */
import { timesOfDays } from "../ui/days";

export const FILTERS = ["q", "status", "kind", "queue", "batch_id", "error_code", "from", "to"] as const;
export const SPANS = { "1h": 1, "24h": 24, "7d": 168 } as const;
export type Span = keyof typeof SPANS;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export const isSpan = (from: string): from is Span => Object.hasOwn(SPANS, from);

/** A span of time that ends now, by whole minutes, so that what is asked stays the same for one; or days. */
export function timesOf({ from, to }: { from: string; to: string }, nowMs: number): { from: string; to: string } {
  if (!isSpan(from)) return timesOfDays({ from, to });
  const minute = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS;
  return { from: new Date(minute - SPANS[from] * HOUR_MS).toISOString(), to: "" };
}
