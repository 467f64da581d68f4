import { ShopOutlined, SyncOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Button, type FormInstance, Tag } from "antd";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { client, dataOf, type Schema } from "../api/client";
import { ActionFailed, ApiError } from "../api/errors";
import { readAgain } from "../api/resources";
import { formatNumber, formatPercent } from "../format";
import { type DrawerState, FormDrawer } from "../ui/forms/FormDrawer";
import { Advanced, AllowPrivateField, fieldsOf } from "../ui/forms/fields";
import { ResourceForm, type RowForm } from "../ui/forms/ResourceForm";
import { type Columns, column, nameColumn, numberColumn } from "../ui/list/columns";
import { ResourceList } from "../ui/list/ResourceList";
import { useOpened } from "../ui/list/useOpened";
import { useResource } from "../ui/list/useResource";
import { Page } from "../ui/Page";
import { AsOpened, RowDrawer } from "../ui/RowDrawer";
import { Status } from "../ui/Status";
import { Time } from "../ui/Time";
import { useNotices } from "../ui/useNotices";
import { Products } from "./Products";
import { ScheduleDrawer } from "./ScheduleDrawer";
import { SyncDrawer } from "./SyncDrawer";
import { MERCHANTS, type Merchant, pauseMs, percentOf, reasonText, stateOf } from "./types";

export function MerchantsPage() {
  const { t } = useTranslation();
  const merchants = useResource(MERCHANTS, { refetchInterval: pauseMs });
  const { list, mayWrite, run } = merchants;
  const connecting = useOpened(list.items, MERCHANTS.item, "connect");
  const schedules = useOpened(list.items, MERCHANTS.item, "schedule");
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
    column(t("merchants.lastSync"), ({ last_synced_at: at }) => <Time value={at} fallback={t("merchants.never")} />),
    column(t("merchants.nextSync"), ({ is_active, schedule }) => (
      <Time value={is_active && schedule?.enabled ? schedule.next_run_at : null} fallback={t("merchants.byHand")} />
    )),
    column(t("merchants.state"), (merchant) => <StateCell merchant={merchant} />),
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
          { key: "schedule", label: t("merchants.schedule"), isOff: isUnready, onClick: schedules.open },
          { key: "connect", label: t("merchants.connect"), isOff: !mayWrite, onClick: connecting.open },
        ]}
        isDeletable={false}
        form={({ onClose, ...props }) => (
          <MerchantDrawer {...props} onClose={(made) => (made ? connecting.open(made) : onClose())} />
        )}
      />
      <AsOpened id={connecting.row?.id} row={connecting.row}>
        {(row, isOpen) => row && <ConnectionDrawer merchant={row} isOpen={isOpen} onClose={connecting.close} />}
      </AsOpened>
      <AsOpened id={schedules.row?.id} row={schedules.row}>
        {(row, isOpen) => row && <ScheduleDrawer merchant={row} isOpen={isOpen} onClose={schedules.close} />}
      </AsOpened>
      <RowDrawer
        of={products.row}
        onClose={products.close}
        size={760}
        title={({ name }) => t("merchants.productsOf", { name })}
      >
        {({ id }) => <Products merchantId={id} />}
      </RowDrawer>
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
  const made = useRef<Merchant>(undefined);
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
      onSubmit={async (values: Values, save) => {
        made.current ??= await save(values, { name: values.name });
      }}
      onClose={close}
    >
      <TextField name="name" isRequired />
      {row && <SwitchField name="is_active" />}
    </ResourceForm>
  );
}

/** What matters most about a merchant, with the reason on hover. */
function StateCell({ merchant }: { merchant: Merchant }) {
  const { t } = useTranslation();
  const state = stateOf(merchant);
  const percent = state.sync && percentOf(state.sync);
  const isSyncing = state.text === "syncing" && percent !== undefined;
  const detail = state.detail ?? (state.sync && reasonText(state.sync.reason, state.sync.message));
  return (
    <Status tone={state.tone} hint={detail}>
      {isSyncing
        ? t("merchants.syncingPercent", { percent: formatPercent(percent / 100) })
        : t(`merchants.stateOf.${state.text}`)}
    </Status>
  );
}

const { TextField: ConnectionField } = fieldsOf("connections", "ConnectionCreate");

type Connecting = Omit<Schema<"ConnectionCreate">, "platform">;

// where it is the token that the store does not take; otherwise it is the address
const TOKEN_REASONS = ["bad_access_token", "access_denied", "missing_scopes"];

function ConnectionDrawer({ merchant, ...drawer }: DrawerState & { merchant: Merchant }) {
  const { t } = useTranslation();
  const notices = useNotices();
  const queries = useQueryClient();
  const connection = merchant.connections[0];
  const submit = async ({ api_base_url, ...rest }: Connecting, form: FormInstance<Connecting>) => {
    const path = { merchant_id: merchant.id };
    const body = { platform: "shopify" as const, ...rest, ...(api_base_url ? { api_base_url } : {}) };
    const saved = await dataOf(client.POST("/merchants/{merchant_id}/connections", { params: { path }, body }));
    const test = await tryConnection(path.merchant_id, saved.id);
    void readAgain(queries, ["/merchants"]);
    if (!test.ok) {
      // what has been saved may be left without a question, whatever the store made of it
      const names = Object.keys(form.getFieldsValue()) as (keyof Connecting)[];
      form.setFields(names.map((name) => ({ name, touched: false })));
      throw refusalOf(test);
    }
    notices.success(t("merchants.connected", { shop: test.shop_name ?? saved.shop_domain }));
  };
  /** It is saved, but of no use: said at the field that is to blame. */
  const refusalOf = ({ reason, message, missing_scopes }: Schema<"ConnectionTest">) => {
    const why = reasonText(reason, message, missing_scopes);
    const field = TOKEN_REASONS.includes(reason ?? "") ? "access_token" : "shop_domain";
    const errors = [{ field, message: t("merchants.savedButFails", { why }) }];
    return new ApiError(409, { code: "STORE_REFUSES", message: why, details: { errors } });
  };
  return (
    <FormDrawer<Connecting>
      {...drawer}
      title={t("merchants.connectTitle", { name: merchant.name })}
      initial={{ shop_domain: connection?.shop_domain ?? "", api_base_url: connection?.api_base_url ?? "" }}
      submitText={t("merchants.connect")}
      onSubmit={submit}
    >
      <ConnectionField name="shop_domain" isRequired placeholder="my-shop.myshopify.com" />
      <ConnectionField name="access_token" isRequired isSecret />
      <Advanced names={["api_base_url", "allow_private"]}>
        <ConnectionField name="api_base_url" placeholder="https://my-shop.myshopify.com" />
        <AllowPrivateField />
      </Advanced>
    </FormDrawer>
  );
}

/** Asks the store who it is; what it said is kept with the connection. */
function tryConnection(merchantId: string, connectionId: number): Promise<Schema<"ConnectionTest">> {
  const path = { merchant_id: merchantId, connection_id: connectionId };
  return dataOf(client.POST("/merchants/{merchant_id}/connections/{connection_id}/test", { params: { path } }));
}
