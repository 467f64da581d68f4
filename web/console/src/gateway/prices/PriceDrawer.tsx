import { Form } from "antd";
import { useTranslation } from "react-i18next";
import type { Schema } from "../../api/client";
import { fieldsOf } from "../../ui/forms/fields";
import { ResourceForm, type RowForm } from "../../ui/forms/ResourceForm";
import { useSave } from "../../ui/forms/useSave";
import { ModelInput } from "../ModelInput";
import { PRICES } from "../resources";
import { UpstreamField } from "../UpstreamField";
import { Published, usePublished } from "./Published";
import { AMOUNTS, type Amount, type Price } from "./price";

const { Field, TextField, SumField } = fieldsOf("prices", "PriceCreate");

type Values = Schema<"PriceCreate">;

const isNeeded = (name: Amount) => name === "input_micros_per_million" || name === "output_micros_per_million";

export function PriceDrawer({ row: price, ...drawer }: RowForm<Price>) {
  const { t } = useTranslation();
  const save = useSave(PRICES);
  const submit = (values: Values) => save(price, { ...values, upstream_id: values.upstream_id ?? null });
  return (
    <ResourceForm of={PRICES} row={price} {...drawer} initial={price ?? { currency: "USD" }} onSubmit={submit}>
      <PricedModel />
      <UpstreamField placeholder={t("gatewayStats.anyUpstream")} />
      <TextField name="currency" normalize={(text: string) => text.toUpperCase()} isRequired />
      {AMOUNTS.map((name) => (
        <SumField key={name} name={name} isRequired={isNeeded(name)} suffix={t("gatewayStats.perMillion")} />
      ))}
    </ResourceForm>
  );
}

function PricedModel() {
  const upstreamId: number | null | undefined = Form.useWatch("upstream_id");
  const model: string | undefined = Form.useWatch("model");
  const published = usePublished(model);
  return (
    <>
      <Field name="model" isRequired>
        <ModelInput upstreamId={upstreamId} known={published.map((price) => price.model)} placeholder="gpt-5-mini*" />
      </Field>
      <Published model={model} prices={published} />
    </>
  );
}
