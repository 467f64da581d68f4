import { ShopOutlined, SyncOutlined } from "@ant-design/icons";
import { Button, Tag } from "antd";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { client, type Schema } from "../api/client";
import { ActionFailed } from "../api/errors";
import { formatNumber } from "../format";
import { fieldsOf } from "../ui/forms/fields";
import { ResourceForm, type RowForm, useSave } from "../ui/forms/ResourceForm";
import { type Columns, column, nameColumn, numberColumn } from "../ui/list/columns";
import { ResourceList } from "../ui/list/ResourceList";
import { useOpened } from "../ui/list/useOpened";
import { useResource } from "../ui/list/useResource";
import { Page } from "../ui/Page";
import { PerRow } from "../ui/RowDrawer";
import { Status } from "../ui/Status";
import { Time } from "../ui/Time";
import { ConnectionDrawer, tryConnection } from "./ConnectionDrawer";
import { ProductsDrawer } from "./ProductsDrawer";
import { useLatestSyncs } from "./queries";
import { SyncDrawer } from "./SyncDrawer";
import { MERCHANTS, type Merchant, percentOf, reasonText, type Sync, stateOf } from "./types";

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

const { TextField, SwitchField } = fieldsOf("merchants", "MerchantCreate");

type Values = Schema<"MerchantCreate"> & Schema<"MerchantPatch">;

interface Props extends RowForm<Merchant> {
  /** With the merchant that was made, where one was. */
  onClose: (made?: Merchant) => void;
}

function MerchantDrawer({ row, isOpen, onClose }: Props) {
  const { t } = useTranslation();
  const save = useSave(MERCHANTS);
  const made = useRef<Merchant>(undefined);
  const submit = async (values: Values) => {
    made.current = await save(row, values, { name: values.name });
  };
  const close = () => {
    onClose(made.current);
    made.current = undefined;
  };
  return (
    <ResourceForm
      of={MERCHANTS}
      row={row}
      isOpen={isOpen}
      initial={{ name: row?.name ?? "", is_active: row?.is_active ?? true }}
      submitText={t(row ? "action.save" : "merchants.addNext")}
      onSubmit={submit}
      onClose={close}
    >
      <TextField name="name" isRequired autoFocus />
      {row && <SwitchField name="is_active" />}
    </ResourceForm>
  );
}

/** What matters most about a merchant, with the reason on hover. */
function StateCell({ merchant, sync }: { merchant: Merchant; sync: Sync | undefined }) {
  const { t } = useTranslation();
  const state = stateOf(merchant, sync);
  const percent = state.sync && percentOf(state.sync);
  const isSyncing = state.text === "syncing" && percent !== undefined;
  const detail = state.detail ?? (state.sync && reasonText(state.sync.reason, state.sync.message));
  return (
    <Status tone={state.tone} hint={detail}>
      {isSyncing ? t("merchants.syncingPercent", { percent }) : t(`merchants.stateOf.${state.text}`)}
    </Status>
  );
}
