import { KeyOutlined } from "@ant-design/icons";
import { Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client, dataOf } from "../api/client";
import { formatNumber } from "../format";
import { type Columns, column, nameColumn, numberColumn } from "../ui/list/columns";
import { ResourceList } from "../ui/list/ResourceList";
import { useOpened } from "../ui/list/useOpened";
import { useResource } from "../ui/list/useResource";
import { Page } from "../ui/Page";
import { ShownOnce } from "../ui/ShownOnce";
import { Time } from "../ui/Time";
import { useConfirm } from "../ui/useConfirm";
import { BudgetBar } from "./BudgetBar";
import { KeyDrawer } from "./KeyDrawer";
import { CLIENT_KEYS, type ClientKey, type CreatedKey } from "./types";
import { UsageDrawer } from "./UsageDrawer";

export function KeysPage() {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const keys = useResource(CLIENT_KEYS);
  const { list, mayWrite, run } = keys;
  const usage = useOpened(list.items, CLIENT_KEYS.item, "usage");
  const [created, setCreated] = useState<CreatedKey>();
  const rotate = ({ id, name }: ClientKey) =>
    confirm(t("keys.rotate", { name }), t("keys.rotateHint"), t("keys.rotateAction"), () =>
      run(async () =>
        setCreated(await dataOf(client.POST("/api/keys/{key_id}/rotate", { params: { path: { key_id: id } } }))),
      ),
    );
  return (
    <Page title={t("nav.keys")} description={t("keys.description")}>
      <ResourceList
        of={keys}
        label={t("nav.keys")}
        icon={<KeyOutlined />}
        columns={useColumns()}
        rowActions={[
          { key: "usage", label: t("keys.usage"), onClick: usage.open },
          { key: "rotate", label: t("keys.rotateAction"), isOff: !mayWrite, onClick: rotate },
        ]}
        form={(props) => <KeyDrawer {...props} onCreated={setCreated} />}
      />
      <UsageDrawer of={usage.row} onClose={usage.close} />
      <ShownOnce
        secret={created?.key}
        title={t("keys.created", { name: created?.name ?? "" })}
        warning={t("keys.once")}
        confirmText={t("keys.stored")}
        testId="client-key"
        onClose={() => setCreated(undefined)}
      >
        <p className="soft small">{t("keys.use")}</p>
      </ShownOnce>
    </Page>
  );
}

/** What is said of a key. */
function useColumns(): Columns<ClientKey> {
  const { t } = useTranslation();
  return [
    nameColumn(t("keys.name"), CLIENT_KEYS.nameOf, ({ prefix }) => <span className="mono">{prefix}…</span>),
    column(t("keys.scopes"), ({ scopes }) => scopes.map((scope) => <Tag key={scope}>{t(`keys.scope.${scope}`)}</Tag>)),
    numberColumn(t("keys.limits"), ({ requests_per_minute, rate_limit_per_minute }) => (
      <span className={rate_limit_per_minute === null ? "soft nowrap" : "nowrap"}>
        {t("keys.rate", { limit: formatNumber(requests_per_minute) })}
      </span>
    )),
    column(t("keys.budget"), (key) =>
      key.budget ? <BudgetBar of={key} isCompact /> : <span className="soft">{t("keys.unlimited")}</span>,
    ),
    column(t("keys.createdBy"), ({ created_by }) => (
      <>
        {created_by?.name ?? "—"}
        {created_by && !created_by.is_active && <span className="soft small"> ({t("users.inactive")})</span>}
      </>
    )),
    column(t("keys.expires"), (key) => <Time value={key.expires_at} fallback={t("keys.never")} />),
    column(t("keys.lastUsed"), (key) => <Time value={key.last_used_at} fallback={t("keys.unused")} />),
  ];
}
