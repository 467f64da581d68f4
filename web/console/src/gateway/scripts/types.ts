/** Scripts as the admin API gives them. */

export type Phase = "request" | "response";
export type OnError = "fail_open" | "fail_closed";

export interface ScriptFields {
  name: string;
  source: string;
  upstream_id: number | null;
  on_error: OnError;
  timeout_ms: number;
  memory_limit_mb: number;
  priority: number;
}

export interface Script extends ScriptFields {
  id: number;
  version: number;
  phases: Phase[];
  enabled: boolean;
  updated_at: string;
}

export interface ScriptVersion {
  version: number;
  source: string;
  author: string;
  restored_from: number | null;
  saved_at: string;
}

export interface Trial {
  output: Record<string, unknown> | null;
  rejection: { status: number; message: string } | null;
  logs: string[];
  error: { kind: string; message: string; line: number | null } | null;
  took_us: number;
}
