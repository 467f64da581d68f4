import { BellOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Switch, type TableProps } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Page as ApiPage, api } from "../api/http";
import { useCan } from "../auth/session";
import { EmptyState } from "../ui/EmptyState";
import { ListTable } from "../ui/list/ListTable";
import { Page } from "../ui/Page";
import { RowMenu } from "../ui/RowMenu";
import { ActionFailed, useAction } from "../ui/useAction";
import { useConfirm } from "../ui/useConfirm";
import { useNotices } from "../ui/useNotices";
import { ChannelDrawer } from "./ChannelDrawer";
import { Deliveries } from "./Deliveries";
import type { Channel } from "./types";

export function ChannelsPage() {
  const { t } = useTranslation();
  const notices = useNotices();
  const mayWrite = useCan()("gateway.write");
  const confirm = useConfirm();
  const { run } = useAction(["channels"]);
  const [edited, setEdited] = useState<Channel | "new">();
  const [watched, setWatched] = useState<Channel>();
  const list = useQuery({
    queryKey: ["channels"],
    queryFn: ({ signal }) => api.get<ApiPage<Channel>>("/api/admin/channels", { limit: 200 }, signal),
  });
  const test = (channel: Channel) =>
    run(async () => {
      const told = await api.post<{ ok: boolean; error: string | null; latency_ms: number }>(
        `/api/admin/channels/${channel.id}/test`,
      );
      if (told.ok) notices.success(t("channels.testOk", { name: channel.name, ms: told.latency_ms }));
      else throw new ActionFailed(t("channels.testFailed", { name: channel.name, error: told.error ?? "" }));
    });
  const remove = (channel: Channel) =>
    confirm(t("channels.delete", { name: channel.name }), t("channels.deleteHint"), t("action.delete"), () =>
      run(() => api.delete(`/api/admin/channels/${channel.id}`), t("list.deleted", { name: channel.name })),
    );
  const columns: TableProps<Channel>["columns"] = [
    {
      title: t("channels.name"),
      key: "name",
      render: (_, channel) => (
        <>
          <span className="cell-title">{channel.name}</span>
          <span className="soft small mono">{channel.shown_url}</span>
        </>
      ),
    },
    { title: t("channels.kind"), key: "kind", render: (_, { kind }) => t(`channels.kinds.${kind}`) },
    {
      title: t("channels.events"),
      key: "events",
      render: (_, { events }) =>
        events.length > 0 ? events.map((event) => t(`channels.event.${event}`)).join(", ") : t("channels.rulesOnly"),
    },
    {
      title: t("gateway.enabled"),
      key: "enabled",
      render: (_, channel) => (
        <Switch
          size="small"
          aria-label={`${t("gateway.enabled")}: ${channel.name}`}
          checked={channel.enabled}
          disabled={!mayWrite}
          onChange={(enabled) => void run(() => api.patch(`/api/admin/channels/${channel.id}`, { enabled }))}
        />
      ),
    },
    {
      key: "actions",
      align: "right",
      render: (_, channel) => (
        <span className="nowrap">
          <Button size="small" disabled={!mayWrite} onClick={() => void test(channel)}>
            {t("gateway.test")}
          </Button>{" "}
          <RowMenu
            name={channel.name}
            items={[
              { key: "deliveries", label: t("channels.deliveries"), onClick: () => setWatched(channel) },
              { key: "edit", label: t("action.edit"), disabled: !mayWrite, onClick: () => setEdited(channel) },
              {
                key: "delete",
                label: t("action.delete"),
                danger: true,
                disabled: !mayWrite,
                onClick: () => remove(channel),
              },
            ]}
          />
        </span>
      ),
    },
  ];
  const add = mayWrite && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited("new")}>
      {t("channels.add")}
    </Button>
  );
  return (
    <Page title={t("nav.channels")} description={t("channels.description")} actions={add}>
      <ListTable
        label={t("nav.channels")}
        items={list.data?.items}
        error={list.error}
        onRetry={() => void list.refetch()}
        rowKey="id"
        columns={columns}
        empty={
          <EmptyState icon={<BellOutlined />} title={t("channels.none")} hint={t("channels.noneHint")}>
            {add}
          </EmptyState>
        }
      />
      <ChannelDrawer
        isOpen={edited !== undefined}
        channel={edited === "new" ? undefined : edited}
        onClose={() => setEdited(undefined)}
      />
      <Deliveries channel={watched} onClose={() => setWatched(undefined)} />
    </Page>
  );
}
