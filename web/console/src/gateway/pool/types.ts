import type { Schema } from "../../api/client";
import type { FiltersOf, MadeOf } from "../../api/resources";
import { CHOICES } from "../../generated/values";

export type UpstreamKey = Schema<"KeyOut">;
export type KeyState = UpstreamKey["state"];

export const STATES = CHOICES["KeyOut.state"];

export type KeyImport = MadeOf<"/api/admin/keys/import">;

export type KeySort = NonNullable<FiltersOf<"/api/admin/keys">["sort"]>;
export type KeyFilter = Schema<"KeyFilterIn">;

/** Which keys are meant: those picked, or all that the filters show. */
export type Selection = { ids: number[] } | { filter: KeyFilter };
