/** What the log's list, its drawer and other pages show of a request. */
import type { Tone } from "../../ui/Status";

export function toneOfStatus(status: number): Tone {
  if (status === 0 || status >= 500) return "bad";
  return status >= 400 ? "near" : "good";
}

/** Microseconds as people read them. */
export function formatMicros(us: number): string {
  if (us < 1000) return `${us} µs`;
  return us < 10_000 ? `${(us / 1000).toFixed(1)} ms` : `${Math.round(us / 1000)} ms`;
}
