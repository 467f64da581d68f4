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
