/** Cron expressions of five fields, read as the sets of values that they name, and told in words. */
import i18next, { t } from "i18next";
import { formatDate, formatNumber } from "../../format";
import { formatSpan, spanOf } from "../types";

const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WORKDAYS = "1,2,3,4,5";
const A_SUNDAY = Date.UTC(2026, 1, 1);
const A_LEAP_YEAR = 2028;
const DAY_MS = 86_400_000;
// more than these in a row are no words that anybody reads
const MOST_TIMES = 6;
const MOST_WINDOWS = 3;
const MOST_DAYS = 10;

type Bounds = readonly [least: number, most: number];

/** A whole number within bounds; undefined for anything else a field may hold. */
function numberIn(field: string, [least, most]: Bounds): number | undefined {
  const value = Number(field);
  return /^\d{1,2}$/.test(field) && value >= least && value <= most ? value : undefined;
}

/** From `first` to `last`, each `step`. */
const steps = (first: number, last: number, step = 1): number[] =>
  Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) => first + index * step);

/** The values of "*", "5", "1-5", "*\/15" or "10-40/10". */
function valuesOfPart(part: string, bounds: Bounds, names: string[]): number[] | undefined {
  const [range = "", step, ...more] = part.split("/");
  const by = step === undefined ? 1 : numberIn(step, [1, 59]);
  if (by === undefined || more.length > 0) return undefined;
  const namedValue = (text: string) => {
    const place = names.indexOf(text.toLowerCase());
    return place >= 0 ? place + bounds[0] : numberIn(text, bounds);
  };
  const [first, last, ...rest] = range === "*" ? bounds : range.split("-").map(namedValue);
  if (first === undefined || rest.length > 0 || (range.includes("-") && last === undefined)) return undefined;
  const end = last ?? (step === undefined ? first : bounds[1]);
  return end < first ? undefined : steps(first, end, by);
}

/** All values of a field in their order; undefined where it holds what is none, or what has no number. */
function valuesOf(field: string, bounds: Bounds, names: string[] = []): number[] | undefined {
  const parts = field.split(",").map((part) => valuesOfPart(part, bounds, names));
  if (parts.includes(undefined)) return undefined;
  return [...new Set(parts.flat() as number[])].toSorted((one, other) => one - other);
}

function list(words: string[]): string {
  return new Intl.ListFormat(i18next.language, { type: "conjunction" }).format(words);
}

const two = (value: number): string => String(value).padStart(2, "0");
const dateWords = (atMs: number, shape: Intl.DateTimeFormatOptions): string =>
  formatDate(new Date(atMs).toISOString(), { ...shape, timeZone: "UTC" });
const numbersIn = (values: number[]): string => list(values.map((value) => formatNumber(value)));

/** "every 5 minutes", "every hour" */
export function every(seconds: number): string {
  const { amount, unit } = spanOf(seconds);
  return amount === 1 ? t(`schedule.each.${unit}`) : t("schedule.every", { span: formatSpan(seconds) });
}

/** The step by which values begin at 0 and go through the whole; undefined where there is none. */
function stepOf(values: number[], whole: number): number | undefined {
  const step = values.length > 1 ? (values[1] ?? 0) : whole;
  return values.join() === steps(0, whole - 1, step).join() ? step : undefined;
}

/** Within an hour: "every 5 minutes", "every hour, at minute 05". */
function withinHour(minutes: number[]): string | undefined {
  const step = stepOf(minutes, 60);
  if (minutes.length > 1 && step) {
    return 60 % step === 0 ? every(step * 60) : t("schedule.fromHour", { span: formatSpan(step * 60) });
  }
  return minutes.length > MOST_TIMES ? undefined : atMinutes(every(3600), minutes);
}

const atMinutes = (span: string, minutes: number[]): string =>
  t("schedule.hourly", { every: span, minute: list(minutes.map(two)), count: minutes.length });

/** The hours from one to another without a gap, as "from 09:00 to 17:59". */
function windowsOf(hours: number[]): string[] {
  const starts = hours.filter((hour) => !hours.includes(hour - 1));
  const ends = hours.filter((hour) => !hours.includes(hour + 1));
  return starts.map((start, place) =>
    t("schedule.window", { from: `${two(start)}:00`, to: `${two(ends[place] ?? start)}:59` }),
  );
}

/** At times of day that are few enough to name each. */
function timesIn(minutes: number[], hours: number[]): string | undefined {
  if (hours.length === 24 || minutes.length * hours.length > MOST_TIMES) return undefined;
  return list(hours.flatMap((hour) => minutes.map((minute) => `${two(hour)}:${two(minute)}`)));
}

/** By the minute or the hour, all day or in some hours of it. */
function oftenIn(minutes: number[], hours: number[]): string | undefined {
  const byHours = stepOf(hours, 24);
  if (minutes.length === 1 && byHours && 24 % byHours === 0) return atMinutes(every(byHours * 3600), minutes);
  const often = withinHour(minutes);
  const windows = windowsOf(hours);
  if (hours.length === 24 || often === undefined) return often;
  return windows.length > MOST_WINDOWS ? undefined : t("schedule.within", { often, windows: list(windows) });
}

