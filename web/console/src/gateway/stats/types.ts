/** Statistics as the admin API gives them. Costs are 10^-9 of one unit of their currency. */

export interface Cost {
  currency: string;
  nanos: number;
}

export interface Sums {
  requests: number;
  errors: number;
  /** Those whose tokens, and cost, are in part an estimate: their answers did not name them. */
  estimated: number;
  tokens_in: number;
  tokens_out: number;
  average_ms: number;
  average_first_byte_ms: number;
  p50_ms: number | null;
  p95_ms: number | null;
  p99_ms: number | null;
  costs: Cost[];
}

export interface Group extends Sums {
  key: string;
  label: string | null;
}

export interface Point extends Sums {
  at: string;
}

export const GROUPS = ["upstream", "model", "key", "client_key", "status", "hour", "day"] as const;
export type GroupBy = (typeof GROUPS)[number];

export interface Stats {
  from_time: string;
  to_time: string;
  totals: Sums;
  group_by: GroupBy;
  groups: Group[];
  step_s: number;
  series: Point[];
  by_model: Group[];
}
