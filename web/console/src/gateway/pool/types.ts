import type { Schema } from "../../api/client";
import type { FiltersOf } from "../../api/resources";

export type UpstreamKey = Schema<"KeyOut">;
export type KeyState = UpstreamKey["state"];

export const STATES = [
  "active",
  "awaiting",
  "cooling",
  "exhausted",
  "disabled",
  "banned",
] as const satisfies KeyState[];

export type KeySort = NonNullable<FiltersOf<"/api/admin/keys">["sort"]>;
export type KeyFilter = Schema<"KeyFilterIn">;

/** Which keys are meant: those picked, or all that the filters show. */
export type Selection = { ids: number[] } | { filter: KeyFilter };
