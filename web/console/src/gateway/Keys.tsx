import { ImportOutlined, KeyOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Select, Switch, type TableProps } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatExact } from "../../../shared/format";
import { api, type Page } from "../api/http";
import { useCan } from "../auth/session";
import { usePreferences } from "../preferences/store";
import { EmptyState } from "../ui/EmptyState";
import { ListTable } from "../ui/ListTable";
import { RowMenu } from "../ui/RowMenu";
import { Status, type Tone } from "../ui/Status";
import { Time } from "../ui/Time";
import { useAction } from "../ui/useAction";
import { useAddress } from "../ui/useAddress";
import { useConfirm } from "../ui/useConfirm";
import { ImportDrawer } from "./ImportDrawer";
import { KeyDrawer } from "./KeyDrawer";
import { useUpstreamOptions } from "./queries";
import type { UpstreamKey } from "./types";

const PAGE_SIZE = 50;
const STATUSES = ["active", "disabled", "banned"] as const;
const TONES: Record<UpstreamKey["status"], Tone> = { active: "good", disabled: "calm", banned: "bad" };

/** The status, why it is so and until when; an active key may rest. */
function KeyState({ keyOf: key }: { keyOf: UpstreamKey }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const isResting = key.status === "active" && key.cool_until !== null && Date.parse(key.cool_until) > Date.now();
  const until = isResting ? key.cool_until : key.status_until;
  return (
    <>
      <Status tone={isResting ? "near" : TONES[key.status]}>
        {t(isResting ? "gateway.keyStatus.cooling" : `gateway.keyStatus.${key.status}`)}
      </Status>
      {key.status_reason && <div className="soft">{key.status_reason}</div>}
      {until && <div className="soft">{t("gateway.untilTime", { time: formatExact(until, language) })}</div>}
    </>
  );
}

export function Keys() {
  const { t } = useTranslation();
  const mayWrite = useCan()("gateway.write");
  const upstreams = useUpstreamOptions();
  const { values, set, page } = useAddress(["upstream_id", "status"] as const);
  const [panel, setPanel] = useState<"add" | "import">();
  const confirm = useConfirm();
  const { run } = useAction(["upstream-keys", "upstreams"]);
  const offset = (page - 1) * PAGE_SIZE;
  const list = useQuery({
    queryKey: ["upstream-keys", values, offset],
    queryFn: ({ signal }) =>
      api.get<Page<UpstreamKey>>("/api/admin/keys", { ...values, limit: PAGE_SIZE, offset }, signal),
  });
  const nameOf = (id: number) => upstreams.find(({ value }) => value === id)?.label ?? String(id);
  const setStatus = (key: UpstreamKey, isOn: boolean) =>
    void run(() => api.patch(`/api/admin/keys/${key.id}`, { status: isOn ? "active" : "disabled" }));
  const remove = (key: UpstreamKey) =>
    confirm(t("gateway.deleteKey", { name: key.name }), t("gateway.deleteKeyHint"), t("action.delete"), () =>
      run(() => api.delete(`/api/admin/keys/${key.id}`), t("list.deleted", { name: key.name })),
    );

  const columns: TableProps<UpstreamKey>["columns"] = [
    {
      title: t("gateway.name"),
      key: "name",
      render: (_, key) => (
        <>
          <span className="cell-title">{key.name}</span>
          <span className="soft mono">…{key.key_hint}</span>
        </>
      ),
    },
    { title: t("gateway.upstream"), key: "upstream", render: (_, key) => nameOf(key.upstream_id) },
    {
      title: t("gateway.status"),
      key: "status",
      render: (_, key) => <KeyState keyOf={key} />,
    },
    { title: t("gateway.weight"), dataIndex: "weight", align: "right" },
    { title: t("gateway.added"), key: "added", render: (_, key) => <Time value={key.created_at} /> },
    {
      title: t("gateway.enabled"),
      key: "enabled",
      render: (_, key) => (
        <Switch
          size="small"
          aria-label={`${t("gateway.enabled")}: ${key.name}`}
          checked={key.status === "active"}
          disabled={!mayWrite}
          onChange={(isOn) => setStatus(key, isOn)}
        />
      ),
    },
    {
      key: "actions",
      align: "right",
      render: (_, key) => (
        <RowMenu
          name={key.name}
          items={[
            { key: "delete", label: t("action.delete"), danger: true, disabled: !mayWrite, onClick: () => remove(key) },
          ]}
        />
      ),
    },
  ];
  const isFiltered = values.upstream_id !== "" || values.status !== "";
  return (
    <>
      <div className="filters">
        <Select
          allowClear
          placeholder={t("gateway.upstream")}
          aria-label={t("gateway.upstream")}
          className="filter"
          value={values.upstream_id ? Number(values.upstream_id) : null}
          options={upstreams}
          onChange={(value: number | null | undefined) => set({ upstream_id: value ? String(value) : "" })}
        />
        <Select
          allowClear
          placeholder={t("gateway.status")}
          aria-label={t("gateway.status")}
          className="filter"
          value={values.status || null}
          options={STATUSES.map((value) => ({ value, label: t(`gateway.keyStatus.${value}`) }))}
          onChange={(value: string | null | undefined) => set({ status: value ?? "" })}
        />
        <span className="spacer" />
        {mayWrite && (
          <>
            <Button icon={<ImportOutlined />} onClick={() => setPanel("import")}>
              {t("gateway.import")}
            </Button>
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setPanel("add")}>
              {t("gateway.addKey")}
            </Button>
          </>
        )}
      </div>
      <ListTable
        label={t("gateway.keys")}
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
          <EmptyState
            icon={<KeyOutlined />}
            title={t(isFiltered ? "list.nothing" : "gateway.noKeys")}
            hint={t(isFiltered ? "list.nothingHint" : "gateway.noKeysHint")}
          />
        }
      />
      <KeyDrawer isOpen={panel === "add"} onClose={() => setPanel(undefined)} />
      <ImportDrawer isOpen={panel === "import"} onClose={() => setPanel(undefined)} />
    </>
  );
}
