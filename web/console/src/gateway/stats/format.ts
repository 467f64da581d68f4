/** Statistics as the server gives them, and their numbers for people. */
import type { Schema } from "../../api/client";
import type { Answer } from "../../api/resources";
import { formatNumber, formatPercent, formatUnits } from "../../format";
import type { paths } from "../../generated/api";

export type Stats = Answer<"/api/admin/stats">;
/** Of 10^-9 of one unit of its currency. */
export type Cost = Schema<"Cost">;
export type Group = Schema<"GroupSums">;
export type Point = Schema<"SeriesPoint">;

export type GroupBy = Stats["group_by"];
export const GROUPS = ["upstream", "model", "key", "client_key", "status", "hour", "day"] as const satisfies GroupBy[];

/** Whose figures they are; empty is without a filter. */
export type StatsFilters = Pick<
  NonNullable<paths["/api/admin/stats"]["get"]["parameters"]["query"]>,
  "upstream" | "model" | "key_id" | "client_key_id"
>;

/** Where the errors of the last day are listed. */
export const FAILED = "/gateway/log?from=24h&status=failed";
const NANOS = 1e9;
// Costs are fractions of the unit, whatever its coins: two decimals in every currency.
const TWO_DECIMALS = { minimumFractionDigits: 2, maximumFractionDigits: 2 };

/** Small costs keep two digits that say something: 0.0026, not 0.00, but 0.10. */
export function formatCost(nanos: number | null, currency: string | null): string {
  if (nanos === null || currency === null) return "–";
  const units = nanos / NANOS;
  const isSmall = units !== 0 && Math.abs(Number(units.toPrecision(2))) < 0.1;
  const digits = isSmall ? { maximumSignificantDigits: 2 } : TWO_DECIMALS;
  return formatUnits(units, currency, digits);
}

/** An amount whose currency stands elsewhere. */
export function formatAmount(nanos: number): string {
  const units = nanos / NANOS;
  const digits = Math.abs(units) < 1 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 2 };
  return formatNumber(units, digits);
}

export function formatCosts(costs: Cost[]): string {
  return costs.length === 0 ? "–" : costs.map((cost) => formatCost(cost.nanos, cost.currency)).join(" + ");
}

export function formatCount(count: number): string {
  const notation = count >= 100_000 ? ({ notation: "compact", maximumFractionDigits: 1 } as const) : {};
  return formatNumber(count, notation);
}

export function formatShare(part: number, whole: number): string {
  if (whole === 0) return "–";
  return formatPercent(part / whole, 2);
}
