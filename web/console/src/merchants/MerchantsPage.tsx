import { ShopOutlined, SyncOutlined } from "@ant-design/icons";
import { Button, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { client } from "../api/client";
import { ActionFailed } from "../api/errors";
import { formatNumber } from "../format";
import { type Columns, column, nameColumn, numberColumn } from "../ui/list/columns";
import { ResourceList } from "../ui/list/ResourceList";
import { useOpened } from "../ui/list/useOpened";
import { useResource } from "../ui/list/useResource";
import { Page } from "../ui/Page";
import { PerRow } from "../ui/PerRow";
import { Time } from "../ui/Time";
import { ConnectionDrawer } from "./ConnectionDrawer";
import { MerchantDrawer } from "./MerchantDrawer";
import { ProductsDrawer } from "./ProductsDrawer";
import { useLatestSyncs } from "./queries";
import { StateCell } from "./StateCell";
import { SyncDrawer } from "./SyncDrawer";
import { tryConnection } from "./tryConnection";
import { MERCHANTS, type Merchant, reasonText } from "./types";

export function MerchantsPage() {
  const { t } = useTranslation();
  const { syncOf, everyMs } = useLatestSyncs();
  const merchants = useResource(MERCHANTS, { refetchInterval: everyMs });
  const { list, mayWrite, run } = merchants;
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
      if (!ok) throw new ActionFailed(`${name}: ${reasonText(reason, message, missing_scopes)}`);
      return t("merchants.testOk", { name });
    });
  const columns: Columns<Merchant> = [
    nameColumn(t("merchants.name"), MERCHANTS.nameOf, ({ is_demo, connections }) =>
      is_demo ? <Tag>{t("merchants.demo")}</Tag> : <span className="small">{connections[0]?.shop_domain}</span>,
    ),
    column(t("merchants.platform"), ({ connections }) =>
      t(connections[0]?.platform === "shopify" ? "merchants.shopify" : "merchants.none"),
    ),
    numberColumn(t("merchants.products"), (merchant) => (
      <Button type="link" className="cell-link" onClick={() => products.open(merchant)}>
        {formatNumber(merchant.product_count)}
      </Button>
    )),
    column(t("merchants.lastSync"), (merchant) => (
      <Time value={merchant.last_synced_at} fallback={t("merchants.never")} />
    )),
    column(t("merchants.state"), (merchant) => <StateCell merchant={merchant} sync={syncOf(merchant.id)} />),
  ];
  const isUnready = (merchant: Merchant) => !mayWrite || merchant.connections.length === 0;
  return (
    <Page title={t("nav.merchants")} description={t("merchants.description")}>
      <ResourceList
        of={merchants}
        label={t("nav.merchants")}
        icon={<ShopOutlined />}
        columns={columns}
        rowActions={[
          { key: "sync", icon: <SyncOutlined />, label: t("merchants.sync"), isOff: isUnready, onClick: sync },
          { key: "products", label: t("merchants.showProducts"), onClick: products.open },
          { key: "history", label: t("merchants.history"), onClick: syncs.open },
          { key: "test", label: t("merchants.test"), isOff: isUnready, onClick: test },
          { key: "connect", label: t("merchants.connect"), isOff: !mayWrite, onClick: connecting.open },
        ]}
        isDeletable={false}
        form={({ onClose, ...props }) => (
          <MerchantDrawer {...props} onClose={(made) => (made ? connecting.open(made) : onClose())} />
        )}
      />
      <PerRow id={connecting.row?.id}>
        <ConnectionDrawer isOpen={connecting.row !== undefined} merchant={connecting.row} onClose={connecting.close} />
      </PerRow>
      <ProductsDrawer merchant={products.row} onClose={products.close} />
      <SyncDrawer merchant={syncs.row} onClose={syncs.close} onSync={mayWrite ? sync : undefined} />
    </Page>
  );
}
