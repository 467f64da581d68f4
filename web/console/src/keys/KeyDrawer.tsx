import { Checkbox, DatePicker } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useTranslation } from "react-i18next";
import type { Schema } from "../api/client";
import { CHOICES } from "../generated/values";
import { Advanced } from "../ui/forms/Advanced";
import { fieldsOf } from "../ui/forms/fields";
import { ResourceForm, type RowForm, useSave } from "../ui/forms/ResourceForm";
import { asBudget, BudgetFields, type BudgetValues } from "./Budget";
import { CLIENT_KEYS, type ClientKey, type CreatedKey } from "./types";

const { Field, TextField, NumberField } = fieldsOf("clientKeys", "ClientKeyCreate");

type Values = Omit<Schema<"ClientKeyCreate">, "expires_at" | "budget"> &
  Partial<Record<"expires_at", Dayjs | null>> & { budget?: BudgetValues };

interface Props extends RowForm<ClientKey> {
  onCreated: (key: CreatedKey) => void;
}

function valuesOf(key: ClientKey | undefined): Partial<Values> {
  const budget = key?.budget ?? { period: "month" };
  if (!key) return { scopes: ["proxy"], budget };
  return { ...key, expires_at: key.expires_at ? dayjs(key.expires_at) : null, budget };
}

export function KeyDrawer({ row, onCreated, ...drawer }: Props) {
  const { t } = useTranslation();
  const unlimited = t("keys.unlimited");
  const save = useSave(CLIENT_KEYS);
  const submit = async ({ expires_at, budget, ...rest }: Values) => {
    const body = { ...rest, expires_at: expires_at?.toISOString() ?? null, budget: asBudget(budget) };
    const created = await save(row, body);
    if (created) onCreated(created);
  };
  return (
    <ResourceForm of={CLIENT_KEYS} row={row} {...drawer} initial={valuesOf(row)} onSubmit={submit}>
      <TextField name="name" isRequired autoFocus />
      {/* not `isRequired`, by which Ant Design marks a group of boxes in a way that no group may be marked */}
      <Field name="scopes" rules={[{ type: "array", min: 1, message: t("form.required") }]}>
        <Checkbox.Group
          className="scopes"
          options={CHOICES.Scope.map((value) => ({
            value,
            label: `${t(`keys.scope.${value}`)} — ${t(`keys.scopeHint.${value}`)}`,
          }))}
        />
      </Field>
      <Field name="expires_at">
        <DatePicker showTime className="full" placeholder={t("keys.never")} minDate={dayjs()} />
      </Field>
      <BudgetFields />
      <Advanced names={["rate_limit_per_minute", "tokens_per_minute", "max_concurrency"]}>
        <NumberField name="rate_limit_per_minute" />
        <div className="form-row">
          <NumberField name="tokens_per_minute" placeholder={unlimited} />
          <NumberField name="max_concurrency" placeholder={unlimited} />
        </div>
      </Advanced>
    </ResourceForm>
  );
}
