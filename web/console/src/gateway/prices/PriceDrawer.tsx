import { useQueryClient } from "@tanstack/react-query";
import { Form, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "../../api/http";
import { FormDrawer } from "../../ui/forms/FormDrawer";
import { NumberField } from "../../ui/forms/NumberField";
import { useUpstreamOptions } from "../queries";
import { type Price, toMicros, toUnits } from "./price";

interface Values {
  model: string;
  upstream_id?: number | null;
  currency: string;
  input_micros_per_million: number;
  output_micros_per_million: number;
  cached_input_micros_per_million?: number | null;
  cache_write_micros_per_million?: number | null;
  cache_write_hour_micros_per_million?: number | null;
}

interface Props {
  isOpen: boolean;
  price: Price | undefined;
  onClose: () => void;
}

const MOST = 10_000_000;

const microsOf = (units: number | null | undefined) => (units === null || units === undefined ? null : toMicros(units));
const unitsOf = (micros: number | null) => (micros === null ? null : toUnits(micros));

/** What is typed are units of the currency; what is sent are micros. */
export function PriceDrawer({ isOpen, price, onClose }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const upstreams = useUpstreamOptions();
  const submit = async (values: Values) => {
    const body = {
      model: values.model,
      upstream_id: values.upstream_id ?? null,
      currency: values.currency,
      input_micros_per_million: toMicros(values.input_micros_per_million),
      output_micros_per_million: toMicros(values.output_micros_per_million),
      cached_input_micros_per_million: microsOf(values.cached_input_micros_per_million),
      cache_write_micros_per_million: microsOf(values.cache_write_micros_per_million),
      cache_write_hour_micros_per_million: microsOf(values.cache_write_hour_micros_per_million),
    };
    if (price) await api.patch(`/api/admin/prices/${price.id}`, body);
    else await api.post("/api/admin/prices", body);
    void queries.invalidateQueries({ queryKey: ["prices"] });
  };
  const required = { required: true, message: t("form.required") };
  const initial: Partial<Values> = price
    ? {
        model: price.model,
        upstream_id: price.upstream_id,
        currency: price.currency,
        input_micros_per_million: toUnits(price.input_micros_per_million),
        output_micros_per_million: toUnits(price.output_micros_per_million),
        cached_input_micros_per_million: unitsOf(price.cached_input_micros_per_million),
        cache_write_micros_per_million: unitsOf(price.cache_write_micros_per_million),
        cache_write_hour_micros_per_million: unitsOf(price.cache_write_hour_micros_per_million),
      }
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
    <FormDrawer<Values>
      isOpen={isOpen}
      title={t(price ? "gatewayStats.editPrice" : "gatewayStats.addPrice")}
      initial={initial}
      submitText={t(price ? "action.save" : "action.create")}
      onSubmit={submit}
      onClose={onClose}
    >
      <Form.Item name="model" label={t("gatewayStats.model")} extra={t("gatewayStats.modelHint")} rules={[required]}>
        <Input placeholder="gpt-5-mini*" maxLength={200} autoFocus />
      </Form.Item>
      <Form.Item name="upstream_id" label={t("gatewayStats.upstream")}>
        <Select allowClear options={upstreams} placeholder={t("gatewayStats.anyUpstream")} />
      </Form.Item>
      <Form.Item
        name="currency"
        label={t("gatewayStats.currency")}
        normalize={(text: string) => text.toUpperCase()}
        rules={[required]}
      >
        <Input maxLength={3} />
      </Form.Item>
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
    </FormDrawer>
  );
}
