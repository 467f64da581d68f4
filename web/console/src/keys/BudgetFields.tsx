import { Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { CHOICES } from "../generated/values";
import { fieldsOf } from "../ui/forms/fields";
import type { Budget } from "./types";

const { Field, NumberField, SumField } = fieldsOf("budget", "BudgetShape", "budget");

/** As the form holds it: empty amounts are no limit. */
export type BudgetValues = Partial<Budget>;

/** What is sent: null where nothing is limited. */
export function asBudget({ requests, tokens, cost_micros, period = "month" }: BudgetValues = {}): Budget | null {
  if ([requests, tokens, cost_micros].every((amount) => amount === null || amount === undefined)) return null;
  return { requests: requests ?? null, tokens: tokens ?? null, cost_micros: cost_micros ?? null, period };
}

/** The fields of a budget, under the name `budget` of the form around them. */
export function BudgetFields({ hint }: { hint?: string }) {
  const { t } = useTranslation();
  const placeholder = t("keys.unlimited");
  return (
    <>
      <div className="form-row">
        <NumberField name="requests" placeholder={placeholder} />
        <NumberField name="tokens" placeholder={placeholder} />
      </div>
      <SumField name="cost_micros" step={1} placeholder={placeholder} />
      <Field name="period" extra={hint}>
        <Segmented
          options={CHOICES["BudgetShape.period"].map((value) => ({ value, label: t(`keys.period.${value}`) }))}
        />
      </Field>
    </>
  );
}
