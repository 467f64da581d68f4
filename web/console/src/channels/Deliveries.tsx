import { useQuery } from "@tanstack/react-query";
import { Drawer, type TableProps } from "antd";
import { useTranslation } from "react-i18next";
import { type Page as ApiPage, api } from "../api/http";
import { EmptyState } from "../ui/EmptyState";
import { ListTable } from "../ui/list/ListTable";
import { Status } from "../ui/Status";
import { Time } from "../ui/Time";
import type { Channel, Delivery } from "./types";

/** What was sent over a channel, newest first. */
export function Deliveries({ channel, onClose }: { channel: Channel | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const list = useQuery({
    queryKey: ["channels", channel?.id, "deliveries"],
    enabled: channel !== undefined,
    queryFn: ({ signal }) =>
      api.get<ApiPage<Delivery>>(`/api/admin/channels/${channel?.id}/deliveries`, { limit: 200 }, signal),
  });
  const columns: TableProps<Delivery>["columns"] = [
    { title: t("channels.at"), key: "at", render: (_, { at }) => <Time value={at} /> },
    { title: t("channels.what"), dataIndex: "title" },
    {
      title: t("channels.outcome"),
      key: "outcome",
      render: (_, { outcome, error, attempts }) => (
        <Status tone={outcome === "sent" ? "good" : "bad"}>
          {t(`channels.outcomes.${outcome}`, { error: error ?? "", attempts })}
        </Status>
      ),
    },
  ];
  return (
    <Drawer
      open={channel !== undefined}
      title={t("channels.deliveriesOf", { name: channel?.name ?? "" })}
      size={640}
      onClose={onClose}
    >
      <ListTable
        label={t("channels.deliveries")}
        items={list.data?.items}
        error={list.error}
        onRetry={() => void list.refetch()}
        rowKey="id"
        columns={columns}
        empty={<EmptyState title={t("channels.noDeliveries")} hint={t("channels.noDeliveriesHint")} />}
      />
    </Drawer>
  );
}
