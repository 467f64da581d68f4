/** A price: micros are 10^-6 of one unit of the currency for a million tokens. */
import type { Schema } from "../../api/client";

export type Price = Schema<"PriceOut">;

/** The amounts of a price, in the order of a table. */
export const AMOUNTS = [
  "input_micros_per_million",
  "output_micros_per_million",
  "cached_input_micros_per_million",
  "cache_write_micros_per_million",
  "cache_write_hour_micros_per_million",
] as const;
export type Amount = (typeof AMOUNTS)[number];

const MICROS = 1_000_000;

export const toUnits = (micros: number): number => micros / MICROS;
export const toMicros = (units: number): number => Math.round(units * MICROS);

/** Each amount by its name, made of the one that `of` gives. */
export function amountsOf<T>(of: (name: Amount) => T): Record<Amount, T> {
  return Object.fromEntries(AMOUNTS.map((name) => [name, of(name)])) as Record<Amount, T>;
}

export function formatPrice(micros: number | null, currency: string, locale: string): string {
  if (micros === null) return "–";
  try {
    const decimals = { minimumFractionDigits: 2, maximumFractionDigits: 6 };
    return new Intl.NumberFormat(locale, { style: "currency", currency, ...decimals }).format(toUnits(micros));
  } catch {
    return `${toUnits(micros)} ${currency}`;
  }
}
