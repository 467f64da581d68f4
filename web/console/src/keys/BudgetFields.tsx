import { Form, Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { NumberField } from "../ui/forms/NumberField";
import type { Budget } from "./types";

const MICROS = 1_000_000;
const MOST = Number.MAX_SAFE_INTEGER;

/** Whole micros of what is typed; what has more decimals than micros stays as it is, for the field to name. */
function microsOf(units: number): number {
  const micros = units * MICROS;
  return Math.abs(micros - Math.round(micros)) < 0.001 ? Math.round(micros) : micros;
}

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
  return (
    <>
      <div className="form-row">
        <NumberField
          name={["budget", "requests"]}
          label={t("keys.budgetRequests")}
          least={1}
          most={MOST}
          placeholder={t("keys.unlimited")}
        />
        <NumberField
          name={["budget", "tokens"]}
          label={t("keys.budgetTokens")}
          least={1}
          most={MOST}
          placeholder={t("keys.unlimited")}
        />
      </div>
      <NumberField
        name={["budget", "cost_micros"]}
        label={t("pool.budgetCost")}
        normalize={(value: number | null) => (value === null ? null : microsOf(value))}
        getValueProps={(value: number | null | undefined) => ({
          value: typeof value === "number" ? value / MICROS : null,
        })}
        least={1 / MICROS}
        most={MOST / MICROS}
        decimals={6}
        perUnit={MICROS}
        step={1}
        placeholder={t("keys.unlimited")}
      />
      <Form.Item name={["budget", "period"]} label={t("keys.budgetPeriod")} extra={hint ?? t("keys.budgetHint")}>
        <Segmented
          options={[
            { value: "day", label: t("keys.period.day") },
            { value: "month", label: t("keys.period.month") },
          ]}
        />
      </Form.Item>
    </>
  );
}
