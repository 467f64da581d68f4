import { ShopOutlined, SyncOutlined } from "@ant-design/icons";
import { Button, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { client } from "../api/client";
import { resource } from "../api/resources";
import { useCan } from "../auth/session";
import { usePreferences } from "../preferences/store";
import { actionsColumn, type Columns } from "../ui/list/columns";
import { ResourceList } from "../ui/list/ResourceList";
import { useOpened } from "../ui/list/useOpened";
import { useResource } from "../ui/list/useResource";
import { Page } from "../ui/Page";
import { TextFilter } from "../ui/TextFilter";
import { Time } from "../ui/Time";
import { ActionFailed } from "../ui/useAction";
import { useAddress } from "../ui/useAddress";
import { useNotices } from "../ui/useNotices";
import { ConnectionDrawer } from "./ConnectionDrawer";
import { MerchantDrawer } from "./MerchantDrawer";
import { ProductsDrawer } from "./ProductsDrawer";
import { useLatestSyncs } from "./queries";
import { StateCell } from "./StateCell";
import { SyncDrawer } from "./SyncDrawer";
import { tryConnection } from "./tryConnection";
import { type Merchant, reasonText } from "./types";

const MERCHANTS = resource("/merchants", "/merchants/{merchant_id}");
const nameOf = ({ name }: Merchant) => name;
const isConnected = ({ connections }: Merchant) => connections.length > 0;

export function MerchantsPage() {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const navigate = useNavigate();
  const notices = useNotices();
  const mayWrite = useCan()("merchants.write");
  const { values, set } = useAddress(["q"]);
  const { syncOf, everyMs } = useLatestSyncs();
  const { list, opened, run } = useResource(MERCHANTS, {
    filters: values,
    refetchInterval: everyMs,
    also: ["/products/sync"],
  });
  const connecting = useOpened(list.items, MERCHANTS.item, "connect");
  const products = useOpened(list.items, MERCHANTS.item, "products");
  const syncs = useOpened(list.items, MERCHANTS.item, "sync");

  const sync = async (merchant: Merchant) => {
    const body = { merchant_id: merchant.id, confirm_deletions: false };
    if (await run(() => client.POST("/products/sync/", { body }))) syncs.open(merchant);
  };
  const test = ({ id, name, connections: [connection] }: Merchant) =>
    run(async () => {
      const { ok, reason, message, missing_scopes } = await tryConnection(id, connection?.id ?? 0);
      if (!ok) throw new ActionFailed(`${name}: ${reasonText(t, reason, message, missing_scopes)}`);
      notices.success(t("merchants.testOk", { name }));
    });
  const columns: Columns<Merchant> = [
    {
      title: t("merchants.name"),
      key: "name",
      render: (_, merchant) => (
        <>
          <span className="cell-title">{merchant.name}</span> {merchant.is_demo && <Tag>{t("merchants.demo")}</Tag>}
          {!merchant.is_demo && <span className="soft small">{merchant.connections[0]?.shop_domain}</span>}
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
        <Button type="link" className="cell-link" onClick={() => products.open(merchant)}>
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
      render: (_, merchant) => <StateCell merchant={merchant} sync={syncOf(merchant.id)} />,
    },
    actionsColumn(nameOf, [
      {
        key: "sync",
        icon: <SyncOutlined />,
        label: t("merchants.sync"),
        isOff: (merchant) => !mayWrite || !isConnected(merchant),
        onClick: sync,
      },
      { key: "products", label: t("merchants.showProducts"), onClick: products.open },
      { key: "history", label: t("merchants.history"), onClick: syncs.open },
      {
        key: "test",
        label: t("merchants.test"),
        isOff: (merchant) => !mayWrite || !isConnected(merchant),
        onClick: test,
      },
      { key: "connect", label: t("merchants.connect"), isOff: !mayWrite, onClick: connecting.open },
      { key: "edit", label: t("action.edit"), isOff: !mayWrite, onClick: opened.open },
    ]),
  ];
  return (
    <Page title={t("nav.merchants")} description={t("merchants.description")}>
      <ResourceList
        list={list}
        opened={opened}
        columns={columns}
        mayWrite={mayWrite}
        icon={<ShopOutlined />}
        words={{
          label: t("nav.merchants"),
          add: t("merchants.add"),
          none: t("merchants.empty"),
          noneHint: t("merchants.emptyHint"),
        }}
        filters={<TextFilter label={t("list.search")} value={values.q} onChange={(q) => set({ q })} />}
        isFiltered={values.q !== ""}
        form={(merchant, isOpen, close) => (
          <MerchantDrawer
            isOpen={isOpen}
            merchant={merchant}
            onClose={(made) => (made ? void navigate(`?connect=${made.id}`) : close())}
          />
        )}
      />
      <ConnectionDrawer isOpen={connecting.row !== undefined} merchant={connecting.row} onClose={connecting.close} />
      <ProductsDrawer merchant={products.row} onClose={products.close} />
      <SyncDrawer merchant={syncs.row} onClose={syncs.close} onSync={mayWrite ? sync : undefined} />
    </Page>
  );
}
