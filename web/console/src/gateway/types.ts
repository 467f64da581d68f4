/** The gateway's resources as its admin API gives them. */

export interface Upstream {
  id: number;
  name: string;
  base_url: string;
  auth: { type: "bearer" | "header" | "query" | "none"; name?: string | null } | null;
  strategy: Strategy;
  timeout_ms: number;
  retry?: { max_attempts?: number; statuses?: number[]; deadline_ms?: number } | null;
  allow_private?: boolean;
  enabled?: boolean;
  key_count?: number;
  active_key_count?: number;
}

export const STRATEGIES = ["round_robin", "random", "weighted", "least_recently_used"] as const;
export type Strategy = (typeof STRATEGIES)[number];

export interface UpstreamKey {
  id: number;
  upstream_id: number;
  name: string;
  key_hint: string;
  status: string;
  weight: number;
  last_used_at?: string | null;
  created_at?: string;
}

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
  enabled: boolean;
}

export interface LogAttempt {
  upstream?: string | null;
  key_id?: number | null;
  status?: number | null;
  error?: string | null;
  duration_ms?: number | null;
}

export interface LogEntry {
  id: string | number;
  at?: string;
  created_at?: string;
  started_at?: string;
  method: string;
  path: string;
  upstream: string | null;
  model: string | null;
  status: number | null;
  key_id: number | null;
  client_key_id?: number | null;
  attempts: LogAttempt[] | number;
  end_reason?: string | null;
  latency_ms?: number | null;
  total_ms?: number | null;
  first_byte_ms?: number | null;
  queue_ms?: number | null;
  overhead_us?: number | null;
  tokens_in?: number | null;
  tokens_out?: number | null;
  request_id?: string | null;
}

export interface LogPage {
  items: LogEntry[];
  next_cursor: string | null;
}

export const timeOf = (entry: LogEntry) => entry.at ?? entry.started_at ?? entry.created_at;
export const totalOf = (entry: LogEntry) => entry.total_ms ?? entry.latency_ms;
