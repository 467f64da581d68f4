import { DollarOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Input, type TableProps } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Page } from "../../api/http";
import { useCan } from "../../auth/session";
import { usePreferences } from "../../preferences/store";
import { EmptyState } from "../../ui/EmptyState";
import { ListTable } from "../../ui/list/ListTable";
import { RowMenu } from "../../ui/RowMenu";
import { useAction } from "../../ui/useAction";
import { useAddress } from "../../ui/useAddress";
import { useConfirm } from "../../ui/useConfirm";
import { useUpstreamOptions } from "../queries";
import { PriceDrawer } from "./PriceDrawer";
import { formatPrice, type Price } from "./price";

const PAGE_SIZE = 50;

export function Prices() {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const mayWrite = useCan()("gateway.write");
  const upstreams = useUpstreamOptions();
  const { values, set, page } = useAddress(["q"] as const);
  const [edited, setEdited] = useState<Price | "new">();
  const confirm = useConfirm();
  const { run } = useAction(["prices"]);
  const list = useQuery({
    queryKey: ["prices", values, page],
    queryFn: ({ signal }) =>
      api.get<Page<Price>>(
        "/api/admin/prices",
        { ...values, limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE },
        signal,
      ),
  });
  const remove = (price: Price) =>
    confirm(
      t("gatewayStats.deletePrice", { name: price.model }),
      t("gatewayStats.deletePriceHint"),
      t("action.delete"),
      () => run(() => api.delete(`/api/admin/prices/${price.id}`), t("list.deleted", { name: price.model })),
    );
  const money = (price: Price, micros: number | null) => formatPrice(micros, price.currency, language);
  const columns: TableProps<Price>["columns"] = [
    {
      title: t("gatewayStats.model"),
      dataIndex: "model",
      render: (model: string) => <span className="mono">{model}</span>,
    },
    {
      title: t("gatewayStats.upstream"),
      key: "upstream",
      render: (_, { upstream_id: id }) =>
        id === null ? t("gatewayStats.anyUpstream") : (upstreams.find(({ value }) => value === id)?.label ?? id),
    },
    {
      title: t("gatewayStats.input"),
      key: "input",
      align: "right",
      render: (_, price) => money(price, price.input_micros_per_million),
    },
    {
      title: t("gatewayStats.cachedInput"),
      key: "cached",
      align: "right",
      render: (_, price) => money(price, price.cached_input_micros_per_million),
    },
    {
      title: t("gatewayStats.cacheWrite"),
      key: "cacheWrite",
      align: "right",
      render: (_, price) => money(price, price.cache_write_micros_per_million),
    },
    {
      title: t("gatewayStats.cacheWriteHour"),
      key: "cacheWriteHour",
      align: "right",
      render: (_, price) => money(price, price.cache_write_hour_micros_per_million),
    },
    {
      title: t("gatewayStats.output"),
      key: "output",
      align: "right",
      render: (_, price) => money(price, price.output_micros_per_million),
    },
    {
      key: "actions",
      align: "right",
      render: (_, price) => (
        <RowMenu
          name={price.model}
          items={[
            { key: "edit", label: t("action.edit"), disabled: !mayWrite, onClick: () => setEdited(price) },
            {
              key: "delete",
              label: t("action.delete"),
              danger: true,
              disabled: !mayWrite,
              onClick: () => remove(price),
            },
          ]}
        />
      ),
    },
  ];
  const add = mayWrite && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited("new")}>
      {t("gatewayStats.addPrice")}
    </Button>
  );
  const isEmpty = list.data?.total === 0 && values.q === "";
  return (
    <>
      {!isEmpty && (
        <>
          <p className="soft">{t("gatewayStats.priceHint")}</p>
          <div className="filters">
            <Input
              allowClear
              className="filter-input"
              placeholder={t("gatewayStats.model")}
              aria-label={t("gatewayStats.model")}
              defaultValue={values.q}
              onChange={(event) => set({ q: event.target.value.trim() })}
            />
            <div className="filters-end">{add}</div>
          </div>
        </>
      )}
      <ListTable
        label={t("gatewayStats.prices")}
        items={list.data?.items}
        total={list.data?.total ?? 0}
        page={page}
        pageSize={PAGE_SIZE}
        onPage={(next) => set({ page: String(next) })}
        error={list.error}
        onRetry={() => void list.refetch()}
        rowKey="id"
        columns={columns}
        empty={
          <EmptyState
            icon={<DollarOutlined />}
            title={t("gatewayStats.noPrices")}
            hint={t("gatewayStats.noPricesHint")}
          >
            {isEmpty && add}
          </EmptyState>
        }
      />
      <PriceDrawer
        isOpen={edited !== undefined}
        price={edited === "new" ? undefined : edited}
        onClose={() => setEdited(undefined)}
      />
    </>
  );
}
