import { DollarOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { type Columns, column, numberColumn } from "../../ui/list/columns";
import { ResourceList } from "../../ui/list/ResourceList";
import { useResource } from "../../ui/list/useResource";
import { useAddress } from "../../ui/useAddress";
import { useUpstreamNames } from "../queries";
import { PRICES } from "../resources";
import { UpstreamFilter } from "../UpstreamFilter";
import { PriceDrawer } from "./PriceDrawer";
import { AMOUNTS, formatPrice, type Price } from "./price";

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
