/** When a schedule fires, in words: common shapes of cron expressions, and intervals. */
import i18next, { t } from "i18next";
import type { Schema } from "../../api/client";
import { formatDate, formatNumber } from "../../format";
import { tried } from "../../tried";
import { formatSpan } from "../types";

type Times = Pick<Schema<"ScheduleOut">, "cron" | "interval_s">;

const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const WORKDAYS = "1,2,3,4,5";
const A_SUNDAY = Date.UTC(2026, 1, 1);
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

/** By the minute or the hour: "every 15 minutes", "every hour at minute 5". */
function withinDay(minute: string, hour: string): string | undefined {
  const everyMinutes = minute === "*" ? 1 : numberIn(minute.replace(/^\*\//, ""), 1, 59);
  if (hour === "*" && (minute === "*" || minute.startsWith("*/")) && everyMinutes)
    return t("schedule.every", { span: formatSpan(everyMinutes * 60) });
  const at = numberIn(minute, 0, 59);
  const everyHours = hour === "*" ? 1 : hour.startsWith("*/") ? numberIn(hour.slice(2), 1, 23) : undefined;
  if (at === undefined || everyHours === undefined) return undefined;
  return t("schedule.hourly", { span: formatSpan(everyHours * 3600), minute: two(at) });
}

/** The common shapes of a cron expression; undefined for others, which stand for themselves. */
export function cronWords(cron: string): string | undefined {
  const [minute = "", hour = "", day = "", month = "", weekday = "", ...rest] = cron.trim().split(/\s+/);
  if (weekday === "" || rest.length > 0) return undefined;
  const isEachDay = day === "*" && month === "*" && weekday === "*";
  if (isEachDay && withinDay(minute, hour)) return withinDay(minute, hour);
  const [atHour, atMinute] = [numberIn(hour, 0, 23), numberIn(minute, 0, 59)];
  if (atHour === undefined || atMinute === undefined) return undefined;
  const time = `${two(atHour)}:${two(atMinute)}`;
  if (isEachDay) return t("schedule.daily", { time });
  const days = weekdaysIn(weekday);
  if (day === "*" && month === "*" && days) {
    if (days.join() === WORKDAYS) return t("schedule.workdays", { time });
    return t("schedule.weekly", { time, days: list(days.map(nameOfDay)) });
  }
  const dayOfMonth = numberIn(day, 1, 31);
  if (dayOfMonth === undefined || weekday !== "*") return undefined;
  if (month === "*") return t("schedule.monthly", { time, day: formatNumber(dayOfMonth) });
  const ofYear = numberIn(month, 1, 12);
  if (ofYear === undefined) return undefined;
  const date = new Date(Date.UTC(2028, ofYear - 1, dayOfMonth)).toISOString();
  return t("schedule.yearly", { time, date: formatDate(date, { month: "long", day: "numeric", timeZone: "UTC" }) });
}

/** In words where there are any. */
export function timesWords({ cron, interval_s }: Times): string | undefined {
  if (interval_s !== null) return t("schedule.every", { span: formatSpan(interval_s) });
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
