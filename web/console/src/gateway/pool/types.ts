import type { Schema } from "../../api/client";
import type { FiltersOf, MadeOf } from "../../api/resources";
import { CHOICES } from "../../generated/values";
import { kindOf, type Rule } from "../rules/types";

export type UpstreamKey = Schema<"KeyOut">;

/** The end of its secret: a short one has none that may be shown. */
export const hintOf = ({ key_hint }: Pick<UpstreamKey, "key_hint">) => (key_hint ? `…${key_hint}` : "");

export type KeyState = UpstreamKey["state"];

export const STATES = CHOICES["KeyOut.state"];

export type KeyImport = MadeOf<"/api/admin/keys/import">;

export type KeySort = NonNullable<FiltersOf<"/api/admin/keys">["sort"]>;
export type KeyFilter = Schema<"KeyFilterIn">;

/** Which keys are meant: those picked, or all that the filters show. */
export type Selection = { ids: number[] } | { filter: KeyFilter };

const TAKES_OUT = ["disable_key", "ban_key", "cool_down"];
const REFUSED = 401;

type Usage = Pick<Schema<"KeyUsage">, "requests" | "errors" | "last_error_status">;

/** Each request of the last day has failed. */
export const isAlwaysFailing = (usage: Usage | undefined): boolean =>
  usage !== undefined && usage.requests > 0 && usage.errors === usage.requests;

/** It is refused each time, as a key that is wrong or gone is. */
export const isRefused = (usage: Usage | undefined): boolean =>
  isAlwaysFailing(usage) && usage?.last_error_status === REFUSED;

/** Whether one of these rules takes out a key that is refused. */
export const takesOutRefused = (rules: Pick<Rule, "enabled" | "condition" | "actions">[]): boolean =>
  rules.some(
    ({ enabled, condition, actions }) =>
      enabled &&
      JSON.stringify(condition).includes(String(REFUSED)) &&
      actions.some((action) => TAKES_OUT.includes(kindOf(action))),
  );
