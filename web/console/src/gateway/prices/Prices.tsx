import { DollarOutlined } from "@ant-design/icons";
import { keepPreviousData } from "@tanstack/react-query";
import { Button, Form } from "antd";
import { useDeferredValue } from "react";
import { useTranslation } from "react-i18next";
import { reads, type Schema } from "../../api/client";
import { formatUnits } from "../../format";
import { MixedCurrencies } from "../../keys/Budget";
import { fieldsOf } from "../../ui/forms/fields";
import { ResourceForm, type RowForm } from "../../ui/forms/ResourceForm";
import { type Columns, column, numberColumn } from "../../ui/list/columns";
import { ResourceList } from "../../ui/list/ResourceList";
import { useResource } from "../../ui/list/useResource";
import { useAddress } from "../../ui/useAddress";
import { ModelInput, UpstreamField } from "../fields";
import { UpstreamFilter } from "../filters";
import { useUpstreamNames } from "../queries";
import { PRICES } from "../resources";

/** Micros are 10^-6 of one unit of the currency for a million tokens. */
type Price = Schema<"PriceOut">;

/** The amounts of a price, in the order of a table. */
const AMOUNTS = [
  "input_micros_per_million",
  "output_micros_per_million",
  "cached_input_micros_per_million",
  "cache_write_micros_per_million",
  "cache_write_hour_micros_per_million",
] as const;
type Amount = (typeof AMOUNTS)[number];

const MICROS = 1_000_000;

function formatPrice(micros: number | null, currency: string): string {
  if (micros === null) return "–";
  return formatUnits(micros / MICROS, currency, { minimumFractionDigits: 2, maximumFractionDigits: 6 });
}

export function Prices() {
  const { t } = useTranslation();
  const nameOfUpstream = useUpstreamNames();
  const { values, field, isFiltered } = useAddress(["upstream"]);
  const filters = values.upstream ? { upstream_id: Number(values.upstream) } : {};
  const columns: Columns<Price> = [
    column(t("gatewayStats.model"), ({ model }) => <span className="mono">{model}</span>),
    column(t("gatewayStats.upstream"), ({ upstream_id: id }) =>
      id === null ? t("gatewayStats.anyUpstream") : nameOfUpstream(id),
    ),
    ...AMOUNTS.map((name) =>
      numberColumn<Price>(t(`field.prices.${name}`), (price) => formatPrice(price[name], price.currency)),
    ),
  ];
  return (
    <>
      <p className="soft">{t("gatewayStats.priceHint")}</p>
      <MixedCurrencies />
      <ResourceList
        of={useResource(PRICES, { filters })}
        label={t("gatewayStats.prices")}
        icon={<DollarOutlined />}
        columns={columns}
        filters={<UpstreamFilter {...field("upstream")} />}
        isFiltered={isFiltered}
        form={(props) => <PriceDrawer {...props} />}
      />
    </>
  );
}

const { Field, TextField, SumField } = fieldsOf("prices", "PriceCreate");

const FRESH_MS = 3_600_000;

type Values = Schema<"PriceCreate">;

const isNeeded = (name: Amount) => name === "input_micros_per_million" || name === "output_micros_per_million";

function PriceDrawer({ row: price, ...drawer }: RowForm<Price>) {
  const { t } = useTranslation();
  return (
    <ResourceForm
      of={PRICES}
      row={price}
      {...drawer}
      initial={price ?? { currency: "USD" }}
      onSubmit={(values: Values, save) => save({ ...values, upstream_id: values.upstream_id ?? null })}
    >
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
  const init = { params: { query: { q: useDeferredValue(typed), limit: 20 } } }; // the shortest name first
  const rarely = { staleTime: FRESH_MS, placeholderData: keepPreviousData };
  const { data } = reads.useQuery("get", "/api/admin/prices/published", init, rarely);
  const published = data?.items.find(({ model }) => model === typed);
  const take = (price: Schema<"PublishedPriceOut">) =>
    form.setFieldsValue(Object.fromEntries([...AMOUNTS, "currency" as const].map((name) => [name, price[name]])));
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