interface Days {
  days: number[];
  months: number[];
  weekdays: number[];
}

/** On which days: undefined where they have no words, "" for each day. */
function daysIn({ days, months, weekdays }: Days): string | undefined {
  const [isAnyDay, isAnyMonth, isAnyWeekday] = [days.length === 31, months.length === 12, weekdays.length === 7];
  if (!isAnyDay && (!isAnyWeekday || days.length > MOST_DAYS)) return undefined;
  const inMonths = list(months.map((month) => dateWords(Date.UTC(A_LEAP_YEAR, month - 1), { month: "long" })));
  if (isAnyDay) {
    const each = isAnyWeekday ? t("schedule.each.day") : weekdayWords(weekdays);
    if (isAnyMonth) return isAnyWeekday ? "" : each;
    return t("schedule.inMonths", { days: each, months: inMonths });
  }
  const [day = 0, month = 0] = [days[0], months[0]];
  if (new Date(Date.UTC(A_LEAP_YEAR, month - 1, day)).getUTCDate() !== day) return undefined; // the 31st of February
  if (isAnyMonth) return t("schedule.monthly", { day: numbersIn(days), count: days.length });
  if (days.length > 1 || months.length > 1) {
    return t("schedule.ofMonths", { day: numbersIn(days), count: days.length, months: inMonths });
  }
  const date = dateWords(Date.UTC(A_LEAP_YEAR, month - 1, day), { month: "long", day: "numeric" });
  return t("schedule.yearly", { date });
}

function weekdayWords(weekdays: number[]): string {
  if (weekdays.join() === WORKDAYS) return t("schedule.workdays");
  return list(weekdays.map((day) => dateWords(A_SUNDAY + day * DAY_MS, { weekday: "long" })));
}

/** The shapes of a cron expression that have words; undefined for others, which stand for themselves. */
export function cronWords(cron: string): string | undefined {
  const [minute = "", hour = "", day = "", month = "", weekday = "", ...rest] = cron.trim().split(/\s+/);
  if (weekday === "" || rest.length > 0) return undefined;
  if (!day.startsWith("*") && !weekday.startsWith("*")) return undefined; // of both, either is enough
  const minutes = valuesOf(minute, [0, 59]);
  const hours = valuesOf(hour, [0, 23]);
  const days = valuesOf(day, [1, 31]);
  const months = valuesOf(month, [1, 12], MONTHS);
  const weekdays = valuesOf(weekday, weekday.startsWith("*") ? [0, 6] : [0, 7], WEEKDAYS);
  if (!minutes || !hours || !days || !months || !weekdays) return undefined;
  const week = [...new Set(weekdays.map((one) => one % 7))].toSorted((one, other) => one - other);
  const on = daysIn({ days, months, weekdays: week });
  if (on === undefined) return undefined;
  const often = oftenWords(minutes, hours);
  if (often !== undefined) return on ? t("schedule.oftenOn", { often, days: on }) : often;
  const time = timesIn(minutes, hours);
  return time && t("schedule.at", { days: on || t("schedule.each.day"), time });
}

/** Where that says it better than each of the times would. */
function oftenWords(minutes: number[], hours: number[]): string | undefined {
  const isBeat = minutes.length === 1 && hours.length > 1 && 24 % (stepOf(hours, 24) ?? 5) === 0;
  return isBeat || timesIn(minutes, hours) === undefined ? oftenIn(minutes, hours) : undefined;
}

const FIELDS = ["minute", "hour", "day", "month", "weekday"] as const;
type CronField = (typeof FIELDS)[number];

const BOUNDS: Record<CronField, Bounds> = {
  minute: [0, 59],
  hour: [0, 23],
  day: [1, 31],
  month: [1, 12],
  weekday: [0, 7],
};
const NAMES: Partial<Record<CronField, string[]>> = { month: MONTHS, weekday: WEEKDAYS };
/** Beside values: the last day or workday of a month, its last or nth day of the week. */
const SPECIAL: Partial<Record<CronField, RegExp>> = { day: /^LW?$/i, weekday: /^([0-7]L|([0-7]|[a-z]{3})#[1-5])$/i };

/** A step may be larger than what it goes through; then it is the first alone. */
function isPart(part: string, field: CronField): boolean {
  const [range = "", step, ...more] = part.split("/");
  const isStep = step === undefined || (/^\d+$/.test(step) && Number(step) > 0);
  if (!isStep || more.length > 0) return false;
  return SPECIAL[field]?.test(range) || valuesOfPart(range, BOUNDS[field], NAMES[field] ?? []) !== undefined;
}

/** Which of five fields is wrong, in words; of the whole the server says it. */
export function cronProblem(cron: string): string | undefined {
  const texts = cron.trim().split(/\s+/);
  if (texts.length !== FIELDS.length) return undefined;
  const place = texts.findIndex(
    (text, index) => !text.split(",").every((part) => isPart(part, FIELDS[index] ?? "day")),
  );
  const field = FIELDS[place];
  return field && t(`schedule.wrong.${field}`, { text: texts[place] });
}
