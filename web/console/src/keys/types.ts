import type { Schema } from "../api/client";
import { resource } from "../api/resources";

/** What a key may use of a calendar day or month (UTC); null is unlimited. */
export type Budget = Schema<"BudgetShape">;
export type ClientKey = Schema<"ClientKeyOut">;
export type CreatedKey = Schema<"ClientKeyCreated">;

export const CLIENT_KEYS = resource("/api/keys", "/api/keys/{key_id}", {
  words: "clientKeys",
  permission: "keys.write",
  searchedBy: "list.search",
  nameOf: ({ name }) => name,
  switchedBy: "is_active",
});

const NEAR = 0.8;
const KINDS = ["requests", "tokens", "cost_micros"] as const;
type Kind = (typeof KINDS)[number];

const UNITS = { requests: 1, tokens: 1, cost_micros: 1_000_000 };

export interface Share {
  kind: Kind;
  /** As the limit: requests, tokens or units of the currency. */
  used: number;
  limit: number;
  /** Whole percent, 100 only when nothing is left. */
  percent: number;
  tone: "fine" | "near" | "over";
}

/** How far each limit of a budget is used, none of it before the first use; tokens may be beyond theirs. */
export function sharesOf(budget: Budget, used: Pick<Schema<"BudgetUsed">, Kind> | null | undefined): Share[] {
  return KINDS.flatMap((kind) => {
    const limit = budget[kind];
    if (limit === null || limit === undefined) return [];
    const amount = used?.[kind] ?? 0;
    const part = amount / limit;
    const tone = part >= 1 ? "over" : part >= NEAR ? "near" : "fine";
    const amounts = { used: amount / UNITS[kind], limit: limit / UNITS[kind] };
    return [{ kind, ...amounts, percent: Math.min(100, Math.floor(part * 100)), tone }];
  });
}

/** The one that is nearest to its end. */
export function tightestOf(shares: Share[]): Share[] {
  return shares.toSorted((one, other) => other.used / other.limit - one.used / one.limit).slice(0, 1);
}
