/** What the log's list, its drawer and other pages show of a request. */
import { tried } from "../../tried";
import { Status, type Tone } from "../../ui/Status";
import type { LogAttempt } from "../resources";

export function toneOfStatus(status: number): Tone {
  if (status === 0 || status >= 500) return "bad";
  return status >= 400 ? "near" : "good";
}

/** A name where there is one still; else the number that it had. */
export function nameOr(name: string | null, id: number | null): string {
  return name ?? (id === null ? "–" : `#${id}`);
}

/** Attempts on one line of time; those of an old row, which names no beginnings, follow each other without a wait. */
export function waterfall(attempts: LogAttempt[]) {
  let endMs = 0;
  const placed = attempts.map((attempt, index) => {
    const startMs = index === 0 ? 0 : Math.max(endMs, attempt.at_ms - (attempts[0]?.at_ms ?? 0));
    const waitMs = startMs - endMs; // since the end of the attempt before
    endMs = startMs + attempt.ms;
    return { attempt, waitMs, startMs };
  });
  const percent = (ms: number) => (endMs === 0 ? 0 : (ms / endMs) * 100);
  return placed.map(({ startMs, ...bar }) => ({
    ...bar,
    startPercent: percent(startMs),
    widthPercent: percent(bar.attempt.ms),
  }));
}

/** JSON with its lines and indents; what is none, or is cut off, as it came. */
export function readable(body: string): string {
  return tried(() => JSON.stringify(JSON.parse(body), null, 2)) ?? body;
}

/** What a request was answered with; 0 is no answer. */
export function HttpStatus({ of: status }: { of: number }) {
  return <Status tone={toneOfStatus(status)}>{status === 0 ? "–" : String(status)}</Status>;
}

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
