import { useQueryClient } from "@tanstack/react-query";
import { Checkbox, DatePicker, Form, Input } from "antd";
import type { Dayjs } from "dayjs";
import { useTranslation } from "react-i18next";
import { api } from "../api/http";
import { FormDrawer } from "../ui/forms/FormDrawer";
import { NumberField } from "../ui/forms/NumberField";
import { asBudget, BudgetFields, type BudgetValues } from "./BudgetFields";
import { type CreatedKey, SCOPES, type Scope } from "./types";

interface Values {
  name: string;
  scopes: Scope[];
  expires_at?: Dayjs | null;
  rate_limit_per_minute?: number | null;
  tokens_per_minute?: number | null;
  max_concurrency?: number | null;
  budget?: BudgetValues;
}

interface Props {
  isOpen: boolean;
  onClose: () => void;
  onCreated: (key: CreatedKey) => void;
}

export function KeyDrawer({ isOpen, onClose, onCreated }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const required = [{ required: true, message: t("form.required") }];
  const submit = async ({
    expires_at,
    rate_limit_per_minute,
    tokens_per_minute,
    max_concurrency,
    budget,
    ...rest
  }: Values) => {
    const body = {
      ...rest,
      ...(expires_at ? { expires_at: expires_at.toISOString() } : {}),
      ...(rate_limit_per_minute ? { rate_limit_per_minute } : {}),
      ...(tokens_per_minute ? { tokens_per_minute } : {}),
      ...(max_concurrency ? { max_concurrency } : {}),
      budget: asBudget(budget),
    };
    onCreated(await api.post<CreatedKey>("/api/keys", body));
    void queries.invalidateQueries({ queryKey: ["client-keys"] });
  };
  return (
    <FormDrawer<Values>
      isOpen={isOpen}
      title={t("keys.add")}
      initial={{ scopes: ["proxy"], budget: { period: "month" } }}
      submitText={t("action.create")}
      onSubmit={submit}
      onClose={onClose}
    >
      <Form.Item name="name" label={t("keys.name")} extra={t("keys.nameHint")} rules={required}>
        <Input maxLength={100} autoFocus />
      </Form.Item>
      <Form.Item name="scopes" label={t("keys.scopes")} rules={required}>
        <Checkbox.Group
          className="scopes"
          options={SCOPES.map((value) => ({
            value,
            label: `${t(`keys.scope.${value}`)} — ${t(`keys.scopeHint.${value}`)}`,
          }))}
        />
      </Form.Item>
      <div className="form-row">
        <Form.Item name="expires_at" label={t("keys.expires")}>
          <DatePicker showTime className="full" />
        </Form.Item>
        <NumberField name="rate_limit_per_minute" label={t("keys.limit")} least={1} most={100_000_000} />
      </div>
      <div className="form-row">
        <NumberField
          name="tokens_per_minute"
          label={t("pool.tokensPerMinute")}
          least={1}
          most={Number.MAX_SAFE_INTEGER}
          placeholder={t("keys.unlimited")}
        />
        <NumberField
          name="max_concurrency"
          label={t("pool.maxConcurrency")}
          least={1}
          most={1_000_000}
          placeholder={t("keys.unlimited")}
        />
      </div>
      <BudgetFields />
    </FormDrawer>
  );
}
