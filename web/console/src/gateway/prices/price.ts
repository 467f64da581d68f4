/** A price as the admin API gives it: micros are 10^-6 of one unit of the currency for a million tokens. */

export interface Price {
  id: number;
  model: string;
  upstream_id: number | null;
  currency: string;
  input_micros_per_million: number;
  output_micros_per_million: number;
  cached_input_micros_per_million: number | null;
}

const MICROS = 1_000_000;

export const toUnits = (micros: number): number => micros / MICROS;
export const toMicros = (units: number): number => Math.round(units * MICROS);

export function formatPrice(micros: number | null, currency: string, locale: string): string {
  if (micros === null) return "–";
  try {
    const decimals = { minimumFractionDigits: 2, maximumFractionDigits: 6 };
    return new Intl.NumberFormat(locale, { style: "currency", currency, ...decimals }).format(toUnits(micros));
  } catch {
    return `${toUnits(micros)} ${currency}`;
  }
}
