/** What a provider publishes as the price of the model that is typed, to be taken over. */
import { Button, Form } from "antd";
import { useDeferredValue } from "react";
import { useTranslation } from "react-i18next";
import { reads, type Schema } from "../../api/client";
import { AMOUNTS, formatPrice } from "./price";

type PublishedPrice = Schema<"PublishedPriceOut">;

const FRESH_MS = 3_600_000;

/** Those with this text in their names, the shortest name first. */
export function usePublished(text: string | undefined): PublishedPrice[] {
  const q = useDeferredValue(text?.replace(/\*$/, "") ?? "");
  const query = { q, limit: 20 };
  const { data } = reads.useQuery(
    "get",
    "/api/admin/prices/published",
    { params: { query } },
    { staleTime: FRESH_MS, placeholderData: (before) => before },
  );
  return data?.items ?? [];
}

/** Of the same model, else of one that a name with `*` stands for; its figures go into the form around it. */
export function Published({ model, prices }: { model: string | undefined; prices: PublishedPrice[] }) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const price = prices.find((known) => known.model === model?.replace(/\*$/, ""));
  if (!model || !price) return null;
  const shown = (micros: number) => formatPrice(micros, price.currency);
  const take = () => {
    const taken = [...AMOUNTS, "currency"] as const;
    form.setFields(taken.map((name) => ({ name, value: price[name], touched: true }))); // as if they were typed
  };
  return (
    <p className="soft">
      {t("gatewayStats.published", {
        provider: price.provider,
        day: price.as_of,
        input: shown(price.input_micros_per_million),
        output: shown(price.output_micros_per_million),
      })}{" "}
      <Button type="link" className="cell-link" onClick={take}>
        {t("gatewayStats.takePublished")}
      </Button>
    </p>
  );
}
