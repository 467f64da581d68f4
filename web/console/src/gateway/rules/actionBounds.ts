import type { TFunction } from "i18next";
import { numberProblem } from "../../ui/forms/NumberField";
import { type Action, detailsOf, LONGEST_REST_S } from "./types";

/** What is wrong with the seconds that an action names, with the action's field before it. */
export function actionProblem(t: TFunction, action: Action): string | undefined {
  const { default_s, for_s } = detailsOf(action);
  const fields = [
    [t("rules.defaultSeconds"), default_s],
    [t("rules.forSeconds"), for_s],
  ] as const;
  for (const [label, value] of fields) {
    const problem = typeof value === "number" && numberProblem(value, { least: 1, most: LONGEST_REST_S });
    if (problem) return `${label}: ${problem}`;
  }
  return undefined;
}

/** A form's rule for a list of actions. */
export const withinActions =
  (t: TFunction) =>
  (_: unknown, actions: readonly Action[]): Promise<void> => {
    const problem = actions.map((action) => actionProblem(t, action)).find((one) => one !== undefined);
    return problem ? Promise.reject(new Error(problem)) : Promise.resolve();
  };
