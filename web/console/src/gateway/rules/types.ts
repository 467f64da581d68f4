/** Rules and their parts. */
import type { Schema } from "../../api/client";

/** A tree as the server keeps it: `{"all": […]}`, `{"status": {"in": [429]}}` and so on. */
export type Tree = Record<string, unknown>;
/** One name, such as `cool_down`, and what belongs to it. */
export type Action = Record<string, unknown>;

export type Rule = Schema<"RuleOut">;
export type RuleFields = Schema<"RuleCreate">;

export const ACTION_KINDS = ["cool_down", "disable_key", "ban_key", "retry", "alert", "log", "tag"] as const;
type ActionKind = (typeof ACTION_KINDS)[number];
export const COOL_SOURCES = ["retry_after", "rate_limit_headers", "fixed"] as const;
/** A year and a day, as the server has it. */
export const LONGEST_REST_S = 31_622_400;
export const LOG_LEVELS = ["debug", "info", "warning", "error"] as const;

export const NEW_ACTIONS: Record<ActionKind, Action> = {
  cool_down: { cool_down: { from: "retry_after", default_s: 60 } },
  disable_key: { disable_key: { for_s: 3600 } },
  ban_key: { ban_key: {} },
  retry: { retry: {} },
  alert: { alert: { channel: "" } },
  log: { log: { level: "warning" } },
  tag: { tag: "" },
};

export function kindOf(action: Action): ActionKind {
  return Object.keys(action)[0] as ActionKind;
}

/** What stands beside an action's name. */
export function detailsOf(action: Action): Record<string, string | number | null | undefined> {
  const inner = Object.values(action)[0];
  return typeof inner === "object" && inner !== null ? (inner as Record<string, string | number>) : {};
}
