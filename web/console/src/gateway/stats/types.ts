/** Statistics; costs are 10^-9 of one unit of their currency. */
import type { Schema } from "../../api/client";
import type { Answer } from "../../api/resources";
import type { paths } from "../../generated/api";

export type Stats = Answer<"/api/admin/stats">;
export type Cost = Schema<"Cost">;
export type Sums = Schema<"Sums">;
export type Group = Schema<"GroupSums">;
export type Point = Schema<"SeriesPoint">;

export type GroupBy = Stats["group_by"];
export const GROUPS = ["upstream", "model", "key", "client_key", "status", "hour", "day"] as const satisfies GroupBy[];

/** Whose figures they are; empty is without a filter. */
export type StatsFilters = Pick<
  NonNullable<paths["/api/admin/stats"]["get"]["parameters"]["query"]>,
  "upstream" | "model" | "key_id" | "client_key_id"
>;
