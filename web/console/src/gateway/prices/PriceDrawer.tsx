import { Form } from "antd";
import { useTranslation } from "react-i18next";
import type { Schema } from "../../api/client";
import { TextField } from "../../ui/forms/fields";
import { NumberField } from "../../ui/forms/NumberField";
import { ResourceForm, type RowForm } from "../../ui/forms/ResourceForm";
import { useSave } from "../../ui/forms/useSave";
import { ModelInput } from "../ModelInput";
import { PRICES } from "../resources";
import { UpstreamField } from "../UpstreamField";
import { Published, usePublished } from "./Published";
import { amountsOf, type Price, toMicros, toUnits } from "./price";

type Values = Schema<"PriceCreate">;

const MOST = 10_000_000;

/** What is typed are units of the currency; what is sent are micros. */
export function PriceDrawer({ row: price, ...drawer }: RowForm<Price>) {
  const { t } = useTranslation();
  const save = useSave(PRICES);
  const submit = ({ model, upstream_id, currency, ...units }: Values) => {
    const micros = amountsOf((name) => (units[name] == null ? null : toMicros(units[name])));
    // the form does not let the first two be empty
    return save(price, {
      model,
      upstream_id: upstream_id ?? null,
      currency,
      ...(micros as Record<keyof typeof micros, number>),
    });
  };
  const initial = price
    ? { ...price, ...amountsOf((name) => (price[name] === null ? null : toUnits(price[name]))) }
    : { currency: "USD" };
  const amounts = [
    ["input_micros_per_million", t("gatewayStats.input"), true, undefined],
    ["output_micros_per_million", t("gatewayStats.output"), true, undefined],
    ["cached_input_micros_per_million", t("gatewayStats.cachedInput"), false, t("gatewayStats.cachedHint")],
    ["cache_write_micros_per_million", t("gatewayStats.cacheWrite"), false, t("gatewayStats.cacheWriteHint")],
    [
      "cache_write_hour_micros_per_million",
      t("gatewayStats.cacheWriteHour"),
      false,
      t("gatewayStats.cacheWriteHourHint"),
    ],
  ] as const;
  return (
    <ResourceForm of={PRICES} row={price} {...drawer} initial={initial as Partial<Values>} onSubmit={submit}>
      <PricedModel />
      <UpstreamField placeholder={t("gatewayStats.anyUpstream")} />
      <TextField
        name="currency"
        label={t("gatewayStats.currency")}
        normalize={(text: string) => text.toUpperCase()}
        isRequired
        maxLength={3}
      />
      {amounts.map(([name, label, isRequired, extra]) => (
        <NumberField
          key={name}
          name={name}
          label={label}
          extra={extra}
          least={0}
          most={MOST}
          decimals={6}
          isRequired={isRequired}
          suffix={t("gatewayStats.perMillion")}
        />
      ))}
    </ResourceForm>
  );
}

function PricedModel() {
  const { t } = useTranslation();
  const upstreamId: number | null | undefined = Form.useWatch("upstream_id");
  const model: string | undefined = Form.useWatch("model");
  const published = usePublished(model);
  return (
    <>
      <Form.Item
        name="model"
        label={t("gatewayStats.model")}
        extra={t("gatewayStats.modelHint")}
        rules={[{ required: true }]}
      >
        <ModelInput upstreamId={upstreamId} known={published.map((price) => price.model)} placeholder="gpt-5-mini*" />
      </Form.Item>
      <Published model={model} prices={published} />
    </>
  );
}
