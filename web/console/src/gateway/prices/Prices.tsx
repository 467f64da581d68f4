import { DollarOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { useCan } from "../../auth/session";
import { usePreferences } from "../../preferences/store";
import { actionsColumn, type Column, type Columns } from "../../ui/list/columns";
import { ResourceList } from "../../ui/list/ResourceList";
import { useResource } from "../../ui/list/useResource";
import { TextFilter } from "../../ui/TextFilter";
import { useAddress } from "../../ui/useAddress";
import { useUpstreamNames } from "../queries";
import { PRICES } from "../resources";
import { UpstreamFilter } from "../UpstreamFilter";
import { PriceDrawer } from "./PriceDrawer";
import { type Amount, formatPrice, type Price } from "./price";

const nameOf = ({ model }: Price) => model;

export function Prices() {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const mayWrite = useCan()("gateway.write");
  const nameOfUpstream = useUpstreamNames();
  const { values, set } = useAddress(["q", "upstream"] as const);
  const filters = { q: values.q, ...(values.upstream ? { upstream_id: Number(values.upstream) } : {}) };
  const { list, opened, remove } = useResource(PRICES, { filters });
  const amount = (name: Amount, title: string): Column<Price> => ({
    title,
    key: name,
    align: "right",
    render: (_, price) => formatPrice(price[name], price.currency, language),
  });
  const columns: Columns<Price> = [
    { title: t("gatewayStats.model"), key: "model", render: (_, { model }) => <span className="mono">{model}</span> },
    {
      title: t("gatewayStats.upstream"),
      key: "upstream",
      render: (_, { upstream_id: id }) => (id === null ? t("gatewayStats.anyUpstream") : nameOfUpstream(id)),
    },
    amount("input_micros_per_million", t("gatewayStats.input")),
    amount("output_micros_per_million", t("gatewayStats.output")),
    amount("cached_input_micros_per_million", t("gatewayStats.cachedInput")),
    amount("cache_write_micros_per_million", t("gatewayStats.cacheWrite")),
    amount("cache_write_hour_micros_per_million", t("gatewayStats.cacheWriteHour")),
    actionsColumn(nameOf, [
      { key: "edit", label: t("action.edit"), isOff: !mayWrite, onClick: opened.open },
      {
        key: "delete",
        label: t("action.delete"),
        isDanger: true,
        isOff: !mayWrite,
        onClick: (row) =>
          remove(row, row.model, t("gatewayStats.deletePrice", { name: row.model }), t("gatewayStats.deletePriceHint")),
      },
    ]),
  ];
  return (
    <>
      <p className="soft">{t("gatewayStats.priceHint")}</p>
      <ResourceList
        list={list}
        opened={opened}
        columns={columns}
        mayWrite={mayWrite}
        icon={<DollarOutlined />}
        words={{
          label: t("gatewayStats.prices"),
          add: t("gatewayStats.addPrice"),
          none: t("gatewayStats.noPrices"),
          noneHint: t("gatewayStats.noPricesHint"),
        }}
        filters={
          <>
            <TextFilter label={t("gateway.searchModel")} value={values.q} onChange={(q) => set({ q })} />
            <UpstreamFilter value={values.upstream} onChange={(upstream) => set({ upstream })} />
          </>
        }
        isFiltered={Boolean(values.q || values.upstream)}
        form={(price, isOpen, close) => <PriceDrawer isOpen={isOpen} price={price} onClose={close} />}
      />
    </>
  );
}
