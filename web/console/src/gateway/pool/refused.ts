/** Keys that look well where no rule takes them out, though nothing that is sent with them is answered. */
import type { Schema } from "../../api/client";
import { kindOf, type Rule } from "../rules/types";

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
