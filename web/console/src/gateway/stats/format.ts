/** Numbers of the statistics for people. */
import type { Cost } from "./types";

const NANOS = 1e9;
// Costs are fractions of the unit, whatever its coins: two decimals in every currency.
const TWO_DECIMALS = { minimumFractionDigits: 2, maximumFractionDigits: 2 };

/** Small costs keep two digits that say something: 0.0026, not 0.00, but 0.10. */
export function formatCost(nanos: number | null, currency: string | null, locale: string): string {
  if (nanos === null || currency === null) return "–";
  const units = nanos / NANOS;
  const isSmall = units !== 0 && Math.abs(Number(units.toPrecision(2))) < 0.1;
  const digits = isSmall ? { maximumSignificantDigits: 2 } : TWO_DECIMALS;
  try {
    return new Intl.NumberFormat(locale, { style: "currency", currency, ...digits }).format(units);
  } catch {
    return `${units} ${currency}`;
  }
}

/** An amount whose currency stands elsewhere. */
export function formatAmount(nanos: number, locale: string): string {
  const units = nanos / NANOS;
  const digits = Math.abs(units) < 1 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 2 };
  return new Intl.NumberFormat(locale, digits).format(units);
}

export function formatCosts(costs: Cost[], locale: string): string {
  return costs.length === 0 ? "–" : costs.map((cost) => formatCost(cost.nanos, cost.currency, locale)).join(" + ");
}

export function formatCount(count: number, locale: string): string {
  const notation = count >= 100_000 ? ({ notation: "compact", maximumFractionDigits: 1 } as const) : {};
  return new Intl.NumberFormat(locale, notation).format(count);
}

export function formatMs(ms: number | null): string {
  if (ms === null) return "–";
  if (ms === 0) return "0 ms";
  if (ms >= 10_000) return `${(ms / 1000).toFixed(1)} s`;
  if (ms >= 999.5) return `${(ms / 1000).toFixed(2)} s`;
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;
}

export function formatShare(part: number, whole: number, locale: string): string {
  if (whole === 0) return "–";
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 2 }).format(part / whole);
}
