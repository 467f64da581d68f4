import { Drawer, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { reads } from "../api/client";
import { EmptyState } from "../ui/EmptyState";
import type { Columns } from "../ui/list/columns";
import { ListTable } from "../ui/list/ListTable";
import { Status } from "../ui/Status";
import { Time } from "../ui/Time";
import { type Channel, type Delivery, failureOf } from "./types";

/** What was sent over a channel, newest first. */
export function Deliveries({ channel, onClose }: { channel: Channel | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const { data, error, refetch } = reads.useQuery(
    "get",
    "/api/admin/channels/{channel_id}/deliveries",
    { params: { path: { channel_id: channel?.id ?? 0 }, query: { limit: 200 } } },
    { enabled: channel !== undefined },
  );
  const columns: Columns<Delivery> = [
    { title: t("channels.at"), key: "at", render: (_, { at }) => <Time value={at} /> },
    { title: t("channels.what"), dataIndex: "title" },
    {
      title: t("channels.outcome"),
      key: "outcome",
      render: (_, { outcome, error: failure, attempts }) => (
        <Tooltip title={t("channels.attempts", { count: attempts })}>
          <span>
            <Status tone={outcome === "sent" ? "good" : "bad"}>
              {t(`channels.outcomes.${outcome}`, { error: failureOf(t, failure) })}
            </Status>
          </span>
        </Tooltip>
      ),
    },
  ];
  return (
    <Drawer
      open={channel !== undefined}
      title={t("channels.deliveriesOf", { name: channel?.name ?? "" })}
      size={760}
      onClose={onClose}
      destroyOnHidden
    >
      <ListTable
        label={t("channels.deliveries")}
        items={data?.items}
        error={error}
        onRetry={() => void refetch()}
        columns={columns}
        empty={<EmptyState title={t("channels.noDeliveries")} hint={t("channels.noDeliveriesHint")} />}
      />
    </Drawer>
  );
}
