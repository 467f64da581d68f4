/** A schedule as its form has it, and as it is sent. */
import type { Schema } from "../../api/client";
import { BOUNDS } from "../../generated/values";
import { readersZone } from "../../ui/forms/timeZones";
import { type SpanUnit, secondsIn, spanOf } from "../types";
import { SCHEDULES, type Schedule } from "./resource";

export type Values = Pick<Schema<"ScheduleIn">, "name" | "kind"> & {
  by: "cron" | "interval";
  cron?: string;
  timezone?: string;
  amount?: number;
  unit?: SpanUnit;
  input: string;
};

export function valuesOf(schedule: Schedule | undefined): Partial<Values> {
  const zone = readersZone();
  if (!schedule) return { by: "cron", timezone: zone, amount: 5, unit: "minute", input: "{}" };
  const { kind, cron, timezone, payload, interval_s } = schedule;
  return {
    name: SCHEDULES.nameOf(schedule),
    kind,
    by: interval_s === null ? "cron" : "interval",
    cron: cron ?? "",
    timezone,
    ...spanOf(interval_s ?? 300),
    input: JSON.stringify(payload, null, 2),
  };
}

/** How many of a unit an interval may have. */
export const mostOf = (unit: SpanUnit): number => Math.floor(BOUNDS.ScheduleIn.interval_s.most / secondsIn(unit));

/** One of the two ways to say when. */
function timesOf({ by, cron = "", timezone, amount = 1, unit = "minute" }: Partial<Values>) {
  return by === "cron" ? { cron, ...(timezone && { timezone }) } : { interval_s: amount * secondsIn(unit) };
}

/** As it is sent. */
export function bodyOf(values: Values) {
  return { ...timesOf(values), payload: JSON.parse(values.input || "{}") as Record<string, unknown> };
}

/** What can be asked about, as a text; "" as long as its fields hold nothing that is. */
export function askedOf(values: Partial<Values>): string {
  const { by, cron, amount, unit = "minute" } = values;
  const isCount = Number.isInteger(amount) && Number(amount) >= 1 && Number(amount) <= mostOf(unit);
  return (by === "cron" ? cron?.trim() : isCount) ? JSON.stringify(timesOf(values)) : "";
}
