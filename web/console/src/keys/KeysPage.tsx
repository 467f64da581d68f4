import { KeyOutlined } from "@ant-design/icons";
import { Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client, dataOf } from "../api/client";
import { resource } from "../api/resources";
import { useCan } from "../auth/session";
import { usePreferences } from "../preferences/store";
import { actionsColumn, type Columns, enabledColumn } from "../ui/list/columns";
import { ResourceList } from "../ui/list/ResourceList";
import { useOpened } from "../ui/list/useOpened";
import { useResource } from "../ui/list/useResource";
import { Page } from "../ui/Page";
import { ShownOnce } from "../ui/ShownOnce";
import { TextFilter } from "../ui/TextFilter";
import { Time } from "../ui/Time";
import { useAddress } from "../ui/useAddress";
import { useConfirm } from "../ui/useConfirm";
import { BudgetBar } from "./BudgetBar";
import { KeyDrawer } from "./KeyDrawer";
import type { ClientKey, CreatedKey } from "./types";
import { UsageDrawer } from "./UsageDrawer";

const KEYS = resource("/api/keys", "/api/keys/{key_id}");
const nameOf = ({ name }: ClientKey) => name;

export function KeysPage() {
  const { t } = useTranslation();
  const mayWrite = useCan()("keys.write");
  const confirm = useConfirm();
  const { values, set } = useAddress(["q"]);
  const { list, opened, run, change, remove } = useResource(KEYS, { filters: values });
  const usage = useOpened(list.items, KEYS.item, "usage");
  const [created, setCreated] = useState<CreatedKey>();
  const rotate = ({ id, name }: ClientKey) =>
    confirm(t("keys.rotate", { name }), t("keys.rotateHint"), t("keys.rotateAction"), () =>
      run(async () =>
        setCreated(await dataOf(client.POST("/api/keys/{key_id}/rotate", { params: { path: { key_id: id } } }))),
      ),
    );
  const columns: Columns<ClientKey> = [
    ...useFigures(),
    enabledColumn({
      mayWrite,
      nameOf,
      isOn: (key) => key.is_active,
      onSwitch: (key, is_active) => change(key, { is_active }),
    }),
    actionsColumn(nameOf, [
      { key: "usage", label: t("keys.usage"), onClick: usage.open },
      { key: "edit", label: t("action.edit"), isOff: !mayWrite, onClick: opened.open },
      { key: "rotate", label: t("keys.rotateAction"), isOff: !mayWrite, onClick: rotate },
      {
        key: "delete",
        label: t("action.delete"),
        isDanger: true,
        isOff: !mayWrite,
        onClick: (key) => remove(key, key.name, t("keys.delete", { name: key.name }), t("keys.deleteHint")),
      },
    ]),
  ];
  return (
    <Page title={t("nav.keys")} description={t("keys.description")}>
      <ResourceList
        list={list}
        opened={opened}
        columns={columns}
        mayWrite={mayWrite}
        icon={<KeyOutlined />}
        words={{ label: t("nav.keys"), add: t("keys.add"), none: t("keys.empty"), noneHint: t("keys.emptyHint") }}
        filters={<TextFilter label={t("list.search")} value={values.q} onChange={(q) => set({ q })} />}
        isFiltered={values.q !== ""}
        form={(key, isOpen, close) => <KeyDrawer isOpen={isOpen} edited={key} onClose={close} onCreated={setCreated} />}
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
function useFigures(): Columns<ClientKey> {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return [
    {
      title: t("keys.name"),
      key: "name",
      render: (_, key) => (
        <>
          <span className="cell-name" title={key.name}>
            {key.name}
          </span>{" "}
          <span className="soft mono">{key.prefix}…</span>
        </>
      ),
    },
    {
      title: t("keys.scopes"),
      key: "scopes",
      render: (_, { scopes }) => scopes.map((scope) => <Tag key={scope}>{t(`keys.scope.${scope}`)}</Tag>),
    },
    {
      title: t("keys.limits"),
      key: "limits",
      align: "right",
      render: (_, { requests_per_minute, rate_limit_per_minute }) => (
        <span className={rate_limit_per_minute === null ? "soft nowrap" : "nowrap"}>
          {t("keys.rate", { limit: requests_per_minute.toLocaleString(language) })}
        </span>
      ),
    },
    {
      title: t("keys.budget"),
      key: "budget",
      render: (_, key) =>
        key.budget ? <BudgetBar of={key} isCompact /> : <span className="soft">{t("keys.unlimited")}</span>,
    },
    {
      title: t("keys.createdBy"),
      key: "createdBy",
      render: (_, { created_by }) => (
        <>
          {created_by?.name ?? "—"}
          {created_by && !created_by.is_active && <span className="soft small"> ({t("users.inactive")})</span>}
        </>
      ),
    },
    {
      title: t("keys.expires"),
      key: "expires",
      render: (_, key) => <Time value={key.expires_at} fallback={t("keys.never")} />,
    },
    {
      title: t("keys.lastUsed"),
      key: "used",
      render: (_, key) => <Time value={key.last_used_at} fallback={t("keys.unused")} />,
    },
  ];
}
