export const SCOPES = ["proxy", "chat", "catalog", "orders", "tasks"] as const;
export type Scope = (typeof SCOPES)[number];

export type Period = "day" | "month";

/** What a key may use of a calendar day or month (UTC); null is unlimited. */
export interface Budget {
  requests: number | null;
  tokens: number | null;
  /** Millionths of the price table's currency. */
  cost_micros: number | null;
  period: Period;
}

export interface BudgetUsed {
  requests: number;
  tokens: number;
  cost_micros: number;
  resets_at: string;
}

export interface ClientKey {
  id: number;
  name: string;
  prefix: string;
  scopes: Scope[];
  rate_limit_per_minute: number | null;
  tokens_per_minute: number | null;
  max_concurrency: number | null;
  budget: Budget | null;
  budget_used: BudgetUsed | null;
  expires_at: string | null;
  is_active: boolean;
  created_by: { id: string; name: string; is_active: boolean } | null;
  last_used_at: string | null;
}

export interface CreatedKey extends ClientKey {
  key: string;
}
