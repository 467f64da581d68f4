import type { Schema } from "../api/client";
import { resource } from "../api/resources";

/** What a key may use of a calendar day or month (UTC); null is unlimited. */
export type Budget = Schema<"BudgetShape">;
export type BudgetUsed = Schema<"BudgetUsed">;
export type ClientKey = Schema<"ClientKeyOut">;
export type CreatedKey = Schema<"ClientKeyCreated">;

export const CLIENT_KEYS = resource("/api/keys", "/api/keys/{key_id}", {
  words: "clientKeys",
  permission: "keys.write",
  searchedBy: "list.search",
  nameOf: ({ name }) => name,
  switchedBy: "is_active",
});
