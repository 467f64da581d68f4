import { Checkbox, DatePicker, Form } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useTranslation } from "react-i18next";
import type { Schema } from "../api/client";
import { Advanced } from "../ui/forms/Advanced";
import { TextField } from "../ui/forms/fields";
import { NumberField } from "../ui/forms/NumberField";
import { ResourceForm, type RowForm } from "../ui/forms/ResourceForm";
import { useSave } from "../ui/forms/useSave";
import { asBudget, BudgetFields, type BudgetValues } from "./BudgetFields";
import { CLIENT_KEYS, type ClientKey, type CreatedKey, SCOPES } from "./types";

type Values = Omit<Schema<"ClientKeyCreate">, "expires_at" | "budget"> &
  Partial<Record<"expires_at", Dayjs | null>> & { budget?: BudgetValues };

interface Props extends RowForm<ClientKey> {
  onCreated: (key: CreatedKey) => void;
}

function valuesOf(key: ClientKey | undefined): Partial<Values> {
  if (!key) return { scopes: ["proxy"], budget: { period: "month" } };
  const { name, scopes, rate_limit_per_minute, tokens_per_minute, max_concurrency } = key;
  return {
    name,
    scopes,
    rate_limit_per_minute,
    tokens_per_minute,
    max_concurrency,
    expires_at: key.expires_at ? dayjs(key.expires_at) : null,
    budget: key.budget ?? { period: "month" },
  };
}

/** Not `required`, by which Ant Design marks a group of boxes in a way that no group may be marked. */
const someOf = (problem: string) => (_: unknown, chosen: unknown[] | undefined) =>
  chosen?.length ? Promise.resolve() : Promise.reject(new Error(problem));

export function KeyDrawer({ row, onCreated, ...drawer }: Props) {
  const { t } = useTranslation();
  const save = useSave(CLIENT_KEYS);
  const submit = async ({ expires_at, budget, ...rest }: Values) => {
    const body = { ...rest, expires_at: expires_at?.toISOString() ?? null, budget: asBudget(budget) };
    const created = await save(row, body);
    if (created) onCreated(created);
  };
  return (
    <ResourceForm of={CLIENT_KEYS} row={row} {...drawer} initial={valuesOf(row)} onSubmit={submit}>
      <TextField name="name" label={t("keys.name")} extra={t("keys.nameHint")} isRequired maxLength={100} autoFocus />
      <Form.Item name="scopes" label={t("keys.scopes")} rules={[{ validator: someOf(t("form.required")) }]}>
        <Checkbox.Group
          className="scopes"
          options={SCOPES.map((value) => ({
            value,
            label: `${t(`keys.scope.${value}`)} — ${t(`keys.scopeHint.${value}`)}`,
          }))}
        />
      </Form.Item>
      <Form.Item name="expires_at" label={t("keys.expires")}>
        <DatePicker showTime className="full" placeholder={t("keys.never")} minDate={dayjs()} />
      </Form.Item>
      <BudgetFields />
      <Advanced names={["rate_limit_per_minute", "tokens_per_minute", "max_concurrency"]}>
        <LimitFields />
      </Advanced>
    </ResourceForm>
  );
}

function LimitFields() {
  const { t } = useTranslation();
  const unlimited = t("keys.unlimited");
  return (
    <>
      <NumberField
        name="rate_limit_per_minute"
        label={t("keys.limit")}
        extra={t("keys.limitHint")}
        least={1}
        most={100_000_000}
      />
      <div className="form-row">
        <NumberField
          name="tokens_per_minute"
          label={t("pool.tokensPerMinute")}
          least={1}
          most={Number.MAX_SAFE_INTEGER}
          placeholder={unlimited}
        />
        <NumberField
          name="max_concurrency"
          label={t("pool.maxConcurrency")}
          least={1}
          most={1_000_000}
          placeholder={unlimited}
        />
      </div>
    </>
  );
}
