import { CodeOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Input, Select, Switch, type TableProps, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Page } from "../../api/http";
import { useCan } from "../../auth/session";
import { EmptyState } from "../../ui/EmptyState";
import { ListTable } from "../../ui/list/ListTable";
import { RowMenu } from "../../ui/RowMenu";
import { Time } from "../../ui/Time";
import { useAction } from "../../ui/useAction";
import { useAddress } from "../../ui/useAddress";
import { useConfirm } from "../../ui/useConfirm";
import { useUpstreamOptions } from "../queries";
import { ScriptDrawer } from "./ScriptDrawer";
import type { Script } from "./types";

const PAGE_SIZE = 50;

export function Scripts() {
  const { t } = useTranslation();
  const mayWrite = useCan()("gateway.write");
  const upstreams = useUpstreamOptions();
  const { values, set, page } = useAddress(["q", "upstream"] as const);
  const [edited, setEdited] = useState<Script | "new">();
  const confirm = useConfirm();
  const { run } = useAction(["scripts"]);
  const offset = (page - 1) * PAGE_SIZE;
  const filters = { q: values.q || undefined, upstream_id: values.upstream || undefined };
  const isFiltered = Boolean(values.q || values.upstream);
  const list = useQuery({
    queryKey: ["scripts", filters, offset],
    queryFn: ({ signal }) =>
      api.get<Page<Script>>("/api/admin/scripts", { ...filters, limit: PAGE_SIZE, offset }, signal),
  });
  const nameOf = (id: number) => upstreams.find(({ value }) => value === id)?.label ?? String(id);
  const remove = (script: Script) =>
    confirm(t("scripts.delete", { name: script.name }), t("scripts.deleteHint"), t("action.delete"), () =>
      run(() => api.delete(`/api/admin/scripts/${script.id}`), t("list.deleted", { name: script.name })),
    );

  const columns: TableProps<Script>["columns"] = [
    { title: t("scripts.priority"), dataIndex: "priority", align: "right", width: 80 },
    {
      title: t("gateway.name"),
      key: "name",
      render: (_, script) => (
        <>
          <span className="cell-title">{script.name}</span>
          <span className="soft">{script.upstream_id ? nameOf(script.upstream_id) : t("scripts.allUpstreams")}</span>
        </>
      ),
    },
    {
      title: t("scripts.runsOn"),
      key: "phases",
      render: (_, script) => script.phases.map((phase) => <Tag key={phase}>{t(`scripts.phase.${phase}`)}</Tag>),
    },
    { title: t("scripts.onError"), key: "on_error", render: (_, script) => t(`scripts.${script.on_error}`) },
    {
      title: t("scripts.saved"),
      key: "saved",
      render: (_, script) => (
        <>
          <span className="cell-title">{t("scripts.version", { version: script.version })}</span>
          <Time value={script.updated_at} />
        </>
      ),
    },
    {
      title: t("gateway.enabled"),
      key: "enabled",
      render: (_, script) => (
        <Switch
          size="small"
          aria-label={`${t("gateway.enabled")}: ${script.name}`}
          checked={script.enabled}
          disabled={!mayWrite}
          onChange={(enabled) => void run(() => api.patch(`/api/admin/scripts/${script.id}`, { enabled }))}
        />
      ),
    },
    {
      key: "actions",
      align: "right",
      render: (_, script) => (
        <RowMenu
          name={script.name}
          items={[
            { key: "edit", label: t("action.edit"), disabled: !mayWrite, onClick: () => setEdited(script) },
            {
              key: "delete",
              label: t("action.delete"),
              danger: true,
              disabled: !mayWrite,
              onClick: () => remove(script),
            },
          ]}
        />
      ),
    },
  ];
  const add = mayWrite && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited("new")}>
      {t("scripts.add")}
    </Button>
  );
  return (
    <>
      {((list.data?.total ?? 0) > 0 || isFiltered) && (
        <div className="filters">
          <Input.Search
            allowClear
            defaultValue={values.q}
            placeholder={t("scripts.search")}
            aria-label={t("scripts.search")}
            onSearch={(q) => set({ q })}
            className="script-search"
          />
          <Select
            allowClear
            value={values.upstream ? Number(values.upstream) : undefined}
            options={upstreams}
            placeholder={t("gateway.upstream")}
            aria-label={t("gateway.upstream")}
            onChange={(id: number | undefined) => set({ upstream: id ? String(id) : "" })}
            className="script-upstream"
          />
          <div className="filters-end">{add}</div>
        </div>
      )}
      <ListTable
        label={t("scripts.title")}
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
          isFiltered ? (
            <EmptyState icon={<CodeOutlined />} title={t("list.nothing")} hint={t("list.nothingHint")} />
          ) : (
            <EmptyState icon={<CodeOutlined />} title={t("scripts.none")} hint={t("scripts.noneHint")}>
              {add}
            </EmptyState>
          )
        }
      />
      <ScriptDrawer
        isOpen={edited !== undefined}
        script={edited === "new" ? undefined : edited}
        onClose={() => setEdited(undefined)}
      />
    </>
  );
}
