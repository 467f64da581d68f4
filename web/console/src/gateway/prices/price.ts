/** A price: micros are 10^-6 of one unit of the currency for a million tokens. */
import type { Schema } from "../../api/client";
import { formatUnits } from "../../format";

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

export function formatPrice(micros: number | null, currency: string): string {
  if (micros === null) return "–";
  return formatUnits(micros / MICROS, currency, { minimumFractionDigits: 2, maximumFractionDigits: 6 });
}
