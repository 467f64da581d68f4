import { keepPreviousData } from "@tanstack/react-query";
import { Button, Form } from "antd";
import { useDeferredValue } from "react";
import { useTranslation } from "react-i18next";
import { reads, type Schema } from "../../api/client";
import { fieldsOf } from "../../ui/forms/fields";
import { fillIn } from "../../ui/forms/fillIn";
import { ResourceForm, type RowForm } from "../../ui/forms/ResourceForm";
import { useSave } from "../../ui/forms/useSave";
import { ModelInput } from "../ModelInput";
import { PRICES } from "../resources";
import { UpstreamField } from "../UpstreamField";
import { AMOUNTS, type Amount, formatPrice, type Price } from "./price";

const { Field, TextField, SumField } = fieldsOf("prices", "PriceCreate");

const FRESH_MS = 3_600_000;

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

/** The model; of the one typed, or that a name with `*` stands for, what its provider publishes as the price can be taken over. */
function PricedModel() {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const upstreamId: number | null | undefined = Form.useWatch("upstream_id");
  const typed = (Form.useWatch("model") as string | undefined)?.replace(/\*$/, "") ?? "";
  const query = { q: useDeferredValue(typed), limit: 20 }; // the shortest name first
  const { data } = reads.useQuery(
    "get",
    "/api/admin/prices/published",
    { params: { query } },
    { staleTime: FRESH_MS, placeholderData: keepPreviousData },
  );
  const published = data?.items.find(({ model }) => model === typed);
  const take = (price: Schema<"PublishedPriceOut">) =>
    fillIn(form, Object.fromEntries([...AMOUNTS, "currency" as const].map((name) => [name, price[name]])));
  const shown = (micros: number) => formatPrice(micros, published?.currency ?? "");
  return (
    <>
      <Field name="model" isRequired>
        <ModelInput upstreamId={upstreamId} known={data?.items.map(({ model }) => model)} placeholder="gpt-5-mini*" />
      </Field>
      {published && (
        <p className="soft">
          {t("gatewayStats.published", {
            provider: published.provider,
            day: published.as_of,
            input: shown(published.input_micros_per_million),
            output: shown(published.output_micros_per_million),
          })}{" "}
          <Button type="link" className="cell-link" onClick={() => take(published)}>
            {t("gatewayStats.takePublished")}
          </Button>
        </p>
      )}
    </>
  );
}
