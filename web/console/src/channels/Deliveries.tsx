import { useTranslation } from "react-i18next";
import { reads } from "../api/client";
import { EmptyState } from "../ui/EmptyState";
import { type Columns, column } from "../ui/list/columns";
import { ListTable } from "../ui/list/ListTable";
import { listOf } from "../ui/list/useResource";
import { RowDrawer } from "../ui/RowDrawer";
import { Status } from "../ui/Status";
import { Time } from "../ui/Time";
import { type Channel, type Delivery, failureOf } from "./types";

/** What was sent over a channel, newest first. */
export function Deliveries({ channel, onClose }: { channel: Channel | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <RowDrawer of={channel} size={760} title={({ name }) => t("channels.deliveriesOf", { name })} onClose={onClose}>
      {({ id }) => <Sent channelId={id} />}
    </RowDrawer>
  );
}

function Sent({ channelId }: { channelId: number }) {
  const { t } = useTranslation();
  const deliveries = reads.useQuery("get", "/api/admin/channels/{channel_id}/deliveries", {
    params: { path: { channel_id: channelId }, query: { limit: 200 } },
  });
  const columns: Columns<Delivery> = [
    column(t("channels.at"), ({ at }) => <Time value={at} />),
    { title: t("channels.what"), dataIndex: "title" },
    column(t("channels.outcome"), ({ outcome, error: failure, attempts }) => (
      <Status tone={outcome === "sent" ? "good" : "bad"} hint={t("channels.attempts", { count: attempts })}>
        {t(`channels.outcomes.${outcome}`, { error: failureOf(failure) })}
      </Status>
    )),
  ];
  return (
    <ListTable
      label={t("channels.deliveries")}
      list={listOf(deliveries)}
      columns={columns}
      empty={<EmptyState title={t("channels.noDeliveries")} hint={t("channels.noDeliveriesHint")} />}
    />
  );
}
