import type { Budget, BudgetUsed } from "./types";

const NEAR = 0.8;

export interface Share {
  kind: "requests" | "tokens" | "cost_micros";
  used: number;
  limit: number;
  /** Whole percent, 100 only when nothing is left. */
  percent: number;
  tone: "fine" | "near" | "over";
}

/** How far each limit of a budget is used; tokens may be beyond theirs. */
export function sharesOf(budget: Budget, used: BudgetUsed): Share[] {
  return (["requests", "tokens", "cost_micros"] as const).flatMap((kind) => {
    const limit = budget[kind];
    if (limit === null) return [];
    const part = used[kind] / limit;
    const tone = part >= 1 ? "over" : part >= NEAR ? "near" : "fine";
    return [{ kind, used: used[kind], limit, percent: Math.min(100, Math.floor(part * 100)), tone }];
  });
}
