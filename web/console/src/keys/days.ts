const DAY_MS = 86_400_000;

/** The last days as the server counts them (UTC), oldest first, today included. */
export function lastDays(count: number, nowMs = Date.now()): string[] {
  return Array.from({ length: count + 1 }, (_, index) =>
    new Date(nowMs - (count - index) * DAY_MS).toISOString().slice(0, 10),
  );
}
