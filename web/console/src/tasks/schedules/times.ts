/** When a schedule fires, in words, and its times in a zone. */
import type { Schema } from "../../api/client";
import { formatDate } from "../../format";
import { tried } from "../../tried";
import { readersZone } from "../../ui/forms/timeZones";
import { cronWords, every } from "./cron";

type Times = Pick<Schema<"ScheduleOut">, "cron" | "interval_s">;

/** Where its times are told: an interval has none of a place. */
export const zoneOf = ({ cron, timezone }: Pick<Schema<"ScheduleOut">, "cron" | "timezone">): string =>
  cron === null ? readersZone() : timezone;

/** In words where there are any. */
export function timesWords({ cron, interval_s }: Times): string | undefined {
  if (interval_s !== null) return every(interval_s);
  return cronWords(cron ?? "");
}

const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
const DAY = { weekday: "short", month: "short", day: "numeric" } as const;

/** A time as it is in a zone, or in the reader's; in UTC where this browser does not know the zone. */
export function formatIn(iso: string, timeZone?: string): string {
  const isThisYear = new Date(iso).getFullYear() === new Date().getFullYear();
  const shape = { ...DAY, ...CLOCK, ...(!isThisYear && { year: "numeric" as const }) };
  const inZone = tried(() => formatDate(iso, { ...shape, ...(timeZone && { timeZone }) }));
  return inZone ?? formatDate(iso, { ...shape, timeZone: "UTC" });
}
