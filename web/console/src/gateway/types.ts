/** The gateway's resources as its admin API gives them. */

/** How an upstream wants to be asked; null follows from its provider and the model. */
export interface Dialect {
  reasoning: "reasoning_effort" | "budget" | "adaptive" | "off" | null;
  max_tokens_field: "max_tokens" | "max_completion_tokens" | null;
  default_max_tokens: number | null;
  fills_properties: boolean | null;
  asks_for_stream_usage: boolean | null;
}

/** What is known of a provider; `host` is that of its addresses, or the end of it. */
export interface DialectPreset {
  name: string;
  host: string;
  dialect: Dialect;
}

export interface Upstream {
  id: number;
  name: string;
  base_url: string;
  format: "openai" | "anthropic";
  auth: { type: "bearer" | "header" | "query"; name?: string | null };
  strategy: Strategy;
  timeout_ms: number;
  retry: { max_attempts: number; statuses: number[]; deadline_ms: number };
  allow_private: boolean;
  enabled: boolean;
  tags: string[];
  log_bodies: boolean;
  auto_test: boolean;
  time_zone: string;
  breaker: { failures: number; hold_s: number };
  limits: Limits;
  dialect: Dialect;
  held_until: string | null;
  held_reason: string | null;
  keys: { active: number; disabled: number; banned: number };
  awaiting_keys: number;
}

/** What may be sent a minute and be under way at once; null is without a limit. */
export interface Limits {
  requests_per_minute: number | null;
  tokens_per_minute: number | null;
  max_concurrency: number | null;
}

export const STRATEGIES = ["round_robin", "random", "weighted", "least_recently_used"] as const;
export type Strategy = (typeof STRATEGIES)[number];

export interface RouteTarget {
  upstream_id: number;
  model?: string | null;
  weight?: number | null;
}

export interface Route {
  id: number;
  model: string;
  targets: RouteTarget[];
  fallbacks?: RouteTarget[] | null;
  cache_ttl_s: number;
  limits: Limits;
  enabled: boolean;
}

export interface LogAttempt {
  upstream_id: number;
  key_id: number | null;
  status: number | null;
  error: string | null;
  ms: number;
  blame?: "client" | "key" | "upstream" | "our_ip" | null;
}

/** `status` 0: no answer was sent. */
export interface LogEntry {
  id: string;
  request_id: string;
  started_at: string;
  client_key_id: number | null;
  caller: string | null;
  rules_fired: number[];
  rule_whys: string[];
  tags: string[];
  upstream: string | null;
  key_id: number | null;
  model: string | null;
  method: string;
  path: string;
  status: number;
  attempt_count: number;
  queue_us: number;
  first_byte_us: number;
  total_us: number;
  overhead_us: number;
  tokens_in: number | null;
  tokens_out: number | null;
  tokens_estimated: boolean;
  end_reason: string;
  error: string | null;
  cost_nanos: number | null;
  currency: string | null;
  attempts?: LogAttempt[];
  request_body?: string | null;
  answer_body?: string | null;
}

export interface LogPage {
  items: LogEntry[];
  next_cursor: string | null;
}
