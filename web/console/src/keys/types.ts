import type { Schema } from "../api/client";

export type Scope = Schema<"Scope">;
export const SCOPES: Scope[] = ["proxy", "chat", "catalog", "orders", "tasks"];

/** What a key may use of a calendar day or month (UTC); null is unlimited. */
export type Budget = Schema<"BudgetShape">;
export type BudgetUsed = Schema<"BudgetUsed">;
export type ClientKey = Schema<"ClientKeyOut">;
export type CreatedKey = Schema<"ClientKeyCreated">;
