import { useQueryClient } from "@tanstack/react-query";
import { Checkbox, DatePicker, Form, Input } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useTranslation } from "react-i18next";
import { client, dataOf, type Schema } from "../api/client";
import { readAgain } from "../api/resources";
import { Advanced } from "../ui/forms/Advanced";
import { FormDrawer } from "../ui/forms/FormDrawer";
import { NumberField } from "../ui/forms/NumberField";
import { asBudget, BudgetFields, type BudgetValues } from "./BudgetFields";
import { type ClientKey, type CreatedKey, SCOPES } from "./types";

type Values = Omit<Schema<"ClientKeyCreate">, "expires_at" | "budget"> &
  Partial<Record<"expires_at", Dayjs | null>> & { budget?: BudgetValues };

interface Props {
  isOpen: boolean;
  edited: ClientKey | undefined;
  onClose: () => void;
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

export function KeyDrawer({ isOpen, edited, onClose, onCreated }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const required = [{ required: true, message: t("form.required") }];
  const submit = async ({ expires_at, budget, ...rest }: Values) => {
    const body = { ...rest, expires_at: expires_at?.toISOString() ?? null, budget: asBudget(budget) };
    if (edited) await client.PATCH("/api/keys/{key_id}", { params: { path: { key_id: edited.id } }, body });
    else onCreated(await dataOf(client.POST("/api/keys", { body })));
    void readAgain(queries, ["/api/keys"]);
  };
  return (
    <FormDrawer<Values>
      isOpen={isOpen}
      title={edited ? t("keys.edit", { name: edited.name }) : t("keys.add")}
      initial={valuesOf(edited)}
      submitText={t(edited ? "action.save" : "action.create")}
      onSubmit={submit}
      onClose={onClose}
    >
      <Form.Item name="name" label={t("keys.name")} extra={t("keys.nameHint")} rules={required}>
        <Input maxLength={100} autoFocus />
      </Form.Item>
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
    </FormDrawer>
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
