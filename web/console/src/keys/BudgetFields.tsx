import { Form, InputNumber, Segmented } from "antd";
import { useTranslation } from "react-i18next";
import type { Budget } from "./types";

const MICROS = 1_000_000;
const MOST = Number.MAX_SAFE_INTEGER;

/** As the form holds it: empty amounts are no limit. */
export type BudgetValues = Partial<Budget>;

/** What is sent: null where nothing is limited. */
export function asBudget({ requests, tokens, cost_micros, period = "month" }: BudgetValues = {}): Budget | null {
  if (!requests && !tokens && !cost_micros) return null;
  return { requests: requests ?? null, tokens: tokens ?? null, cost_micros: cost_micros ?? null, period };
}

/** The fields of a budget, under the name `budget` of the form around them. */
export function BudgetFields({ hint }: { hint?: string }) {
  const { t } = useTranslation();
  return (
    <>
      <div className="form-row">
        <Form.Item name={["budget", "requests"]} label={t("keys.budgetRequests")}>
          <InputNumber min={1} max={MOST} precision={0} className="full" placeholder={t("keys.unlimited")} />
        </Form.Item>
        <Form.Item name={["budget", "tokens"]} label={t("keys.budgetTokens")}>
          <InputNumber min={1} max={MOST} precision={0} className="full" placeholder={t("keys.unlimited")} />
        </Form.Item>
      </div>
      <Form.Item
        name={["budget", "cost_micros"]}
        label={t("pool.budgetCost")}
        normalize={(value: number | null) => (value === null ? null : Math.round(value * MICROS))}
        getValueProps={(value: number | null | undefined) => ({ value: value ? value / MICROS : null })}
      >
        <InputNumber min={0.01} max={MOST / MICROS} step={1} className="full" placeholder={t("keys.unlimited")} />
      </Form.Item>
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
