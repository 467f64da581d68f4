import { DollarOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { usePreferences } from "../../preferences/store";
import { type Columns, column, numberColumn } from "../../ui/list/columns";
import { ResourceList } from "../../ui/list/ResourceList";
import { useResource } from "../../ui/list/useResource";
import { TextFilter } from "../../ui/TextFilter";
import { useAddress } from "../../ui/useAddress";
import { useUpstreamNames } from "../queries";
import { PRICES } from "../resources";
import { UpstreamFilter } from "../UpstreamFilter";
import { PriceDrawer } from "./PriceDrawer";
import { type Amount, formatPrice, type Price } from "./price";

export function Prices() {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const nameOfUpstream = useUpstreamNames();
  const { values, field, isFiltered } = useAddress(["q", "upstream"]);
  const filters = { q: values.q, ...(values.upstream && { upstream_id: Number(values.upstream) }) };
  const amount = (name: Amount, title: string) =>
    numberColumn<Price>(title, (price) => formatPrice(price[name], price.currency, language));
  const columns: Columns<Price> = [
    column(t("gatewayStats.model"), ({ model }) => <span className="mono">{model}</span>),
    column(t("gatewayStats.upstream"), ({ upstream_id: id }) =>
      id === null ? t("gatewayStats.anyUpstream") : nameOfUpstream(id),
    ),
    amount("input_micros_per_million", t("gatewayStats.input")),
    amount("output_micros_per_million", t("gatewayStats.output")),
    amount("cached_input_micros_per_million", t("gatewayStats.cachedInput")),
    amount("cache_write_micros_per_million", t("gatewayStats.cacheWrite")),
    amount("cache_write_hour_micros_per_million", t("gatewayStats.cacheWriteHour")),
  ];
  return (
    <>
      <p className="soft">{t("gatewayStats.priceHint")}</p>
      <ResourceList
        of={useResource(PRICES, { filters })}
        label={t("gatewayStats.prices")}
        icon={<DollarOutlined />}
        columns={columns}
        filters={
          <>
            <TextFilter label={t("gateway.searchModel")} {...field("q")} />
            <UpstreamFilter {...field("upstream")} />
          </>
        }
        isFiltered={isFiltered}
        form={(props) => <PriceDrawer {...props} />}
      />
    </>
  );
}
