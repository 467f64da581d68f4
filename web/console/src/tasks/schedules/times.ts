/** When a schedule fires, in words: common shapes of cron expressions, and intervals. */
import i18next, { t } from "i18next";
import type { Schema } from "../../api/client";
import { formatDate, formatNumber } from "../../format";
import { tried } from "../../tried";
import { readersZone } from "../../ui/forms/timeZones";
import { formatSpan, spanOf } from "../types";

type Times = Pick<Schema<"ScheduleOut">, "cron" | "interval_s">;

const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const WORKDAYS = "1,2,3,4,5";
const A_SUNDAY = Date.UTC(2026, 1, 1);
const A_LEAP_YEAR = 2028;
const DAY_MS = 86_400_000;

/** A whole number within bounds; undefined for anything else a field may hold. */
function numberIn(field: string, least: number, most: number): number | undefined {
  const value = Number(field);
  return /^\d{1,2}$/.test(field) && value >= least && value <= most ? value : undefined;
}

/** Of "1-5", "mon,fri" or "0,6" the days from Sunday on; undefined for steps and what is none. */
function weekdaysIn(field: string): number[] | undefined {
  const dayOf = (name: string) => {
    const day = WEEKDAYS.indexOf(name.toLowerCase());
    return day >= 0 ? day : numberIn(name, 0, 7);
  };
  const days = field.split(",").flatMap((part) => {
    const [first, last, ...rest] = part.split("-").map(dayOf);
    if (first === undefined || rest.length > 0 || (part.includes("-") && last === undefined)) return [undefined];
    const end = last ?? first;
    return end < first ? [undefined] : Array.from({ length: end - first + 1 }, (_, index) => (first + index) % 7);
  });
  return days.includes(undefined) ? undefined : [...new Set(days as number[])].toSorted((one, other) => one - other);
}

const nameOfDay = (day: number): string =>
  formatDate(new Date(A_SUNDAY + day * DAY_MS).toISOString(), { weekday: "long", timeZone: "UTC" });

function list(words: string[]): string {
  return new Intl.ListFormat(i18next.language, { type: "conjunction" }).format(words);
}

const two = (value: number): string => String(value).padStart(2, "0");

/** "every 5 minutes", "every hour" */
function every(seconds: number): string {
  const { amount, unit } = spanOf(seconds);
  return amount === 1 ? t(`schedule.each.${unit}`) : t("schedule.every", { span: formatSpan(seconds) });
}

/** The step of a field, 1 of each; undefined where it does not divide `whole`, as after the last one less time passes. */
function stepIn(field: string, whole: number): number | undefined {
  const step = field === "*" ? 1 : field.startsWith("*/") ? numberIn(field.slice(2), 1, whole - 1) : undefined;
  return step !== undefined && whole % step === 0 ? step : undefined;
}

/** By the minute or the hour: "every 15 minutes", "every hour, at minute 05". */
function withinDay(minute: string, hour: string): string | undefined {
  const minutes = stepIn(minute, 60);
  if (hour === "*" && minutes) return every(minutes * 60);
  const [at, hours] = [numberIn(minute, 0, 59), stepIn(hour, 24)];
  if (at === undefined || hours === undefined) return undefined;
  return t("schedule.hourly", { every: every(hours * 3600), minute: two(at) });
}

/** The common shapes of a cron expression; undefined for others, which stand for themselves. */
export function cronWords(cron: string): string | undefined {
  const [minute = "", hour = "", day = "", month = "", weekday = "", ...rest] = cron.trim().split(/\s+/);
  if (weekday === "" || rest.length > 0) return undefined;
  const isEachDay = day === "*" && month === "*" && weekday === "*";
  const often = isEachDay ? withinDay(minute, hour) : undefined;
  if (often) return often;
  const [atHour, atMinute] = [numberIn(hour, 0, 23), numberIn(minute, 0, 59)];
  if (atHour === undefined || atMinute === undefined) return undefined;
  const time = `${two(atHour)}:${two(atMinute)}`;
  return isEachDay ? t("schedule.daily", { time }) : onDays(time, day, month, weekday);
}

/** At one time of day: on some days of the week, or on one day of each month or year. */
function onDays(time: string, day: string, month: string, weekday: string): string | undefined {
  const days = weekdaysIn(weekday);
  if (day === "*" && month === "*" && days) {
    if (days.join() === WORKDAYS) return t("schedule.workdays", { time });
    return t("schedule.weekly", { time, days: list(days.map(nameOfDay)) });
  }
  const dayOfMonth = numberIn(day, 1, 31);
  if (dayOfMonth === undefined || weekday !== "*") return undefined;
  if (month === "*") return t("schedule.monthly", { time, day: formatNumber(dayOfMonth) });
  const ofYear = numberIn(month, 1, 12);
  const date = new Date(Date.UTC(A_LEAP_YEAR, (ofYear ?? 1) - 1, dayOfMonth));
  if (ofYear === undefined || date.getUTCDate() !== dayOfMonth) return undefined; // the 31st of February
  const shape = { month: "long", day: "numeric", timeZone: "UTC" } as const;
  return t("schedule.yearly", { time, date: formatDate(date.toISOString(), shape) });
}

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
