import { PlusOutlined, RobotOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Switch, type TableProps, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Page as ApiPage, api } from "../api/http";
import { useCan } from "../auth/session";
import type { Merchant } from "../merchants/types";
import { EmptyState } from "../ui/EmptyState";
import { ListTable } from "../ui/list/ListTable";
import { Page } from "../ui/Page";
import { RowMenu } from "../ui/RowMenu";
import { Status } from "../ui/Status";
import { Time } from "../ui/Time";
import { useAction } from "../ui/useAction";
import { useConfirm } from "../ui/useConfirm";
import { AssistantDrawer } from "./AssistantDrawer";
import { EmbedDrawer } from "./EmbedDrawer";
import type { Assistant } from "./types";

export function AssistantsPage() {
  const { t, i18n } = useTranslation();
  const { format: n } = new Intl.NumberFormat(i18n.language);
  const can = useCan();
  const mayWrite = can("assistants.write");
  const confirm = useConfirm();
  const { run } = useAction(["assistants"]);
  const [edited, setEdited] = useState<Assistant | "new">();
  const [embedded, setEmbedded] = useState<Assistant>();
  const list = useQuery({
    queryKey: ["assistants"],
    queryFn: ({ signal }) => api.get<ApiPage<Assistant>>("/api/assistants", { limit: 200 }, signal),
  });
  const merchants = useQuery({
    queryKey: ["merchants", "options"],
    queryFn: ({ signal }) => api.get<ApiPage<Merchant>>("/merchants", { limit: 200 }, signal),
    enabled: can("merchants.read"),
  });
  const options = merchants.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? [];
  const remove = (assistant: Assistant) =>
    confirm(t("assistants.delete", { name: assistant.name }), t("assistants.deleteHint"), t("action.delete"), () =>
      run(() => api.delete(`/api/assistants/${assistant.id}`), t("list.deleted", { name: assistant.name })),
    );
  const columns: TableProps<Assistant>["columns"] = [
    {
      title: t("assistants.name"),
      key: "name",
      render: (_, assistant) => (
        <>
          <span className="cell-title">
            {assistant.name} {assistant.is_default && <Tag>{t("assistants.default")}</Tag>}
          </span>
          <span className="soft mono">{assistant.id}</span>
        </>
      ),
    },
    {
      title: t("assistants.model"),
      key: "model",
      render: (_, { model, is_model_offered }) => (
        <>
          <span className="mono">{model}</span>
          {!is_model_offered && (
            <div title={t("assistants.modelNotOfferedHint")}>
              <Status tone="bad">{t("assistants.modelNotOffered")}</Status>
            </div>
          )}
        </>
      ),
    },
    {
      title: t("assistants.merchant"),
      key: "merchant",
      render: (_, { merchant_id }) => options.find(({ value }) => value === merchant_id)?.label ?? merchant_id ?? "–",
    },
    {
      title: t("assistants.enabled"),
      key: "enabled",
      render: (_, assistant) => (
        <Switch
          size="small"
          aria-label={`${t("assistants.enabled")}: ${assistant.name}`}
          checked={assistant.is_enabled}
          disabled={!mayWrite}
          onChange={(is_enabled) => void run(() => api.patch(`/api/assistants/${assistant.id}`, { is_enabled }))}
        />
      ),
    },
    {
      title: t("assistants.turnsToday"),
      key: "turns",
      align: "right",
      render: (_, { turns_today, max_turns_per_day }) =>
        max_turns_per_day === null ? n(turns_today) : `${n(turns_today)} / ${n(max_turns_per_day)}`,
    },
    { title: t("assistants.updated"), key: "updated", render: (_, { updated_at }) => <Time value={updated_at} /> },
    {
      key: "actions",
      align: "right",
      render: (_, assistant) => (
        <RowMenu
          name={assistant.name}
          items={[
            { key: "embed", label: t("assistants.embed.action"), onClick: () => setEmbedded(assistant) },
            { key: "edit", label: t("action.edit"), disabled: !mayWrite, onClick: () => setEdited(assistant) },
            {
              key: "delete",
              label: t("action.delete"),
              danger: true,
              disabled: !mayWrite,
              onClick: () => remove(assistant),
            },
          ]}
        />
      ),
    },
  ];
  const add = mayWrite && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited("new")}>
      {t("assistants.add")}
    </Button>
  );
  return (
    <Page title={t("nav.assistants")} description={t("assistants.description")} actions={add}>
      <ListTable
        label={t("nav.assistants")}
        items={list.data?.items}
        error={list.error}
        onRetry={() => void list.refetch()}
        rowKey="id"
        columns={columns}
        empty={
          <EmptyState icon={<RobotOutlined />} title={t("assistants.empty")} hint={t("assistants.emptyHint")}>
            {add}
          </EmptyState>
        }
      />
      <EmbedDrawer assistant={embedded} onClose={() => setEmbedded(undefined)} />
      <AssistantDrawer
        isOpen={edited !== undefined}
        assistant={edited === "new" ? undefined : edited}
        merchants={options}
        onClose={() => setEdited(undefined)}
      />
    </Page>
  );
}
