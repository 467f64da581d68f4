import type { Budget, BudgetUsed } from "../../keys/types";

export const STATES = ["active", "awaiting", "cooling", "exhausted", "disabled", "banned"] as const;
export type KeyState = (typeof STATES)[number];

export interface UpstreamKey {
  id: number;
  upstream_id: number;
  name: string;
  key_hint: string;
  status: "active" | "disabled" | "banned";
  state: KeyState;
  status_reason: string | null;
  status_until: string | null;
  cool_until: string | null;
  weight: number;
  quota: Budget | null;
  quota_used: BudgetUsed | null;
  created_at: string;
}

export interface KeyEvent {
  at: string;
  status: string;
  reason: string;
  rule_id: number | null;
  until: string | null;
}

export interface Imported {
  created: number;
  known: number;
  invalid: { line: number; message: string }[];
  invalid_count: number;
}

/** Which keys are meant: those picked, or all that the filters show. */
export type Selection = { ids: number[] } | { filter: KeyFilter };

export interface KeyFilter {
  upstream_id?: number;
  state?: KeyState;
  q?: string;
}
