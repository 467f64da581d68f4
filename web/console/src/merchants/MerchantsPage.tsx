import { PlusOutlined, ShopOutlined, SyncOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, type TableProps, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Page as ApiPage, api } from "../api/http";
import { useCan } from "../auth/session";
import { usePreferences } from "../preferences/store";
import { EmptyState } from "../ui/EmptyState";
import { ListTable } from "../ui/list/ListTable";
import { Page } from "../ui/Page";
import { RowMenu } from "../ui/RowMenu";
import { Status } from "../ui/Status";
import { Time } from "../ui/Time";
import { useAction } from "../ui/useAction";
import { useAddress } from "../ui/useAddress";
import { ConnectionDrawer } from "./ConnectionDrawer";
import { MerchantDrawer } from "./MerchantDrawer";
import { ProductsDrawer } from "./ProductsDrawer";
import { SyncDrawer } from "./SyncDrawer";
import type { Merchant } from "./types";

const PAGE_SIZE = 25;
type Panel = "edit" | "connect" | "products" | "sync";

export function MerchantsPage() {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const { page, set } = useAddress([] as const);
  const mayWrite = useCan()("merchants.write");
  const [panel, setPanel] = useState<{ kind: Panel; merchant?: Merchant; syncId?: string }>();
  const { run } = useAction(["merchants", "syncs"]);
  const offset = (page - 1) * PAGE_SIZE;
  const list = useQuery({
    queryKey: ["merchants", offset],
    queryFn: ({ signal }) => api.get<ApiPage<Merchant>>("/merchants", { limit: PAGE_SIZE, offset }, signal),
    refetchInterval: 30_000,
  });

  const sync = (merchant: Merchant) =>
    run(async () => {
      const started = await api.post<{ sync_id: string }>("/products/sync/", { merchant_id: merchant.id });
      setPanel({ kind: "sync", merchant, syncId: started.sync_id });
    });

  const columns: TableProps<Merchant>["columns"] = [
    {
      title: t("merchants.name"),
      key: "name",
      render: (_, merchant) => (
        <>
          <span className="cell-title">
            {merchant.name} {merchant.is_demo && <Tag>{t("merchants.demo")}</Tag>}
          </span>
          <span className="soft small">{merchant.connections[0]?.shop_domain ?? t("merchants.notConnected")}</span>
        </>
      ),
    },
    {
      title: t("merchants.platform"),
      key: "platform",
      render: (_, { connections }) =>
        t(connections[0]?.platform === "shopify" ? "merchants.shopify" : "merchants.none"),
    },
    {
      title: t("merchants.products"),
      key: "products",
      align: "right",
      render: (_, merchant) => (
        <Button type="link" size="small" onClick={() => setPanel({ kind: "products", merchant })}>
          {merchant.product_count.toLocaleString(language)}
        </Button>
      ),
    },
    {
      title: t("merchants.lastSync"),
      key: "last",
      render: (_, merchant) => <Time value={merchant.last_synced_at} fallback={t("merchants.never")} />,
    },
    {
      title: t("merchants.state"),
      key: "state",
      render: (_, merchant) => <MerchantState merchant={merchant} />,
    },
    {
      key: "actions",
      align: "right",
      width: 56,
      render: (_, merchant) => (
        <RowMenu
          name={merchant.name}
          items={[
            {
              key: "sync",
              icon: <SyncOutlined />,
              label: t("merchants.sync"),
              disabled: !mayWrite || merchant.connections.length === 0,
              onClick: () => void sync(merchant),
            },
            {
              key: "products",
              label: t("merchants.showProducts"),
              onClick: () => setPanel({ kind: "products", merchant }),
            },
            { key: "history", label: t("merchants.history"), onClick: () => setPanel({ kind: "sync", merchant }) },
            {
              key: "connect",
              label: t("merchants.connect"),
              disabled: !mayWrite,
              onClick: () => setPanel({ kind: "connect", merchant }),
            },
            {
              key: "edit",
              label: t("action.edit"),
              disabled: !mayWrite,
              onClick: () => setPanel({ kind: "edit", merchant }),
            },
          ]}
        />
      ),
    },
  ];

  const add = mayWrite && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setPanel({ kind: "edit" })}>
      {t("merchants.add")}
    </Button>
  );
  const close = () => setPanel(undefined);
  return (
    <Page title={t("nav.merchants")} description={t("merchants.description")} actions={add}>
      <ListTable
        label={t("nav.merchants")}
        items={list.data?.items}
        error={list.error}
        onRetry={() => void list.refetch()}
        rowKey="id"
        columns={columns}
        total={list.data?.total ?? 0}
        page={page}
        pageSize={PAGE_SIZE}
        onPage={(next) => set({ page: String(next) })}
        empty={
          <EmptyState icon={<ShopOutlined />} title={t("merchants.empty")} hint={t("merchants.emptyHint")}>
            {add}
          </EmptyState>
        }
      />
      <MerchantDrawer
        isOpen={panel?.kind === "edit"}
        merchant={panel?.merchant}
        onClose={close}
        onCreated={(merchant) => setTimeout(() => setPanel({ kind: "connect", merchant }))}
      />
      <ConnectionDrawer isOpen={panel?.kind === "connect"} merchant={panel?.merchant} onClose={close} />
      <ProductsDrawer merchant={panel?.kind === "products" ? panel.merchant : undefined} onClose={close} />
      <SyncDrawer
        merchant={panel?.kind === "sync" ? panel.merchant : undefined}
        syncId={panel?.syncId}
        onClose={close}
        onSync={mayWrite ? (merchant) => void sync(merchant) : undefined}
      />
    </Page>
  );
}

function MerchantState({ merchant }: { merchant: Merchant }) {
  const { t } = useTranslation();
  if (!merchant.is_active) return <Status tone="calm">{t("merchants.inactive")}</Status>;
  if (merchant.connections.length === 0) return <Status tone="calm">{t("merchants.notConnected")}</Status>;
  if (merchant.connections[0]?.last_error) return <Status tone="bad">{t("merchants.connectionFailed")}</Status>;
  if (merchant.stale) return <Status tone="near">{t("merchants.stale")}</Status>;
  return <Status tone="good">{t("merchants.fresh")}</Status>;
}
