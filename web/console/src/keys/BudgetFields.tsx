import { Form, InputNumber, Segmented } from "antd";
import { useTranslation } from "react-i18next";
import type { Budget } from "./types";

const MOST = Number.MAX_SAFE_INTEGER;

/** As the form holds it: empty amounts are no limit. */
export type BudgetValues = Partial<Budget>;

/** What is sent: null where nothing is limited. */
export function asBudget({ requests, tokens, period = "month" }: BudgetValues = {}): Budget | null {
  return requests || tokens ? { requests: requests ?? null, tokens: tokens ?? null, period } : null;
}

/** The fields of a budget, under the name `budget` of the form around them. */
export function BudgetFields() {
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
      <Form.Item name={["budget", "period"]} label={t("keys.budgetPeriod")} extra={t("keys.budgetHint")}>
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
