/** Numbers, sums and times as the reader's language writes them. */
import * as shared from "../../shared/format";
import { preferences } from "./preferences/store";
import { tried } from "./tried";

export const formatExact = (iso: string): string => shared.formatExact(iso, preferences().language);
export const formatMoment = (iso: string): string => shared.formatMoment(iso, preferences().language);

export const formatRelative = (iso: string, nowMs: number): string =>
  shared.formatRelative(iso, preferences().language, nowMs);

export const formatMoney = (minor: number, currency: string): string =>
  shared.formatMoney(minor, currency, preferences().language);

export const formatDate = (iso: string, shape: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(preferences().language, shape).format(new Date(iso));

export const formatNumber = (value: number, options: Intl.NumberFormatOptions = {}): string =>
  new Intl.NumberFormat(preferences().language, options).format(value);

/** 0.5 is "50%". */
export const formatPercent = (part: number, digits = 0): string =>
  formatNumber(part, { style: "percent", maximumFractionDigits: digits });

/** Whole sums and fractions of a unit; a currency that nobody knows stands behind the number. */
export function formatUnits(units: number, currency: string, digits: Intl.NumberFormatOptions): string {
  return tried(() => formatNumber(units, { style: "currency", currency, ...digits })) ?? `${units} ${currency}`;
}

/** Of time, in seconds, the largest first. */
export const UNITS = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
] as const;

/** "4.0 ms", "240 ms", "3.16 s", "12.5 s": three digits say enough. */
export function formatMs(ms: number | null): string {
  if (ms === null) return "–";
  const [value, unit] = ms >= 999.5 ? [ms / 1000, "s"] : [ms, "ms"];
  const digits = ms === 0 ? 0 : ms < 10 || ms >= 10_000 ? 1 : ms >= 999.5 ? 2 : 0;
  return `${formatNumber(value, { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${unit}`;
}

/** Of microseconds: "967 µs", from a millisecond on as milliseconds are. */
export const formatMicros = (us: number): string => (us < 1000 ? `${formatNumber(us)} µs` : formatMs(us / 1000));
